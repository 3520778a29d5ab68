use sipoke_core::{
    application::Application,
    ports::Versioned,
    words::{ApplicationId, Moment, OfficeCode},
};

use sipoke_wire::rows::{
    Columns, Fields, HistoryRow, LetterRow, LineRow, OfficerRow, RowError, key,
};
use sqlx::{PgConnection, Row, postgres::PgRow};

use crate::fault::Fault;

/// From the columns `id`, `revision` and `history`.
pub(crate) fn history(row: &PgRow) -> sqlx::Result<HistoryRow> {
    Ok(HistoryRow {
        id: row.try_get("id")?,
        revision: row.try_get("revision")?,
        history: row.try_get("history")?,
    })
}

/// From the columns that lists look for.
pub(crate) fn columns(row: &PgRow) -> sqlx::Result<Columns> {
    Ok(Columns {
        ticket: row.try_get("ticket")?,
        service: row.try_get("service")?,
        edition: row.try_get("edition")?,
        channel: row.try_get("channel")?,
        filed_at: row.try_get("filed_at")?,
        stage: row.try_get("stage")?,
        since: row.try_get("since")?,
        timer_allowed: row.try_get("timer_allowed")?,
        timer_used: row.try_get("timer_used")?,
        timer_since: row.try_get("timer_since")?,
    })
}

/// A line of the audit chain from its columns.
pub(crate) fn line(row: &PgRow) -> sqlx::Result<LineRow> {
    Ok(LineRow {
        office: row.try_get("office")?,
        number: row.try_get("number")?,
        at: row.try_get("at")?,
        by: row.try_get("by")?,
        action: row.try_get("action")?,
        subject: row.try_get("subject")?,
        digest: row.try_get("digest")?,
        hash: row.try_get("hash")?,
    })
}

/// A line of the register from its columns.
pub(crate) fn letter(row: &PgRow) -> sqlx::Result<LetterRow> {
    Ok(LetterRow {
        office: row.try_get("office")?,
        series: row.try_get("series")?,
        year: row.try_get("year")?,
        sequence: row.try_get("sequence")?,
        application: row.try_get("application")?,
        text: row.try_get("text")?,
        signed_on: row.try_get("signed_on")?,
        state: row.try_get("state")?,
    })
}

/// An officer from the columns `id`, `login`, `name`, `roles` and `active`.
pub(crate) fn officer(row: &PgRow) -> sqlx::Result<OfficerRow> {
    Ok(OfficerRow {
        id: row.try_get("id")?,
        login: row.try_get("login")?,
        name: row.try_get("name")?,
        roles: row.try_get("roles")?,
        active: row.try_get("active")?,
    })
}

/// The application as it stands, inside a transaction.
pub(crate) async fn application(
    connection: &mut PgConnection,
    fields: &Fields,
    office: OfficeCode,
    id: ApplicationId,
) -> Result<Option<Versioned<Application>>, Fault> {
    let row =
        sqlx::query("SELECT id, revision, history FROM application WHERE office = $1 AND id = $2")
            .bind(key(office))
            .bind(id.to_bytes())
            .fetch_optional(connection)
            .await?;
    Ok(match row {
        Some(row) => Some(history(&row)?.application(office, fields)?),
        None => None,
    })
}

/// A moment from its column.
pub(crate) fn moment(row: &PgRow, column: &str) -> Result<Moment, Fault> {
    let micros = row.try_get(column)?;
    Ok(Moment::from_micros(micros).map_err(RowError::from)?)
}
