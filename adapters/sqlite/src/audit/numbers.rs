use sipoke_core::ports::{AuditFault, AuditReport};

use super::Audit;
use crate::{fault::Fault, rows::key};

/// Every series counts from 1 without a gap. The key of the table lets no number stand twice.
pub(super) fn numbers(audit: &Audit<'_>, report: &mut AuditReport) -> Result<(), Fault> {
    let mut statement = audit.connection.prepare_cached(
        "SELECT series || '/' || year, sequence FROM letter
         WHERE office = ?1 ORDER BY series, year, sequence",
    )?;
    let mut rows = statement.query([key(audit.office)])?;
    let mut last = (String::new(), 0);
    while let Some(row) = rows.next()? {
        let (series, sequence): (String, u32) = (row.get(0)?, row.get(1)?);
        let before = if series == last.0 { last.1 } else { 0 };
        if sequence > before + 1 {
            let series = series.clone();
            report.faults.push(AuditFault::NumberGap { series, sequence: before + 1 });
        }
        last = (series, sequence);
    }
    Ok(())
}
