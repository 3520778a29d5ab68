use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Serialize;
use sipoke_core::{
    application::{Application, Closing, Stage, StageName},
    documents::Lack,
    office::Calendar,
};

use super::LetterView;

/// The answer to a filed application: the only place that shows the secret.
#[derive(Clone, Serialize, JsonSchema)]
pub struct FiledView {
    /// The public code.
    pub ticket: String,
    /// The applicant's half. Keep it.
    pub secret: String,
    /// When it was filed (RFC 3339).
    pub filed_at: String,
}

impl From<&Application> for FiledView {
    fn from(application: &Application) -> Self {
        Self {
            ticket: application.ticket().to_string(),
            secret: application.secret().expose(),
            filed_at: application.filed_at().to_string(),
        }
    }
}

/// An application as its applicant follows it. It has no name and no NIK.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct TrackedView {
    /// The public code.
    pub ticket: String,
    /// Code of the service.
    pub service: String,
    /// Name of the service in the edition it was filed under.
    pub service_name: String,
    /// The edition it was filed under.
    pub edition: u32,
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
    /// The way of an application, with the steps that are done.
    pub steps: Vec<StepView>,
    /// What the applicant must mend.
    pub lacks: Vec<LackView>,
    /// Names of the papers whose originals must be brought.
    pub bring: Vec<String>,
    /// The letter, once it was signed.
    pub letter: Option<LetterView>,
    /// How it was closed: `rejected`, `withdrawn`, `expired` or `original-differed`.
    pub closing: Option<String>,
    /// Why it was rejected: code of the reason.
    pub reason: Option<String>,
    /// The rule on which it was rejected.
    pub legal_ground: Option<String>,
}

impl TrackedView {
    /// The view of an application under this calendar.
    #[must_use]
    pub fn new(application: &Application, calendar: &Calendar) -> Self {
        let terms = application.terms();
        let stage = application.stage();
        let (closing, reason, legal_ground) = closing(stage);
        let lacks: &[Lack] = match stage {
            Stage::Returned { lacks, .. } => lacks.as_slice(),
            Stage::Submitted { .. }
            | Stage::Accepted { .. }
            | Stage::Ready { .. }
            | Stage::Collected { .. }
            | Stage::Closed { .. } => &[],
        };
        Self {
            ticket: application.ticket().to_string(),
            service: terms.edition.service.to_string(),
            service_name: terms.service_name.clone(),
            edition: terms.edition.number,
            channel: application.channel().code().to_owned(),
            filed_at: application.filed_at().to_string(),
            stage: stage.name().code().to_owned(),
            since: stage.since().to_string(),
            due: application.timer().due(calendar),
            steps: steps(stage.name()),
            lacks: lacks.iter().map(|lack| LackView::new(application, lack)).collect(),
            bring: bring(application),
            letter: LetterView::of(application),
            closing,
            reason,
            legal_ground,
        }
    }
}

fn bring(application: &Application) -> Vec<String> {
    application
        .originals_needed(false)
        .filter_map(|code| application.requirement(code))
        .map(|requirement| requirement.name.clone())
        .collect()
}

fn closing(stage: &Stage) -> (Option<String>, Option<String>, Option<String>) {
    let Stage::Closed { why, .. } = stage else { return (None, None, None) };
    match why {
        Closing::Rejected { reason, legal_ground } => (
            Some("rejected".to_owned()),
            Some(reason.code().to_owned()),
            Some(legal_ground.expose().to_owned()),
        ),
        Closing::Withdrawn => (Some("withdrawn".to_owned()), None, None),
        Closing::Expired { .. } => (Some("expired".to_owned()), None, None),
        Closing::OriginalDiffered { .. } => (Some("original-differed".to_owned()), None, None),
    }
}

/// One step of the way.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct StepView {
    /// The stage.
    pub stage: String,
    /// `done`, `current` or `ahead`.
    pub state: String,
}

/// The straight way of an application; being returned or closed is shown at its own place.
fn steps(now: StageName) -> Vec<StepView> {
    let way = match now {
        StageName::Closed => vec![StageName::Submitted, StageName::Closed],
        StageName::Returned => vec![
            StageName::Submitted,
            StageName::Returned,
            StageName::Accepted,
            StageName::Ready,
            StageName::Collected,
        ],
        StageName::Submitted | StageName::Accepted | StageName::Ready | StageName::Collected => {
            vec![StageName::Submitted, StageName::Accepted, StageName::Ready, StageName::Collected]
        }
    };
    let state = |stage: StageName| match stage.cmp(&now) {
        std::cmp::Ordering::Less => "done",
        std::cmp::Ordering::Equal => "current",
        std::cmp::Ordering::Greater => "ahead",
    };
    way.into_iter()
        .map(|stage| StepView { stage: stage.code().to_owned(), state: state(stage).to_owned() })
        .collect()
}

/// Something the applicant must mend.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct LackView {
    /// Code of the requirement: the name of the file part to send.
    pub requirement: String,
    /// The document.
    pub name: String,
    /// Code of the reason.
    pub reason: String,
    /// The officer's words.
    pub note: Option<String>,
}

impl LackView {
    fn new(application: &Application, lack: &Lack) -> Self {
        let name = application.requirement(&lack.requirement).map(|known| known.name.clone());
        Self {
            requirement: lack.requirement.to_string(),
            name: name.unwrap_or_else(|| lack.requirement.to_string()),
            reason: lack.reason.code().to_owned(),
            note: lack.note.as_ref().map(|note| note.expose().to_owned()),
        }
    }
}
