//! One hash for one request, whichever front end it came through, so that the same wish sent
//! twice with the same idempotency key is known again.

use sipoke_core::{
    application::{Command, TakenBy},
    documents::{Finding, ScanReceipt},
    ports::Receipt,
    words::{IdempotencyKey, RequestHash, RequirementCode, Ticket},
};

use crate::{Desk, filing::Submission};

/// Gathers the parts of a request, each with its length, so that no two lists of parts read alike.
#[derive(Default)]
struct Parts(Vec<u8>);

impl Parts {
    fn add(&mut self, part: impl AsRef<[u8]>) -> &mut Self {
        let part = part.as_ref();
        self.0.extend_from_slice(&u64::try_from(part.len()).unwrap_or(u64::MAX).to_be_bytes());
        self.0.extend_from_slice(part);
        self
    }
}

impl Desk {
    pub(crate) fn receipt(&self, key: IdempotencyKey, request: RequestHash) -> Receipt {
        Receipt { key, request, at: self.ports.clock.now() }
    }

    pub(crate) fn hash_of_submission(&self, submission: &Submission) -> RequestHash {
        let mut parts = Parts::default();
        let filing = &submission.filing;
        let applicant = &filing.applicant;
        parts
            .add("submit")
            .add(submission.service.as_str())
            .add(format!("{:?}", filing.channel))
            .add(applicant.name.expose())
            .add(applicant.nik.expose())
            .add(applicant.birth_date.to_string())
            .add(applicant.phone.expose())
            .add(applicant.address.expose());
        for (question, answer) in &filing.answers {
            parts.add("answer").add(question.as_str()).add(answer);
        }
        add_scans(&mut parts, filing.documents.iter());
        for code in &filing.presented {
            parts.add("presented").add(code.as_str());
        }
        self.hash(parts)
    }

    pub(crate) fn hash_of_command(&self, ticket: Ticket, command: &Command) -> RequestHash {
        let mut parts = Parts::default();
        parts.add(ticket.compact());
        match command {
            Command::CheckScans(findings) => {
                parts.add("check");
                for (code, finding) in findings {
                    parts.add(code.as_str());
                    match finding {
                        Finding::Fits => parts.add("fits"),
                        Finding::Lacking { reason, note } => {
                            parts.add(format!("{reason:?}"));
                            parts.add(note.as_ref().map_or("", |note| note.expose()))
                        }
                    };
                }
            }
            Command::Return => {
                parts.add("return");
            }
            Command::Resubmit(documents) => {
                parts.add("resubmit");
                add_scans(&mut parts, documents.iter());
            }
            Command::Accept => {
                parts.add("accept");
            }
            Command::Endorse(act) => {
                parts.add(format!("{act:?}"));
            }
            Command::CompareOriginals(seen) => {
                parts.add("compare");
                for (code, comparison) in seen {
                    parts.add(code.as_str()).add(format!("{comparison:?}"));
                }
            }
            Command::Release(taken_by) => {
                parts.add("release");
                if let TakenBy::Proxy(name) = taken_by {
                    parts.add(name.expose());
                }
            }
            Command::Reject { reason, legal_ground } => {
                parts.add("reject").add(format!("{reason:?}")).add(legal_ground.expose());
            }
            Command::Withdraw => {
                parts.add("withdraw");
            }
            Command::Expire => {
                parts.add("expire");
            }
        }
        self.hash(parts)
    }

    fn hash(&self, parts: Parts) -> RequestHash {
        RequestHash(self.ports.sealer.fingerprint(b"request", &parts.0))
    }
}

fn add_scans<'a>(
    parts: &mut Parts,
    documents: impl Iterator<Item = (&'a RequirementCode, &'a ScanReceipt)>,
) {
    for (code, receipt) in documents {
        parts.add("scan").add(code.as_str()).add(receipt.scan().sha256);
    }
}
