use rusqlite::{Row, params};
use sipoke_core::{
    application::{Application, replay},
    letters::LetterNumber,
    ports::{AuditFault, AuditLine, AuditReport, StoreErrorKind},
    words::ApplicationId,
};
use sipoke_wire::stored::history_digests;

use super::Audit;
use crate::{
    chain::action,
    commit::Columns,
    fault::{Contradiction, Fault},
    fields::Field,
    register,
    rows::{self, StoredHistory, key},
};

/// Holds every event against its line, every row against the fold of its events, and the register
/// against both.
pub(super) fn cases(audit: &Audit<'_>, report: &mut AuditReport) -> Result<(), Fault> {
    let mut statement = audit.connection.prepare_cached(
        "SELECT id, revision, history, ticket, service, edition, channel, filed_at, stage, since,
             timer_allowed, timer_used, timer_since, nik_index, name
         FROM application WHERE office = ?1 ORDER BY id",
    )?;
    let mut rows = statement.query([key(audit.office)])?;
    while let Some(row) = rows.next()? {
        let id = ApplicationId::from_bytes(row.get("id")?);
        let subject = id.to_string();
        let lines = audit.recorded(&subject)?;
        match case(audit, row, &lines, report) {
            Ok(()) => {}
            Err(fault) if fault.kind == StoreErrorKind::Corrupt => {
                let line = lines.last().map_or(0, |line| line.number);
                report.faults.push(AuditFault::ContentChanged { line, subject });
            }
            Err(fault) => return Err(fault),
        }
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
    report.faults.extend(subjects.into_iter().map(|subject| AuditFault::Unrecorded { subject }));
    Ok(())
}

fn case(
    audit: &Audit<'_>,
    row: &Row<'_>,
    lines: &[AuditLine],
    report: &mut AuditReport,
) -> Result<(), Fault> {
    let stored = StoredHistory::of(row)?;
    let history = stored.open(audit.office, audit.fields)?;
    let digests = history_digests(&history)?;
    let subject = stored.id.to_string();
    // A digest holds all events before it, so that only the first one that differs tells where.
    let mut pairs = digests.iter().zip(lines);
    if let Some((_, line)) = pairs.find(|(digest, line)| line.digest != Some(**digest)) {
        let subject = subject.clone();
        report.faults.push(AuditFault::ContentChanged { line: line.number, subject });
    }
    if digests.len() != lines.len() {
        report.faults.push(AuditFault::Unrecorded { subject });
    }
    let application = replay(&rows::events(&history)?)?;
    row_tells_the_fold(audit, row, &application)?;
    register_tells_the_fold(audit, &application, report)
}

fn row_tells_the_fold(
    audit: &Audit<'_>,
    row: &Row<'_>,
    application: &Application,
) -> Result<(), Fault> {
    let columns = Columns {
        ticket: row.get("ticket")?,
        service: row.get("service")?,
        edition: row.get("edition")?,
        channel: row.get("channel")?,
        filed_at: row.get("filed_at")?,
        stage: row.get("stage")?,
        since: row.get("since")?,
        timer_allowed: row.get("timer_allowed")?,
        timer_used: row.get("timer_used")?,
        timer_since: row.get("timer_since")?,
    };
    let id = ApplicationId::from_bytes(row.get("id")?);
    let nik: [u8; 32] = row.get("nik_index")?;
    let name: Vec<u8> = row.get("name")?;
    let name = audit.fields.open(audit.office, Field::ApplicantName(id), &name)?;
    let applicant = application.applicant();
    let same = (id, audit.office) == (application.id(), application.office())
        && columns == Columns::of(application)
        && nik == audit.fields.nik(audit.office, &applicant.nik)
        && name == applicant.name.expose().as_bytes();
    if same { Ok(()) } else { Err(Contradiction("a row is not the fold of its events").into()) }
}

fn register_tells_the_fold(
    audit: &Audit<'_>,
    application: &Application,
    report: &mut AuditReport,
) -> Result<(), Fault> {
    let entered = register::of(audit.connection, audit.office, application.id())?;
    match (entered, application.letter()) {
        (None, None) => {}
        (Some(entered), Some(letter)) if entered == *letter => {}
        (Some(_), Some(_)) => {
            return Err(Contradiction("the register tells another letter").into());
        }
        (Some((number, _)), None) => report.faults.push(unrecorded(&number)),
        (None, Some((number, _))) => report.faults.push(unrecorded(number)),
    }
    Ok(())
}

fn unrecorded(number: &LetterNumber) -> AuditFault {
    let LetterNumber { series, sequence, .. } = number;
    AuditFault::Unrecorded { subject: format!("{}/{}/{sequence}", series.name, series.year) }
}
