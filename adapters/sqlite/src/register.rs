use rusqlite::{Connection, OptionalExtension, params};
use sipoke_core::{
    letters::{RegisterLine, Series},
    words::{ApplicationId, OfficeCode},
};
use sipoke_wire::rows::{LetterRow, Registered, RowError, key};

use crate::{fault::Fault, rows};

/// The next number of a series. Only inside the transaction that uses it.
pub(crate) fn next(
    connection: &Connection,
    office: OfficeCode,
    series: &Series,
) -> rusqlite::Result<u32> {
    connection
        .prepare_cached(
            "SELECT coalesce(max(sequence), 0) + 1 FROM letter
             WHERE office = ?1 AND series = ?2 AND year = ?3",
        )?
        .query_row(params![key(office), series.name, series.year], |row| row.get(0))
}

/// Brings the register in line with what became of the application's letter.
pub(crate) fn enter(connection: &Connection, registered: &Registered) -> Result<(), Fault> {
    let (sql, letter) = match registered {
        Registered::Unchanged => return Ok(()),
        Registered::New(letter) => (
            "INSERT INTO letter (office, series, year, sequence, application, text, signed_on,
                 state)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
            letter,
        ),
        // The printed number and its day never change.
        Registered::State(letter) => (
            "UPDATE letter SET state = ?8 WHERE office = ?1 AND series = ?2 AND year = ?3
             AND sequence = ?4 AND application = ?5 AND ?6 IS NOT NULL AND ?7 IS NOT NULL",
            letter,
        ),
    };
    let LetterRow { office, series, year, sequence, application, text, signed_on, state } = letter;
    let written = connection.prepare_cached(sql)?.execute(params![
        office,
        series,
        year,
        sequence,
        application,
        text,
        signed_on,
        state,
    ])?;
    if written == 1 {
        Ok(())
    } else {
        Err(RowError::Contradiction("the letter is not in the register").into())
    }
}

/// The numbers of a series in order.
pub(crate) fn lines(
    connection: &Connection,
    office: OfficeCode,
    series: &Series,
) -> Result<Vec<RegisterLine>, Fault> {
    let mut statement = connection.prepare_cached(
        "SELECT office, series, year, sequence, application, text, signed_on, state FROM letter
         WHERE office = ?1 AND series = ?2 AND year = ?3 ORDER BY sequence",
    )?;
    let found =
        statement.query_map(params![key(office), series.name, series.year], rows::letter)?;
    found.map(|letter| Ok(letter?.line()?)).collect()
}

/// What the register says about an application.
pub(crate) fn of(
    connection: &Connection,
    office: OfficeCode,
    id: ApplicationId,
) -> rusqlite::Result<Option<LetterRow>> {
    connection
        .prepare_cached(
            "SELECT office, series, year, sequence, application, text, signed_on, state
             FROM letter WHERE office = ?1 AND application = ?2",
        )?
        .query_row(params![key(office), id.to_bytes()], rows::letter)
        .optional()
}
