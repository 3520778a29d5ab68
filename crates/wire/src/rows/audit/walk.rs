use sipoke_core::{
    ports::{AuditFault, AuditLine, AuditReport},
    words::OfficeCode,
};

use crate::{
    rows::{Fields, Head},
    stored::{Line, line_hash},
};

/// Walks the chain from its first line to its sealed end.
#[derive(Debug)]
pub struct Walk {
    office: OfficeCode,
    last: Option<(u64, [u8; 32])>,
}

impl Walk {
    /// Before the first line.
    #[must_use]
    pub fn of(office: OfficeCode) -> Self {
        Self { office, last: None }
    }

    /// The next line: what its number says, its hash as far as there is one, and the line itself
    /// if it can be read.
    pub fn step(
        &mut self,
        report: &mut AuditReport,
        number: i64,
        hash: Option<[u8; 32]>,
        line: Option<&AuditLine>,
    ) {
        let number = number.cast_unsigned();
        if !line.is_some_and(|line| self.follows(line)) {
            report.faults.push(AuditFault::BrokenChain { line: number });
        }
        report.lines += 1;
        // The walk goes on from what stands there, so that one change is one finding.
        self.last = Some((number, hash.unwrap_or_default()));
    }

    /// After the last line.
    pub fn end(self, report: &mut AuditReport, fields: &Fields, head: Option<Head>) {
        report.head = self.last.map(|(_, hash)| hash);
        if let Some(line) = self.wrong_end(fields, head) {
            report.faults.push(AuditFault::BrokenChain { line });
        }
    }

    fn follows(&self, line: &AuditLine) -> bool {
        let said = Line {
            office: self.office,
            number: self.last.map_or(1, |(number, _)| number.saturating_add(1)),
            at: line.at,
            by: line.by,
            action: &line.action,
            subject: &line.subject,
            digest: line.digest,
        };
        line.number == said.number && line.hash == line_hash(self.last.map(|(_, hash)| hash), &said)
    }

    /// The line at which the chain and its sealed end part.
    fn wrong_end(&self, fields: &Fields, head: Option<Head>) -> Option<u64> {
        let reached = self.last.map_or(0, |(number, _)| number);
        match (self.last, head) {
            (None, None) => None,
            (Some((number, hash)), Some(head)) if (number, hash) == (head.number, head.hash) => {
                let ours = head.seal == fields.head(self.office, number, &hash);
                (!ours).then_some(number)
            }
            (_, Some(head)) if head.number > reached => Some(reached.saturating_add(1)),
            (Some(_) | None, Some(_) | None) => Some(reached),
        }
    }
}
