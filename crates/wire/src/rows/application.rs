use sipoke_core::{
    application::{Application, Channel, Event, StageName, Timer, replay},
    ports::{Listing, Page, Revision, Summary, Versioned},
    words::{ApplicationId, Moment, OfficeCode, PersonName, ServiceCode, Ticket},
};

use super::{Field, Fields, RowError, narrow};
use crate::stored::{decode_event, split_history};

/// The columns of an application that repeat in clear what lists look for.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "each field is named after its column")]
pub struct Columns {
    pub ticket: String,
    pub service: String,
    pub edition: i64,
    pub channel: String,
    pub filed_at: i64,
    pub stage: String,
    pub since: i64,
    pub timer_allowed: i64,
    pub timer_used: i64,
    pub timer_since: Option<String>,
}

/// The history of an application as it is stored.
#[derive(Debug, Clone)]
#[expect(missing_docs, reason = "each field is named after its column")]
pub struct HistoryRow {
    pub id: [u8; 16],
    pub revision: i64,
    pub history: Vec<u8>,
}

/// A whole row of an application.
#[derive(Debug, Clone)]
pub struct CaseRow {
    /// Id, revision, and all events, sealed.
    pub history: HistoryRow,
    /// What lists look for.
    pub columns: Columns,
    /// The keyed hash of the NIK.
    pub nik_index: [u8; 32],
    /// The applicant's name, sealed.
    pub name: Vec<u8>,
}

/// What a list needs of a row.
#[derive(Debug, Clone)]
pub struct SummaryRow {
    /// The id.
    pub id: [u8; 16],
    /// What lists look for.
    pub columns: Columns,
    /// The applicant's name, sealed.
    pub name: Vec<u8>,
}

impl Columns {
    /// What the columns say of this application.
    #[must_use]
    pub fn of(application: &Application) -> Self {
        let timer = application.timer();
        Self {
            ticket: application.ticket().compact(),
            service: application.terms().edition.service.to_string(),
            edition: application.terms().edition.number.into(),
            channel: application.channel().code().to_owned(),
            filed_at: application.filed_at().micros(),
            stage: application.stage().name().code().to_owned(),
            since: application.stage().since().micros(),
            timer_allowed: timer.allowed.into(),
            timer_used: timer.used.into(),
            timer_since: timer.running_since.map(|day| day.to_string()),
        }
    }
}

impl HistoryRow {
    /// The revision.
    ///
    /// # Errors
    /// [`RowError`] when it is none.
    pub fn revision(&self) -> Result<Revision, RowError> {
        Ok(Revision(narrow(self.revision)?))
    }

    /// The encoded history.
    ///
    /// # Errors
    /// [`RowError`] when it does not open for this id and revision.
    pub fn open(&self, office: OfficeCode, fields: &Fields) -> Result<Vec<u8>, RowError> {
        let Revision(revision) = self.revision()?;
        let field = Field::History(ApplicationId::from_bytes(self.id), revision);
        Ok(fields.open(office, field, &self.history)?)
    }

    /// The application as it stands.
    ///
    /// # Errors
    /// [`RowError`] when its events cannot be read, or cannot have happened.
    pub fn application(
        &self,
        office: OfficeCode,
        fields: &Fields,
    ) -> Result<Versioned<Application>, RowError> {
        let value = replay(&events(&self.open(office, fields)?)?)?;
        if value.id().to_bytes() != self.id || value.office() != office {
            return Err(RowError::Contradiction("a history belongs to another application"));
        }
        Ok(Versioned { value, revision: self.revision()? })
    }
}

impl CaseRow {
    /// The row of an application with this history.
    #[must_use]
    pub fn of(fields: &Fields, application: &Versioned<Application>, history: &[u8]) -> Self {
        let Versioned { value, revision: Revision(revision) } = application;
        let (office, id) = (value.office(), value.id());
        let name = value.applicant().name.expose().as_bytes();
        Self {
            history: HistoryRow {
                id: id.to_bytes(),
                revision: (*revision).into(),
                history: fields.seal(office, Field::History(id, *revision), history),
            },
            columns: Columns::of(value),
            nik_index: fields.nik(office, &value.applicant().nik),
            name: fields.seal(office, Field::ApplicantName(id), name),
        }
    }
}

impl SummaryRow {
    /// What a list shows.
    ///
    /// # Errors
    /// [`RowError`] when a word of it is none.
    pub fn summary(&self, office: OfficeCode, fields: &Fields) -> Result<Summary, RowError> {
        let Self { id, columns, name } = self;
        let id = ApplicationId::from_bytes(*id);
        let name = fields.open_text(office, Field::ApplicantName(id), name)?;
        let running_since = columns.timer_since.as_deref();
        Ok(Summary {
            id,
            ticket: Ticket::parse(&columns.ticket)?,
            service: ServiceCode::parse(&columns.service)?,
            applicant: PersonName::parse(&name)?,
            channel: Channel::parse(&columns.channel)?,
            filed_at: Moment::from_micros(columns.filed_at)?,
            stage: StageName::parse(&columns.stage)?,
            since: Moment::from_micros(columns.since)?,
            timer: Timer {
                allowed: narrow(columns.timer_allowed)?,
                used: narrow(columns.timer_used)?,
                running_since: running_since.map(str::parse).transpose()?,
            },
        })
    }
}

/// A page of a list from its rows, of which there may be one more than are shown: it tells that
/// there is a next page.
#[must_use]
pub fn listing(mut rows: Vec<Summary>, page: Page) -> Listing<Summary> {
    let more = rows.len() > usize::from(page.limit);
    rows.truncate(usize::from(page.limit));
    let next = rows.last().map(|last| last.id).filter(|_| more);
    Listing { rows, next }
}

/// The events of an encoded history.
///
/// # Errors
/// [`RowError`] when it is none.
pub fn events(history: &[u8]) -> Result<Vec<Event>, RowError> {
    let encoded = split_history(history)?;
    encoded.into_iter().map(|event| Ok(decode_event(event)?)).collect()
}
