use std::collections::BTreeMap;

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Serialize;
use sipoke_core::{
    access::Author,
    application::{Application, Event},
    catalogue::Requirement,
    documents::Finding,
    ports::{Summary, Versioned},
    words::NikDoubt,
};

use super::RequirementView;

/// A line of the queue. For officers: it has a name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct QueueRowView {
    /// The public code.
    pub ticket: String,
    /// Code of the service.
    pub service: String,
    /// Who asks.
    pub applicant: String,
    /// `online`, `counter` or `paper`.
    pub channel: String,
    /// When it was filed (RFC 3339).
    pub filed_at: String,
    /// Where it stands.
    pub stage: String,
    /// Since when (RFC 3339).
    pub since: String,
    /// The last day of the office's promise, while its clock runs.
    #[schemars(with = "Option<String>")]
    pub due: Option<Date>,
}

impl QueueRowView {
    /// The view of a line.
    #[must_use]
    pub fn new(summary: &Summary, due: Option<Date>) -> Self {
        Self {
            ticket: summary.ticket.to_string(),
            service: summary.service.to_string(),
            applicant: summary.applicant.expose().to_owned(),
            channel: summary.channel.code().to_owned(),
            filed_at: summary.filed_at.to_string(),
            stage: summary.stage.code().to_owned(),
            since: summary.since.to_string(),
            due,
        }
    }
}

/// A page of the queue.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct QueueView {
    /// The lines, oldest first.
    pub rows: Vec<QueueRowView>,
    /// Send this as `after` for the next page.
    pub next: Option<String>,
}

/// One case, whole. For officers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct CaseView {
    /// The public code.
    pub ticket: String,
    /// How often it was changed; send it back as `If-Match` to act on just this.
    pub revision: u32,
    /// Code of the service.
    pub service: String,
    /// Name of the service.
    pub service_name: String,
    /// The edition it was filed under.
    pub edition: u32,
    /// `online`, `counter` or `paper`.
    pub channel: String,
    /// Where it stands.
    pub stage: String,
    /// Since when (RFC 3339).
    pub since: String,
    /// When it was filed (RFC 3339).
    pub filed_at: String,
    /// The last day of the office's promise, while its clock runs.
    #[schemars(with = "Option<String>")]
    pub due: Option<Date>,
    /// Who asks.
    pub applicant: ApplicantView,
    /// The answers by the code of the question.
    pub answers: BTreeMap<String, String>,
    /// The papers that were asked for, with what is known of each.
    pub documents: Vec<DocumentView>,
    /// What comes next on the way to the signature.
    pub next_step: Option<NextStepView>,
    /// The letter, once it was signed.
    pub letter: Option<LetterView>,
    /// All that happened.
    pub history: Vec<HistoryView>,
    /// Tickets of other cases of the same person.
    pub same_person: Vec<String>,
}

impl CaseView {
    /// The view of a case.
    #[must_use]
    pub fn new(
        application: &Versioned<Application>,
        history: &[Event],
        due: Option<Date>,
        same_person: &[Summary],
    ) -> Self {
        let revision = application.revision.0;
        let application = &application.value;
        let terms = application.terms();
        let answers = application.answers();
        let requirements = terms.requirements.iter();
        let needed: Vec<_> = application.originals_needed(false).collect();
        Self {
            ticket: application.ticket().to_string(),
            revision,
            service: terms.edition.service.to_string(),
            service_name: terms.service_name.clone(),
            edition: terms.edition.number,
            channel: application.channel().code().to_owned(),
            stage: application.stage().name().code().to_owned(),
            since: application.stage().since().to_string(),
            filed_at: application.filed_at().to_string(),
            due,
            applicant: ApplicantView::from(application),
            answers: answers.iter().map(|(code, text)| (code.to_string(), text.clone())).collect(),
            documents: requirements
                .map(|requirement| {
                    let original_needed = needed.contains(&&requirement.code);
                    DocumentView::new(application, requirement, original_needed)
                })
                .collect(),
            next_step: application.next_step().map(|step| NextStepView {
                act: step.act.code().to_owned(),
                role: step.role.code().to_owned(),
            }),
            letter: LetterView::of(application),
            history: history.iter().map(HistoryView::from).collect(),
            same_person: same_person.iter().map(|other| other.ticket.to_string()).collect(),
        }
    }
}

