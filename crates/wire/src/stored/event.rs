use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use sipoke_core::{
    access::Author,
    application::{Applicant, Channel, Event, Fact, Filed, TakenBy, Terms},
    catalogue::EditionRef,
    documents::{Comparison, Finding, Lack, Reason, Scan, ScanKind},
    letters::{LetterNumber, Series},
    office::Act,
    words::{
        Address, ApplicationId, ClassificationCode, Moment, Nik, NonEmpty, Note, OfficeCode,
        PersonName, PhoneNumber, QuestionCode, RequirementCode, ScanId, SectionCode, ServiceCode,
        Ticket, TicketSecret,
    },
};

use super::{
    StoredError,
    office::{StoredStep, read_chain, write_chain},
    read,
    standard::{StoredRequirement, each},
    text::Text,
    version::Version,
    write,
};

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct StoredEvent {
    v: Version,
    at: Moment,
    by: Text<Author>,
    fact: StoredFact,
}

/// Named as [`Fact::name`] names them, except the steps of the approval chain.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
enum StoredFact {
    Filed(Box<StoredFiled>),
    ScansChecked(Vec<(RequirementCode, StoredFinding)>),
    Returned { lacks: Vec<StoredLack>, used: u16 },
    Resubmitted(BTreeMap<RequirementCode, StoredScan>),
    Accepted { on: Date, chain: Vec<StoredStep> },
    Endorsed(Act),
    Signed(StoredLetterNumber),
    OriginalsCompared(Vec<(RequirementCode, Comparison)>),
    LetterVoided(Vec<RequirementCode>),
    Collected(StoredTakenBy),
    Rejected { reason: Reason, legal_ground: Text<Note> },
    Withdrawn,
    Expired,
}

/// The event as bytes.
#[must_use]
pub fn encode_event(event: &Event) -> Vec<u8> {
    let Event { at, by, fact } = event.clone();
    write(&StoredEvent { v: Version, at, by: Text(by), fact: fact.into() })
}

/// Reads an event.
///
/// # Errors
/// [`StoredError`] when the bytes are none.
pub fn decode_event(bytes: &[u8]) -> Result<Event, StoredError> {
    let StoredEvent { v: Version, at, by: Text(by), fact } = read(bytes)?;
    Ok(Event { at, by, fact: fact.try_into()? })
}

impl From<Fact> for StoredFact {
    fn from(fact: Fact) -> Self {
        match fact {
            Fact::Filed(filed) => Self::Filed(Box::new((*filed).into())),
            Fact::ScansChecked(findings) => Self::ScansChecked(
                findings.into_iter().map(|(code, finding)| (code, finding.into())).collect(),
            ),
            Fact::Returned { lacks, used } => {
                Self::Returned { lacks: each(lacks.into_vec()), used }
            }
            Fact::Resubmitted(documents) => Self::Resubmitted(values(documents)),
            Fact::Accepted { on, chain } => Self::Accepted { on, chain: write_chain(&chain) },
            Fact::Endorsed(act) => Self::Endorsed(act),
            Fact::Signed(number) => Self::Signed(number.into()),
            Fact::OriginalsCompared(seen) => Self::OriginalsCompared(seen.into_vec()),
            Fact::LetterVoided(differing) => Self::LetterVoided(differing.into_vec()),
            Fact::Collected(taken_by) => Self::Collected(taken_by.into()),
            Fact::Rejected { reason, legal_ground } => {
                Self::Rejected { reason, legal_ground: Text(legal_ground) }
            }
            Fact::Withdrawn => Self::Withdrawn,
            Fact::Expired => Self::Expired,
        }
    }
}

impl TryFrom<StoredFact> for Fact {
    type Error = StoredError;

