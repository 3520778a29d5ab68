//! What the office publishes: every service with the 14 components of a service standard
//! (UU 25/2009 article 21; PermenPANRB 15/2014), each edition under a numbered decree.

mod decree;
mod edition;
mod requirement;
mod standard;

pub use decree::Decree;
pub use edition::{Edition, EditionRef};
pub use requirement::{Form, Need, Requirement};
pub use standard::{
    AnswerKind, ChannelPolicy, Component, Fee, LegalBasis, LegalRisk, ProcedureStep,
    ProcessingTime, Product, Question, ServiceStandard, TimeUnit,
};
