use std::collections::HashMap;

use sipoke_core::{letters::RegisterLine, words::ApplicationId};
use sipoke_wire::rows::{CaseRow, RowError, action, audit, key};
use sqlx::{Row, postgres::PgRow};

use super::{Audit, BATCH};
use crate::{fault::Fault, rows};

type Letters = HashMap<[u8; 16], Result<RegisterLine, RowError>>;

impl Audit<'_> {
    /// Holds every event against its line, every row against the fold of its events, and the
    /// register against both.
    pub(super) async fn cases(&mut self) -> Result<(), Fault> {
        let mut after = Vec::new();
        loop {
            let batch = self.batch(&after).await?;
            let ids: Vec<[u8; 16]> =
                batch.iter().map(|row| row.try_get("id")).collect::<Result<_, _>>()?;
            let Some(last) = ids.last() else { return Ok(()) };
            after = last.to_vec();
            let subjects: Vec<String> =
                ids.iter().map(|id| ApplicationId::from_bytes(*id).to_string()).collect();
            let recorded = self.recorded(&subjects).await?;
            let mut letters = self.letters(&ids).await?;
            for (row, id) in batch.iter().zip(ids) {
                let lines = recorded.of(&ApplicationId::from_bytes(id).to_string());
                let letter = letters.remove(&id).transpose();
                let office = (self.office, self.fields);
                audit::case(&mut self.report, office, &case(row)?, lines, letter);
            }
        }
    }

    async fn batch(&mut self, after: &[u8]) -> sqlx::Result<Vec<PgRow>> {
        sqlx::query(
            "SELECT id, revision, history, ticket, service, edition, channel, filed_at, stage,
                 since, timer_allowed, timer_used, timer_since, nik_index, name
             FROM application WHERE office = $1 AND id > $2 ORDER BY id LIMIT $3",
        )
        .bind(key(self.office))
        .bind(after)
        .bind(BATCH)
        .fetch_all(&mut *self.connection)
        .await
    }

    /// What the register says about these applications.
    async fn letters(&mut self, ids: &[[u8; 16]]) -> Result<Letters, Fault> {
        let found = sqlx::query(
            "SELECT office, series, year, sequence, application, text, signed_on, state
             FROM letter WHERE office = $1 AND application = ANY($2)",
        )
        .bind(key(self.office))
        .bind(ids)
        .fetch_all(&mut *self.connection)
        .await?;
        let mut letters = Letters::new();
        for row in &found {
            let letter = rows::letter(row)?;
            letters.insert(letter.application, letter.line());
        }
        Ok(letters)
    }

    /// Lines about applications that are not there.
    pub(super) async fn lines_without_case(&mut self) -> Result<(), Fault> {
        self.unrecorded(
            "SELECT DISTINCT subject FROM audit AS line
             WHERE office = $1 AND digest IS NOT NULL AND action <> ALL($2)
             AND NOT EXISTS (SELECT FROM application
                             WHERE office = $1 AND encode(id, 'hex') = line.subject)
             ORDER BY subject",
            &[
                action::EDITION_PUBLISHED,
                action::OFFICE_SAVED,
                action::CALENDAR_SAVED,
                action::OFFICER_ADDED,
            ],
        )
        .await
    }
}

fn case(row: &PgRow) -> sqlx::Result<CaseRow> {
    Ok(CaseRow {
        history: rows::history(row)?,
        columns: rows::columns(row)?,
        nik_index: row.try_get("nik_index")?,
        name: row.try_get("name")?,
    })
}
