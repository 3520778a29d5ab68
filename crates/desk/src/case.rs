use jiff::civil::Date;
use sipoke_core::{
    access::{Actor, Intention},
    application::{Application, Event, Refusal},
    documents::Scan,
    ports::{AuditEntry, Listing, Page, Query, ScanReader, Summary, Versioned},
    words::{RequirementCode, Ticket},
};

use crate::{Desk, DeskError};

/// A line of the queue.
#[derive(Debug, Clone)]
pub struct QueueRow {
    /// The case.
    pub summary: Summary,
    /// The last day of the promise; `None` while the clock stands still.
    pub due: Option<Date>,
}

/// One case, whole, as officers see it.
#[derive(Debug, Clone)]
pub struct Case {
    /// The application.
    pub application: Versioned<Application>,
    /// All that happened to it.
    pub history: Vec<Event>,
    /// The last day of the promise; `None` while the clock stands still.
    pub due: Option<Date>,
    /// Other applications of the same person, newest last, at most 20.
    pub same_person: Vec<Summary>,
}

impl Desk {
    /// One page of the office's cases, oldest first.
    ///
    /// # Errors
    /// [`DeskError::Refused`] without the role, or the store failed.
    pub async fn queue(
        &self,
        actor: &Actor,
        query: &Query,
        page: Page,
    ) -> Result<Listing<QueueRow>, DeskError> {
        require(actor, Intention::ReadQueue)?;
        let published = self.published().await?;
        let listing = self.ports.applications.list(self.office, query, page).await?;
        let row = |summary: Summary| {
            let due = summary.timer.due(&published.calendar);
            QueueRow { summary, due }
        };
        Ok(Listing { rows: listing.rows.into_iter().map(row).collect(), next: listing.next })
    }

    /// Where one case stands, for whoever may see the queue but not a case: to be shown as its
    /// applicant sees it, without name and NIK.
    ///
    /// # Errors
    /// [`DeskError::Refused`] without the role, [`DeskError::UnknownTicket`], or the store failed.
    pub async fn standing(&self, actor: &Actor, ticket: Ticket) -> Result<Application, DeskError> {
        require(actor, Intention::ReadQueue)?;
        Ok(self.find(ticket).await?.value)
    }

    /// One case.
    ///
    /// # Errors
    /// [`DeskError::Refused`] without the role, [`DeskError::UnknownTicket`], or the store failed.
    pub async fn case(&self, actor: &Actor, ticket: Ticket) -> Result<Case, DeskError> {
        require(actor, Intention::ReadCase)?;
        let application = self.find(ticket).await?;
        let id = application.value.id();
        let applications = &self.ports.applications;
        let history = applications.history(self.office, id).await?;
        let nik = application.value.applicant().nik.clone();
        let query = Query { nik: Some(nik), ..Query::default() };
        let same = applications.list(self.office, &query, Page { after: None, limit: 21 }).await?;
        let same_person = same.rows.into_iter().filter(|other| other.id != id).collect();
        let published = self.published().await?;
        let due = application.value.timer().due(&published.calendar);
        Ok(Case { application, history, due, same_person })
    }

    /// Opens a scan for an officer. The view is on record, durably, before the first byte.
    ///
    /// # Errors
    /// [`DeskError::Refused`] without the role, [`DeskError::UnknownTicket`],
    /// [`DeskError::UnknownDocument`], or a store failed; then nothing is shown.
    pub async fn view_scan(
        &self,
        actor: &Actor,
        ticket: Ticket,
        requirement: &RequirementCode,
    ) -> Result<(Scan, Box<dyn ScanReader>), DeskError> {
        require(actor, Intention::ViewScan)?;
        let application = self.find(ticket).await?.value;
        let document =
            application.documents().get(requirement).ok_or(DeskError::UnknownDocument)?;
        let entry = AuditEntry {
            office: self.office,
            at: self.ports.clock.now(),
            by: actor.author(),
            action: "scan-viewed",
            subject: format!("{}/{requirement}", application.id()),
        };
        self.ports.ledger.append(entry).await?;
        let reader = self.ports.vault.open(self.office, &document.scan).await?;
        Ok((document.scan.clone(), reader))
    }

    async fn find(&self, ticket: Ticket) -> Result<Versioned<Application>, DeskError> {
        let found = self.ports.applications.find_by_ticket(self.office, ticket).await?;
        found.ok_or(DeskError::UnknownTicket)
    }
}

pub(crate) fn require(actor: &Actor, intention: Intention) -> Result<(), Refusal> {
    if actor.may(intention) { Ok(()) } else { Err(Refusal::NotAllowed(intention)) }
}
