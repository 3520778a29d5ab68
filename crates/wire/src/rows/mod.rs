//! What stores with tables share: what each column says, which fields are sealed, how a line joins
//! the audit chain, and what an audit finds. A store fetches and writes rows; everything that is
//! said about their content is said here, once for all databases.
//!
//! Rows hold what a database gives: integers are `i64`, ids and hashes are bytes. Only turning a
//! row into a word of the core judges it.

mod application;
pub mod audit;
mod chain;
mod commit;
mod error;
mod fields;
mod letter;
mod notice;
mod officer;

pub use application::{CaseRow, Columns, HistoryRow, SummaryRow, events, listing};
pub use chain::{Entry, Head, LineRow, Link, action, follow};
pub use commit::{Prepared, Recorded, prepare};
pub use error::RowError;
pub use fields::{Field, Fields};
pub use letter::{LetterRow, Registered, registered};
pub use notice::NoticeRow;
pub use officer::{AccountRow, OfficerRow};

use sipoke_core::words::OfficeCode;

/// The office as a key.
#[must_use]
pub fn key(office: OfficeCode) -> i64 {
    office.number().cast_signed()
}

/// A number from a column that is wider than it.
fn narrow<T: TryFrom<i64>>(number: i64) -> Result<T, RowError> {
    T::try_from(number).map_err(|_| RowError::Contradiction("a number is out of its range"))
}
