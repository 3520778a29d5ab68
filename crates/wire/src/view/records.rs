use schemars::JsonSchema;
use serde::Serialize;
use sipoke_core::{
    ports::{AuditFault, AuditLine, AuditReport, Notice, Officer},
    words::{Moment, ServiceCode, SessionToken},
};

use super::case::author;

/// An officer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct OfficerView {
    /// The id, as the audit trail names it.
    pub id: String,
    /// The name to sign in with.
    pub login: String,
    /// Their name.
    pub name: String,
    /// Codes of their roles.
    pub roles: Vec<String>,
    /// Whether they may sign in.
    pub active: bool,
}

impl From<&Officer> for OfficerView {
    fn from(officer: &Officer) -> Self {
        Self {
            id: officer.id.to_string(),
            login: officer.login.to_string(),
            name: officer.name.expose().to_owned(),
            roles: officer.roles.iter().map(|role| role.code().to_owned()).collect(),
            active: officer.active,
        }
    }
}

/// The answer to a sign-in: the only place that shows the token.
#[derive(Clone, Serialize, JsonSchema)]
pub struct SessionView {
    /// Send it as `Authorization: Bearer …`.
    pub token: String,
    /// When it ends whatever happens (RFC 3339).
    pub ends_at: String,
    /// Who signed in.
    pub officer: OfficerView,
}

impl SessionView {
    /// The view of a new session.
    #[must_use]
    pub fn new(token: &SessionToken, ends_at: Moment, officer: &Officer) -> Self {
        Self {
            token: token.expose().to_owned(),
            ends_at: ends_at.to_string(),
            officer: officer.into(),
        }
    }
}

/// What publishing standards would do, or did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct PlanView {
    /// Whether it was done, or only looked at.
    pub committed: bool,
    /// Whether the description of the office changes.
    pub office_changes: bool,
    /// Codes of services that are new.
    pub added: Vec<String>,
    /// Codes of services that get another edition.
    pub changed: Vec<String>,
    /// Codes of services that are published just so already.
    pub unchanged: Vec<String>,
}

impl PlanView {
    /// The view of a plan by its parts.
    #[must_use]
    pub fn new(
        committed: bool,
        office_changes: bool,
        [added, changed, unchanged]: [&[ServiceCode]; 3],
    ) -> Self {
        let codes = |list: &[ServiceCode]| list.iter().map(ToString::to_string).collect();
        Self {
            committed,
            office_changes,
            added: codes(added),
            changed: codes(changed),
            unchanged: codes(unchanged),
        }
    }
}

/// A notice to a role.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct NoticeView {
    /// Its id.
    pub id: String,
    /// What: `letter-voided`, …
    pub kind: String,
    /// About which case.
    pub ticket: String,
    /// Since when (RFC 3339).
    pub at: String,
}

impl From<&Notice> for NoticeView {
    fn from(notice: &Notice) -> Self {
        Self {
            id: notice.id.to_string(),
            kind: notice.kind.code().to_owned(),
            ticket: notice.ticket.to_string(),
            at: notice.at.to_string(),
        }
    }
}

/// A line of the audit trail.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct AuditLineView {
    /// Its number.
    pub number: u64,
    /// When (RFC 3339).
    pub at: String,
    /// `applicant`, `console`, or the id of an officer.
    pub by: String,
    /// What was done.
    pub action: String,
    /// To what.
    pub subject: String,
    /// Its hash, in hexadecimal.
    pub hash: String,
}

impl From<&AuditLine> for AuditLineView {
    fn from(line: &AuditLine) -> Self {
        Self {
            number: line.number,
            at: line.at.to_string(),
            by: author(line.by),
            action: line.action.clone(),
            subject: line.subject.clone(),
            hash: hex(&line.hash),
        }
    }
}

/// What a verification found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct VerifyView {
    /// Whether all is well.
    pub clean: bool,
    /// Applications that were read.
    pub applications: u64,
    /// Scans that were read and whose hash was right.
    pub scans: u64,
    /// Lines of the audit trail.
    pub audit_lines: u64,
    /// The hash of the last line, in hexadecimal. Keep it elsewhere.
    pub audit_head: Option<String>,
    /// Everything that is wrong.
    pub faults: Vec<String>,
}

impl VerifyView {
    /// The view of a verification; `scan_faults` are sentences already.
    #[must_use]
    pub fn new(
        audit: &AuditReport,
        applications: u64,
        scans: u64,
        scan_faults: Vec<String>,
    ) -> Self {
        let mut faults: Vec<String> = audit.faults.iter().map(describe).collect();
        faults.extend(scan_faults);
        Self {
            clean: faults.is_empty(),
            applications,
            scans,
            audit_lines: audit.lines,
            audit_head: audit.head.as_ref().map(|head| hex(head)),
            faults,
        }
    }
}

fn describe(fault: &AuditFault) -> String {
    match fault {
        AuditFault::BrokenChain { line } => format!("broken-chain: line {line}"),
        AuditFault::ContentChanged { line, subject } => {
            format!("content-changed: line {line}, {subject}")
        }
        AuditFault::Unrecorded { subject } => format!("unrecorded: {subject}"),
        AuditFault::NumberGap { series, sequence } => format!("number-gap: {series}/{sequence}"),
        AuditFault::Damaged { report } => format!("damaged: {report}"),
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
