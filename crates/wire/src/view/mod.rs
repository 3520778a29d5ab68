//! What is shown: to residents without names and numbers, to officers with what they need.

mod application;
mod case;
mod records;
mod service;

pub use application::{FiledView, LackView, StepView, TrackedView};
pub use case::{
    ApplicantView, CaseView, DocumentView, HistoryView, LetterView, NextStepView, QueueRowView,
    QueueView,
};
pub use records::{AuditLineView, NoticeView, OfficerView, PlanView, SessionView, VerifyView};
pub use service::{
    ChannelView, DecreeView, FeeView, LegalBasisView, ProcessingTimeView, ProductView,
    QuestionView, RequirementView, ServiceSummary, ServiceView,
};
