//! The life of an application: pure rules, no time, no chance, no storage.
//!
//! [`file()`] and [`decide`] say what a request does, or refuse it with what would help;
//! [`evolve`] folds what happened into the state. The state is what its events say and nothing
//! else.

mod deadline;
mod decide;
mod event;
mod evolve;
mod filing;
mod refusal;
mod stage;
mod state;

pub use deadline::Timer;
pub use decide::{Circumstance, Command, Decision, decide};
pub use event::{Event, Fact, Filed};
pub use evolve::{BrokenHistory, evolve, replay};
pub use filing::{Filing, Fresh, Given, file, gaps};
pub use refusal::{FilingFault, Refusal};
pub use stage::{Closing, Endorsement, Stage, StageName};
pub use state::{Applicant, Application, Channel, TakenBy, Terms};
