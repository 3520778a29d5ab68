use std::sync::{Arc, PoisonError};

use jiff::civil::Date;
use sipoke_core::{
    catalogue::{Edition, EditionRef},
    office::{Calendar, Office},
    words::{ServiceCode, Slug},
};

use crate::{Desk, DeskError};

/// What the office publishes, as of one revision.
#[derive(Debug)]
pub struct Published {
    /// The revision; another one means that something was published since.
    pub revision: u64,
    /// The office.
    pub office: Office,
    /// Its calendar.
    pub calendar: Calendar,
    /// The current edition of every service, in the office's order.
    pub editions: Vec<Edition>,
}

impl Published {
    /// The current edition of the service with this slug.
    #[must_use]
    pub fn service(&self, slug: &Slug) -> Option<&Edition> {
        self.editions.iter().find(|edition| edition.standard.slug == *slug)
    }

    /// The current edition of the service with this code.
    #[must_use]
    pub fn by_code(&self, code: &ServiceCode) -> Option<&Edition> {
        self.editions.iter().find(|edition| edition.standard.code == *code)
    }
}

impl Desk {
    /// What the office publishes now. Read from the store once for each revision.
    ///
    /// # Errors
    /// [`DeskError::NoOffice`] before the first import, or the store failed.
    pub async fn published(&self) -> Result<Arc<Published>, DeskError> {
        let revision = self.ports.catalogue.revision(self.office).await?;
        if let Some(known) = self.remembered().filter(|known| known.revision == revision) {
            return Ok(known);
        }
        let office = self.ports.offices.office(self.office).await?.ok_or(DeskError::NoOffice)?;
        let calendar = self.ports.offices.calendar(self.office).await?;
        let editions = self.ports.catalogue.current(self.office).await?;
        // Read with the older revision: should somebody publish in between, the next reader
        // finds another revision and reads again.
        let published = Arc::new(Published { revision, office, calendar, editions });
        *self.published.lock().unwrap_or_else(PoisonError::into_inner) = Some(published.clone());
        Ok(published)
    }

    /// One edition, current or past.
    ///
    /// # Errors
    /// [`DeskError::UnknownService`], or the store failed.
    pub async fn edition(&self, edition: &EditionRef) -> Result<Edition, DeskError> {
        let found = self.ports.catalogue.edition(self.office, edition).await?;
        found.ok_or(DeskError::UnknownService)
    }

    /// The day on the office's wall calendar.
    ///
    /// # Errors
    /// As [`published`](Self::published).
    pub async fn today(&self) -> Result<Date, DeskError> {
        let published = self.published().await?;
        Ok(self.ports.clock.now().date_in(published.office.zone))
    }

    fn remembered(&self) -> Option<Arc<Published>> {
        self.published.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}
