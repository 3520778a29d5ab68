use rusqlite::{Connection, OptionalExtension, Row, params};
use sipoke_core::words::OfficeCode;
use sipoke_wire::rows::{Entry, Fields, Head, Link, follow, key};

use crate::fault::Fault;

/// The end of the office's chain, as it is stored.
pub(crate) fn head(connection: &Connection, office: OfficeCode) -> rusqlite::Result<Option<Head>> {
    let head = |row: &Row<'_>| {
        let number: i64 = row.get(0)?;
        Ok(Head { number: number.cast_unsigned(), hash: row.get(1)?, seal: row.get(2)? })
    };
    connection
        .prepare_cached("SELECT number, hash, seal FROM audit_head WHERE office = ?1")?
        .query_row([key(office)], head)
        .optional()
}

/// Adds lines to the office's chain.
pub(crate) fn append(
    connection: &Connection,
    fields: &Fields,
    office: OfficeCode,
    entries: &[Entry<'_>],
) -> Result<(), Fault> {
    let last = head(connection, office)?;
    let Some(Link { lines, head }) = follow(fields, last, entries)? else { return Ok(()) };
    let mut add = connection.prepare_cached(
        "INSERT INTO audit (office, number, at, by, action, subject, digest, hash)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
    )?;
    for line in lines {
        add.execute(params![
            line.office,
            line.number,
            line.at,
            line.by,
            line.action,
            line.subject,
            line.digest,
            line.hash,
        ])?;
    }
    connection
        .prepare_cached(
            "INSERT INTO audit_head (office, number, hash, seal) VALUES (?1, ?2, ?3, ?4)
             ON CONFLICT (office) DO UPDATE
             SET number = excluded.number, hash = excluded.hash, seal = excluded.seal",
        )?
        .execute(params![key(office), head.number.cast_signed(), head.hash, head.seal])?;
    Ok(())
}
