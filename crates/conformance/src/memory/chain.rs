use std::fmt::Debug;

use sha2::{Digest, Sha256};
use sipoke_core::{
    access::Author,
    ports::{AuditFault, AuditLine},
    words::Moment,
};

use super::state::OfficeState;

/// A digest of a value as the memory store sees it. Personal words show nothing in `Debug`, so
/// this is no proof against tampering; a store that keeps bytes takes the digest of those.
pub(super) fn digest(value: &impl Debug) -> [u8; 32] {
    Sha256::digest(format!("{value:?}")).into()
}

impl OfficeState {
    /// Adds a line to the office's chain.
    pub(super) fn record(
        &mut self,
        at: Moment,
        by: Author,
        action: &str,
        subject: String,
        digest: Option<[u8; 32]>,
    ) {
        let before = self.chain.last().map_or([0; 32], |line| line.hash);
        let number = self.chain.last().map_or(1, |line| line.number + 1);
        let mut line =
            AuditLine { number, at, by, action: action.to_owned(), subject, digest, hash: before };
        line.hash = hash(before, &line);
        self.chain.push(line);
    }

    /// The lines that do not follow from the one before.
    pub(super) fn broken_lines(&self) -> Vec<AuditFault> {
        let mut faults = Vec::new();
        let mut before = [0; 32];
        for (line, number) in self.chain.iter().zip(1..) {
            if line.number != number || line.hash != hash(before, line) {
                faults.push(AuditFault::BrokenChain { line: number });
            }
            before = line.hash;
        }
        faults
    }
}

fn hash(before: [u8; 32], line: &AuditLine) -> [u8; 32] {
    let by = format!("{:?}", line.by);
    let mut hasher = Sha256::new();
    hasher.update(before);
    hasher.update(line.number.to_be_bytes());
    hasher.update(line.at.micros().to_be_bytes());
    for text in [by.as_str(), &line.action, &line.subject] {
        // The length first: no two rows of texts give the same bytes.
        hasher.update(text.len().to_be_bytes());
        hasher.update(text);
    }
    hasher.update(line.digest.as_ref().map_or(&[][..], |digest| digest));
    hasher.finalize().into()
}
