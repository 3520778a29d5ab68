//! A change is decided on what was read; when that has changed meanwhile, it is decided again.

use sipoke_core::{
    access::Role,
    application::{Command, Fact, StageName},
    documents::Reason,
    ports::{Change, CommitError, Revision},
    words::Note,
};

use super::{
    snapshot::Snapshot,
    support::{act, at_once, commit, filed, found, later, must},
};
use crate::{StoreHarness, samples};

/// Revisions count from 1.
pub async fn a_new_application_has_revision_1_and_each_commit_adds_one(
    store: &mut dyn StoreHarness,
) {
    let ports = store.ports();

    let filed = filed(&ports, 1).await;
    let checked = act(
        &ports,
        filed.value.id(),
        samples::scans_fit(&filed.value),
        &samples::by_officer(Role::Verifier),
    )
    .await;

    assert_eq!(filed.revision, Revision(1));
    assert_eq!(checked.revision, Revision(2));
    assert_eq!(found(&ports, filed.value.id()).await.revision, Revision(2));
}

/// The answer says where the application is now.
pub async fn a_stale_commit_learns_the_revision_of_now(store: &mut dyn StoreHarness) {
    let ports = store.ports();
    let filed = filed(&ports, 1).await;
    let withdrawal =
        samples::decided(&filed, Command::Withdraw, &samples::by_applicant(), later(&filed.value));
    let verifier = samples::by_officer(Role::Verifier);
    act(&ports, filed.value.id(), samples::scans_fit(&filed.value), &verifier).await;
    let before = Snapshot::of(&ports).await;

    let refused = ports.applications.commit(withdrawal).await;

    let stale = matches!(refused, Err(CommitError::Stale { current: Some(Revision(2)) }));
    assert!(stale, "{refused:?}");
    assert_eq!(Snapshot::of(&ports).await, before);
}

/// An id is given once.
pub async fn an_application_is_not_filed_over_another(store: &mut dyn StoreHarness) {
    let ports = store.ports();
    let first = filed(&ports, 1).await;
    let mut second = samples::filed(2);
    second.id = first.value.id();
    second.claims = Vec::new();
    let before = Snapshot::of(&ports).await;

    let refused = ports.applications.commit(second).await;

    let stale = matches!(refused, Err(CommitError::Stale { current: Some(Revision(1)) }));
    assert!(stale, "{refused:?}");
    assert_eq!(Snapshot::of(&ports).await, before);
}

/// There must be something to change.
pub async fn an_application_that_is_not_there_cannot_be_changed(store: &mut dyn StoreHarness) {
    let ports = store.ports();
    let known = filed(&ports, 1).await;
    let mut change =
        samples::decided(&known, Command::Withdraw, &samples::by_applicant(), later(&known.value));
    change.id = samples::fresh(2).id;

    let refused = ports.applications.commit(change).await;

    let stale = matches!(refused, Err(CommitError::Stale { current: None }));
    assert!(stale, "{refused:?}");
}

/// Sixteen people decide on what they all read.
pub async fn of_sixteen_commits_on_one_revision_exactly_one_wins(store: &mut dyn StoreHarness) {
    let ports = store.ports();
    for seed in 1..=4 {
        let read = filed(&ports, seed).await;
        let withdrawal = samples::decided(
            &read,
            Command::Withdraw,
            &samples::by_applicant(),
            later(&read.value),
        );
        let rejection = samples::decided(
            &read,
            Command::Reject {
                reason: Reason::Duplicate,
                legal_ground: must(Note::parse("Perda contoh pasal 1")),
            },
            &samples::by_officer(Role::Head),
            later(&read.value),
        );
        let changes: Vec<Change> = [withdrawal, rejection].into_iter().cycle().take(16).collect();

        let answers = at_once(&ports, changes).await;

        let won = answers.iter().filter(|answer| answer.is_ok()).count();
        let stale = answers.iter().filter(|answer| {
            matches!(answer, Err(CommitError::Stale { current: Some(Revision(2)) }))
        });
        assert_eq!((won, stale.count()), (1, 15), "{answers:?}");
        let office = samples::office_code();
        let history = must(ports.applications.history(office, read.value.id()).await);
        assert_eq!(history.len(), 2, "more than the winner was written");
    }
}

/// Sixteen people file the same id, as a generator that repeats itself would.
pub async fn of_sixteen_filings_under_one_id_exactly_one_wins(store: &mut dyn StoreHarness) {
    let ports = store.ports();
    let id = samples::fresh(1).id;
    let changes = (1..=16).map(|seed| {
        let mut change = samples::filed(seed);
        change.id = id;
        for event in &mut change.events {
            if let Fact::Filed(filed) = &mut event.fact {
                filed.id = id;
            }
        }
        change
    });

    let answers = at_once(&ports, changes.collect()).await;

    let won = answers.iter().filter(|answer| answer.is_ok()).count();
    let stale = answers
        .iter()
        .filter(|answer| matches!(answer, Err(CommitError::Stale { current: Some(_) })));
    assert_eq!((won, stale.count()), (1, 15), "{answers:?}");
}

/// The loser decides again on what is there now.
pub async fn the_loser_of_a_race_can_decide_again(store: &mut dyn StoreHarness) {
    let ports = store.ports();
    let read = filed(&ports, 1).await;
    let verifier = samples::by_officer(Role::Verifier);
    let check = |read| {
        samples::decided(read, samples::scans_fit(&read.value), &verifier, later(&read.value))
    };
    commit(&ports, check(&read)).await;
    let lost = ports.applications.commit(check(&read)).await;
    assert!(matches!(lost, Err(CommitError::Stale { .. })), "{lost:?}");

    let again = found(&ports, read.value.id()).await;
    let accepted = samples::decided(&again, Command::Accept, &verifier, later(&again.value));
    let accepted = commit(&ports, accepted).await;

    assert_eq!(accepted.value.stage().name(), StageName::Accepted);
    assert_eq!(accepted.revision, Revision(3));
}
