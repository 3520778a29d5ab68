use async_trait::async_trait;

use super::StoreError;
use crate::{
    access::Author,
    office::{Calendar, Office},
    words::{Moment, OfficeCode},
};

/// Keeps who the office is and its calendar.
///
/// Both are published like the standards: each save MUST raise
/// [`Catalogue::revision`](super::Catalogue::revision) by one, in the same commit.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait Offices: Send + Sync {
    /// The office.
    ///
    /// # Errors
    /// [`StoreError`].
    async fn office(&self, code: OfficeCode) -> Result<Option<Office>, StoreError>;

    /// Stores the office, new or changed, with an audit line.
    ///
    /// # Errors
    /// [`StoreError`]; then nothing was stored.
    async fn save_office(&self, office: Office, at: Moment, by: Author) -> Result<(), StoreError>;

    /// The office's calendar; without holidays as long as none was stored.
    ///
    /// # Errors
    /// [`StoreError`].
    async fn calendar(&self, code: OfficeCode) -> Result<Calendar, StoreError>;

    /// Replaces the whole calendar, with an audit line.
    ///
    /// # Errors
    /// [`StoreError`]; then nothing was stored.
    async fn save_calendar(
        &self,
        code: OfficeCode,
        calendar: Calendar,
        at: Moment,
        by: Author,
    ) -> Result<(), StoreError>;
}
