//! What an applicant attaches, what officers find about it, and the proof that originals were
//! seen.

mod finding;
mod original;
mod scan;

pub use finding::{Finding, Lack, Reason};
pub use original::{Comparison, OriginalCheck, OriginalsSeen};
pub use scan::{Document, Scan, ScanKind, ScanReceipt};
