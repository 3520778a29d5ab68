use rusqlite::{Connection, Row, params};
use sipoke_core::{
    application::Application,
    letters::{LetterNumber, LetterState, RegisterLine, Series},
    words::{ApplicationId, OfficeCode},
};

use crate::{
    fault::{Contradiction, Fault},
    rows::key,
};

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
pub(crate) fn enter(
    connection: &Connection,
    before: Option<&(LetterNumber, LetterState)>,
    application: &Application,
) -> Result<(), Fault> {
    let after = application.letter();
    match (before, after) {
        (None, Some((number, state))) => insert(connection, application, number, *state),
        (Some(before), Some((number, state))) if before != &(number.clone(), *state) => {
            let changed = connection
                .prepare_cached(
                    "UPDATE letter SET state = ?6 WHERE office = ?1 AND series = ?2 AND year = ?3
                     AND sequence = ?4 AND application = ?5",
                )?
                .execute(params![
                    key(application.office()),
                    number.series.name,
                    number.series.year,
                    number.sequence,
                    application.id().to_bytes(),
                    state.code(),
                ])?;
            if changed == 1 {
                Ok(())
            } else {
                Err(Contradiction("the letter is not in the register").into())
            }
        }
        (None | Some(_), None | Some(_)) => Ok(()),
    }
}

fn insert(
    connection: &Connection,
    application: &Application,
    number: &LetterNumber,
    state: LetterState,
) -> Result<(), Fault> {
    connection
        .prepare_cached(
            "INSERT INTO letter (office, series, year, sequence, application, text, signed_on,
                 state)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        )?
        .execute(params![
            key(application.office()),
            number.series.name,
            number.series.year,
            number.sequence,
            application.id().to_bytes(),
            number.text,
            number.signed_on.to_string(),
            state.code(),
        ])?;
    Ok(())
}

/// The numbers of a series in order.
pub(crate) fn lines(
    connection: &Connection,
    office: OfficeCode,
    series: &Series,
) -> Result<Vec<RegisterLine>, Fault> {
    let mut statement = connection.prepare_cached(
        "SELECT series, year, sequence, application, text, signed_on, state FROM letter
         WHERE office = ?1 AND series = ?2 AND year = ?3 ORDER BY sequence",
    )?;
    let mut rows = statement.query(params![key(office), series.name, series.year])?;
    let mut lines = Vec::new();
    while let Some(row) = rows.next()? {
        let (number, state) = letter(row)?;
        let application = ApplicationId::from_bytes(row.get("application")?);
        lines.push(RegisterLine { number, application, state });
    }
    Ok(lines)
}

/// What the register says about an application.
pub(crate) fn of(
    connection: &Connection,
    office: OfficeCode,
    id: ApplicationId,
) -> Result<Option<(LetterNumber, LetterState)>, Fault> {
    let mut statement = connection.prepare_cached(
        "SELECT series, year, sequence, text, signed_on, state FROM letter
         WHERE office = ?1 AND application = ?2",
    )?;
    let mut rows = statement.query(params![key(office), id.to_bytes()])?;
    rows.next()?.map(letter).transpose()
}

fn letter(row: &Row<'_>) -> Result<(LetterNumber, LetterState), Fault> {
    let number = LetterNumber {
        series: Series { name: row.get("series")?, year: row.get("year")? },
        sequence: row.get("sequence")?,
        text: row.get("text")?,
        signed_on: row.get::<_, String>("signed_on")?.parse()?,
    };
    Ok((number, LetterState::parse(&row.get::<_, String>("state")?)?))
}
