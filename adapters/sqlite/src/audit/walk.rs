use rusqlite::Row;
use sipoke_core::{
    ports::{AuditFault, AuditReport},
    words::OfficeCode,
};
use sipoke_wire::stored::{Line, line_hash};

use super::Audit;
use crate::{chain, fault::Fault, ledger, rows::key};

/// Walks the chain from its first line to its sealed end.
pub(super) fn walk(audit: &Audit<'_>, report: &mut AuditReport) -> Result<(), Fault> {
    let mut statement = audit.connection.prepare_cached(
        "SELECT number, at, by, action, subject, digest, hash FROM audit
         WHERE office = ?1 ORDER BY number",
    )?;
    let mut rows = statement.query([key(audit.office)])?;
    let mut last: Option<(u64, [u8; 32])> = None;
    while let Some(row) = rows.next()? {
        let number = row.get::<_, i64>("number")?.cast_unsigned();
        if !follows(row, audit.office, last) {
            report.faults.push(AuditFault::BrokenChain { line: number });
        }
        report.lines += 1;
        // The walk goes on from what stands there, so that one change is one finding.
        last = Some((number, row.get("hash").unwrap_or_default()));
    }
    report.head = last.map(|(_, hash)| hash);
    if let Some(line) = wrong_end(audit, last)? {
        report.faults.push(AuditFault::BrokenChain { line });
    }
    Ok(())
}

fn follows(row: &Row<'_>, office: OfficeCode, last: Option<(u64, [u8; 32])>) -> bool {
    let Ok(line) = ledger::line(row) else { return false };
    let said = Line {
        office,
        number: last.map_or(1, |(number, _)| number.saturating_add(1)),
        at: line.at,
        by: line.by,
        action: &line.action,
        subject: &line.subject,
        digest: line.digest,
    };
    line.number == said.number && line.hash == line_hash(last.map(|(_, hash)| hash), &said)
}

/// The line at which the chain and its sealed end part.
fn wrong_end(audit: &Audit<'_>, last: Option<(u64, [u8; 32])>) -> Result<Option<u64>, Fault> {
    let head = chain::head(audit.connection, audit.office)?;
    let reached = last.map_or(0, |(number, _)| number);
    Ok(match (last, head) {
        (None, None) => None,
        (Some((number, hash)), Some(head)) if (number, hash) == (head.number, head.hash) => {
            let ours = head.seal == audit.fields.head(audit.office, number, &hash);
            (!ours).then_some(number)
        }
        (_, Some(head)) if head.number > reached => Some(reached.saturating_add(1)),
        (Some(_) | None, Some(_) | None) => Some(reached),
    })
}