    fn try_from(stored: StoredFact) -> Result<Self, StoredError> {
        Ok(match stored {
            StoredFact::Filed(filed) => Self::Filed(Box::new((*filed).into())),
            StoredFact::ScansChecked(findings) => Self::ScansChecked(some(
                findings.into_iter().map(|(code, finding)| (code, finding.into())).collect(),
            )?),
            StoredFact::Returned { lacks, used } => {
                Self::Returned { lacks: some(each(lacks))?, used }
            }
            StoredFact::Resubmitted(documents) => Self::Resubmitted(values(documents)),
            StoredFact::Accepted { on, chain } => Self::Accepted { on, chain: read_chain(chain)? },
            StoredFact::Endorsed(act) => Self::Endorsed(act),
            StoredFact::Signed(number) => Self::Signed(number.into()),
            StoredFact::OriginalsCompared(seen) => Self::OriginalsCompared(some(seen)?),
            StoredFact::LetterVoided(differing) => Self::LetterVoided(some(differing)?),
            StoredFact::Collected(taken_by) => Self::Collected(taken_by.into()),
            StoredFact::Rejected { reason, legal_ground } => {
                Self::Rejected { reason, legal_ground: legal_ground.0 }
            }
            StoredFact::Withdrawn => Self::Withdrawn,
            StoredFact::Expired => Self::Expired,
        })
    }
}

fn some<T>(list: Vec<T>) -> Result<NonEmpty<T>, StoredError> {
    NonEmpty::new(list).ok_or(StoredError::EmptyList)
}

