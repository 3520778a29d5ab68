//! The same change behind the back of either store is the same finding.

use std::{path::Path, sync::Arc};

use sipoke_conformance::{Ports, memory::TestSealer, samples};
use sipoke_core::{
    access::{Author, Role},
    ports::{AuditFault, Publication},
};
use sipoke_postgres::{PostgresStore, Settings};
use sipoke_sqlite::SqliteStore;
use sipoke_test_postgres::{APP, Database, READER, SUPERUSER};

/// What somebody does who is above all rules of the database.
const CHANGES: [&str; 14] = [
    "DELETE FROM letter WHERE sequence = 2",
    "UPDATE letter SET state = 'void' WHERE sequence = 1",
    "UPDATE letter SET text = 'x' WHERE sequence = 1",
    "UPDATE audit SET action = 'x' WHERE number = 4",
    "UPDATE audit SET at = at + 1 WHERE number = 4",
    "DELETE FROM audit WHERE number = 4",
    "DELETE FROM audit WHERE number = (SELECT max(number) FROM audit)",
    "UPDATE audit_head SET number = number + 1",
    "UPDATE application SET stage = 'collected'",
    "UPDATE application SET ticket = 'X' || ticket WHERE revision = 1",
    "DELETE FROM application WHERE revision = 1",
    "UPDATE officer SET roles = 'head admin'",
    "DELETE FROM officer",
    "DELETE FROM edition",
];

async fn work(ports: &Ports) {
    let (office, at, by) = (samples::office_code(), samples::morning(), Author::Console);
    ports.offices.save_office(samples::office(), at, by).await.unwrap();
    let editions = vec![(1, samples::edition(1))];
    let publication = Publication { office, expected: 1, editions, at, by };
    ports.catalogue.publish(publication).await.unwrap();
    ports.staff.add(office, samples::account(Role::Head), at, by).await.unwrap();
    ports.applications.commit(samples::filed(1)).await.unwrap();
    for seed in 2..=4 {
        let mut case = ports.applications.commit(samples::filed(seed)).await.unwrap().application;
        for (command, actor) in samples::ready_steps(&case.value) {
            let at = case.value.stage().since().plus_seconds(60);
            let change = samples::decided(&case, command, &actor, at);
            case = ports.applications.commit(change).await.unwrap().application;
        }
    }
}

async fn findings(ports: &Ports) -> Vec<AuditFault> {
    ports.ledger.audit(samples::office_code()).await.unwrap().faults
}

async fn on_sqlite(folder: &Path, change: &str) -> Vec<AuditFault> {
    let path = folder.join("kantor.db");
    let store = Arc::new(SqliteStore::open(&path, Arc::new(TestSealer)).unwrap());
    let ports = Ports::of(store);
    work(&ports).await;
    let raw = rusqlite::Connection::open(&path).unwrap();
    raw.execute_batch("PRAGMA foreign_keys = OFF").unwrap();
    for trigger in [
        "audit_is_never_changed",
        "audit_is_never_shortened",
        "edition_is_never_removed",
        "letter_is_never_removed",
    ] {
        raw.execute_batch(&format!("DROP TRIGGER {trigger}")).unwrap();
    }
    assert!(raw.execute(change, []).unwrap() > 0, "{change}");
    findings(&ports).await
}

async fn on_postgres(change: &'static str) -> Vec<AuditFault> {
    let database = Database::like("sipoke_template", |owner| async move {
        PostgresStore::migrate(&owner).await.unwrap();
        PostgresStore::grant(&owner, APP, READER).await.unwrap();
    })
    .await;
    let settings = Settings::new(database.url(APP));
    let store = PostgresStore::open(&settings, Arc::new(TestSealer)).await.unwrap();
    let ports = Ports::of(Arc::new(store));
    work(&ports).await;
    let mut raw = database.connect(SUPERUSER).await;
    sqlx::raw_sql("SET session_replication_role = replica").execute(&mut raw).await.unwrap();
    let done = sqlx::raw_sql(change).execute(&mut raw).await.unwrap();
    assert!(done.rows_affected() > 0, "{change}");
    findings(&ports).await
}

#[tokio::test]
async fn a_change_is_the_same_finding_in_both_stores() {
    for change in CHANGES {
        let folder = tempfile::tempdir().unwrap();

        let (sqlite, postgres) =
            tokio::join!(on_sqlite(folder.path(), change), on_postgres(change));

        assert_ne!(sqlite, [], "{change}");
        assert_eq!(sqlite, postgres, "SQLite left, PostgreSQL right: {change}");
    }
}
