use std::collections::BTreeMap;

use sipoke_core::{
    access::Actor,
    application::{Application, Command},
    documents::ScanReceipt,
    ports::Versioned,
    words::{IdempotencyKey, RequirementCode, Ticket, TicketSecret},
};

use crate::{CaseRequest, Desk, DeskError};

/// What an applicant shows: the ticket and its secret.
#[derive(Debug, Clone)]
pub struct Credential {
    /// The public code.
    pub ticket: Ticket,
    /// The applicant's half.
    pub secret: TicketSecret,
}

impl Desk {
    /// The applicant's own application.
    ///
    /// # Errors
    /// [`DeskError::UnknownTicket`] for an unknown ticket and for a wrong secret alike.
    pub async fn track(&self, credential: &Credential) -> Result<Application, DeskError> {
        let found = self.ports.applications.find_by_ticket(self.office, credential.ticket).await?;
        match found {
            Some(found) if found.value.secret().matches(&credential.secret) => Ok(found.value),
            Some(_) | None => Err(DeskError::UnknownTicket),
        }
    }

    /// Sends documents again for what was found lacking.
    ///
    /// # Errors
    /// [`DeskError`]; then nothing has changed.
    pub async fn resubmit(
        &self,
        credential: &Credential,
        documents: BTreeMap<RequirementCode, ScanReceipt>,
        key: IdempotencyKey,
    ) -> Result<Versioned<Application>, DeskError> {
        self.act_as_applicant(credential, key, Command::Resubmit(documents)).await
    }

    /// Takes the application back.
    ///
    /// # Errors
    /// [`DeskError`]; then nothing has changed.
    pub async fn withdraw(
        &self,
        credential: &Credential,
        key: IdempotencyKey,
    ) -> Result<Versioned<Application>, DeskError> {
        self.act_as_applicant(credential, key, Command::Withdraw).await
    }

    async fn act_as_applicant(
        &self,
        credential: &Credential,
        key: IdempotencyKey,
        command: Command,
    ) -> Result<Versioned<Application>, DeskError> {
        self.track(credential).await?;
        let request =
            CaseRequest { actor: &Actor::Applicant, ticket: credential.ticket, seen: None, key };
        self.act(request, command).await
    }
}
