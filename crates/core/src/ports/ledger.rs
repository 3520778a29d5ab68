use async_trait::async_trait;

use super::StoreError;
use crate::{
    access::Author,
    words::{Moment, OfficeCode},
};

/// The audit trail of an office: lines chained by hashes, so that no line can be changed, removed
/// or put in without it being found (rule R9).
///
/// Commits on the other ports write their own lines; [`append`](Self::append) is for what changes
/// no application, such as looking at a scan.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait Ledger: Send + Sync {
    /// Adds a line durably; the answer comes after it is on disk.
    ///
    /// # Errors
    /// [`StoreError`]; then what was to be recorded must not be done.
    async fn append(&self, entry: AuditEntry) -> Result<(), StoreError>;

    /// The lines after the one with this number, at most `limit`, in order.
    ///
    /// # Errors
    /// [`StoreError`].
    async fn lines(
        &self,
        office: OfficeCode,
        after: u64,
        limit: u16,
    ) -> Result<Vec<AuditLine>, StoreError>;

    /// Walks the whole chain of the office and holds every stored event against its line; checks
    /// what else the store can check about itself.
    ///
    /// # Errors
    /// [`StoreError`] when it cannot read; faults that it finds are in the report.
    async fn audit(&self, office: OfficeCode) -> Result<AuditReport, StoreError>;
}

/// Something to be recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditEntry {
    /// The office.
    pub office: OfficeCode,
    /// When.
    pub at: Moment,
    /// By whom.
    pub by: Author,
    /// What was done: a fact's name, or `scan-viewed`, `signed-in`, …
    pub action: &'static str,
    /// To what: an id or a code. Never a name or a NIK.
    pub subject: String,
}

/// A line of the chain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditLine {
    /// Its number, from 1 without gaps.
    pub number: u64,
    /// When.
    pub at: Moment,
    /// By whom.
    pub by: Author,
    /// What was done.
    pub action: String,
    /// To what.
    pub subject: String,
    /// SHA-256 of what was stored along with it, such as an event or an edition.
    pub digest: Option<[u8; 32]>,
    /// SHA-256 over the hash of the line before and all of the above.
    pub hash: [u8; 32],
}

/// What a walk over the chain found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AuditReport {
    /// How many lines there are.
    pub lines: u64,
    /// The hash of the last line, to be kept elsewhere.
    pub head: Option<[u8; 32]>,
    /// Everything that is wrong, in order.
    pub faults: Vec<AuditFault>,
}

/// Something wrong with the record.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum AuditFault {
    /// A line is not where its number says, or its hash does not follow from the line before.
    BrokenChain {
        /// The first line that does not fit.
        line: u64,
    },
    /// What is stored is not what the line recorded.
    ContentChanged {
        /// The line.
        line: u64,
        /// What it is about.
        subject: String,
    },
    /// Something is stored that no line recorded, or the other way round.
    Unrecorded {
        /// What it is about.
        subject: String,
    },
    /// A letter number is missing from a series or stands there twice.
    NumberGap {
        /// The series, as `name/year`.
        series: String,
        /// The number.
        sequence: u32,
    },
    /// The database says about itself that it is damaged.
    Damaged {
        /// In its own words.
        report: String,
    },
}
