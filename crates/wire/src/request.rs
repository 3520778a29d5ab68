//! What clients send. Reading one finds every fault, not the first.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use sipoke_core::{
    application::{Applicant, TakenBy},
    documents::{Comparison, Finding, Reason},
    words::{
        Address, Login, Malformed, Nik, NonEmpty, Note, Password, PersonName, PhoneNumber,
        QuestionCode, RequirementCode, ServiceCode,
    },
};

use crate::problem::{Fault, FieldFault};

/// Gathers faults while a request is read.
#[derive(Debug, Default)]
struct Reader(Vec<FieldFault>);

impl Reader {
    fn take<T>(&mut self, pointer: impl Into<String>, read: Result<T, Malformed>) -> Option<T> {
        match read {
            Ok(value) => Some(value),
            Err(malformed) => {
                let fault = Fault::Malformed(malformed);
                self.0.push(FieldFault { pointer: pointer.into(), fault });
                None
            }
        }
    }
}

/// An application, the JSON part of `POST applications`.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Submit {
    /// Code of the service, such as `SKD`.
    pub service: String,
    /// Who asks.
    pub applicant: SubmitApplicant,
    /// Answers by the code of the question.
    #[serde(default)]
    pub answers: BTreeMap<String, String>,
    /// At the counter only: codes of the requirements whose originals the officer sees now.
    #[serde(default)]
    pub presented: Vec<String>,
}

/// Who asks.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SubmitApplicant {
    /// As on the identity card.
    pub name: String,
    /// 16 digits.
    pub nik: String,
    /// `YYYY-MM-DD`.
    pub birth_date: String,
    /// An Indonesian mobile number.
    pub phone: String,
    /// Where they live.
    pub address: String,
}

/// A [`Submit`] whose every field was read.
#[derive(Debug, Clone)]
pub struct ReadSubmit {
    /// The service.
    pub service: ServiceCode,
    /// Who asks.
    pub applicant: Applicant,
    /// The answers.
    pub answers: BTreeMap<QuestionCode, String>,
    /// Originals seen at the counter.
    pub presented: BTreeSet<RequirementCode>,
}

impl Submit {
    /// Reads every field.
    ///
    /// # Errors
    /// All fields that cannot be read, with what could be.
    pub fn read(&self) -> Result<ReadSubmit, Unread> {
        let mut reader = Reader::default();
        let service = reader.take("/service", ServiceCode::parse(&self.service));
        let applicant = self.applicant.read(&mut reader);
        let mut answers = BTreeMap::new();
        for (code, answer) in &self.answers {
            let pointer = format!("/answers/{}", pointer_part(code));
            if let Some(code) = reader.take(pointer, QuestionCode::parse(code)) {
                answers.insert(code, answer.clone());
            }
        }
        let presented = self.presented.iter().enumerate().filter_map(|(at, code)| {
            reader.take(format!("/presented/{at}"), RequirementCode::parse(code))
        });
        let presented = presented.collect();
        match (service, applicant) {
            (Some(service), Some(applicant)) if reader.0.is_empty() => {
                Ok(ReadSubmit { service, applicant, answers, presented })
            }
            (service, _) => Err(Unread { faults: reader.0, service, answers, presented }),
        }
    }
}

/// A filing of which not every field could be read.
#[derive(Debug)]
pub struct Unread {
    /// Every field that could not.
    pub faults: Vec<FieldFault>,
    /// The service, if that could.
    pub service: Option<ServiceCode>,
    /// The answers that could.
    pub answers: BTreeMap<QuestionCode, String>,
    /// The papers that could.
    pub presented: BTreeSet<RequirementCode>,
}

impl From<ReadSubmit> for Unread {
    /// A filing of which something else was wrong.
    fn from(read: ReadSubmit) -> Self {
        let ReadSubmit { service, answers, presented, .. } = read;
        Self { faults: Vec::new(), service: Some(service), answers, presented }
    }
}

impl SubmitApplicant {
    fn read(&self, reader: &mut Reader) -> Option<Applicant> {
        let name = reader.take("/applicant/name", PersonName::parse(&self.name));
        let nik =
            reader.take("/applicant/nik", required(&self.nik).and_then(|()| Nik::parse(&self.nik)));
        let birth_date = reader.take("/applicant/birth_date", date(&self.birth_date));
        let phone = reader.take(
            "/applicant/phone",
            required(&self.phone).and_then(|()| PhoneNumber::parse(&self.phone)),
        );
        let address = reader.take("/applicant/address", Address::parse(&self.address));
        Some(Applicant {
            name: name?,
            nik: nik?,
            birth_date: birth_date?,
            phone: phone?,
            address: address?,
        })
    }
}

fn required(text: &str) -> Result<(), Malformed> {
    if text.trim().is_empty() { Err(Malformed::Empty) } else { Ok(()) }
}

/// Reads a date as forms send it.
///
/// # Errors
/// [`Malformed::Empty`] or [`Malformed::Date`].
pub fn date(text: &str) -> Result<Date, Malformed> {
    required(text)?;
    text.trim().parse().map_err(|_| Malformed::Date)
}

