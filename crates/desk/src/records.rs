use sipoke_core::{
    access::{Actor, Intention, Role},
    ports::{Audience, AuditLine, AuditReport, Notice, Page, Query, StoreErrorKind, VaultError},
    words::{NoticeId, RequirementCode, Ticket},
};

use crate::{Desk, DeskError, case::require};

/// How many cases are read at a time.
const BATCH: u16 = 500;

/// What [`Desk::verify`] found.
#[derive(Debug, Default)]
pub struct VerifyReport {
    /// The audit chain and the store itself.
    pub audit: AuditReport,
    /// Applications that were read.
    pub applications: u64,
    /// Scans that were read.
    pub scans: u64,
    /// Scans that are not what the record says.
    pub scan_faults: Vec<ScanFault>,
    /// Cases that cannot be read any more, by ticket, or by the id after which a list breaks off.
    pub unreadable: Vec<String>,
}

impl VerifyReport {
    /// Whether all is well.
    #[must_use]
    pub fn is_clean(&self) -> bool {
        self.audit.faults.is_empty() && self.scan_faults.is_empty() && self.unreadable.is_empty()
    }
}

/// A scan that is not what the record says.
#[derive(Debug)]
pub struct ScanFault {
    /// The case.
    pub ticket: Ticket,
    /// The requirement.
    pub requirement: RequirementCode,
    /// What is wrong.
    pub error: VaultError,
}

/// How far a verification is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct VerifyProgress {
    /// Applications that were read.
    pub applications: u64,
    /// Scans that were read.
    pub scans: u64,
}

impl Desk {
    /// Checks the database, the audit chain, and that every scan is there with the right hash.
    ///
    /// # Errors
    /// [`DeskError::Refused`] without the role, or the store cannot be read; faults are in the
    /// report.
    pub async fn verify(
        &self,
        actor: &Actor,
        progress: &(dyn Fn(VerifyProgress) + Send + Sync),
    ) -> Result<VerifyReport, DeskError> {
        require(actor, Intention::VerifyRecords)?;
        let audit = self.ports.ledger.audit(self.office).await?;
        let mut report = VerifyReport { audit, ..VerifyReport::default() };
        let mut page = Page { after: None, limit: BATCH };
        loop {
            let listed = self.ports.applications.list(self.office, &Query::default(), page).await;
            let listing = match listed {
                Err(error) if error.kind == StoreErrorKind::Corrupt => {
                    let place = page.after.map_or_else(|| "-".to_owned(), |id| id.to_string());
                    report.unreadable.push(place);
                    return Ok(report);
                }
                listed => listed?,
            };
            for summary in &listing.rows {
                self.verify_scans(summary.ticket, &mut report).await?;
                report.applications += 1;
                progress(VerifyProgress { applications: report.applications, scans: report.scans });
            }
            match listing.next {
                Some(next) => page.after = Some(next),
                None => return Ok(report),
            }
        }
    }

    /// Lines of the audit trail after this number.
    ///
    /// # Errors
    /// [`DeskError::Refused`] without the role, or the store failed.
    pub async fn audit_lines(
        &self,
        actor: &Actor,
        after: u64,
        limit: u16,
    ) -> Result<Vec<AuditLine>, DeskError> {
        require(actor, Intention::VerifyRecords)?;
        Ok(self.ports.ledger.lines(self.office, after, limit).await?)
    }

    /// What the actor's roles have to be told, oldest first.
    ///
    /// # Errors
    /// [`DeskError::Refused`] without the role, or the store failed.
    pub async fn notices(&self, actor: &Actor) -> Result<Vec<Notice>, DeskError> {
        require(actor, Intention::ReadNotices)?;
        let mut notices = Vec::new();
        for role in Role::ALL.into_iter().filter(|role| actor.is(*role)) {
            let audience = Audience::Role(role);
            notices.extend(self.ports.outbox.untold(self.office, audience, 50).await?);
        }
        Ok(notices)
    }

    /// Ticks a notice off that was read.
    ///
    /// # Errors
    /// [`DeskError::Refused`] when it is not for the actor, or the store failed.
    pub async fn notice_read(&self, actor: &Actor, id: NoticeId) -> Result<(), DeskError> {
        if self.notices(actor).await?.iter().any(|notice| notice.id == id) {
            let now = self.ports.clock.now();
            self.ports.outbox.told(self.office, id, now).await?;
        }
        Ok(())
    }

    async fn verify_scans(
        &self,
        ticket: Ticket,
        report: &mut VerifyReport,
    ) -> Result<(), DeskError> {
        let found = match self.ports.applications.find_by_ticket(self.office, ticket).await {
            Err(error) if error.kind == StoreErrorKind::Corrupt => {
                report.unreadable.push(ticket.to_string());
                return Ok(());
            }
            found => found?,
        };
        let Some(found) = found else { return Ok(()) };
        for (requirement, document) in found.value.documents() {
            report.scans += 1;
            if let Err(error) = self.ports.vault.verify(self.office, &document.scan).await {
                let requirement = requirement.clone();
                report.scan_faults.push(ScanFault { ticket, requirement, error });
            }
        }
        Ok(())
    }
}
