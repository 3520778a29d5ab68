use sipoke_core::{
    application::{Application, replay},
    letters::{LetterNumber, LetterState, RegisterLine},
    ports::{AuditFault, AuditLine, AuditReport},
    words::{ApplicationId, OfficeCode},
};

use crate::{
    rows::{CaseRow, Columns, Field, Fields, RowError, events},
    stored::history_digests,
};

/// Holds the events of an application against their lines, its row against the fold of its
/// events, and its letter in the register against both.
pub fn case(
    report: &mut AuditReport,
    (office, fields): (OfficeCode, &Fields),
    row: &CaseRow,
    lines: &[AuditLine],
    letter: Result<Option<RegisterLine>, RowError>,
) {
    let judged =
        letter.map(entered).and_then(|letter| judge(report, (office, fields), row, lines, letter));
    if judged.is_err() {
        let line = lines.last().map_or(0, |line| line.number);
        let subject = ApplicationId::from_bytes(row.history.id).to_string();
        report.faults.push(AuditFault::ContentChanged { line, subject });
    }
}

fn entered(line: Option<RegisterLine>) -> Option<(LetterNumber, LetterState)> {
    line.map(|line| (line.number, line.state))
}

fn judge(
    report: &mut AuditReport,
    (office, fields): (OfficeCode, &Fields),
    row: &CaseRow,
    lines: &[AuditLine],
    letter: Option<(LetterNumber, LetterState)>,
) -> Result<(), RowError> {
    let history = row.history.open(office, fields)?;
    let digests = history_digests(&history)?;
    let subject = ApplicationId::from_bytes(row.history.id).to_string();
    // A digest holds all events before it, so that only the first one that differs tells where.
    let mut pairs = digests.iter().zip(lines);
    if let Some((_, line)) = pairs.find(|(digest, line)| line.digest != Some(**digest)) {
        let subject = subject.clone();
        report.faults.push(AuditFault::ContentChanged { line: line.number, subject });
    }
    if digests.len() != lines.len() {
        report.faults.push(AuditFault::Unrecorded { subject });
    }
    let application = replay(&events(&history)?)?;
    row_tells_the_fold((office, fields), row, &application)?;
    register_tells_the_fold(report, letter, &application)
}

fn row_tells_the_fold(
    (office, fields): (OfficeCode, &Fields),
    row: &CaseRow,
    application: &Application,
) -> Result<(), RowError> {
    let id = ApplicationId::from_bytes(row.history.id);
    let name = fields.open(office, Field::ApplicantName(id), &row.name)?;
    let applicant = application.applicant();
    let same = (id, office) == (application.id(), application.office())
        && row.columns == Columns::of(application)
        && row.nik_index == fields.nik(office, &applicant.nik)
        && name == applicant.name.expose().as_bytes();
    if same { Ok(()) } else { Err(RowError::Contradiction("a row is not the fold of its events")) }
}

fn register_tells_the_fold(
    report: &mut AuditReport,
    letter: Option<(LetterNumber, LetterState)>,
    application: &Application,
) -> Result<(), RowError> {
    match (letter, application.letter()) {
        (None, None) => {}
        (Some(entered), Some(letter)) if entered == *letter => {}
        (Some(_), Some(_)) => {
            return Err(RowError::Contradiction("the register tells another letter"));
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
