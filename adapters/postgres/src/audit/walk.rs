use futures_util::TryStreamExt;
use sipoke_wire::rows::{
    audit::{Numbers, Walk},
    key,
};
use sqlx::Row;

use super::Audit;
use crate::{chain, fault::Fault, ledger};

impl Audit<'_> {
    /// Walks the chain from its first line to its sealed end.
    pub(super) async fn walk(&mut self) -> Result<(), Fault> {
        let mut walk = Walk::of(self.office);
        let mut rows = sqlx::query(
            "SELECT office, number, at, by, action, subject, digest, hash FROM audit
             WHERE office = $1 ORDER BY number",
        )
        .bind(key(self.office))
        .fetch(&mut *self.connection);
        while let Some(row) = rows.try_next().await? {
            let line = ledger::line(&row).ok();
            walk.step(
                &mut self.report,
                row.try_get("number")?,
                row.try_get("hash").ok(),
                line.as_ref(),
            );
        }
        drop(rows);
        let head = sqlx::query("SELECT number, hash, seal FROM audit_head WHERE office = $1")
            .bind(key(self.office))
            .fetch_optional(&mut *self.connection)
            .await?;
        let head = head.map(|row| chain::head(&row)).transpose()?;
        walk.end(&mut self.report, self.fields, head);
        Ok(())
    }

    /// Every series counts from 1 without a gap.
    pub(super) async fn numbers(&mut self) -> Result<(), Fault> {
        let mut numbers = Numbers::default();
        let mut rows = sqlx::query(
            "SELECT series || '/' || year AS series, sequence FROM letter
             WHERE office = $1 ORDER BY letter.series, letter.year, sequence",
        )
        .bind(key(self.office))
        .fetch(&mut *self.connection);
        while let Some(row) = rows.try_next().await? {
            let (series, sequence) = (row.try_get("series")?, row.try_get("sequence")?);
            numbers.step(&mut self.report, series, sequence);
        }
        Ok(())
    }
}
