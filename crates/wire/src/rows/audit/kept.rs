use sipoke_core::{
    catalogue::EditionRef,
    ports::{AuditFault, AuditLine, AuditReport},
    words::{OfficeCode, OfficerId},
};

use crate::{
    rows::{Fields, OfficerRow, action},
    stored::{decode_edition, digest, encode_officer},
};

/// Holds an edition against its line.
pub fn edition(
    report: &mut AuditReport,
    office: OfficeCode,
    (reference, body): (&EditionRef, &[u8]),
    lines: &[AuditLine],
) {
    let itself = decode_edition(body)
        .is_ok_and(|edition| edition.reference() == *reference && edition.office == office);
    let found = itself.then(|| digest(body));
    compare(report, action::EDITION_PUBLISHED, reference.to_string(), found, lines);
}

/// Holds the office or its calendar against the line that saved it last.
pub fn saved(
    report: &mut AuditReport,
    office: OfficeCode,
    action: &str,
    body: Option<&[u8]>,
    lines: &[AuditLine],
) {
    let subject = office.to_string();
    match body {
        Some(body) => compare(report, action, subject, Some(digest(body)), lines),
        None if lines.iter().any(|line| line.action == action) => {
            report.faults.push(AuditFault::Unrecorded { subject });
        }
        None => {}
    }
}

/// Holds an officer against the line that added them.
pub fn officer(
    report: &mut AuditReport,
    (office, fields): (OfficeCode, &Fields),
    row: &OfficerRow,
    lines: &[AuditLine],
) {
    let officer = row.officer(office, fields);
    let found = officer.ok().map(|officer| digest(&encode_officer(&officer)));
    let subject = OfficerId::from_bytes(row.id).to_string();
    compare(report, action::OFFICER_ADDED, subject, found, lines);
}

/// Compares the digest of what was found (`None`: it cannot be read) with the last line of this
/// action about it.
fn compare(
    report: &mut AuditReport,
    action: &str,
    subject: String,
    found: Option<[u8; 32]>,
    lines: &[AuditLine],
) {
    match lines.iter().rev().find(|line| line.action == action) {
        Some(line) if line.digest == found => {}
        Some(line) => {
            report.faults.push(AuditFault::ContentChanged { line: line.number, subject });
        }
        None => report.faults.push(AuditFault::Unrecorded { subject }),
    }
}
