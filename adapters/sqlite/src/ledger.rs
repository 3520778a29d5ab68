use async_trait::async_trait;
use rusqlite::{Row, params};
use sipoke_core::{
    ports::{AuditEntry, AuditLine, AuditReport, Ledger, StoreError},
    words::OfficeCode,
};
use sipoke_wire::stored::parse_author;

use crate::{
    audit,
    chain::{self, Entry},
    fault::Fault,
    rows::{key, moment},
    store::SqliteStore,
};

#[async_trait]
impl Ledger for SqliteStore {
    async fn append(&self, entry: AuditEntry) -> Result<(), StoreError> {
        self.record("audit.append", move |connection, fields| {
            let AuditEntry { office, at, by, action, subject } = &entry;
            let entry = Entry { office: *office, at: *at, by: *by, action, subject, digest: None };
            chain::append(connection, fields, &entry)
        })
        .await
    }

    async fn lines(
        &self,
        office: OfficeCode,
        after: u64,
        limit: u16,
    ) -> Result<Vec<AuditLine>, StoreError> {
        self.read("audit.lines", move |connection, _| {
            let mut statement = connection.prepare_cached(
                "SELECT number, at, by, action, subject, digest, hash FROM audit
                 WHERE office = ?1 AND number > ?2 ORDER BY number LIMIT ?3",
            )?;
            let after = i64::try_from(after).unwrap_or(i64::MAX);
            let mut rows = statement.query(params![key(office), after, limit])?;
            let mut lines = Vec::new();
            while let Some(row) = rows.next()? {
                lines.push(line(row)?);
            }
            Ok(lines)
        })
        .await
    }

    async fn audit(&self, office: OfficeCode) -> Result<AuditReport, StoreError> {
        self.read("audit.walk", move |connection, fields| {
            // One snapshot: what is committed meanwhile is not half in the report.
            let snapshot = connection.transaction()?;
            audit::audit(&snapshot, fields, office)
        })
        .await
    }
}

/// A line from its columns.
pub(crate) fn line(row: &Row<'_>) -> Result<AuditLine, Fault> {
    let number: i64 = row.get("number")?;
    Ok(AuditLine {
        number: number.cast_unsigned(),
        at: moment(row, "at")?,
        by: parse_author(&row.get::<_, String>("by")?)?,
        action: row.get("action")?,
        subject: row.get("subject")?,
        digest: row.get("digest")?,
        hash: row.get("hash")?,
    })
}
