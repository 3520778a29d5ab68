//! Everything that can be seen of an office's store, so that "nothing changed" means nothing.

use sipoke_core::{
    access::Role,
    application::{Application, Event},
    catalogue::Edition,
    letters::RegisterLine,
    office::{Calendar, Office},
    ports::{
        Audience, AuditLine, AuditReport, Notice, Officer, OfficerAccount, Page, Query, Summary,
        Versioned,
    },
    words::OfficeCode,
};

use super::support::{must, there};
use crate::{Ports, samples};

#[derive(Debug, PartialEq, Eq)]
pub(super) struct Snapshot {
    office: Option<Office>,
    calendar: Calendar,
    revision: u64,
    editions: Vec<Edition>,
    officers: Vec<Officer>,
    accounts: Vec<Option<OfficerAccount>>,
    summaries: Vec<Summary>,
    applications: Vec<(Versioned<Application>, Vec<Event>)>,
    register: Vec<RegisterLine>,
    notices: Vec<Notice>,
    lines: Vec<AuditLine>,
    report: AuditReport,
}

impl Snapshot {
    /// Of the sample office.
    pub(super) async fn of(ports: &Ports) -> Self {
        Self::of_office(ports, samples::office_code()).await
    }

    pub(super) async fn of_office(ports: &Ports, office: OfficeCode) -> Self {
        let page = Page { after: None, limit: u16::MAX };
        let listing = must(ports.applications.list(office, &Query::default(), page).await);
        let mut applications = Vec::new();
        for row in &listing.rows {
            let found = there(must(ports.applications.find(office, row.id).await));
            applications.push((found, must(ports.applications.history(office, row.id).await)));
        }
        let mut accounts = Vec::new();
        let officers = must(ports.staff.list(office).await);
        for officer in &officers {
            accounts.push(must(ports.staff.account(office, &officer.login).await));
        }
        let mut notices = Vec::new();
        let roles = Role::ALL.into_iter().map(Audience::Role);
        for audience in roles.chain([Audience::Applicant]) {
            notices.extend(must(ports.outbox.untold(office, audience, u16::MAX).await));
        }
        Self {
            office: must(ports.offices.office(office).await),
            calendar: must(ports.offices.calendar(office).await),
            revision: must(ports.catalogue.revision(office).await),
            editions: must(ports.catalogue.current(office).await),
            officers,
            accounts,
            summaries: listing.rows,
            applications,
            register: must(ports.applications.register(office, &samples::series()).await),
            notices,
            lines: must(ports.ledger.lines(office, 0, u16::MAX).await),
            report: must(ports.ledger.audit(office).await),
        }
    }
}