/// A key as one part of a JSON pointer (RFC 6901, section 3).
fn pointer_part(key: &str) -> String {
    key.replace('~', "~0").replace('/', "~1")
}

/// What an officer found about scans: `POST applications/{ticket}/check`.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Check {
    /// One for each scan that was looked at.
    pub findings: Vec<CheckFinding>,
}

/// What was found about one scan.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CheckFinding {
    /// Code of the requirement.
    pub requirement: String,
    /// `fits`, or the code of a reason such as `unreadable`.
    pub finding: String,
    /// Words to the applicant.
    #[serde(default)]
    pub note: Option<String>,
}

impl Check {
    /// Reads every field.
    ///
    /// # Errors
    /// All fields that cannot be read.
    pub fn read(&self) -> Result<NonEmpty<(RequirementCode, Finding)>, Vec<FieldFault>> {
        let mut reader = Reader::default();
        let mut findings = Vec::new();
        for (at, line) in self.findings.iter().enumerate() {
            let code = RequirementCode::parse(&line.requirement);
            let code = reader.take(format!("/findings/{at}/requirement"), code);
            let note = match line.note.as_deref().filter(|note| !note.trim().is_empty()) {
                Some(text) => {
                    reader.take(format!("/findings/{at}/note"), Note::parse(text)).map(Some)
                }
                None => Some(None),
            };
            let reason = if line.finding == "fits" {
                Some(None)
            } else {
                let reason = Reason::parse(&line.finding);
                reader.take(format!("/findings/{at}/finding"), reason).map(Some)
            };
            if let (Some(code), Some(note), Some(reason)) = (code, note, reason) {
                let finding =
                    reason.map_or(Finding::Fits, |reason| Finding::Lacking { reason, note });
                findings.push((code, finding));
            }
        }
        at_least_one(findings, "/findings", reader)
    }
}

/// How originals compare: `POST applications/{ticket}/compare`.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Compare {
    /// One for each original that was looked at.
    pub originals: Vec<CompareOriginal>,
}

/// How one original compares.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CompareOriginal {
    /// Code of the requirement.
    pub requirement: String,
    /// `matches`, `differs` or `missing`.
    pub comparison: String,
}

impl Compare {
    /// Reads every field.
    ///
    /// # Errors
    /// All fields that cannot be read.
    pub fn read(&self) -> Result<NonEmpty<(RequirementCode, Comparison)>, Vec<FieldFault>> {
        let mut reader = Reader::default();
        let mut seen = Vec::new();
        for (at, line) in self.originals.iter().enumerate() {
            let code = RequirementCode::parse(&line.requirement);
            let code = reader.take(format!("/originals/{at}/requirement"), code);
            let comparison = Comparison::parse(&line.comparison);
            let comparison = reader.take(format!("/originals/{at}/comparison"), comparison);
            seen.extend(code.zip(comparison));
        }
        at_least_one(seen, "/originals", reader)
    }
}

fn at_least_one<T>(
    list: Vec<T>,
    pointer: &str,
    mut reader: Reader,
) -> Result<NonEmpty<T>, Vec<FieldFault>> {
    match NonEmpty::new(list) {
        Some(list) if reader.0.is_empty() => Ok(list),
        Some(_) => Err(reader.0),
        None => {
            if reader.0.is_empty() {
                reader.take::<()>(pointer, Err(Malformed::Empty));
            }
            Err(reader.0)
        }
    }
}

/// Who takes the letter: `POST applications/{ticket}/release`.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Release {
    /// The name of the proxy with a power of attorney; without it the applicant takes it.
    #[serde(default)]
    pub proxy: Option<String>,
}

impl Release {
    /// Reads the name.
    ///
    /// # Errors
    /// The field that cannot be read.
    pub fn read(&self) -> Result<TakenBy, Vec<FieldFault>> {
        let mut reader = Reader::default();
        match self.proxy.as_deref().filter(|name| !name.trim().is_empty()) {
            None => Ok(TakenBy::Applicant),
            Some(name) => {
                reader.take("/proxy", PersonName::parse(name)).map(TakenBy::Proxy).ok_or(reader.0)
            }
        }
    }
}

/// Why an application is refused: `POST applications/{ticket}/reject`.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Reject {
    /// Code of the reason.
    pub reason: String,
    /// The rule that says so.
    pub legal_ground: String,
}

impl Reject {
    /// Reads every field.
    ///
    /// # Errors
    /// All fields that cannot be read.
    pub fn read(&self) -> Result<(Reason, Note), Vec<FieldFault>> {
        let mut reader = Reader::default();
        let reason = reader.take("/reason", Reason::parse(&self.reason));
        let ground = reader.take("/legal_ground", Note::parse(&self.legal_ground));
        reason.zip(ground).ok_or(reader.0)
    }
}

/// A sign-in: `POST sessions`.
#[derive(Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SignIn {
    /// The officer's login.
    pub login: String,
    /// The officer's password.
    pub password: String,
}

impl SignIn {
    /// Reads both. A password that can be none is as wrong as any other, so this says only that
    /// something cannot be read, never what.
    #[must_use]
    pub fn read(&self) -> Option<(Login, Password)> {
        Login::parse(&self.login).ok().zip(Password::parse(&self.password).ok())
    }
}
