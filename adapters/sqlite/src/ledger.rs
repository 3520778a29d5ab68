use async_trait::async_trait;
use rusqlite::{Row, params};
use sipoke_core::{
    ports::{AuditEntry, AuditLine, AuditReport, Ledger, StoreError},
    words::OfficeCode,
};
use sipoke_wire::rows::{Entry, key};

use crate::{audit, chain, fault::Fault, rows, store::SqliteStore};

#[async_trait]
impl Ledger for SqliteStore {
    async fn append(&self, entry: AuditEntry) -> Result<(), StoreError> {
        self.record("audit.append", move |connection, fields| {
            let AuditEntry { office, at, by, action, subject } = &entry;
            let entry = Entry { office: *office, at: *at, by: *by, action, subject, digest: None };
            chain::append(connection, fields, entry.office, &[entry])
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
                "SELECT office, number, at, by, action, subject, digest, hash FROM audit
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
    Ok(rows::line(row)?.line()?)
}
