use sipoke_core::{
    access::Actor,
    application::{Application, Circumstance, Command, TakenBy, decide},
    documents::{Comparison, Finding, Reason},
    office::Act,
    ports::{Change, CommitError, Revision, Versioned},
    words::{IdempotencyKey, NonEmpty, Note, RequirementCode, Ticket},
};

use crate::{Desk, DeskError};

/// How often a decision is made again because somebody else was faster. Two officers on one case
/// are already rare.
const ATTEMPTS: u32 = 5;

/// An officer's request about one case.
#[derive(Debug, Clone)]
pub struct CaseRequest<'a> {
    /// Who asks.
    pub actor: &'a Actor,
    /// Which case.
    pub ticket: Ticket,
    /// The revision the officer looked at. If the case was changed since, nothing is done.
    pub seen: Option<Revision>,
    /// What the client calls this request.
    pub key: IdempotencyKey,
}

type Acted = Result<Versioned<Application>, DeskError>;

impl Desk {
    /// Records what scans are worth.
    ///
    /// # Errors
    /// [`DeskError`]; then nothing has changed. So it is with every method here.
    pub async fn check_scans(
        &self,
        request: CaseRequest<'_>,
        findings: NonEmpty<(RequirementCode, Finding)>,
    ) -> Acted {
        self.act(request, Command::CheckScans(findings)).await
    }

    /// Sends the file back to the applicant with what was found lacking.
    ///
    /// # Errors
    /// See [`check_scans`](Self::check_scans).
    pub async fn return_to_applicant(&self, request: CaseRequest<'_>) -> Acted {
        self.act(request, Command::Return).await
    }

    /// Declares the file complete; the clock of the service standard runs.
    ///
    /// # Errors
    /// See [`check_scans`](Self::check_scans).
    pub async fn accept(&self, request: CaseRequest<'_>) -> Acted {
        self.act(request, Command::Accept).await
    }

    /// Records that the letter was written.
    ///
    /// # Errors
    /// See [`check_scans`](Self::check_scans).
    pub async fn draft(&self, request: CaseRequest<'_>) -> Acted {
        self.act(request, Command::Endorse(Act::Draft)).await
    }

    /// Initials the letter.
    ///
    /// # Errors
    /// See [`check_scans`](Self::check_scans).
    pub async fn initial(&self, request: CaseRequest<'_>) -> Acted {
        self.act(request, Command::Endorse(Act::Initial)).await
    }

    /// Signs the letter; in the same commit it gets its number.
    ///
    /// # Errors
    /// See [`check_scans`](Self::check_scans).
    pub async fn sign(&self, request: CaseRequest<'_>) -> Acted {
        self.act(request, Command::Endorse(Act::Sign)).await
    }

    /// Records how originals compare with their scans. One that differs voids the letter and
    /// tells the head.
    ///
    /// # Errors
    /// See [`check_scans`](Self::check_scans).
    pub async fn compare_originals(
        &self,
        request: CaseRequest<'_>,
        seen: NonEmpty<(RequirementCode, Comparison)>,
    ) -> Acted {
        self.act(request, Command::CompareOriginals(seen)).await
    }

    /// Hands the letter over. Only when every original was seen and matches (rule R1).
    ///
    /// # Errors
    /// See [`check_scans`](Self::check_scans).
    pub async fn release(&self, request: CaseRequest<'_>, taken_by: TakenBy) -> Acted {
        self.act(request, Command::Release(taken_by)).await
    }

    /// Refuses the application with reason and legal ground.
    ///
    /// # Errors
    /// See [`check_scans`](Self::check_scans).
    pub async fn reject(
        &self,
        request: CaseRequest<'_>,
        reason: Reason,
        legal_ground: Note,
    ) -> Acted {
        self.act(request, Command::Reject { reason, legal_ground }).await
    }

    /// Closes a case nobody answered or came for.
    ///
    /// # Errors
    /// See [`check_scans`](Self::check_scans).
    pub async fn expire(&self, request: CaseRequest<'_>) -> Acted {
        self.act(request, Command::Expire).await
    }

    /// Reads, decides, commits; decides again when somebody else was faster.
    pub(crate) async fn act(&self, request: CaseRequest<'_>, command: Command) -> Acted {
        let applications = &self.ports.applications;
        let hash = self.hash_of_command(request.ticket, &command);
        let known = applications.find_by_receipt(self.office, &request.key, hash).await?;
        if let Some(known) = known {
            return Ok(known.application);
        }
        let published = self.published().await?;
        let receipt = self.receipt(request.key, hash);
        let circumstance = Circumstance {
            now: receipt.at,
            actor: request.actor,
            office: &published.office,
            calendar: &published.calendar,
        };
        let mut attempts = 0;
        loop {
            attempts += 1;
            let before = applications
                .find_by_ticket(self.office, request.ticket)
                .await?
                .ok_or(DeskError::UnknownTicket)?;
            if request.seen.is_some_and(|seen| seen != before.revision) {
                return Err(DeskError::ChangedMeanwhile);
            }
            let decision = decide(&before.value, command.clone(), &circumstance)?;
            let id = before.value.id();
            let change = Change {
                office: self.office,
                id,
                notices: self.notices_about(id, request.ticket, &circumstance, decision.notices),
                before: Some(before),
                events: decision.events,
                claims: decision.claims,
                receipt: Some(receipt.clone()),
            };
            match applications.commit(change).await {
                Ok(committed) => return Ok(committed.application),
                Err(CommitError::AlreadyDone(known)) => return Ok(known.application),
                Err(CommitError::Stale { .. }) if attempts < ATTEMPTS => {}
                Err(error) => return Err(error.into()),
            }
        }
    }
}
