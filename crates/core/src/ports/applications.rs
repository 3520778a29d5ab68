use async_trait::async_trait;

use super::{Change, CommitError, Committed, StoreError, Versioned};
use crate::{
    application::{Application, Channel, Event, StageName, Timer},
    letters::{RegisterLine, Series},
    words::{
        ApplicationId, IdempotencyKey, Moment, Nik, OfficeCode, PersonName, RequestHash,
        ServiceCode, Ticket,
    },
};

/// Keeps applications, their history, and the letter numbers they were given.
///
/// The history is kept once: an application *is* the fold of its events
/// ([`replay`](crate::application::replay)), and [`find`](Self::find) MUST give exactly that.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait Applications: Send + Sync {
    /// The application as it stands.
    ///
    /// # Errors
    /// [`StoreError`]; `Corrupt` when what is stored cannot have happened.
    async fn find(
        &self,
        office: OfficeCode,
        id: ApplicationId,
    ) -> Result<Option<Versioned<Application>>, StoreError>;

    /// The application with this ticket.
    ///
    /// # Errors
    /// As [`find`](Self::find).
    async fn find_by_ticket(
        &self,
        office: OfficeCode,
        ticket: Ticket,
    ) -> Result<Option<Versioned<Application>>, StoreError>;

    /// What a request with this key led to, as it stands now. Lets a repeated request be answered
    /// that would be refused by now.
    ///
    /// # Errors
    /// [`CommitError::KeyReused`] when the key was used for another request.
    async fn find_by_receipt(
        &self,
        office: OfficeCode,
        key: &IdempotencyKey,
        request: RequestHash,
    ) -> Result<Option<Committed>, CommitError>;

    /// All that happened to an application, in order.
    ///
    /// # Errors
    /// As [`find`](Self::find). An unknown application has an empty history.
    async fn history(
        &self,
        office: OfficeCode,
        id: ApplicationId,
    ) -> Result<Vec<Event>, StoreError>;

    /// One page of the office's applications, oldest first.
    ///
    /// MUST be stable: following [`Listing::next`] shows every application that was there from the
    /// first page on exactly once, whatever is filed meanwhile. Order is by id, never by locale.
    ///
    /// # Errors
    /// [`StoreError`].
    async fn list(
        &self,
        office: OfficeCode,
        query: &Query,
        page: Page,
    ) -> Result<Listing<Summary>, StoreError>;

    /// The letter numbers of a series in order, void ones among them.
    ///
    /// # Errors
    /// [`StoreError`].
    async fn register(
        &self,
        office: OfficeCode,
        series: &Series,
    ) -> Result<Vec<RegisterLine>, StoreError>;

    /// Stores a change: state, events, audit lines, register, outbox and receipt, durably, all or
    /// nothing. It answers only after the commit is on disk.
    ///
    /// * MUST answer [`CommitError::AlreadyDone`] when the receipt's key is known with the same
    ///   request, [`CommitError::KeyReused`] when with another; this is checked first.
    /// * MUST answer [`CommitError::Stale`] and change nothing when the stored revision is not
    ///   [`Change::expected`]. Of concurrent commits on one revision exactly one wins.
    /// * MUST honour every [`Claim`](super::Claim): a ticket is given once an office; numbers of a
    ///   series follow one another from 1 without gap or double, also when other commits fail.
    /// * MUST write one audit line for each event into the office's chain, in the same commit.
    ///
    /// # Errors
    /// [`CommitError`]; in every case nothing was stored.
    async fn commit(&self, change: Change) -> Result<Committed, CommitError>;
}

/// Which applications to list. Every part that is given must fit.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Query {
    /// In this stage.
    pub stage: Option<StageName>,
    /// For this service.
    pub service: Option<ServiceCode>,
    /// By this person. Stores look it up by a keyed hash.
    pub nik: Option<Nik>,
}

/// Which part of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Page {
    /// Only what comes after this one.
    pub after: Option<ApplicationId>,
    /// At most this many rows.
    pub limit: u16,
}

/// One page of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listing<T> {
    /// The rows.
    pub rows: Vec<T>,
    /// Where the next page begins; `None`: this is the last.
    pub next: Option<ApplicationId>,
}

/// What a list shows of an application. For officers: it has a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Summary {
    /// Its id.
    pub id: ApplicationId,
    /// Its public code.
    pub ticket: Ticket,
    /// The service.
    pub service: ServiceCode,
    /// Who asks.
    pub applicant: PersonName,
    /// The way it came in.
    pub channel: Channel,
    /// When it was filed.
    pub filed_at: Moment,
    /// Where it stands.
    pub stage: StageName,
    /// Since when.
    pub since: Moment,
    /// The clock of the promise; with the calendar it tells the day it is due.
    pub timer: Timer,
}
