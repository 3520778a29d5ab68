use std::collections::{BTreeMap, BTreeSet};

use super::{Applicant, Channel, TakenBy, Terms};
use crate::{
    access::Author,
    documents::{Comparison, Finding, Lack, Reason, Scan},
    letters::LetterNumber,
    office::{Act, ApprovalChain},
    words::{
        ApplicationId, Moment, NonEmpty, Note, OfficeCode, QuestionCode, RequirementCode, Ticket,
        TicketSecret,
    },
};

/// Something that happened to an application. Written once, never changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// When.
    pub at: Moment,
    /// By whom.
    pub by: Author,
    /// What.
    pub fact: Fact,
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fact {
    /// It was filed.
    Filed(Box<Filed>),
    /// An officer looked at scans.
    ScansChecked(NonEmpty<(RequirementCode, Finding)>),
    /// It went back to the applicant.
    Returned {
        /// What is to be mended.
        lacks: NonEmpty<Lack>,
        /// Working days of the promise that were used up by then.
        used: u16,
    },
    /// The applicant sent documents again.
    Resubmitted(BTreeMap<RequirementCode, Scan>),
    /// The file is complete; the clock runs.
    Accepted {
        /// The first day of the clock, on the office's wall calendar.
        on: jiff::civil::Date,
        /// The way to the signature.
        chain: ApprovalChain,
    },
    /// A step before the signature was done.
    Endorsed(Act),
    /// It was signed, and so numbered.
    Signed(LetterNumber),
    /// Originals were held against their scans.
    OriginalsCompared(NonEmpty<(RequirementCode, Comparison)>),
    /// An original differed; the letter is void.
    LetterVoided(NonEmpty<RequirementCode>),
    /// The letter was handed over.
    Collected(TakenBy),
    /// It was refused.
    Rejected {
        /// Why.
        reason: Reason,
        /// The rule that says so.
        legal_ground: Note,
    },
    /// The applicant took it back.
    Withdrawn,
    /// Nobody answered or came.
    Expired,
}

/// What is on file from the first moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filed {
    /// The application's id.
    pub id: ApplicationId,
    /// The office.
    pub office: OfficeCode,
    /// The public code.
    pub ticket: Ticket,
    /// The applicant's half of the ticket.
    pub secret: TicketSecret,
    /// What was asked.
    pub terms: Terms,
    /// The way it came in.
    pub channel: Channel,
    /// Who asks.
    pub applicant: Applicant,
    /// The answers.
    pub answers: BTreeMap<QuestionCode, String>,
    /// The scans.
    pub documents: BTreeMap<RequirementCode, Scan>,
    /// Originals that the officer at the counter saw at once.
    pub presented: BTreeSet<RequirementCode>,
}

impl Fact {
    /// The stable name of the kind of fact, in storage and in the audit trail.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::Filed(_) => "filed",
            Self::ScansChecked(_) => "scans-checked",
            Self::Returned { .. } => "returned",
            Self::Resubmitted(_) => "resubmitted",
            Self::Accepted { .. } => "accepted",
            Self::Endorsed(Act::Draft) => "drafted",
            Self::Endorsed(Act::Initial) => "initialled",
            Self::Endorsed(Act::Sign) | Self::Signed(_) => "signed",
            Self::OriginalsCompared(_) => "originals-compared",
            Self::LetterVoided(_) => "letter-voided",
            Self::Collected(_) => "collected",
            Self::Rejected { .. } => "rejected",
            Self::Withdrawn => "withdrawn",
            Self::Expired => "expired",
        }
    }
}
