//! Holds what is stored against what was recorded. Each part looks at rows in order and adds what
//! is wrong to the report; what cannot be read because it is damaged is a finding, not an error.

mod cases;
mod kept;
mod numbers;
mod walk;

use sipoke_core::ports::{AuditFault, AuditReport};

pub use cases::case;
pub use kept::{edition, officer, saved};
pub use numbers::Numbers;
pub use walk::Walk;

/// Reports subjects of lines that nothing stored answers for, or the other way round.
pub fn unrecorded(report: &mut AuditReport, subjects: impl IntoIterator<Item = String>) {
    report.faults.extend(subjects.into_iter().map(|subject| AuditFault::Unrecorded { subject }));
}
