use sipoke_core::ports::AuditReport;
use sipoke_wire::rows::{
    audit::{Numbers, Walk},
    key,
};

use super::Audit;
use crate::{chain, fault::Fault, ledger};

/// Walks the chain from its first line to its sealed end.
pub(super) fn walk(audit: &Audit<'_>, report: &mut AuditReport) -> Result<(), Fault> {
    let mut walk = Walk::of(audit.office);
    let mut statement = audit.connection.prepare_cached(
        "SELECT office, number, at, by, action, subject, digest, hash FROM audit
         WHERE office = ?1 ORDER BY number",
    )?;
    let mut rows = statement.query([key(audit.office)])?;
    while let Some(row) = rows.next()? {
        let line = ledger::line(row).ok();
        walk.step(report, row.get("number")?, row.get("hash").ok(), line.as_ref());
    }
    walk.end(report, audit.fields, chain::head(audit.connection, audit.office)?);
    Ok(())
}

/// Every series counts from 1 without a gap.
pub(super) fn numbers(audit: &Audit<'_>, report: &mut AuditReport) -> Result<(), Fault> {
    let mut numbers = Numbers::default();
    let mut statement = audit.connection.prepare_cached(
        "SELECT series || '/' || year, sequence FROM letter
         WHERE office = ?1 ORDER BY series, year, sequence",
    )?;
    let mut rows = statement.query([key(audit.office)])?;
    while let Some(row) = rows.next()? {
        numbers.step(report, row.get(0)?, row.get(1)?);
    }
    Ok(())
}
