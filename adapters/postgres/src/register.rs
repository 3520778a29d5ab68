use sipoke_core::{letters::Series, words::OfficeCode};
use sipoke_wire::rows::{LetterRow, Registered, RowError, key};
use sqlx::PgConnection;

use crate::fault::Fault;

/// The next number of a series. Only in a transaction that holds the office's chain, which
/// everybody who takes a number does.
pub(crate) async fn next(
    connection: &mut PgConnection,
    office: OfficeCode,
    series: &Series,
) -> Result<u32, Fault> {
    let next: i64 = sqlx::query_scalar(
        "SELECT coalesce(max(sequence), 0) + 1 FROM letter
         WHERE office = $1 AND series = $2 AND year = $3",
    )
    .bind(key(office))
    .bind(series.name.clone())
    .bind(i64::from(series.year))
    .fetch_one(connection)
    .await?;
    let next = u32::try_from(next);
    Ok(next.map_err(|_| RowError::Contradiction("a number is out of its range"))?)
}

/// Brings the register in line with what became of the application's letter.
pub(crate) async fn enter(
    connection: &mut PgConnection,
    registered: &Registered,
) -> Result<(), Fault> {
    let (sql, letter) = match registered {
        Registered::Unchanged => return Ok(()),
        Registered::New(letter) => (
            "INSERT INTO letter (office, series, year, sequence, application, text, signed_on,
                 state)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
            letter,
        ),
        Registered::State(letter) => (
            "UPDATE letter SET state = $8 WHERE office = $1 AND series = $2 AND year = $3
             AND sequence = $4 AND application = $5",
            letter,
        ),
    };
    let LetterRow { office, series, year, sequence, application, text, signed_on, state } =
        letter.clone();
    let written = sqlx::query(sql)
        .bind(office)
        .bind(series)
        .bind(year)
        .bind(sequence)
        .bind(application)
        .bind(text)
        .bind(signed_on)
        .bind(state)
        .execute(connection)
        .await?;
    if written.rows_affected() == 1 {
        Ok(())
    } else {
        Err(RowError::Contradiction("the letter is not in the register").into())
    }
}
