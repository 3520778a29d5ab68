//! Stores that break one promise each, and the case that catches each of them. A suite that lets
//! one of these pass proves nothing.

use std::{
    panic,
    pin::Pin,
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering},
    },
};

use async_trait::async_trait;
use sipoke_conformance::{
    Ports, StoreHarness,
    cases::{applications, atomicity, claims, lists, receipts, staleness},
    memory::MemoryStore,
};
use sipoke_core::{
    application::{Application, Event},
    letters::{RegisterLine, Series},
    ports::{
        Applications, Change, Claim, CommitError, Committed, Listing, Page, Query, StoreError,
        Versioned,
    },
    words::{ApplicationId, IdempotencyKey, OfficeCode, RequestHash, Ticket},
};

/// What a store does wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mistake {
    /// Nothing: the wrapper itself must pass.
    None,
    /// The last writer wins.
    StalenessIgnored,
    /// A repeated request is done again.
    ReceiptForgotten,
    /// Another request under a known key is answered with the first.
    KeyReuseIgnored,
    /// A letter gets a number that another has.
    NumberDoubled,
    /// A number is left out.
    NumberSkipped,
    /// Two applications get one ticket.
    TicketDoubled,
    /// Each page is cut from another order.
    PagingUnstable,
    /// A page has one row too few.
    RowLost,
    /// The row is stored and those who must be told are forgotten.
    HalfCommitted,
    /// What happened last is not in the history.
    HistoryCutOff,
}

/// The memory store with a mistake in front of it.
struct Wrong {
    store: Arc<MemoryStore>,
    mistake: Mistake,
    counted: AtomicU32,
}

impl Wrong {
    /// Fills a claimed number in by itself, as a store would that does not look at the register.
    fn number(&self, change: &mut Change, sequence: u32) {
        let claims = std::mem::take(&mut change.claims);
        for claim in claims {
            match claim {
                Claim::NextNumber(signature) => change.events.push(signature.numbered(sequence)),
                Claim::FreshTicket(_) => change.claims.push(claim),
            }
        }
    }
}

#[async_trait]
impl Applications for Wrong {
    async fn find(
        &self,
        office: OfficeCode,
        id: ApplicationId,
    ) -> Result<Option<Versioned<Application>>, StoreError> {
        self.store.find(office, id).await
    }

    async fn find_by_ticket(
        &self,
        office: OfficeCode,
        ticket: Ticket,
    ) -> Result<Option<Versioned<Application>>, StoreError> {
        self.store.find_by_ticket(office, ticket).await
    }

    async fn find_by_receipt(
        &self,
        office: OfficeCode,
        key: &IdempotencyKey,
        request: RequestHash,
    ) -> Result<Option<Committed>, CommitError> {
        match self.store.find_by_receipt(office, key, request).await {
            Err(CommitError::KeyReused) if self.mistake == Mistake::KeyReuseIgnored => Ok(None),
            found => found,
        }
    }

    async fn history(
        &self,
        office: OfficeCode,
        id: ApplicationId,
    ) -> Result<Vec<Event>, StoreError> {
        let mut history = self.store.history(office, id).await?;
        if self.mistake == Mistake::HistoryCutOff {
            history.pop();
        }
        Ok(history)
    }

    async fn list(
        &self,
        office: OfficeCode,
        query: &Query,
        page: Page,
    ) -> Result<Listing<sipoke_core::ports::Summary>, StoreError> {
        match self.mistake {
            Mistake::PagingUnstable => {
                let whole = Page { after: None, limit: u16::MAX };
                let mut rows = self.store.list(office, query, whole).await?.rows;
                let turned = usize::try_from(self.counted.fetch_add(1, Ordering::Relaxed));
                let turned = turned.unwrap_or_default() % rows.len().max(1);
                rows.rotate_left(turned);
                let begin = page.after.and_then(|after| rows.iter().position(|it| it.id == after));
                rows.drain(..begin.map_or(0, |begin| begin + 1));
                let more = rows.len() > usize::from(page.limit);
                rows.truncate(usize::from(page.limit));
                let next = rows.last().map(|row| row.id).filter(|_| more);
                Ok(Listing { rows, next })
            }
            Mistake::RowLost => {
                let mut listing = self.store.list(office, query, page).await?;
                if listing.next.is_some() {
                    listing.rows.pop();
                }
                Ok(listing)
            }
            _ => self.store.list(office, query, page).await,
        }
    }

    async fn register(
        &self,
        office: OfficeCode,
        series: &Series,
    ) -> Result<Vec<RegisterLine>, StoreError> {
        self.store.register(office, series).await
    }

