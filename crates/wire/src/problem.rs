//! Problems as RFC 9457, `application/problem+json`.

use schemars::JsonSchema;
use serde::Serialize;
use sipoke_core::{
    application::FilingFault, ports::RejectedScan, problem::ProblemCode, words::Malformed,
};

/// The media type of a problem.
pub const MEDIA_TYPE: &str = "application/problem+json";

/// What went wrong, for machines and people.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Problem {
    /// Where the problem is explained.
    #[serde(rename = "type")]
    pub kind: String,
    /// The problem in one sentence.
    pub title: String,
    /// The HTTP status.
    pub status: u16,
    /// The stable code; match on this.
    #[schemars(with = "String")]
    pub code: ProblemCode,
    /// What it was this time and what would help.
    pub detail: String,
    /// What to quote at the counter; the log has the rest under it.
    pub incident: String,
    /// Every field that is wrong.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<FieldError>,
}

/// One field that is wrong.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct FieldError {
    /// Where, as a JSON pointer (RFC 6901) into the request, such as `/applicant/nik`.
    pub pointer: String,
    /// The stable code of the fault.
    pub code: String,
    /// What is wrong, in a sentence.
    pub detail: String,
}

/// One field that is wrong, before it is put into words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldFault {
    /// Where, as a JSON pointer into the request.
    pub pointer: String,
    /// What is wrong.
    pub fault: Fault,
}

/// What can be wrong with a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// Its text cannot be read.
    Malformed(Malformed),
    /// It does not fit what the service asks.
    Filing(FilingFault),
    /// Its file is not taken.
    Scan(RejectedScan),
}

impl FieldFault {
    /// The faults of a refusal, each with the field it is about.
    #[must_use]
    pub fn of_filing(fault: &FilingFault) -> Self {
        let pointer = match fault {
            FilingFault::DocumentMissing(code) | FilingFault::DocumentNotAsked(code) => {
                format!("/documents/{code}")
            }
            FilingFault::AnswerMissing(code)
            | FilingFault::AnswerNotAsked(code)
            | FilingFault::AnswerNotAChoice(code)
            | FilingFault::AnswerNotADate(code)
            | FilingFault::AnswerNotANumber(code)
            | FilingFault::AnswerNotText(code) => format!("/answers/{code}"),
            FilingFault::BornInTheFuture => "/applicant/birth_date".to_owned(),
        };
        Self { pointer, fault: Fault::Filing(fault.clone()) }
    }
}

impl Fault {
    /// The stable code of the fault.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Malformed(malformed) => malformed_code(malformed),
            Self::Filing(fault) => match fault {
                FilingFault::DocumentMissing(_) => "document-missing",
                FilingFault::DocumentNotAsked(_) => "document-not-asked",
                FilingFault::AnswerMissing(_) => "answer-missing",
                FilingFault::AnswerNotAsked(_) => "answer-not-asked",
                FilingFault::AnswerNotAChoice(_) => "answer-not-a-choice",
                FilingFault::AnswerNotADate(_) => "answer-not-a-date",
                FilingFault::AnswerNotANumber(_) => "answer-not-a-number",
                FilingFault::AnswerNotText(_) => "answer-not-text",
                FilingFault::BornInTheFuture => "born-in-the-future",
            },
            Self::Scan(rejected) => match rejected {
                RejectedScan::Empty => "scan-empty",
                RejectedScan::TooLarge { .. } => "scan-too-large",
                RejectedScan::UnknownKind => "scan-unknown-kind",
                RejectedScan::Broken => "scan-broken",
                RejectedScan::TooManyPixels => "scan-too-many-pixels",
                RejectedScan::ActivePdf => "scan-active-pdf",
            },
        }
    }
}

fn malformed_code(malformed: &Malformed) -> &'static str {
    match malformed {
        Malformed::Empty => "empty",
        Malformed::TooLong { .. } => "too-long",
        Malformed::TooShort { .. } => "too-short",
        Malformed::ControlCharacter => "control-character",
        Malformed::Character(_) => "character",
        Malformed::NikLength { .. } => "nik-length",
        Malformed::NikLeadingZero => "nik-leading-zero",
        Malformed::NikBirthDate => "nik-birth-date",
        Malformed::NikSerial => "nik-serial",
        Malformed::Phone => "phone",
        Malformed::TicketLength { .. } => "ticket-length",
        Malformed::TicketCheck => "ticket-check",
        Malformed::Region => "region",
        Malformed::Date => "date",
        Malformed::Moment => "moment",
        Malformed::Rupiah => "rupiah",
        Malformed::Id => "id",
        Malformed::Unknown => "unknown-word",
    }
}
