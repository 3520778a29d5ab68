//! Holds what is stored against what was recorded.

mod cases;
mod kept;
mod walk;

use rusqlite::{Connection, params};
use sipoke_core::{
    ports::{AuditFault, AuditLine, AuditReport, StoreErrorKind},
    words::OfficeCode,
};
use sipoke_wire::rows::{Fields, key};

use crate::{fault::Fault, ledger};

/// What every part of the audit looks at.
struct Audit<'a> {
    connection: &'a Connection,
    fields: &'a Fields,
    office: OfficeCode,
}

type Part = fn(&Audit<'_>, &mut AuditReport) -> Result<(), Fault>;

const PARTS: [Part; 7] = [
    damage,
    walk::walk,
    cases::cases,
    cases::lines_without_case,
    walk::numbers,
    kept::editions,
    kept::office_calendar_and_staff,
];

/// Audits the office. What cannot be read because it is damaged is a finding, not an error.
pub(crate) fn audit(
    connection: &Connection,
    fields: &Fields,
    office: OfficeCode,
) -> Result<AuditReport, Fault> {
    let audit = Audit { connection, fields, office };
    let mut report = AuditReport::default();
    for part in PARTS {
        if let Err(fault) = part(&audit, &mut report) {
            if fault.kind != StoreErrorKind::Corrupt {
                return Err(fault);
            }
            report.faults.push(AuditFault::Damaged { report: fault.source.to_string() });
        }
    }
    Ok(report)
}

/// Asks SQLite about the pages of the file, and about rows that name others.
fn damage(audit: &Audit<'_>, report: &mut AuditReport) -> Result<(), Fault> {
    let mut integrity = audit.connection.prepare("PRAGMA integrity_check")?;
    let mut rows = integrity.query([])?;
    while let Some(row) = rows.next()? {
        let finding: String = row.get(0)?;
        if finding != "ok" {
            report.faults.push(AuditFault::Damaged { report: finding });
        }
    }
    let mut orphans = audit.connection.prepare("PRAGMA foreign_key_check")?;
    let mut rows = orphans.query([])?;
    while let Some(row) = rows.next()? {
        let (table, parent): (String, String) = (row.get(0)?, row.get(2)?);
        let finding = format!("a row of {table} names a row of {parent} that is not there");
        report.faults.push(AuditFault::Damaged { report: finding });
    }
    Ok(())
}

impl Audit<'_> {
    /// The lines that recorded something stored about this subject, in order. A line that cannot
    /// be read is left out; the walk reports it.
    fn recorded(&self, subject: &str) -> Result<Vec<AuditLine>, Fault> {
        let mut statement = self.connection.prepare_cached(
            "SELECT office, number, at, by, action, subject, digest, hash FROM audit
             WHERE office = ?1 AND subject = ?2 AND digest IS NOT NULL ORDER BY number",
        )?;
        let mut rows = statement.query(params![key(self.office), subject])?;
        let mut lines = Vec::new();
        while let Some(row) = rows.next()? {
            lines.extend(ledger::line(row).ok());
        }
        Ok(lines)
    }

    /// Subjects that a query finds.
    fn subjects(&self, sql: &str, values: impl rusqlite::Params) -> Result<Vec<String>, Fault> {
        let mut statement = self.connection.prepare_cached(sql)?;
        let subjects = statement.query_map(values, |row| row.get(0))?;
        Ok(subjects.collect::<Result<_, _>>()?)
    }
}
