use rusqlite::{Connection, OptionalExtension, params};
use sipoke_core::{
    access::Author,
    words::{Moment, OfficeCode},
};
use sipoke_wire::stored::{Line, author_name, line_hash};

use crate::{
    fault::{Contradiction, Fault},
    fields::Fields,
    rows::key,
};

/// Names of lines that the store itself writes, besides those of facts.
pub(crate) mod action {
    pub(crate) const EDITION_PUBLISHED: &str = "edition-published";
    pub(crate) const OFFICE_SAVED: &str = "office-saved";
    pub(crate) const CALENDAR_SAVED: &str = "calendar-saved";
    pub(crate) const OFFICER_ADDED: &str = "officer-added";
    pub(crate) const SIGNED_IN: &str = "signed-in";
    pub(crate) const SIGNED_OUT: &str = "signed-out";
}

/// What is to be recorded.
pub(crate) struct Entry<'a> {
    pub(crate) office: OfficeCode,
    pub(crate) at: Moment,
    pub(crate) by: Author,
    pub(crate) action: &'a str,
    pub(crate) subject: &'a str,
    pub(crate) digest: Option<[u8; 32]>,
}

/// Where a chain ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Head {
    pub(crate) number: u64,
    pub(crate) hash: [u8; 32],
    pub(crate) seal: [u8; 32],
}

/// The end of the office's chain, as it is stored.
pub(crate) fn head(connection: &Connection, office: OfficeCode) -> rusqlite::Result<Option<Head>> {
    connection
        .prepare_cached("SELECT number, hash, seal FROM audit_head WHERE office = ?1")?
        .query_row([key(office)], |row| {
            let number: i64 = row.get(0)?;
            Ok(Head { number: number.cast_unsigned(), hash: row.get(1)?, seal: row.get(2)? })
        })
        .optional()
}

/// Adds a line to the office's chain.
pub(crate) fn append(
    connection: &Connection,
    fields: &Fields,
    entry: &Entry<'_>,
) -> Result<(), Fault> {
    let last = head(connection, entry.office)?;
    if let Some(last) = &last
        && last.seal != fields.head(entry.office, last.number, &last.hash)
    {
        // A chain that was tampered with must not get an honest end again.
        return Err(Contradiction("the end of the audit chain is not ours").into());
    }
    let number = last.map_or(1, |last| last.number.saturating_add(1));
    let Entry { office, at, by, action, subject, digest } = *entry;
    let line = Line { office, number, at, by, action, subject, digest };
    let hash = line_hash(last.map(|last| last.hash), &line);
    connection
        .prepare_cached(
            "INSERT INTO audit (office, number, at, by, action, subject, digest, hash)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        )?
        .execute(params![
            key(office),
            number.cast_signed(),
            at.micros(),
            author_name(by),
            action,
            subject,
            digest,
            hash,
        ])?;
    connection
        .prepare_cached(
            "INSERT INTO audit_head (office, number, hash, seal) VALUES (?1, ?2, ?3, ?4)
             ON CONFLICT (office) DO UPDATE
             SET number = excluded.number, hash = excluded.hash, seal = excluded.seal",
        )?
        .execute(params![
            key(office),
            number.cast_signed(),
            hash,
            fields.head(office, number, &hash),
        ])?;
    Ok(())
}
