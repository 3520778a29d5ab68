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

/// Left to itself, SQLite reads all lines of the office, since they are in order already.
const RECORDED: &str = "
    SELECT office, number, at, by, action, subject, digest, hash
    FROM audit INDEXED BY audit_by_subject
    WHERE office = ?1 AND subject = ?2 AND digest IS NOT NULL ORDER BY number";

impl Audit<'_> {
    /// The lines that recorded something stored about this subject, in order. A line that cannot
    /// be read is left out; the walk reports it.
    fn recorded(&self, subject: &str) -> Result<Vec<AuditLine>, Fault> {
        let mut statement = self.connection.prepare_cached(RECORDED)?;
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{connection, migrations};

    #[test]
    fn the_lines_of_a_subject_are_looked_up_and_not_searched_for_in_all() {
        let folder = tempfile::tempdir().unwrap();
        let mut connection = connection::writing(&folder.path().join("kantor.db")).unwrap();
        migrations::run(&mut connection).unwrap();

        let plan: String = connection
            .query_row(&format!("EXPLAIN QUERY PLAN {RECORDED}"), params![1, "x"], |row| row.get(3))
            .unwrap();

        assert!(plan.contains("audit_by_subject (office=? AND subject=?)"), "{plan}");
    }
}