/// Converts every value of a map.
fn values<K: Ord, A: Into<B>, B>(map: BTreeMap<K, A>) -> BTreeMap<K, B> {
    map.into_iter().map(|(key, value)| (key, value.into())).collect()
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct StoredFiled {
    id: ApplicationId,
    office: OfficeCode,
    ticket: Ticket,
    secret: Text<TicketSecret>,
    terms: StoredTerms,
    channel: Channel,
    applicant: StoredApplicant,
    answers: BTreeMap<QuestionCode, String>,
    documents: BTreeMap<RequirementCode, StoredScan>,
    presented: BTreeSet<RequirementCode>,
}

impl From<Filed> for StoredFiled {
    fn from(value: Filed) -> Self {
        let Filed {
            id,
            office,
            ticket,
            secret,
            terms,
            channel,
            applicant,
            answers,
            documents,
            presented,
        } = value;
        Self {
            id,
            office,
            ticket,
            secret: Text(secret),
            terms: terms.into(),
            channel,
            applicant: applicant.into(),
            answers,
            documents: values(documents),
            presented,
        }
    }
}

impl From<StoredFiled> for Filed {
    fn from(stored: StoredFiled) -> Self {
        let StoredFiled {
            id,
            office,
            ticket,
            secret,
            terms,
            channel,
            applicant,
            answers,
            documents,
            presented,
        } = stored;
        Self {
            id,
            office,
            ticket,
            secret: secret.0,
            terms: terms.into(),
            channel,
            applicant: applicant.into(),
            answers,
            documents: values(documents),
            presented,
        }
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct StoredTerms {
    edition: StoredEditionRef,
    service_name: String,
    classification: ClassificationCode,
    section: SectionCode,
    working_days: u16,
    requirements: Vec<StoredRequirement>,
}

impl From<Terms> for StoredTerms {
    fn from(value: Terms) -> Self {
        let Terms { edition, service_name, classification, section, working_days, requirements } =
            value;
        Self {
            edition: edition.into(),
            service_name,
            classification,
            section,
            working_days,
            requirements: each(requirements),
        }
    }
}

impl From<StoredTerms> for Terms {
    fn from(stored: StoredTerms) -> Self {
        let StoredTerms {
            edition,
            service_name,
            classification,
            section,
            working_days,
            requirements,
        } = stored;
        Self {
            edition: edition.into(),
            service_name,
            classification,
            section,
            working_days,
            requirements: each(requirements),
        }
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct StoredEditionRef {
    service: ServiceCode,
    number: u32,
}

impl From<EditionRef> for StoredEditionRef {
    fn from(value: EditionRef) -> Self {
        let EditionRef { service, number } = value;
        Self { service, number }
    }
}

impl From<StoredEditionRef> for EditionRef {
    fn from(stored: StoredEditionRef) -> Self {
        let StoredEditionRef { service, number } = stored;
        Self { service, number }
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct StoredApplicant {
    name: Text<PersonName>,
    nik: Text<Nik>,
    birth_date: Date,
    phone: Text<PhoneNumber>,
    address: Text<Address>,
}

impl From<Applicant> for StoredApplicant {
    fn from(value: Applicant) -> Self {
        let Applicant { name, nik, birth_date, phone, address } = value;
        Self {
            name: Text(name),
            nik: Text(nik),
            birth_date,
            phone: Text(phone),
            address: Text(address),
        }
    }
}

impl From<StoredApplicant> for Applicant {
    fn from(stored: StoredApplicant) -> Self {
        let StoredApplicant { name, nik, birth_date, phone, address } = stored;
        Self { name: name.0, nik: nik.0, birth_date, phone: phone.0, address: address.0 }
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct StoredScan {
    id: ScanId,
    kind: ScanKind,
    size: u64,
    sha256: Text<[u8; 32]>,
    key_id: u32,
    wrapped_key: Text<Vec<u8>>,
}

impl From<Scan> for StoredScan {
    fn from(value: Scan) -> Self {
        let Scan { id, kind, size, sha256, key_id, wrapped_key } = value;
        Self { id, kind, size, sha256: Text(sha256), key_id, wrapped_key: Text(wrapped_key) }
    }
}

impl From<StoredScan> for Scan {
    fn from(stored: StoredScan) -> Self {
        let StoredScan { id, kind, size, sha256, key_id, wrapped_key } = stored;
        Self { id, kind, size, sha256: sha256.0, key_id, wrapped_key: wrapped_key.0 }
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct StoredLack {
    requirement: RequirementCode,
    reason: Reason,
    note: Option<Text<Note>>,
}

impl From<Lack> for StoredLack {
    fn from(value: Lack) -> Self {
        let Lack { requirement, reason, note } = value;
        Self { requirement, reason, note: note.map(Text) }
    }
}

impl From<StoredLack> for Lack {
    fn from(stored: StoredLack) -> Self {
        let StoredLack { requirement, reason, note } = stored;
        Self { requirement, reason, note: note.map(|Text(note)| note) }
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct StoredLetterNumber {
    series: StoredSeries,
    sequence: u32,
    text: String,
    signed_on: Date,
}

impl From<LetterNumber> for StoredLetterNumber {
    fn from(value: LetterNumber) -> Self {
        let LetterNumber { series, sequence, text, signed_on } = value;
        Self { series: series.into(), sequence, text, signed_on }
    }
}

impl From<StoredLetterNumber> for LetterNumber {
    fn from(stored: StoredLetterNumber) -> Self {
        let StoredLetterNumber { series, sequence, text, signed_on } = stored;
        Self { series: series.into(), sequence, text, signed_on }
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct StoredSeries {
    name: String,
    year: i16,
}

impl From<Series> for StoredSeries {
    fn from(value: Series) -> Self {
        let Series { name, year } = value;
        Self { name, year }
    }
}

impl From<StoredSeries> for Series {
    fn from(stored: StoredSeries) -> Self {
        let StoredSeries { name, year } = stored;
        Self { name, year }
    }
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
enum StoredFinding {
    Fits,
    Lacking { reason: Reason, note: Option<Text<Note>> },
}

impl From<Finding> for StoredFinding {
    fn from(finding: Finding) -> Self {
        match finding {
            Finding::Fits => Self::Fits,
            Finding::Lacking { reason, note } => Self::Lacking { reason, note: note.map(Text) },
        }
    }
}

impl From<StoredFinding> for Finding {
    fn from(stored: StoredFinding) -> Self {
        match stored {
            StoredFinding::Fits => Self::Fits,
            StoredFinding::Lacking { reason, note } => {
                Self::Lacking { reason, note: note.map(|Text(note)| note) }
            }
        }
    }
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
enum StoredTakenBy {
    Applicant,
    Proxy(Text<PersonName>),
}

impl From<TakenBy> for StoredTakenBy {
    fn from(taken_by: TakenBy) -> Self {
        match taken_by {
            TakenBy::Applicant => Self::Applicant,
            TakenBy::Proxy(name) => Self::Proxy(Text(name)),
        }
    }
}

impl From<StoredTakenBy> for TakenBy {
    fn from(stored: StoredTakenBy) -> Self {
        match stored {
            StoredTakenBy::Applicant => Self::Applicant,
            StoredTakenBy::Proxy(Text(name)) => Self::Proxy(name),
        }
    }
}
