//! The office itself: who it is, its calendar, how letters are approved and numbered.

mod calendar;
mod chain;
mod numbering;
mod profile;

pub use calendar::{Calendar, Holiday, HolidayKind};
pub use chain::{Act, ApprovalChain, ApprovalStep, BrokenChain};
pub use numbering::{NumberFormat, NumberScope, Numbering};
pub use profile::{Office, Section};
