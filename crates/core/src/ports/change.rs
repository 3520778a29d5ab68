use jiff::civil::Date;
use thiserror::Error;

use super::{Notice, StoreError};
use crate::{
    access::Author,
    application::{Application, BrokenHistory, Event, Fact, evolve},
    letters::{LetterNumber, Series},
    office::NumberFormat,
    words::{
        ApplicationId, ClassificationCode, IdempotencyKey, Moment, OfficeCode, RequestHash,
        SectionCode, Ticket,
    },
};

/// How often an application was changed: 1 after it was filed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Revision(pub u32);

impl Revision {
    /// The revision after this one.
    #[must_use]
    pub fn next(self) -> Self {
        Self(self.0.saturating_add(1))
    }
}

/// Something with the revision at which it was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Versioned<T> {
    /// The thing.
    pub value: T,
    /// Its revision.
    pub revision: Revision,
}

/// Everything one decision changes. It is stored whole, or not at all.
#[derive(Debug, Clone)]
pub struct Change {
    /// The office; every row that is written begins with it.
    pub office: OfficeCode,
    /// The application.
    pub id: ApplicationId,
    /// The state that was read and decided upon; `None` for a new application.
    pub before: Option<Versioned<Application>>,
    /// What happened. The events that claims become when they are granted follow these.
    pub events: Vec<Event>,
    /// What the store must check or allot inside the commit.
    pub claims: Vec<Claim>,
    /// Who must be told.
    pub notices: Vec<Notice>,
    /// The request that caused it.
    pub receipt: Option<Receipt>,
}

/// A rule that spans rows, which no decision on one application can check by itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Claim {
    /// No other application of the office has this ticket.
    FreshTicket(Ticket),
    /// The next number of a series, without gap or double. Granted, it becomes [`Fact::Signed`].
    NextNumber(Signature),
}

/// A signature that waits for its number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signature {
    /// The series the number comes from.
    pub series: Series,
    /// The day of the signature on the office's wall calendar.
    pub signed_on: Date,
    /// For the printed number.
    pub classification: ClassificationCode,
    /// For the printed number.
    pub section: SectionCode,
    /// How the number is printed.
    pub format: NumberFormat,
    /// When it was signed.
    pub at: Moment,
    /// Who signed.
    pub by: Author,
}

impl Signature {
    /// What happened, now that the number is known.
    #[must_use]
    pub fn numbered(&self, sequence: u32) -> Event {
        let text = self.format.print(&self.classification, sequence, &self.section, self.signed_on);
        let number =
            LetterNumber { series: self.series.clone(), sequence, text, signed_on: self.signed_on };
        Event { at: self.at, by: self.by, fact: Fact::Signed(number) }
    }
}

/// A request that must have one effect however often it arrives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Receipt {
    /// What the client calls it.
    pub key: IdempotencyKey,
    /// What it asks for.
    pub request: RequestHash,
    /// When it arrived.
    pub at: Moment,
}

/// What was stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Committed {
    /// The application after the change.
    pub application: Versioned<Application>,
}

/// A change with its numbers filled in.
#[derive(Debug, Clone)]
pub struct Settled {
    /// The state after all events.
    pub application: Versioned<Application>,
    /// All events, in order.
    pub events: Vec<Event>,
}

impl Change {
    /// The revision the store must find; `None`: there must be no such application.
    #[must_use]
    pub fn expected(&self) -> Option<Revision> {
        self.before.as_ref().map(|before| before.revision)
    }

    /// The signature that needs a number, if there is one.
    #[must_use]
    pub fn signature(&self) -> Option<&Signature> {
        self.claims.iter().find_map(|claim| match claim {
            Claim::NextNumber(signature) => Some(signature),
            Claim::FreshTicket(_) => None,
        })
    }

    /// For stores: the state and the events to write, once the number is allotted.
    ///
    /// # Errors
    /// [`BrokenHistory`] when the events cannot follow the state before.
    pub fn settle(&self, sequence: Option<u32>) -> Result<Settled, BrokenHistory> {
        let mut events = self.events.clone();
        if let (Some(signature), Some(sequence)) = (self.signature(), sequence) {
            events.push(signature.numbered(sequence));
        }
        let mut application = self.before.as_ref().map(|before| before.value.clone());
        for event in &events {
            application = Some(evolve(application, event)?);
        }
        let revision = self.expected().map_or(Revision(1), Revision::next);
        let value = application.ok_or(BrokenHistory { fact: "nothing", stage: None })?;
        Ok(Settled { application: Versioned { value, revision }, events })
    }
}

/// Why a change was not stored. In every case nothing of it was.
#[derive(Debug, Error)]
pub enum CommitError {
    /// Somebody else changed the application since it was read.
    #[error("the application was changed meanwhile")]
    Stale {
        /// Its revision now; `None`: it does not exist.
        current: Option<Revision>,
    },
    /// A claim could not be granted.
    #[error("a claim could not be granted: {0:?}")]
    Claimed(Box<Claim>),
    /// The same request was stored before; this is what it led to, as it stands now.
    #[error("the request was stored before")]
    AlreadyDone(Box<Committed>),
    /// The key was used before for another request.
    #[error("the idempotency key was used for another request")]
    KeyReused,
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}
