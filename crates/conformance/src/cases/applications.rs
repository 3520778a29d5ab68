//! What is found is what was stored, and what was stored is what happened.

use sipoke_core::{
    access::Role,
    application::{Command, StageName, TakenBy, replay},
    documents::{Finding, Reason},
    words::{ApplicationId, NonEmpty, Note, PersonName, Ticket},
};

use super::support::{act, commit, filed, found, must, ready};
use crate::{Ports, StoreHarness, samples};

async fn found_is_the_fold(ports: &Ports, id: ApplicationId, when: &str) {
    let found = found(ports, id).await;
    let history = must(ports.applications.history(samples::office_code(), id).await);
    assert_eq!(found.value, must(replay(&history)), "{when}: not the fold of its history");
}

/// Through a whole life, with everything that can be in one.
pub async fn what_is_found_is_the_fold_of_the_history(store: &mut dyn StoreHarness) {
    let ports = store.ports();
    let application = filed(&ports, 1).await.value;
    let id = application.id();
    let verifier = samples::by_officer(Role::Verifier);
    let [letter, ..] = samples::needed();
    let note = must(Note::parse("Foto terpotong.\nMohon ulangi."));
    let lacking = Finding::Lacking { reason: Reason::Unreadable, note: Some(note) };
    let scans = samples::scan_receipts([&letter, &samples::on_condition()], 77);
    let steps = [
        (Command::CheckScans(NonEmpty::of((letter, lacking))), verifier.clone()),
        (Command::Return, verifier),
        (Command::Resubmit(scans), samples::by_applicant()),
    ];
    for (command, actor) in steps {
        act(&ports, id, command, &actor).await;
        found_is_the_fold(&ports, id, "before the file is complete").await;
    }
    let resubmitted = found(&ports, id).await.value;
    for (command, actor) in samples::ready_steps(&resubmitted) {
        act(&ports, id, command, &actor).await;
        found_is_the_fold(&ports, id, "on the way to the signature").await;
    }
    let originals = samples::needed().into_iter().chain([samples::on_condition()]);
    let originals: Vec<_> = originals.collect();
    let proxy = TakenBy::Proxy(must(PersonName::parse("Budi Contoh")));
    let clerk = samples::by_officer(Role::CounterClerk);
    for command in [samples::matching(&originals), Command::Release(proxy)] {
        act(&ports, id, command, &clerk).await;
        found_is_the_fold(&ports, id, "at the counter").await;
    }

    assert_eq!(found(&ports, id).await.value.stage().name(), StageName::Collected);
}

/// The answer to a commit is what a reader finds.
pub async fn a_commit_answers_what_is_found_afterwards(store: &mut dyn StoreHarness) {
    let ports = store.ports();

    let answered = ready(&ports, 1).await;

    assert_eq!(found(&ports, answered.value.id()).await, answered);
}

/// Also for somebody who came to the counter.
pub async fn a_walk_in_is_found_as_it_was_registered(store: &mut dyn StoreHarness) {
    let ports = store.ports();
    let change =
        samples::filed_as(1, &samples::counter_only_edition(), samples::walk_in_for_heirs(1));

    let answered = commit(&ports, change).await;

    assert_eq!(found(&ports, answered.value.id()).await, answered);
    found_is_the_fold(&ports, answered.value.id(), "at the counter").await;
}

/// The history is what happened, in order, as it was told.
pub async fn the_history_has_every_event_once_and_in_order(store: &mut dyn StoreHarness) {
    let ports = store.ports();
    let change = samples::filed(1);
    let first = change.events.clone();

    let filed = commit(&ports, change).await;
    act(&ports, filed.value.id(), Command::Withdraw, &samples::by_applicant()).await;

    let history = must(ports.applications.history(samples::office_code(), filed.value.id()).await);
    assert_eq!(history.get(..1), Some(first.as_slice()));
    let names: Vec<&str> = history.iter().map(|event| event.fact.name()).collect();
    assert_eq!(names, ["filed", "withdrawn"]);
}

/// By the code that a resident has.
pub async fn a_ticket_finds_its_application_and_no_other(store: &mut dyn StoreHarness) {
    let ports = store.ports();
    let office = samples::office_code();
    let first = filed(&ports, 1).await;
    let second = filed(&ports, 2).await;

    for application in [first, second] {
        let ticket = application.value.ticket();
        let found = must(ports.applications.find_by_ticket(office, ticket).await);
        assert_eq!(found, Some(application));
    }
    let unknown = Ticket::from_chance([42; 16]);
    assert_eq!(must(ports.applications.find_by_ticket(office, unknown).await), None);
}

/// Absence is no error.
pub async fn what_is_not_there_is_not_found(store: &mut dyn StoreHarness) {
    let ports = store.ports();
    filed(&ports, 1).await;
    let (office, stranger) = (samples::office_code(), samples::fresh(2).id);

    assert_eq!(must(ports.applications.find(office, stranger).await), None);
    assert_eq!(must(ports.applications.history(office, stranger).await), []);
}