    async fn commit(&self, mut change: Change) -> Result<Committed, CommitError> {
        match self.mistake {
            Mistake::ReceiptForgotten => change.receipt = None,
            Mistake::HalfCommitted => change.notices.clear(),
            Mistake::NumberDoubled => self.number(&mut change, 1),
            Mistake::NumberSkipped if change.signature().is_some() => {
                let signed = self.counted.fetch_add(2, Ordering::Relaxed);
                self.number(&mut change, signed + 1);
            }
            Mistake::TicketDoubled => {
                change.claims.retain(|claim| !matches!(claim, Claim::FreshTicket(_)));
            }
            _ => {}
        }
        let mut again = change.clone();
        match self.store.commit(change).await {
            Err(CommitError::Stale { current: Some(_) })
                if self.mistake == Mistake::StalenessIgnored =>
            {
                again.before = self.store.find(again.office, again.id).await?;
                self.store.commit(again).await
            }
            Err(CommitError::KeyReused) if self.mistake == Mistake::KeyReuseIgnored => {
                again.receipt = None;
                self.store.commit(again).await
            }
            answer => answer,
        }
    }
}

struct Harness {
    wrong: Arc<Wrong>,
}

#[async_trait]
impl StoreHarness for Harness {
    fn ports(&self) -> Ports {
        let store = Arc::clone(&self.wrong.store);
        Ports { applications: Arc::clone(&self.wrong) as _, ..Ports::of(store) }
    }

    async fn reopen(&mut self) {}
}

type Case = for<'a> fn(&'a mut dyn StoreHarness) -> Pin<Box<dyn Future<Output = ()> + Send + 'a>>;

macro_rules! case {
    ($group:ident::$case:ident) => {
        (stringify!($case), (|store| Box::pin($group::$case(store))) as Case)
    };
}

/// Each mistake with the case that must catch it.
fn mutants() -> Vec<(Mistake, (&'static str, Case))> {
    use Mistake::{
        HalfCommitted, HistoryCutOff, KeyReuseIgnored, NumberDoubled, NumberSkipped,
        PagingUnstable, ReceiptForgotten, RowLost, StalenessIgnored, TicketDoubled,
    };
    vec![
        (StalenessIgnored, case!(staleness::of_sixteen_commits_on_one_revision_exactly_one_wins)),
        (StalenessIgnored, case!(atomicity::a_stale_change_leaves_nothing_behind)),
        (ReceiptForgotten, case!(receipts::the_same_request_again_is_already_done)),
        (ReceiptForgotten, case!(receipts::of_thirty_two_equal_requests_at_once_one_is_stored)),
        (KeyReuseIgnored, case!(receipts::another_request_under_the_same_key_is_refused)),
        (NumberDoubled, case!(claims::numbers_begin_with_1_and_follow_one_another)),
        (NumberDoubled, case!(claims::sixteen_signatures_at_once_leave_no_gap_and_no_double)),
        (NumberSkipped, case!(claims::sixteen_signatures_at_once_leave_no_gap_and_no_double)),
        (TicketDoubled, case!(claims::of_sixteen_filings_with_one_ticket_exactly_one_wins)),
        (PagingUnstable, case!(lists::pages_stay_stable_while_others_file)),
        (RowLost, case!(lists::pages_show_every_row_once_and_the_last_says_so)),
        (HalfCommitted, case!(atomicity::a_commit_stores_every_part_of_the_change)),
        (HistoryCutOff, case!(applications::the_history_has_every_event_once_and_in_order)),
    ]
}

/// Whether a store with this mistake gets through the case.
async fn passes(mistake: Mistake, case: Case) -> bool {
    let store = Arc::new(MemoryStore::new());
    let wrong = Arc::new(Wrong { store, mistake, counted: AtomicU32::new(0) });
    let run = tokio::spawn(async move { case(&mut Harness { wrong }).await });
    match run.await {
        Ok(()) => true,
        Err(ended) => {
            assert!(ended.is_panic(), "{ended}");
            false
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn every_mistake_is_caught_and_its_absence_is_not() {
    // Cases end by panicking, and these are meant to.
    panic::set_hook(Box::new(|_| {}));

    let mut let_through = Vec::new();
    for (mistake, (name, case)) in mutants() {
        if passes(mistake, case).await {
            let_through.push(format!("{mistake:?} gets through {name}"));
        }
        if !passes(Mistake::None, case).await {
            let_through.push(format!("{name} refuses a store without mistakes"));
        }
    }

    drop(panic::take_hook());
    assert_eq!(let_through, Vec::<String>::new());
}
