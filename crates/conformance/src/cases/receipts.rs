//! A request has one effect, however often and however fast it arrives.

use sipoke_core::{
    access::Role,
    application::Command,
    ports::{Change, CommitError, Page, Query},
};

use super::support::{act, at_once, broken, commit, filed, found, later, must};
use crate::{StoreHarness, samples};

/// What a retry sends: the same request, but chance has given it another id and ticket.
fn attempt(seed: u64, receipt: u64) -> Change {
    Change { receipt: Some(samples::receipt(receipt)), ..samples::filed(seed) }
}

/// The second time nothing happens and the answer is the same.
pub async fn the_same_request_again_is_already_done(store: &mut dyn StoreHarness) {
    let ports = store.ports();
    let first = commit(&ports, attempt(1, 1)).await;

    let again = ports.applications.commit(attempt(2, 1)).await;

    let Err(CommitError::AlreadyDone(done)) = again else {
        broken(format!("the request was taken twice: {again:?}"));
    };
    assert_eq!(done.application, first);
}

/// A key belongs to one request.
pub async fn another_request_under_the_same_key_is_refused(store: &mut dyn StoreHarness) {
    let ports = store.ports();
    commit(&ports, attempt(1, 1)).await;
    let mut other = attempt(2, 1);
    if let Some(receipt) = &mut other.receipt {
        receipt.request = samples::request(2);
    }

    let refused = ports.applications.commit(other).await;

    assert!(matches!(refused, Err(CommitError::KeyReused)), "{refused:?}");
}

/// A slow line and an impatient thumb.
pub async fn of_thirty_two_equal_requests_at_once_one_is_stored(store: &mut dyn StoreHarness) {
    let ports = store.ports();
    let office = samples::office_code();

    let answers = at_once(&ports, (1..=32).map(|seed| attempt(seed, 1)).collect()).await;

    let mut stored = Vec::new();
    let mut repeated = Vec::new();
    for answer in answers {
        match answer {
            Ok(committed) => stored.push(committed),
            Err(CommitError::AlreadyDone(done)) => repeated.push(*done),
            Err(other) => broken(format!("neither stored nor already done: {other:?}")),
        }
    }
    assert_eq!((stored.len(), repeated.len()), (1, 31));
    assert!(repeated.iter().all(|done| stored.contains(done)), "a retry got another application");
    let page = Page { after: None, limit: 100 };
    let listing = must(ports.applications.list(office, &Query::default(), page).await);
    assert_eq!(listing.rows.len(), 1);
}

/// The receipt is looked at first: the revision that a retry read has passed.
pub async fn a_repeated_step_is_already_done_and_not_stale(store: &mut dyn StoreHarness) {
    let ports = store.ports();
    let read = filed(&ports, 1).await;
    let verifier = samples::by_officer(Role::Verifier);
    let step =
        samples::decided(&read, samples::scans_fit(&read.value), &verifier, later(&read.value));
    let step = Change { receipt: Some(samples::receipt(1)), ..step };
    let done = commit(&ports, step.clone()).await;

    let again = ports.applications.commit(step).await;

    let Err(CommitError::AlreadyDone(answer)) = again else {
        broken(format!("not recognised: {again:?}"));
    };
    assert_eq!(answer.application, done);
}

/// Also before its ticket is looked at.
pub async fn a_repeated_filing_is_already_done_and_not_claimed(store: &mut dyn StoreHarness) {
    let ports = store.ports();
    commit(&ports, attempt(1, 1)).await;

    let again = ports.applications.commit(attempt(1, 1)).await;

    assert!(matches!(again, Err(CommitError::AlreadyDone(_))), "{again:?}");
}

/// The answer is not a memory of the first one.
pub async fn a_late_retry_is_answered_with_the_application_of_now(store: &mut dyn StoreHarness) {
    let ports = store.ports();
    let first = commit(&ports, attempt(1, 1)).await;
    let now = act(&ports, first.value.id(), Command::Withdraw, &samples::by_applicant()).await;

    let again = ports.applications.commit(attempt(2, 1)).await;

    let Err(CommitError::AlreadyDone(done)) = again else {
        broken(format!("the request was taken twice: {again:?}"));
    };
    assert_eq!(done.application, now);
}

/// So that an upload need not be read twice.
pub async fn a_receipt_finds_what_its_request_led_to(store: &mut dyn StoreHarness) {
    let ports = store.ports();
    let first = commit(&ports, attempt(1, 1)).await;
    let receipt = samples::receipt(1);
    let unknown = samples::receipt(2);
    let office = samples::office_code();
    let lookup = |key, request| ports.applications.find_by_receipt(office, key, request);

    let known = must(lookup(&receipt.key, receipt.request).await);
    let stranger = must(lookup(&unknown.key, unknown.request).await);
    let reused = lookup(&receipt.key, unknown.request).await;

    assert_eq!(known.map(|done| done.application), Some(first.clone()));
    assert_eq!(stranger, None);
    assert!(matches!(reused, Err(CommitError::KeyReused)), "{reused:?}");
    assert_eq!(found(&ports, first.value.id()).await, first);
}
