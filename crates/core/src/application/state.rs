use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::{Stage, Timer};
use crate::{
    catalogue::{EditionRef, Need, Requirement},
    documents::{Document, Finding, OriginalCheck},
    letters::{LetterNumber, LetterState},
    office::ApprovalStep,
    words::{
        Address, ApplicationId, ClassificationCode, Moment, Nik, OfficeCode, PersonName,
        PhoneNumber, QuestionCode, RequirementCode, SectionCode, Ticket, TicketSecret, coded,
    },
};

/// One request of one resident for one service.
///
/// Its fields are private: it is made by [`evolve`](super::evolve) and by nothing else.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Application {
    pub(super) id: ApplicationId,
    pub(super) office: OfficeCode,
    pub(super) ticket: Ticket,
    pub(super) secret: TicketSecret,
    pub(super) terms: Terms,
    pub(super) channel: Channel,
    pub(super) applicant: Applicant,
    pub(super) answers: BTreeMap<QuestionCode, String>,
    pub(super) documents: BTreeMap<RequirementCode, Document>,
    pub(super) findings: BTreeMap<RequirementCode, Finding>,
    pub(super) originals: BTreeMap<RequirementCode, OriginalCheck>,
    /// Papers that were ever attached or shown. What applied once applies for good: an original
    /// that is missing at pick-up must not make its requirement disappear (rule R1).
    pub(super) given: BTreeSet<RequirementCode>,
    pub(super) timer: Timer,
    pub(super) letter: Option<(LetterNumber, LetterState)>,
    pub(super) filed_at: Moment,
    pub(super) stage: Stage,
}

/// What was asked of this case when it was filed. It travels with the case, so that no later
/// decree can change it (rule R5).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Terms {
    /// The edition it was filed under.
    pub edition: EditionRef,
    /// The service's name in that edition.
    pub service_name: String,
    /// The classification its letter is numbered under.
    pub classification: ClassificationCode,
    /// The section that answers for it.
    pub section: SectionCode,
    /// The promise for the channel it came by, in working days from a complete file.
    pub working_days: u16,
    /// The papers.
    pub requirements: Vec<Requirement>,
}

/// Who asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Applicant {
    /// As on the identity card.
    pub name: PersonName,
    /// Nomor Induk Kependudukan.
    pub nik: Nik,
    /// Date of birth, which also settles the century of the NIK.
    pub birth_date: Date,
    /// Where they can be reached.
    pub phone: PhoneNumber,
    /// Where they live.
    pub address: Address,
}

/// The way an application came in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Channel {
    /// From the resident's own phone.
    Online,
    /// In person; originals are seen at once.
    Counter,
    /// On paper while the system was down, entered afterwards.
    Paper,
}

coded!(Channel {
    Online => "online",
    Counter => "counter",
    Paper => "paper",
});

/// Who takes the letter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TakenBy {
    /// The applicant.
    Applicant,
    /// Somebody with a power of attorney.
    Proxy(PersonName),
}

impl TakenBy {
    /// Whether somebody comes for the applicant.
    #[must_use]
    pub fn is_proxy(&self) -> bool {
        matches!(self, Self::Proxy(_))
    }
}

impl Application {
    /// Its id.
    #[must_use]
    pub fn id(&self) -> ApplicationId {
        self.id
    }

    /// The office that handles it.
    #[must_use]
    pub fn office(&self) -> OfficeCode {
        self.office
    }

    /// Its public code.
    #[must_use]
    pub fn ticket(&self) -> Ticket {
        self.ticket
    }

    /// What the applicant shows together with the ticket.
    #[must_use]
    pub fn secret(&self) -> &TicketSecret {
        &self.secret
    }

    /// What was asked when it was filed.
    #[must_use]
    pub fn terms(&self) -> &Terms {
        &self.terms
    }

    /// The way it came in.
    #[must_use]
    pub fn channel(&self) -> Channel {
        self.channel
    }

    /// Who asks.
    #[must_use]
    pub fn applicant(&self) -> &Applicant {
        &self.applicant
    }

    /// The answers to the form's questions.
    #[must_use]
    pub fn answers(&self) -> &BTreeMap<QuestionCode, String> {
        &self.answers
    }

    /// The scans, by requirement.
    #[must_use]
    pub fn documents(&self) -> &BTreeMap<RequirementCode, Document> {
        &self.documents
    }

    /// What officers found about the scans that are attached now.
    #[must_use]
    pub fn findings(&self) -> &BTreeMap<RequirementCode, Finding> {
        &self.findings
    }

    /// The latest comparison of each original.
    #[must_use]
    pub fn originals(&self) -> &BTreeMap<RequirementCode, OriginalCheck> {
        &self.originals
    }

    /// The letter's number and whether it counts, once it was signed.
    #[must_use]
    pub fn letter(&self) -> Option<&(LetterNumber, LetterState)> {
        self.letter.as_ref()
    }

    /// When it was filed.
    #[must_use]
    pub fn filed_at(&self) -> Moment {
        self.filed_at
    }

    /// Where it stands.
    #[must_use]
    pub fn stage(&self) -> &Stage {
        &self.stage
    }

    /// The clock of the office's promise. It stands still unless the file is accepted.
    #[must_use]
    pub fn timer(&self) -> Timer {
        self.timer
    }

    /// The requirement with this code, if it was asked for.
    #[must_use]
    pub fn requirement(&self, code: &RequirementCode) -> Option<&Requirement> {
        self.terms.requirements.iter().find(|requirement| requirement.code == *code)
    }

    /// The requirements whose originals must be seen before the letter leaves: those that ask for
    /// it and that apply to this case, because they always do, because a paper was given, or
    /// because a proxy comes for the applicant.
    pub fn originals_needed(&self, by_proxy: bool) -> impl Iterator<Item = &RequirementCode> {
        let online = self.channel == Channel::Online;
        self.terms
            .requirements
            .iter()
            .filter(move |requirement| {
                let applies = match &requirement.need {
                    Need::Always => true,
                    Need::Represented(_) if by_proxy => true,
                    Need::When(_) | Need::Represented(_) => self.given.contains(&requirement.code),
                };
                requirement.asks_for_original(online) && applies
            })
            .map(|requirement| &requirement.code)
    }

    /// Attached scans on which no officer has said that they fit, and conditional papers that an
    /// officer asked for and that are still not there.
    pub fn unfit(&self) -> impl Iterator<Item = &RequirementCode> {
        let unchecked =
            self.documents.keys().filter(|code| self.findings.get(*code) != Some(&Finding::Fits));
        let asked_for = self
            .findings
            .iter()
            .filter(|(code, finding)| {
                **finding != Finding::Fits && !self.documents.contains_key(*code)
            })
            .map(|(code, _)| code);
        unchecked.chain(asked_for)
    }

    /// The next step of the approval chain, while the letter is on its way.
    #[must_use]
    pub fn next_step(&self) -> Option<ApprovalStep> {
        match &self.stage {
            Stage::Accepted { chain, endorsed, .. } => chain.steps().get(endorsed.len()).copied(),
            Stage::Submitted { .. }
            | Stage::Returned { .. }
            | Stage::Ready { .. }
            | Stage::Collected { .. }
            | Stage::Closed { .. } => None,
        }
    }
}
