//! A change is stored whole or not at all: state, history, audit lines, register, outbox, receipt.

use sipoke_core::{
    access::Role,
    application::Command,
    documents::Comparison,
    ports::{Change, Claim, CommitError, StoreErrorKind},
    words::NonEmpty,
};

use super::{
    snapshot::Snapshot,
    support::{act, before_signature, broken, commit, filed, found, later, must, ready, signing},
};
use crate::{Ports, StoreHarness, samples};

/// A change with every part: event, number, notice, receipt.
async fn full_change(ports: &Ports, seed: u64) -> Change {
    let application = filed(ports, seed).await;
    let application = before_signature(ports, application).await;
    let change = signing(&application, later(&application.value));
    Change { receipt: Some(samples::receipt(900)), ..change }
}

/// The receipt of a refused change was not kept either: the key is free for another request.
async fn the_key_is_still_free(ports: &Ports, change: &Change) {
    for request in [samples::request(900), samples::request(901)] {
        let receipt = samples::receipt(900);
        let found = ports.applications.find_by_receipt(change.office, &receipt.key, request).await;
        assert_eq!(must(found), None, "the receipt of a refused change was kept");
    }
}

/// All parts of a change are there after the commit.
pub async fn a_commit_stores_every_part_of_the_change(store: &mut dyn StoreHarness) {
    let ports = store.ports();
    let change = full_change(&ports, 1).await;
    let (office, id) = (change.office, change.id);
    let lines_before = must(ports.ledger.audit(office).await).lines;
    let history_before = must(ports.applications.history(office, id).await);

    let committed = must(ports.applications.commit(change.clone()).await);

    let application = &committed.application;
    assert_eq!(found(&ports, id).await, *application);
    let history = must(ports.applications.history(office, id).await);
    assert_eq!(history.len(), history_before.len() + 1);
    assert_eq!(must(ports.ledger.audit(office).await).lines, lines_before + 1);
    let register = must(ports.applications.register(office, &samples::series()).await);
    assert_eq!(register.len(), 1);
    let [notice] = change.notices.as_slice() else { broken("one notice expected") };
    let untold = must(ports.outbox.untold(office, notice.audience, 100).await);
    assert!(untold.contains(notice), "the notice is not in the outbox");
    let receipt = samples::receipt(900);
    let by_receipt = ports.applications.find_by_receipt(office, &receipt.key, receipt.request);
    assert_eq!(must(by_receipt.await), Some(committed));
}

/// A change that is stale.
pub async fn a_stale_change_leaves_nothing_behind(store: &mut dyn StoreHarness) {
    let ports = store.ports();
    let stale = full_change(&ports, 1).await;
    act(&ports, stale.id, Command::Withdraw, &samples::by_applicant()).await;
    let before = Snapshot::of(&ports).await;

    let refused = ports.applications.commit(stale.clone()).await;

    assert!(matches!(refused, Err(CommitError::Stale { .. })), "{refused:?}");
    assert_eq!(Snapshot::of(&ports).await, before);
    the_key_is_still_free(&ports, &stale).await;
}

/// A change whose ticket is taken.
pub async fn a_change_with_a_taken_ticket_leaves_nothing_behind(store: &mut dyn StoreHarness) {
    let ports = store.ports();
    let taken = filed(&ports, 1).await.value.ticket();
    let mut change = samples::filed(2);
    change.claims = vec![Claim::FreshTicket(taken)];
    change.receipt = Some(samples::receipt(900));
    let before = Snapshot::of(&ports).await;

    let refused = ports.applications.commit(change.clone()).await;

    assert!(matches!(refused, Err(CommitError::Claimed(_))), "{refused:?}");
    assert_eq!(Snapshot::of(&ports).await, before);
    the_key_is_still_free(&ports, &change).await;
}

/// A change whose number was allotted before it turned out that its events cannot follow.
pub async fn a_change_that_cannot_follow_leaves_nothing_behind(store: &mut dyn StoreHarness) {
    let ports = store.ports();
    let signature = full_change(&ports, 1).await;
    let filed = filed(&ports, 2).await;
    let impossible = Change { id: filed.value.id(), before: Some(filed), ..signature };
    let before = Snapshot::of(&ports).await;

    let refused = ports.applications.commit(impossible.clone()).await;

    let Err(CommitError::Store(error)) = refused else {
        broken(format!("a letter was signed that nobody drafted: {refused:?}"));
    };
    assert_eq!(error.kind, StoreErrorKind::Corrupt);
    assert_eq!(Snapshot::of(&ports).await, before);
    the_key_is_still_free(&ports, &impossible).await;
}

/// A change under a key that belongs to another request.
pub async fn a_change_under_a_used_key_leaves_nothing_behind(store: &mut dyn StoreHarness) {
    let ports = store.ports();
    let first = Change { receipt: Some(samples::receipt(1)), ..samples::filed(1) };
    commit(&ports, first).await;
    let mut receipt = samples::receipt(1);
    receipt.request = samples::request(2);
    let second = Change { receipt: Some(receipt), ..samples::filed(2) };
    let before = Snapshot::of(&ports).await;

    let refused = ports.applications.commit(second).await;

    assert!(matches!(refused, Err(CommitError::KeyReused)), "{refused:?}");
    assert_eq!(Snapshot::of(&ports).await, before);
}

/// A change that was stored before.
pub async fn a_repeated_change_leaves_nothing_behind(store: &mut dyn StoreHarness) {
    let ports = store.ports();
    let change = Change { receipt: Some(samples::receipt(1)), ..samples::filed(1) };
    commit(&ports, change.clone()).await;
    let before = Snapshot::of(&ports).await;

    let refused = ports.applications.commit(change).await;

    assert!(matches!(refused, Err(CommitError::AlreadyDone(_))), "{refused:?}");
    assert_eq!(Snapshot::of(&ports).await, before);
}

/// A change with two events: both or none, here both.
pub async fn a_difference_voids_the_letter_in_the_commit_that_records_it(
    store: &mut dyn StoreHarness,
) {
    let ports = store.ports();
    let application = ready(&ports, 1).await;
    let [first, ..] = samples::needed();
    let seen = NonEmpty::of((first, Comparison::Differs));
    let lines_before = must(ports.ledger.audit(samples::office_code()).await).lines;

    let command = Command::CompareOriginals(seen);
    let clerk = samples::by_officer(Role::CounterClerk);
    act(&ports, application.value.id(), command, &clerk).await;

    let after = must(ports.ledger.lines(samples::office_code(), lines_before, 10).await);
    let actions: Vec<&str> = after.iter().map(|line| line.action.as_str()).collect();
    assert_eq!(actions, ["originals-compared", "letter-voided"]);
}
