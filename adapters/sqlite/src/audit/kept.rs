use rusqlite::{OptionalExtension, params};
use sipoke_core::{
    catalogue::EditionRef,
    ports::AuditReport,
    words::{OfficerId, ServiceCode},
};
use sipoke_wire::rows::{RowError, action, audit, key};

use super::Audit;
use crate::{fault::Fault, rows};

/// Holds every edition against its line.
pub(super) fn editions(audit: &Audit<'_>, report: &mut AuditReport) -> Result<(), Fault> {
    let mut statement = audit.connection.prepare_cached(
        "SELECT service, number, body FROM edition WHERE office = ?1 ORDER BY service, number",
    )?;
    let mut rows = statement.query([key(audit.office)])?;
    while let Some(row) = rows.next()? {
        let service: String = row.get("service")?;
        let service = ServiceCode::parse(&service).map_err(RowError::from)?;
        let reference = EditionRef { service, number: row.get("number")? };
        let body: Vec<u8> = row.get("body")?;
        let lines = audit.recorded(&reference.to_string())?;
        audit::edition(report, audit.office, (&reference, &body), &lines);
    }
    let gone = audit.subjects(
        "SELECT subject FROM audit AS line
         WHERE office = ?1 AND digest IS NOT NULL AND action = ?2
         AND NOT EXISTS (SELECT 1 FROM edition WHERE office = line.office
                         AND service || '/' || number = line.subject)",
        params![key(audit.office), action::EDITION_PUBLISHED],
    )?;
    audit::unrecorded(report, gone);
    Ok(())
}

/// Holds the office, its calendar and its staff against the lines that saved them last.
pub(super) fn office_calendar_and_staff(
    audit: &Audit<'_>,
    report: &mut AuditReport,
) -> Result<(), Fault> {
    let kept = [
        (action::OFFICE_SAVED, "SELECT body FROM office WHERE office = ?1"),
        (action::CALENDAR_SAVED, "SELECT body FROM calendar WHERE office = ?1"),
    ];
    let lines = audit.recorded(&audit.office.to_string())?;
    for (action, sql) in kept {
        let body: Option<Vec<u8>> = audit
            .connection
            .prepare_cached(sql)?
            .query_row([key(audit.office)], |row| row.get(0))
            .optional()?;
        audit::saved(report, audit.office, action, body.as_deref(), &lines);
    }
    staff(audit, report)
}

fn staff(audit: &Audit<'_>, report: &mut AuditReport) -> Result<(), Fault> {
    let mut statement = audit.connection.prepare_cached(
        "SELECT id, login, name, roles, active FROM officer WHERE office = ?1 ORDER BY id",
    )?;
    let mut found = statement.query([key(audit.office)])?;
    while let Some(row) = found.next()? {
        let officer = rows::officer(row)?;
        let lines = audit.recorded(&OfficerId::from_bytes(officer.id).to_string())?;
        audit::officer(report, (audit.office, audit.fields), &officer, &lines);
    }
    let gone = audit.subjects(
        "SELECT subject FROM audit AS line
         WHERE office = ?1 AND digest IS NOT NULL AND action = ?2
         AND NOT EXISTS (SELECT 1 FROM officer
                         WHERE office = line.office AND id = unhex(line.subject))",
        params![key(audit.office), action::OFFICER_ADDED],
    )?;
    audit::unrecorded(report, gone);
    Ok(())
}
