//! An office at work, made of the samples.

use sipoke_conformance::samples;
use sipoke_core::{
    access::{Author, Role},
    application::Application,
    office::Calendar,
    ports::{
        Applications, AuditEntry, Catalogue, Change, Ledger, NewSession, Offices, Publication,
        Staff, Versioned,
    },
};
use sipoke_postgres::PostgresStore;

/// Commits a change.
pub(crate) async fn commit(store: &PostgresStore, change: Change) -> Versioned<Application> {
    store.commit(change).await.expect("the commit is taken").application
}

/// Files the application of this seed and takes it to where its letter waits.
pub(crate) async fn ready(store: &PostgresStore, seed: u64) -> Versioned<Application> {
    let mut case = commit(store, samples::filed(seed)).await;
    for (command, actor) in samples::ready_steps(&case.value) {
        let at = case.value.stage().since().plus_seconds(60);
        case = commit(store, samples::decided(&case, command, &actor, at)).await;
    }
    case
}

/// An office that is set up, with two editions, an officer who signed in, and cases.
pub(crate) async fn busy_office(store: &PostgresStore) {
    let (office, at, by) = (samples::office_code(), samples::morning(), Author::Console);
    store.save_office(samples::office(), at, by).await.unwrap();
    store.save_calendar(office, Calendar::default(), at, by).await.unwrap();
    for (expected, number) in [(2, 1), (3, 2)] {
        let editions = vec![(1, samples::edition(number))];
        store.publish(Publication { office, expected, editions, at, by }).await.unwrap();
    }
    let account = samples::account(Role::Head);
    let officer = account.officer.id;
    store.add(office, account, at, by).await.unwrap();
    let ends_at = at.plus_seconds(900);
    let session = NewSession { token: samples::token(1), officer, began_at: at, ends_at };
    store.open_session(office, session).await.unwrap();
    let receipt = Some(samples::receipt(1));
    commit(store, Change { receipt, ..samples::filed(1) }).await;
    for seed in 2..=4 {
        ready(store, seed).await;
    }
    let subject = samples::filed(3).id.to_string();
    store.append(AuditEntry { office, at, by, action: "scan-viewed", subject }).await.unwrap();
}
