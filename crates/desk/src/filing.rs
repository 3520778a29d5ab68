use sipoke_core::{
    access::Actor,
    application::{Application, Circumstance, Filing, FilingFault, Fresh, Given, file, gaps},
    documents::{Scan, ScanReceipt},
    ports::{Change, CommitError, Notice, Upload},
    words::{
        ApplicationId, IdempotencyKey, NoticeId, RequestHash, ScanId, ServiceCode, Slug, Ticket,
        TicketSecret,
    },
};

use crate::{Desk, DeskError};

/// The most bytes one scan may have: 10 MiB, a photo of a good phone as it is.
pub const SCAN_LIMIT: u64 = 10 * 1024 * 1024;

/// A ticket that is taken is so unlikely (54 bits) that a second draw is all anyone will see.
const DRAWS: u32 = 4;

/// What somebody files, for which service.
#[derive(Debug, Clone)]
pub struct Submission {
    /// The service.
    pub service: ServiceCode,
    /// The form and the scans.
    pub filing: Filing,
    /// What the client calls this request.
    pub key: IdempotencyKey,
}

/// What the applicant gets.
#[derive(Debug, Clone)]
pub struct Filed {
    /// The application as it was stored, with ticket and secret.
    pub application: Application,
    /// Whether this very request was stored before.
    pub repeated: bool,
}

impl Filed {
    /// The public code.
    #[must_use]
    pub fn ticket(&self) -> Ticket {
        self.application.ticket()
    }

    /// The applicant's half.
    #[must_use]
    pub fn secret(&self) -> &TicketSecret {
        self.application.secret()
    }
}

impl Desk {
    /// Begins to take a scan; what [`Upload::finish`] gives can be attached.
    ///
    /// # Errors
    /// The vault failed.
    pub async fn receive_scan(&self) -> Result<Box<dyn Upload>, DeskError> {
        let id = ScanId::new(self.ports.clock.now(), self.chance());
        Ok(self.ports.vault.begin(self.office, id, SCAN_LIMIT).await?)
    }

    /// Confirms that a scan that was received before is still there, so that a form can be sent
    /// again without its files.
    ///
    /// # Errors
    /// The vault failed, or the scan is gone.
    pub async fn confirm_scan(&self, scan: Scan) -> Result<ScanReceipt, DeskError> {
        Ok(self.ports.vault.confirm(self.office, scan).await?)
    }

    /// The service behind a name in an address, as a code to file under.
    ///
    /// # Errors
    /// [`DeskError::UnknownService`], or the store failed.
    pub async fn service_code(&self, slug: &Slug) -> Result<ServiceCode, DeskError> {
        let published = self.published().await?;
        let edition = published.service(slug).ok_or(DeskError::UnknownService)?;
        Ok(edition.standard.code.clone())
    }

    /// What is lacking or too much for a service, while the form still has faults of its own: so
    /// that all of them are told at once. Files nothing.
    ///
    /// # Errors
    /// [`DeskError::UnknownService`], or the store failed.
    pub async fn gaps(
        &self,
        service: &ServiceCode,
        given: &Given,
    ) -> Result<Vec<FilingFault>, DeskError> {
        let published = self.published().await?;
        let edition = published.by_code(service).ok_or(DeskError::UnknownService)?;
        Ok(gaps(&edition.standard, given))
    }

    /// Files an application. Once this answers, it is never lost; the same key with the same
    /// content gives the same ticket however often it is sent.
    ///
    /// # Errors
    /// [`DeskError::Refused`] with all that is wrong, [`DeskError::KeyReused`], or a store failed;
    /// then nothing was filed.
    pub async fn submit(&self, actor: &Actor, submission: Submission) -> Result<Filed, DeskError> {
        let request = self.hash_of_submission(&submission);
        let key = submission.key.clone();
        match self.file(actor, submission, request).await {
            // What was taken once may be refused now, under another edition. What is taken, the
            // commit holds against the receipts.
            Err(refused @ (DeskError::Refused(_) | DeskError::UnknownService)) => {
                let known = self.ports.applications.find_by_receipt(self.office, &key, request);
                let known = known.await?.ok_or(refused)?;
                Ok(Filed { application: known.application.value, repeated: true })
            }
            answer => answer,
        }
    }

    async fn file(
        &self,
        actor: &Actor,
        submission: Submission,
        request: RequestHash,
    ) -> Result<Filed, DeskError> {
        let published = self.published().await?;
        let edition = published.by_code(&submission.service).ok_or(DeskError::UnknownService)?;
        let receipt = self.receipt(submission.key, request);
        let circumstance = Circumstance {
            now: receipt.at,
            actor,
            office: &published.office,
            calendar: &published.calendar,
        };
        let mut draws = 0;
        loop {
            draws += 1;
            let fresh = self.fresh(&circumstance);
            let (id, ticket) = (fresh.id, fresh.ticket);
            let decision = file(edition, submission.filing.clone(), fresh, &circumstance)?;
            let change = Change {
                office: self.office,
                id,
                before: None,
                events: decision.events,
                claims: decision.claims,
                notices: self.notices_about(id, ticket, &circumstance, decision.notices),
                receipt: Some(receipt.clone()),
            };
            match self.ports.applications.commit(change).await {
                Ok(committed) => {
                    return Ok(Filed { application: committed.application.value, repeated: false });
                }
                Err(CommitError::AlreadyDone(known)) => {
                    return Ok(Filed { application: known.application.value, repeated: true });
                }
                Err(CommitError::Claimed(_)) if draws < DRAWS => {}
                Err(error) => return Err(error.into()),
            }
        }
    }

    fn fresh(&self, circumstance: &Circumstance<'_>) -> Fresh {
        Fresh {
            id: ApplicationId::new(circumstance.now, self.chance()),
            ticket: Ticket::from_chance(self.chance()),
            secret: TicketSecret::from_chance(self.chance()),
        }
    }

    pub(crate) fn notices_about(
        &self,
        application: ApplicationId,
        ticket: Ticket,
        circumstance: &Circumstance<'_>,
        notices: Vec<(sipoke_core::ports::Audience, sipoke_core::ports::NoticeKind)>,
    ) -> Vec<Notice> {
        let at = circumstance.now;
        notices
            .into_iter()
            .map(|(audience, kind)| {
                let id = NoticeId::new(at, self.chance());
                Notice { id, audience, kind, application, ticket, at }
            })
            .collect()
    }
}
