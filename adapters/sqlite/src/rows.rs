use rusqlite::{Connection, OptionalExtension, Row, params};
use sipoke_core::{
    application::{Application, Event, replay},
    ports::{Revision, Versioned},
    words::{ApplicationId, Moment, OfficeCode, Ticket},
};
use sipoke_wire::stored::{decode_event, split_history};

use crate::{
    fault::{Contradiction, Fault},
    fields::{Field, Fields},
};

/// The office as a key.
pub(crate) fn key(office: OfficeCode) -> i64 {
    office.number().cast_signed()
}

/// A moment from its column.
pub(crate) fn moment(row: &Row<'_>, column: &str) -> Result<Moment, Fault> {
    Ok(Moment::from_micros(row.get(column)?)?)
}

/// An application's history as it is stored.
pub(crate) struct StoredHistory {
    pub(crate) id: ApplicationId,
    pub(crate) revision: Revision,
    sealed: Vec<u8>,
}

impl StoredHistory {
    /// From the columns `id`, `revision` and `history`.
    pub(crate) fn of(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            id: ApplicationId::from_bytes(row.get("id")?),
            revision: Revision(row.get("revision")?),
            sealed: row.get("history")?,
        })
    }

    /// The encoded history.
    pub(crate) fn open(&self, office: OfficeCode, fields: &Fields) -> Result<Vec<u8>, Fault> {
        Ok(fields.open(office, Field::History(self.id, self.revision.0), &self.sealed)?)
    }

    fn application(
        &self,
        office: OfficeCode,
        fields: &Fields,
    ) -> Result<Versioned<Application>, Fault> {
        let value = replay(&events(&self.open(office, fields)?)?)?;
        if value.id() != self.id || value.office() != office {
            return Err(Contradiction("a history belongs to another application").into());
        }
        Ok(Versioned { value, revision: self.revision })
    }
}

/// The events of an encoded history.
pub(crate) fn events(history: &[u8]) -> Result<Vec<Event>, Fault> {
    let encoded = split_history(history)?;
    encoded.into_iter().map(|event| Ok(decode_event(event)?)).collect()
}

/// The history of an application, as it is stored.
pub(crate) fn history(
    connection: &Connection,
    office: OfficeCode,
    id: ApplicationId,
) -> rusqlite::Result<Option<StoredHistory>> {
    connection
        .prepare_cached(
            "SELECT id, revision, history FROM application WHERE office = ?1 AND id = ?2",
        )?
        .query_row(params![key(office), id.to_bytes()], StoredHistory::of)
        .optional()
}

/// The application as it stands.
pub(crate) fn application(
    connection: &Connection,
    fields: &Fields,
    office: OfficeCode,
    id: ApplicationId,
) -> Result<Option<Versioned<Application>>, Fault> {
    history(connection, office, id)?.map(|stored| stored.application(office, fields)).transpose()
}

/// The application with this ticket.
pub(crate) fn application_by_ticket(
    connection: &Connection,
    fields: &Fields,
    office: OfficeCode,
    ticket: Ticket,
) -> Result<Option<Versioned<Application>>, Fault> {
    connection
        .prepare_cached(
            "SELECT id, revision, history FROM application WHERE office = ?1 AND ticket = ?2",
        )?
        .query_row(params![key(office), ticket.compact()], StoredHistory::of)
        .optional()?
        .map(|stored| stored.application(office, fields))
        .transpose()
}