/// Who asks, for officers. The NIK is masked; the whole number stands in the scans.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ApplicantView {
    /// As on the identity card.
    pub name: String,
    /// Masked: `3276********0002`.
    pub nik: String,
    /// Whether the NIK encodes another date of birth than the one given.
    pub nik_birth_date_differs: bool,
    /// Date of birth.
    #[schemars(with = "String")]
    pub birth_date: Date,
    /// Where they can be reached.
    pub phone: String,
    /// Where they live.
    pub address: String,
}

impl From<&Application> for ApplicantView {
    fn from(application: &Application) -> Self {
        let applicant = application.applicant();
        let doubts = applicant.nik.doubts(applicant.birth_date);
        Self {
            name: applicant.name.expose().to_owned(),
            nik: applicant.nik.masked(),
            nik_birth_date_differs: doubts.contains(&NikDoubt::BirthDateDiffers),
            birth_date: applicant.birth_date,
            phone: applicant.phone.expose().to_owned(),
            address: applicant.address.expose().to_owned(),
        }
    }
}

/// A paper that was asked for, with what is known of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct DocumentView {
    /// What was asked.
    pub requirement: RequirementView,
    /// The scan's media type, when one is attached.
    pub media_type: Option<String>,
    /// The scan's bytes.
    pub size: Option<u64>,
    /// `fits`, or the code of the reason why not; `None`: nobody looked yet.
    pub finding: Option<String>,
    /// The officer's words.
    pub note: Option<String>,
    /// Whether the original must be seen before the letter leaves.
    pub original_needed: bool,
    /// `matches`, `differs` or `missing`; `None`: not compared yet.
    pub original: Option<String>,
}

impl DocumentView {
    fn new(application: &Application, requirement: &Requirement, original_needed: bool) -> Self {
        let code = &requirement.code;
        let scan = application.documents().get(code).map(|document| &document.scan);
        let (finding, note) = match application.findings().get(code) {
            None => (None, None),
            Some(Finding::Fits) => (Some("fits".to_owned()), None),
            Some(Finding::Lacking { reason, note }) => {
                (Some(reason.code().to_owned()), note.as_ref().map(|note| note.expose().to_owned()))
            }
        };
        Self {
            requirement: RequirementView::from(requirement),
            media_type: scan.map(|scan| scan.kind.media_type().to_owned()),
            size: scan.map(|scan| scan.size),
            finding,
            note,
            original_needed,
            original: application
                .originals()
                .get(code)
                .map(|check| check.comparison.code().to_owned()),
        }
    }
}

/// What comes next.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct NextStepView {
    /// `draft`, `initial` or `sign`.
    pub act: String,
    /// The role that does it.
    pub role: String,
}

/// The letter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct LetterView {
    /// Its number as printed.
    pub number: String,
    /// The day it was signed.
    #[schemars(with = "String")]
    pub signed_on: Date,
    /// `issued` or `void`.
    pub state: String,
}

impl LetterView {
    pub(super) fn of(application: &Application) -> Option<Self> {
        application.letter().map(|(number, state)| Self {
            number: number.text.clone(),
            signed_on: number.signed_on,
            state: state.code().to_owned(),
        })
    }
}

/// One thing that happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct HistoryView {
    /// When (RFC 3339).
    pub at: String,
    /// `applicant`, `console`, or the id of an officer.
    pub by: String,
    /// What: `filed`, `returned`, …
    pub what: String,
}

impl From<&Event> for HistoryView {
    fn from(event: &Event) -> Self {
        Self { at: event.at.to_string(), by: author(event.by), what: event.fact.name().to_owned() }
    }
}

pub(super) fn author(by: Author) -> String {
    match by {
        Author::Applicant => "applicant".to_owned(),
        Author::Console => "console".to_owned(),
        Author::Stranger => "stranger".to_owned(),
        Author::Officer(id) => id.to_string(),
    }
}
