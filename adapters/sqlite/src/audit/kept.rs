use rusqlite::{OptionalExtension, params};
use sipoke_core::{
    catalogue::EditionRef,
    ports::{AuditFault, AuditReport},
    words::{OfficerId, ServiceCode},
};
use sipoke_wire::stored::{decode_edition, digest, encode_officer};

use super::Audit;
use crate::{chain::action, fault::Fault, rows::key, staff};

/// Holds every edition against its line.
pub(super) fn editions(audit: &Audit<'_>, report: &mut AuditReport) -> Result<(), Fault> {
    let mut statement = audit.connection.prepare_cached(
        "SELECT service, number, body FROM edition WHERE office = ?1 ORDER BY service, number",
    )?;
    let mut rows = statement.query([key(audit.office)])?;
    while let Some(row) = rows.next()? {
        let service = ServiceCode::parse(&row.get::<_, String>("service")?)?;
        let reference = EditionRef { service, number: row.get("number")? };
        let body: Vec<u8> = row.get("body")?;
        let itself = decode_edition(&body).is_ok_and(|edition| {
            edition.reference() == reference && edition.office == audit.office
        });
        let found = itself.then(|| digest(&body));
        let subject = reference.to_string();
        compare(audit, report, action::EDITION_PUBLISHED, subject, found)?;
    }
    let gone = audit.subjects(
        "SELECT subject FROM audit AS line
         WHERE office = ?1 AND digest IS NOT NULL AND action = ?2
         AND NOT EXISTS (SELECT 1 FROM edition WHERE office = line.office
                         AND service || '/' || number = line.subject)",
        params![key(audit.office), action::EDITION_PUBLISHED],
    )?;
    report.faults.extend(gone.into_iter().map(|subject| AuditFault::Unrecorded { subject }));
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
    for (action, sql) in kept {
        let body: Option<Vec<u8>> = audit
            .connection
            .prepare_cached(sql)?
            .query_row([key(audit.office)], |row| row.get(0))
            .optional()?;
        let subject = audit.office.to_string();
        let saved = audit.recorded(&subject)?.iter().any(|line| line.action == action);
        match body {
            Some(body) => compare(audit, report, action, subject, Some(digest(&body)))?,
            None if saved => report.faults.push(AuditFault::Unrecorded { subject }),
            None => {}
        }
    }
    staff(audit, report)
}

fn staff(audit: &Audit<'_>, report: &mut AuditReport) -> Result<(), Fault> {
    let mut statement = audit.connection.prepare_cached(
        "SELECT id, login, name, roles, active FROM officer WHERE office = ?1 ORDER BY id",
    )?;
    let mut rows = statement.query([key(audit.office)])?;
    while let Some(row) = rows.next()? {
        let id = OfficerId::from_bytes(row.get("id")?);
        let officer = staff::officer(row, audit.fields, audit.office);
        let found = officer.ok().map(|officer| digest(&encode_officer(&officer)));
        compare(audit, report, action::OFFICER_ADDED, id.to_string(), found)?;
    }
    let gone = audit.subjects(
        "SELECT subject FROM audit AS line
         WHERE office = ?1 AND digest IS NOT NULL AND action = ?2
         AND NOT EXISTS (SELECT 1 FROM officer
                         WHERE office = line.office AND id = unhex(line.subject))",
        params![key(audit.office), action::OFFICER_ADDED],
    )?;
    report.faults.extend(gone.into_iter().map(|subject| AuditFault::Unrecorded { subject }));
    Ok(())
}

/// Compares the digest of what was found (`None`: it cannot be read) with the last line of this
/// action about it.
fn compare(
    audit: &Audit<'_>,
    report: &mut AuditReport,
    action: &str,
    subject: String,
    found: Option<[u8; 32]>,
) -> Result<(), Fault> {
    let lines = audit.recorded(&subject)?;
    match lines.iter().rev().find(|line| line.action == action) {
        Some(line) if line.digest == found => {}
        Some(line) => {
            report.faults.push(AuditFault::ContentChanged { line: line.number, subject });
        }
        None => report.faults.push(AuditFault::Unrecorded { subject }),
    }
    Ok(())
}
