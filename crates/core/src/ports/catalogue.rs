use async_trait::async_trait;
use thiserror::Error;

use super::StoreError;
use crate::{
    access::Author,
    catalogue::{Edition, EditionRef},
    words::{Moment, OfficeCode},
};

/// Keeps the service standards. Editions are added and never changed.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait Catalogue: Send + Sync {
    /// Counts publications of the office, of standards as well as of the office and its calendar
    /// ([`Offices`](super::Offices)): 0 before the first. Cheap, so that readers can tell whether
    /// what they remember is still true.
    ///
    /// # Errors
    /// [`StoreError`].
    async fn revision(&self, office: OfficeCode) -> Result<u64, StoreError>;

    /// The latest edition of every service, in the order of the list it was published in.
    ///
    /// # Errors
    /// [`StoreError`].
    async fn current(&self, office: OfficeCode) -> Result<Vec<Edition>, StoreError>;

    /// One edition, current or past.
    ///
    /// # Errors
    /// [`StoreError`].
    async fn edition(
        &self,
        office: OfficeCode,
        edition: &EditionRef,
    ) -> Result<Option<Edition>, StoreError>;

    /// Adds editions, all or none, and writes one audit line for each; answers the new revision.
    ///
    /// * MUST answer [`PublishError::Stale`] when the revision is not the expected one.
    /// * MUST refuse an edition number that is already there, also as `Stale`.
    ///
    /// # Errors
    /// [`PublishError`]; in every case nothing was stored.
    async fn publish(&self, publication: Publication) -> Result<u64, PublishError>;
}

/// Editions to be published together.
#[derive(Debug, Clone)]
pub struct Publication {
    /// The office.
    pub office: OfficeCode,
    /// The revision that was read when the editions were numbered.
    pub expected: u64,
    /// The new editions with the place each has in the list.
    pub editions: Vec<(u32, Edition)>,
    /// When.
    pub at: Moment,
    /// By whom.
    pub by: Author,
}

/// Why nothing was published.
#[derive(Debug, Error)]
pub enum PublishError {
    /// Somebody else published meanwhile.
    #[error("the catalogue was changed meanwhile; it is at revision {current}")]
    Stale {
        /// The revision now.
        current: u64,
    },
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}
