use sipoke_core::ports::{AuditFault, AuditReport};

/// Sees that every series counts from 1 without a gap. The key of the table lets no number stand
/// twice.
#[derive(Debug, Default)]
pub struct Numbers {
    series: String,
    last: i64,
}

impl Numbers {
    /// The next number; rows come in the order of series (`name/year`) and sequence.
    pub fn step(&mut self, report: &mut AuditReport, series: String, sequence: i64) {
        let before = if series == self.series { self.last } else { 0 };
        if sequence > before.saturating_add(1) {
            let missing = u32::try_from(before.saturating_add(1)).unwrap_or(u32::MAX);
            let series = series.clone();
            report.faults.push(AuditFault::NumberGap { series, sequence: missing });
        }
        *self = Self { series, last: sequence };
    }
}
