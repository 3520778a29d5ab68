use async_trait::async_trait;
use sipoke_core::{
    ports::{AuditEntry, AuditLine, AuditReport, Ledger, StoreError},
    words::OfficeCode,
};
use sipoke_wire::rows::{Entry, key};
use sqlx::postgres::PgRow;

use crate::{
    audit, chain,
    fault::Fault,
    rows,
    store::{During, PostgresStore},
    writer::{Job, Outcome, Writing},
};

#[async_trait]
impl Ledger for PostgresStore {
    async fn append(&self, entry: AuditEntry) -> Result<(), StoreError> {
        self.write(Append(entry)).await
    }

    async fn lines(
        &self,
        office: OfficeCode,
        after: u64,
        limit: u16,
    ) -> Result<Vec<AuditLine>, StoreError> {
        let during = "audit.lines";
        let after = i64::try_from(after).unwrap_or(i64::MAX);
        let query = || {
            sqlx::query(
                "SELECT office, number, at, by, action, subject, digest, hash FROM audit
                 WHERE office = $1 AND number > $2 ORDER BY number LIMIT $3",
            )
            .bind(key(office))
            .bind(after)
            .bind(i64::from(limit))
        };
        let found = self.rows(during, query).await?;
        found.iter().map(line).collect::<Result<_, _>>().during(during)
    }

    async fn audit(&self, office: OfficeCode) -> Result<AuditReport, StoreError> {
        let during = "audit.walk";
        // One snapshot: what is committed meanwhile is not half in the report.
        let mut snapshot = self.snapshot(during).await?;
        audit::audit(&mut snapshot, self.fields(), office).await.during(during)
    }
}

/// A line from its columns.
pub(crate) fn line(row: &PgRow) -> Result<AuditLine, Fault> {
    Ok(rows::line(row)?.line()?)
}

struct Append(AuditEntry);

#[async_trait]
impl Job for Append {
    type Done = ();
    type Refusal = StoreError;
    const DURING: &'static str = "audit.append";

    async fn run(&self, writing: &mut Writing) -> Outcome<(), StoreError> {
        let AuditEntry { office, at, by, action, subject } = &self.0;
        let entry = Entry { office: *office, at: *at, by: *by, action, subject, digest: None };
        chain::append(writing, *office, &[entry]).await?;
        Ok(Ok(()))
    }
}
