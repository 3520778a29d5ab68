use sipoke_core::words::OfficeCode;
use sipoke_wire::rows::{Entry, Head, Link, RowError, follow, key};
use sqlx::{PgConnection, Row, postgres::PgRow};

use crate::{
    fault::{Fault, Overtaken},
    writer::{Mark, Writing},
};

/// The lines of both statements below.
macro_rules! add_lines {
    ($head:literal) => {
        concat!(
            "WITH line AS (
                 INSERT INTO audit (office, number, at, by, action, subject, digest, hash)
                 SELECT $1, * FROM UNNEST($2::bigint[], $3::bigint[], $4::text[], $5::text[],
                     $6::text[], $7::bytea[], $8::bytea[])
                 ON CONFLICT DO NOTHING RETURNING 1),
             head AS (",
            $head,
            " RETURNING 1)
             SELECT (SELECT count(*) FROM line) AS lines, (SELECT count(*) FROM head) AS heads"
        )
    };
}

const BEGIN_CHAIN: &str = add_lines!(
    "INSERT INTO audit_head (office, number, hash, seal) VALUES ($1, $9, $10, $11)
     ON CONFLICT DO NOTHING"
);
const GO_ON: &str =
    add_lines!("UPDATE audit_head SET number = $9, hash = $10, seal = $11 WHERE office = $1");

/// The end of the office's chain, as it is stored.
pub(crate) fn head(row: &PgRow) -> sqlx::Result<Head> {
    let number: i64 = row.try_get("number")?;
    Ok(Head {
        number: number.cast_unsigned(),
        hash: row.try_get("hash")?,
        seal: row.try_get("seal")?,
    })
}

/// Waits until no other transaction writes into the office's chain, and keeps others waiting until
/// this one ends. All that is read in later statements is what the others left.
pub(crate) async fn hold(
    connection: &mut PgConnection,
    office: OfficeCode,
) -> sqlx::Result<Option<Head>> {
    // Without a row there is nothing to wait for: see `append`.
    sqlx::query("SELECT number, hash, seal FROM audit_head WHERE office = $1 FOR UPDATE")
        .bind(key(office))
        .fetch_optional(connection)
        .await?
        .map(|row| head(&row))
        .transpose()
}

/// Adds lines to the office's chain. It stands last in every transaction: from here to the end of
/// the commit the others of this office wait.
pub(crate) async fn append(
    writing: &mut Writing,
    office: OfficeCode,
    entries: &[Entry<'_>],
) -> Result<(), Fault> {
    let last = match writing.held {
        Some(last) => last,
        None => writing.hold(office).await?,
    };
    let Some(Link { lines, head }) = follow(&writing.fields, last, entries)? else {
        return Ok(());
    };
    let row = sqlx::query(if last.is_some() { GO_ON } else { BEGIN_CHAIN })
        .bind(key(office))
        .bind(lines.iter().map(|line| line.number).collect::<Vec<_>>())
        .bind(lines.iter().map(|line| line.at).collect::<Vec<_>>())
        .bind(lines.iter().map(|line| line.by.as_str()).collect::<Vec<_>>())
        .bind(lines.iter().map(|line| line.action.as_str()).collect::<Vec<_>>())
        .bind(lines.iter().map(|line| line.subject.as_str()).collect::<Vec<_>>())
        .bind(lines.iter().map(|line| line.digest).collect::<Vec<_>>())
        .bind(lines.iter().map(|line| line.hash).collect::<Vec<_>>())
        .bind(head.number.cast_signed())
        .bind(head.hash)
        .bind(head.seal)
        .fetch_one(&mut **writing)
        .await?;
    let (added, heads): (i64, i64) = (row.try_get("lines")?, row.try_get("heads")?);
    if usize::try_from(added) == Ok(lines.len()) && heads == 1 {
        writing.held = Some(Some(head));
        writing.mark = Some(Mark { office, number: head.number, hash: head.hash });
        return Ok(());
    }
    if last.is_none() {
        // Two began the chain at once. The key let one of them through; now there is a row to
        // wait for.
        return Err(Overtaken("first line of the audit chain").into());
    }
    Err(RowError::Contradiction("a line stands beyond the end of the audit chain").into())
}
