use std::{
    collections::{BTreeMap, HashMap},
    sync::{Mutex, PoisonError},
};

use sipoke_core::{
    application::{Application, Event},
    catalogue::Edition,
    letters::Series,
    office::{Calendar, Office},
    ports::{AuditLine, Notice, OfficerAccount, Revision, Session},
    words::{ApplicationId, IdempotencyKey, Login, OfficeCode, RequestHash, ServiceCode, Ticket},
};

/// Keeps everything of every office behind one lock, so that each call is atomic by itself.
#[derive(Debug, Default)]
pub struct MemoryStore {
    offices: Mutex<BTreeMap<OfficeCode, OfficeState>>,
}

impl MemoryStore {
    /// A store without any office.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Runs `work` on all that one office has, alone. `work` checks before it changes: what it has
    /// changed is not taken back.
    pub(super) fn with<T>(
        &self,
        office: OfficeCode,
        work: impl FnOnce(&mut OfficeState) -> T,
    ) -> T {
        let mut offices = self.offices.lock().unwrap_or_else(PoisonError::into_inner);
        work(offices.entry(office).or_default())
    }
}

/// All that one office has.
#[derive(Debug, Default)]
pub(super) struct OfficeState {
    pub(super) office: Option<Office>,
    pub(super) calendar: Calendar,
    pub(super) published: u64,
    /// By service and edition number, with the place in the list.
    pub(super) editions: BTreeMap<(ServiceCode, u32), (u32, Edition)>,
    pub(super) accounts: BTreeMap<Login, OfficerAccount>,
    pub(super) sessions: HashMap<[u8; 32], Session>,
    pub(super) cases: BTreeMap<ApplicationId, Case>,
    pub(super) tickets: HashMap<Ticket, ApplicationId>,
    pub(super) receipts: HashMap<IdempotencyKey, (RequestHash, ApplicationId)>,
    /// The cases of each series in the order of their numbers, which begin with 1.
    pub(super) registers: BTreeMap<Series, Vec<ApplicationId>>,
    /// Notices that were not told yet, in the order they came.
    pub(super) untold: Vec<Notice>,
    pub(super) chain: Vec<AuditLine>,
}

/// One application.
#[derive(Debug)]
pub(super) struct Case {
    pub(super) events: Vec<Event>,
    pub(super) revision: Revision,
    /// The fold of the events, for lists and registers.
    pub(super) current: Application,
}
