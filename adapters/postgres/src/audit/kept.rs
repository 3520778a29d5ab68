use sipoke_core::{
    catalogue::EditionRef,
    words::{OfficerId, ServiceCode},
};
use sipoke_wire::rows::{RowError, action, audit, key};
use sqlx::Row;

use super::Audit;
use crate::{fault::Fault, rows};

impl Audit<'_> {
    /// Holds every edition against its line.
    pub(super) async fn editions(&mut self) -> Result<(), Fault> {
        let editions = sqlx::query(
            "SELECT service, number, body FROM edition WHERE office = $1
             ORDER BY service, number",
        )
        .bind(key(self.office))
        .fetch_all(&mut *self.connection)
        .await?;
        let mut references = Vec::with_capacity(editions.len());
        for row in &editions {
            let service = ServiceCode::parse(row.try_get("service")?).map_err(RowError::from)?;
            let number: i64 = row.try_get("number")?;
            let number = u32::try_from(number)
                .map_err(|_| RowError::Contradiction("a number is out of its range"))?;
            references.push(EditionRef { service, number });
        }
        let subjects: Vec<String> = references.iter().map(ToString::to_string).collect();
        let recorded = self.recorded(&subjects).await?;
        for (row, reference) in editions.iter().zip(&references) {
            let lines = recorded.of(&reference.to_string());
            let body = (reference, row.try_get("body")?);
            audit::edition(&mut self.report, self.office, body, lines);
        }
        self.unrecorded(
            "SELECT subject FROM audit AS line
             WHERE office = $1 AND digest IS NOT NULL AND action = ANY($2)
             AND NOT EXISTS (SELECT FROM edition WHERE office = $1
                             AND service || '/' || number = line.subject)
             ORDER BY number",
            &[action::EDITION_PUBLISHED],
        )
        .await
    }

    /// Holds the office, its calendar and its staff against the lines that saved them last.
    pub(super) async fn office_calendar_and_staff(&mut self) -> Result<(), Fault> {
        let kept = [
            (action::OFFICE_SAVED, "SELECT body FROM office WHERE office = $1"),
            (action::CALENDAR_SAVED, "SELECT body FROM calendar WHERE office = $1"),
        ];
        let subject = self.office.to_string();
        let recorded = self.recorded(std::slice::from_ref(&subject)).await?;
        for (action, sql) in kept {
            let body: Option<Vec<u8>> = sqlx::query_scalar(sql)
                .bind(key(self.office))
                .fetch_optional(&mut *self.connection)
                .await?;
            let lines = recorded.of(&subject);
            audit::saved(&mut self.report, self.office, action, body.as_deref(), lines);
        }
        self.staff().await
    }

    async fn staff(&mut self) -> Result<(), Fault> {
        let found = sqlx::query(
            "SELECT id, login, name, roles, active FROM officer WHERE office = $1 ORDER BY id",
        )
        .bind(key(self.office))
        .fetch_all(&mut *self.connection)
        .await?;
        let officers = found.iter().map(rows::officer).collect::<Result<Vec<_>, _>>()?;
        let id = |officer: &sipoke_wire::rows::OfficerRow| OfficerId::from_bytes(officer.id);
        let subjects: Vec<String> =
            officers.iter().map(|officer| id(officer).to_string()).collect();
        let recorded = self.recorded(&subjects).await?;
        for (officer, subject) in officers.iter().zip(&subjects) {
            let (office, lines) = ((self.office, self.fields), recorded.of(subject));
            audit::officer(&mut self.report, office, officer, lines);
        }
        self.unrecorded(
            "SELECT subject FROM audit AS line
             WHERE office = $1 AND digest IS NOT NULL AND action = ANY($2)
             AND NOT EXISTS (SELECT FROM officer
                             WHERE office = $1 AND encode(id, 'hex') = line.subject)
             ORDER BY number",
            &[action::OFFICER_ADDED],
        )
        .await
    }
}
