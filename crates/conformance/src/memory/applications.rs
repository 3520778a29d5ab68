use std::ops::Bound;

use async_trait::async_trait;
use sipoke_core::{
    application::{Application, BrokenHistory, Event, replay},
    letters::{RegisterLine, Series},
    ports::{
        Applications, Change, Claim, CommitError, Committed, Listing, Page, Query, Receipt,
        Settled, StoreError, StoreErrorKind, Summary, Versioned,
    },
    words::{ApplicationId, IdempotencyKey, OfficeCode, RequestHash, Ticket},
};

use super::{
    MemoryStore, chain,
    state::{Case, OfficeState},
};

#[async_trait]
impl Applications for MemoryStore {
    async fn find(
        &self,
        office: OfficeCode,
        id: ApplicationId,
    ) -> Result<Option<Versioned<Application>>, StoreError> {
        self.with(office, |office| office.find(id))
    }

    async fn find_by_ticket(
        &self,
        office: OfficeCode,
        ticket: Ticket,
    ) -> Result<Option<Versioned<Application>>, StoreError> {
        self.with(office, |office| match office.tickets.get(&ticket) {
            Some(id) => office.find(*id),
            None => Ok(None),
        })
    }

    async fn find_by_receipt(
        &self,
        office: OfficeCode,
        key: &IdempotencyKey,
        request: RequestHash,
    ) -> Result<Option<Committed>, CommitError> {
        self.with(office, |office| office.done_before(key, request))
    }

    async fn history(
        &self,
        office: OfficeCode,
        id: ApplicationId,
    ) -> Result<Vec<Event>, StoreError> {
        Ok(self.with(office, |office| {
            office.cases.get(&id).map(|case| case.events.clone()).unwrap_or_default()
        }))
    }

    async fn list(
        &self,
        office: OfficeCode,
        query: &Query,
        page: Page,
    ) -> Result<Listing<Summary>, StoreError> {
        Ok(self.with(office, |office| office.list(query, page)))
    }

    async fn register(
        &self,
        office: OfficeCode,
        series: &Series,
    ) -> Result<Vec<RegisterLine>, StoreError> {
        Ok(self.with(office, |office| office.register(series)))
    }

    async fn commit(&self, change: Change) -> Result<Committed, CommitError> {
        self.with(change.office, |office| office.commit(&change))
    }
}

impl OfficeState {
    fn find(&self, id: ApplicationId) -> Result<Option<Versioned<Application>>, StoreError> {
        let found = self.cases.get(&id).map(|case| {
            let value = replay(&case.events)?;
            Ok(Versioned { value, revision: case.revision })
        });
        found.transpose().map_err(|broken| corrupt("application.find", broken))
    }

    fn done_before(
        &self,
        key: &IdempotencyKey,
        request: RequestHash,
    ) -> Result<Option<Committed>, CommitError> {
        match self.receipts.get(key) {
            None => Ok(None),
            Some((known, _)) if *known != request => Err(CommitError::KeyReused),
            Some((_, id)) => Ok(self.find(*id)?.map(|application| Committed { application })),
        }
    }

    /// Everything that can fail comes first; what follows cannot.
    fn commit(&mut self, change: &Change) -> Result<Committed, CommitError> {
        if let Some(Receipt { key, request, .. }) = &change.receipt
            && let Some(done) = self.done_before(key, *request)?
        {
            return Err(CommitError::AlreadyDone(Box::new(done)));
        }
        let current = self.cases.get(&change.id).map(|case| case.revision);
        if current != change.expected() {
            return Err(CommitError::Stale { current });
        }
        if let Some(taken) = change.claims.iter().find(|claim| self.is_taken(claim)) {
            return Err(CommitError::Claimed(Box::new(taken.clone())));
        }
        let sequence = change.signature().map(|signature| self.next_number(&signature.series));
        let settled =
            change.settle(sequence).map_err(|broken| corrupt("application.commit", broken))?;
        let application = settled.application.clone();
        self.write(change, settled);
        Ok(Committed { application })
    }

    fn is_taken(&self, claim: &Claim) -> bool {
        match claim {
            Claim::FreshTicket(ticket) => self.tickets.contains_key(ticket),
            Claim::NextNumber(_) => false,
        }
    }

    fn next_number(&self, series: &Series) -> u32 {
        let given = self.registers.get(series).map_or(0, Vec::len);
        u32::try_from(given).unwrap_or(u32::MAX).saturating_add(1)
    }

    fn write(&mut self, change: &Change, settled: Settled) {
        let Versioned { value, revision } = settled.application;
        for event in &settled.events {
            let digest = Some(chain::digest(event));
            let action = event.fact.name();
            self.record(event.at, event.by, action, change.id.to_string(), digest);
        }
        if let Some(signature) = change.signature() {
            self.registers.entry(signature.series.clone()).or_default().push(change.id);
        }
        self.tickets.insert(value.ticket(), change.id);
        self.untold.extend(change.notices.iter().cloned());
        if let Some(receipt) = &change.receipt {
            self.receipts.insert(receipt.key.clone(), (receipt.request, change.id));
        }
        let mut events = self.cases.remove(&change.id).map(|case| case.events).unwrap_or_default();
        events.extend(settled.events);
        self.cases.insert(change.id, Case { events, revision, current: value });
    }

    fn list(&self, query: &Query, page: Page) -> Listing<Summary> {
        let begin = page.after.map_or(Bound::Unbounded, Bound::Excluded);
        let limit = usize::from(page.limit);
        let mut rows: Vec<Summary> = self
            .cases
            .range((begin, Bound::Unbounded))
            .map(|(_, case)| &case.current)
            .filter(|application| fits(application, query))
            .take(limit.saturating_add(1))
            .map(summary)
            .collect();
        let more = rows.len() > limit;
        rows.truncate(limit);
        let next = rows.last().map(|row| row.id).filter(|_| more);
        Listing { rows, next }
    }

    fn register(&self, series: &Series) -> Vec<RegisterLine> {
        let ids = self.registers.get(series).into_iter().flatten();
        let cases = ids.filter_map(|id| self.cases.get(id));
        cases
            .filter_map(|case| {
                let (number, state) = case.current.letter()?.clone();
                Some(RegisterLine { number, application: case.current.id(), state })
            })
            .collect()
    }
}

fn fits(application: &Application, query: &Query) -> bool {
    query.stage.is_none_or(|stage| application.stage().name() == stage)
        && query.service.as_ref().is_none_or(|code| application.terms().edition.service == *code)
        && query.nik.as_ref().is_none_or(|nik| application.applicant().nik == *nik)
}

fn summary(application: &Application) -> Summary {
    Summary {
        id: application.id(),
        ticket: application.ticket(),
        service: application.terms().edition.service.clone(),
        applicant: application.applicant().name.clone(),
        channel: application.channel(),
        filed_at: application.filed_at(),
        stage: application.stage().name(),
        since: application.stage().since(),
        timer: application.timer(),
    }
}

fn corrupt(during: &'static str, broken: BrokenHistory) -> StoreError {
    StoreError::new(StoreErrorKind::Corrupt, during, broken)
}
