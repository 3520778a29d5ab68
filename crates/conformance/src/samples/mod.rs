//! An office, its standards, its people and their cases, all made up. Everything with a `seed`
//! comes out the same for the same seed and different for another.
//!
//! Names, NIKs and numbers are plainly fictional; the office is marked *(contoh)*.

use std::fmt::Debug;

mod changes;
mod office;
mod people;
mod scans;
mod standards;

pub use changes::{
    TO_THE_SIGNATURE, by_applicant, by_officer, decided, filed, filed_as, filing, fresh, matching,
    published_by, ready_steps, receipt, request, scans_fit, walk_in, walk_in_for_heirs,
};
pub use office::{calendar, morning, office, office_code, other_office, other_office_code, series};
pub use people::{account, applicant, nik, officer, officer_id, person, token};
pub use scans::{jpeg, pdf, png, scan_receipt, scan_receipts};
pub use standards::{
    counter_only_edition, decree, edition, needed, on_condition, question, requirement, service,
};

/// Samples are written here and known to be well formed.
#[expect(clippy::panic, reason = "a malformed sample is a fault of this file, not of its reader")]
#[track_caller]
pub(crate) fn sound<T, E: Debug>(sample: Result<T, E>) -> T {
    match sample {
        Ok(sample) => sample,
        Err(fault) => panic!("a sample is malformed: {fault:?}"),
    }
}
