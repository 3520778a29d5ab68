use sipoke_conformance::memory::TestSealer;
use sipoke_core::{
    application::replay,
    ports::{Applications, Catalogue, CommitError, Ledger, Outbox, Page, Query, Staff},
    words::Login,
};
use sipoke_sqlite::{OpenError, SqliteStore};

use crate::cases;

#[tokio::test]
async fn all_is_there_after_the_file_is_opened_again() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("kantor.db");
    let store = cases::open(&path);
    cases::busy_office(&store).await;
    let before = everything(&store).await;
    drop(store);
    assert!(!folder.path().join("kantor.db-wal").exists(), "the file was closed");

    let store = cases::open(&path);

    assert_eq!(everything(&store).await, before);
    assert!(store.audit(cases::office()).await.unwrap().faults.is_empty());
    let next = cases::signed(&store, 9).await;
    assert_eq!(next.value.letter().unwrap().0.sequence, 4);
    let again = store.commit(cases::filing_once(1)).await.unwrap_err();
    assert!(matches!(again, CommitError::AlreadyDone(_)));
}

/// What the ports show, as text.
async fn everything(store: &SqliteStore) -> String {
    let office = cases::office();
    let page = Page { after: None, limit: 100 };
    let listing = Applications::list(store, office, &Query::default(), page).await.unwrap();
    let mut text = format!("{listing:?}");
    for summary in &listing.rows {
        let history = store.history(office, summary.id).await.unwrap();
        let found = store.find(office, summary.id).await.unwrap().unwrap();
        assert_eq!(replay(&history).unwrap(), found.value);
        text += &format!("{found:?}{history:?}");
    }
    let audience = sipoke_core::ports::Audience::Role(sipoke_core::access::Role::Verifier);
    let login = Login::parse("loket1").unwrap();
    text += &format!(
        "{:?}{:?}{:?}{:?}{:?}{:?}{:?}",
        store.register(office, &cases::series()).await.unwrap(),
        store.lines(office, 0, 1_000).await.unwrap(),
        store.current(office).await.unwrap(),
        store.revision(office).await.unwrap(),
        store.untold(office, audience, 100).await.unwrap(),
        store.account(office, &login).await.unwrap(),
        store.session(office, [9; 32]).await.unwrap(),
    );
    text
}

#[tokio::test]
async fn a_file_from_a_newer_version_is_left_as_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("kantor.db");
    drop(cases::open(&path));
    let raw = rusqlite::Connection::open(&path).unwrap();
    raw.pragma_update(None, "user_version", 1_000).unwrap();
    drop(raw);
    let before = std::fs::read(&path).unwrap();

    let refused = SqliteStore::open(&path, std::sync::Arc::new(TestSealer)).map(drop).unwrap_err();

    assert!(matches!(refused, OpenError::Migration(_)), "{refused}");
    assert_eq!(std::fs::read(&path).unwrap(), before);
}

#[tokio::test]
async fn a_file_of_another_program_is_left_as_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("theirs.db");
    let raw = rusqlite::Connection::open(&path).unwrap();
    raw.execute_batch("CREATE TABLE theirs (x)").unwrap();
    drop(raw);
    let before = std::fs::read(&path).unwrap();

    let refused = SqliteStore::open(&path, std::sync::Arc::new(TestSealer)).map(drop);

    assert!(refused.is_err());
    assert_eq!(std::fs::read(&path).unwrap(), before);
}

#[tokio::test]
async fn what_is_recorded_cannot_be_changed_by_a_statement() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("kantor.db");
    let store = cases::open(&path);
    cases::busy_office(&store).await;
    let raw = rusqlite::Connection::open(&path).unwrap();

    for statement in [
        "UPDATE audit SET action = 'x'",
        "DELETE FROM audit",
        "UPDATE edition SET place = 9",
        "DELETE FROM edition",
        "DELETE FROM letter",
    ] {
        assert!(raw.execute(statement, []).is_err(), "{statement}");
    }
    assert!(store.audit(cases::office()).await.unwrap().faults.is_empty());
}
