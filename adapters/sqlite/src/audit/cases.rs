use rusqlite::{Row, params};
use sipoke_core::{ports::AuditReport, words::ApplicationId};
use sipoke_wire::rows::{CaseRow, LetterRow, action, audit, key};

use super::Audit;
use crate::{fault::Fault, register, rows};

/// Holds every event against its line, every row against the fold of its events, and the register
/// against both.
pub(super) fn cases(audit: &Audit<'_>, report: &mut AuditReport) -> Result<(), Fault> {
    let mut statement = audit.connection.prepare_cached(&format!(
        "SELECT {}, id, revision, history, nik_index, name
         FROM application WHERE office = ?1 ORDER BY id",
        rows::COLUMNS
    ))?;
    let mut rows = statement.query([key(audit.office)])?;
    while let Some(row) = rows.next()? {
        let case = case(row)?;
        let id = ApplicationId::from_bytes(case.history.id);
        let lines = audit.recorded(&id.to_string())?;
        let letter = register::of(audit.connection, audit.office, id)?;
        let letter = letter.map(LetterRow::line).transpose();
        audit::case(report, (audit.office, audit.fields), &case, &lines, letter);
    }
    Ok(())
}

/// Lines about applications that are not there.
pub(super) fn lines_without_case(audit: &Audit<'_>, report: &mut AuditReport) -> Result<(), Fault> {
    let subjects = audit.subjects(
        "SELECT DISTINCT subject FROM audit AS line
         WHERE office = ?1 AND digest IS NOT NULL AND action NOT IN (?2, ?3, ?4, ?5)
         AND NOT EXISTS (SELECT 1 FROM application
                         WHERE office = line.office AND id = unhex(line.subject))",
        params![
            key(audit.office),
            action::EDITION_PUBLISHED,
            action::OFFICE_SAVED,
            action::CALENDAR_SAVED,
            action::OFFICER_ADDED,
        ],
    )?;
    audit::unrecorded(report, subjects);
    Ok(())
}

fn case(row: &Row<'_>) -> rusqlite::Result<CaseRow> {
    Ok(CaseRow {
        history: rows::stored_history(row)?,
        columns: rows::columns(row)?,
        nik_index: row.get("nik_index")?,
        name: row.get("name")?,
    })
}
