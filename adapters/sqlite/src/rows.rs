use rusqlite::{Connection, OptionalExtension, Row, params};
use sipoke_core::{
    application::Application,
    ports::Versioned,
    words::{ApplicationId, Moment, OfficeCode, Ticket},
};
use sipoke_wire::rows::{
    Columns, Fields, HistoryRow, LetterRow, LineRow, OfficerRow, RowError, key,
};

use crate::fault::Fault;

/// A moment from its column.
pub(crate) fn moment(row: &Row<'_>, column: &str) -> Result<Moment, Fault> {
    Ok(Moment::from_micros(row.get(column)?).map_err(RowError::from)?)
}

/// From the columns `id`, `revision` and `history`.
pub(crate) fn stored_history(row: &Row<'_>) -> rusqlite::Result<HistoryRow> {
    Ok(HistoryRow {
        id: row.get("id")?,
        revision: row.get("revision")?,
        history: row.get("history")?,
    })
}

/// The columns that lists look for, for [`columns`].
pub(crate) const COLUMNS: &str = "ticket, service, edition, channel, filed_at, stage, since, \
                                  timer_allowed, timer_used, timer_since";

/// From a row that begins with [`COLUMNS`]. By place: by name, every name of a row would be
/// compared for every field of it, and lists are long.
pub(crate) fn columns(row: &Row<'_>) -> rusqlite::Result<Columns> {
    Ok(Columns {
        ticket: row.get(0)?,
        service: row.get(1)?,
        edition: row.get(2)?,
        channel: row.get(3)?,
        filed_at: row.get(4)?,
        stage: row.get(5)?,
        since: row.get(6)?,
        timer_allowed: row.get(7)?,
        timer_used: row.get(8)?,
        timer_since: row.get(9)?,
    })
}

/// A line of the audit chain from its columns.
pub(crate) fn line(row: &Row<'_>) -> rusqlite::Result<LineRow> {
    Ok(LineRow {
        office: row.get("office")?,
        number: row.get("number")?,
        at: row.get("at")?,
        by: row.get("by")?,
        action: row.get("action")?,
        subject: row.get("subject")?,
        digest: row.get("digest")?,
        hash: row.get("hash")?,
    })
}

/// A line of the register from its columns.
pub(crate) fn letter(row: &Row<'_>) -> rusqlite::Result<LetterRow> {
    Ok(LetterRow {
        office: row.get("office")?,
        series: row.get("series")?,
        year: row.get("year")?,
        sequence: row.get("sequence")?,
        application: row.get("application")?,
        text: row.get("text")?,
        signed_on: row.get("signed_on")?,
        state: row.get("state")?,
    })
}

/// An officer from the columns `id`, `login`, `name`, `roles` and `active`.
pub(crate) fn officer(row: &Row<'_>) -> rusqlite::Result<OfficerRow> {
    Ok(OfficerRow {
        id: row.get("id")?,
        login: row.get("login")?,
        name: row.get("name")?,
        roles: row.get("roles")?,
        active: row.get("active")?,
    })
}

/// The history of an application, as it is stored.
pub(crate) fn history(
    connection: &Connection,
    office: OfficeCode,
    id: ApplicationId,
) -> rusqlite::Result<Option<HistoryRow>> {
    connection
        .prepare_cached(
            "SELECT id, revision, history FROM application WHERE office = ?1 AND id = ?2",
        )?
        .query_row(params![key(office), id.to_bytes()], stored_history)
        .optional()
}

/// The application as it stands.
pub(crate) fn application(
    connection: &Connection,
    fields: &Fields,
    office: OfficeCode,
    id: ApplicationId,
) -> Result<Option<Versioned<Application>>, Fault> {
    let stored = history(connection, office, id)?;
    Ok(stored.map(|stored| stored.application(office, fields)).transpose()?)
}

/// The application with this ticket.
pub(crate) fn application_by_ticket(
    connection: &Connection,
    fields: &Fields,
    office: OfficeCode,
    ticket: Ticket,
) -> Result<Option<Versioned<Application>>, Fault> {
    let stored = connection
        .prepare_cached(
            "SELECT id, revision, history FROM application WHERE office = ?1 AND ticket = ?2",
        )?
        .query_row(params![key(office), ticket.compact()], stored_history)
        .optional()?;
    Ok(stored.map(|stored| stored.application(office, fields)).transpose()?)
}
