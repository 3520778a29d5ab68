//! Holds what is stored against what was recorded. What is said about the rows stands in
//! [`sipoke_wire::rows::audit`]; here they are fetched, many at a time.

mod cases;
mod kept;
mod walk;

use std::collections::HashMap;

use sipoke_core::{
    ports::{AuditFault, AuditLine, AuditReport, StoreErrorKind},
    words::OfficeCode,
};
use sipoke_wire::rows::{Fields, audit::unrecorded, key};
use sqlx::PgConnection;

use crate::{fault::Fault, ledger};

/// Rows that are fetched with their lines at once.
const BATCH: i64 = 500;

/// What every part of the audit looks at, and what it found.
struct Audit<'a> {
    connection: &'a mut PgConnection,
    fields: &'a Fields,
    office: OfficeCode,
    report: AuditReport,
}

enum Part {
    Damage,
    Walk,
    Cases,
    LinesWithoutCase,
    Numbers,
    Editions,
    OfficeCalendarAndStaff,
}

const PARTS: [Part; 7] = [
    Part::Damage,
    Part::Walk,
    Part::Cases,
    Part::LinesWithoutCase,
    Part::Numbers,
    Part::Editions,
    Part::OfficeCalendarAndStaff,
];

/// Audits the office. What cannot be read because it is damaged is a finding, not an error.
pub(crate) async fn audit(
    connection: &mut PgConnection,
    fields: &Fields,
    office: OfficeCode,
) -> Result<AuditReport, Fault> {
    let mut audit = Audit { connection, fields, office, report: AuditReport::default() };
    for part in PARTS {
        let Err(fault) = audit.look_at(part).await else { continue };
        if fault.kind != StoreErrorKind::Corrupt {
            return Err(fault);
        }
        let by_server = matches!(fault.source.downcast_ref(), Some(sqlx::Error::Database(_)));
        audit.report.faults.push(AuditFault::Damaged { report: fault.source.to_string() });
        if by_server {
            // The server gave the transaction up, and with it the one state we look at.
            break;
        }
    }
    Ok(audit.report)
}

impl Audit<'_> {
    async fn look_at(&mut self, part: Part) -> Result<(), Fault> {
        match part {
            Part::Damage => self.damage().await,
            Part::Walk => self.walk().await,
            Part::Cases => self.cases().await,
            Part::LinesWithoutCase => self.lines_without_case().await,
            Part::Numbers => self.numbers().await,
            Part::Editions => self.editions().await,
            Part::OfficeCalendarAndStaff => self.office_calendar_and_staff().await,
        }
    }

    /// Looks for rows that name others which are not there. The server checks its own pages when
    /// it reads them, if the cluster was made with checksums.
    async fn damage(&mut self) -> Result<(), Fault> {
        let orphans: Vec<(String, String)> = sqlx::query_as(
            "SELECT 'session', 'officer' FROM session WHERE office = $1 AND NOT EXISTS (
                 SELECT FROM officer WHERE office = $1 AND id = session.officer)
             UNION ALL
             SELECT 'letter', 'application' FROM letter WHERE office = $1 AND NOT EXISTS (
                 SELECT FROM application WHERE office = $1 AND id = letter.application)
             UNION ALL
             SELECT 'receipt', 'application' FROM receipt WHERE office = $1 AND NOT EXISTS (
                 SELECT FROM application WHERE office = $1 AND id = receipt.application)",
        )
        .bind(key(self.office))
        .fetch_all(&mut *self.connection)
        .await?;
        self.report.faults.extend(orphans.into_iter().map(|(table, parent)| {
            let report = format!("a row of {table} names a row of {parent} that is not there");
            AuditFault::Damaged { report }
        }));
        Ok(())
    }

    /// The lines that recorded something stored about these subjects, in order. A line that cannot
    /// be read is left out; the walk reports it.
    async fn recorded(&mut self, subjects: &[String]) -> Result<Recorded, Fault> {
        let rows = sqlx::query(
            "SELECT office, number, at, by, action, subject, digest, hash FROM audit
             WHERE office = $1 AND subject = ANY($2) AND digest IS NOT NULL ORDER BY number",
        )
        .bind(key(self.office))
        .bind(subjects)
        .fetch_all(&mut *self.connection)
        .await?;
        let mut recorded = Recorded::default();
        for line in rows.iter().filter_map(|row| ledger::line(row).ok()) {
            recorded.0.entry(line.subject.clone()).or_default().push(line);
        }
        Ok(recorded)
    }

    /// Reports subjects that a query finds: of the office `$1`, and the actions `$2`.
    async fn unrecorded(&mut self, sql: &'static str, actions: &[&str]) -> Result<(), Fault> {
        let subjects: Vec<String> = sqlx::query_scalar(sql)
            .bind(key(self.office))
            .bind(actions)
            .fetch_all(&mut *self.connection)
            .await?;
        unrecorded(&mut self.report, subjects);
        Ok(())
    }
}

/// Lines by their subject.
#[derive(Default)]
struct Recorded(HashMap<String, Vec<AuditLine>>);

impl Recorded {
    fn of(&self, subject: &str) -> &[AuditLine] {
        self.0.get(subject).map_or(&[], Vec::as_slice)
    }
}
