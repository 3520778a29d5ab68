use sipoke_conformance::samples;
use sipoke_core::ports::{Applications, Ledger};
use sipoke_test_postgres::{APP, OWNER, READER};
use sqlx::{AssertSqlSafe, PgConnection};

use crate::{cases, support};

/// The code with which the server refuses a statement.
async fn refusal(connection: &mut PgConnection, sql: &str) -> Option<String> {
    let refused = sqlx::raw_sql(AssertSqlSafe(sql.to_owned())).execute(connection).await.err()?;
    let sqlx::Error::Database(error) = refused else { panic!("{sql}: {refused}") };
    error.code().map(Into::into)
}

const NOT_ALLOWED: &str = "42501";
const TABLES: [&str; 13] = [
    "audit",
    "audit_head",
    "catalogue",
    "edition",
    "office",
    "calendar",
    "officer",
    "session",
    "application",
    "letter",
    "receipt",
    "notice",
    "migration",
];

#[tokio::test]
async fn the_application_can_only_add_to_the_record() {
    let database = support::database().await;
    let store = support::open(&database).await;
    cases::ready(&store, 1).await;
    let mut app = database.connect(APP).await;

    for sql in [
        "UPDATE audit SET action = 'x'",
        "DELETE FROM audit",
        "TRUNCATE audit",
        "UPDATE edition SET place = 9",
        "DELETE FROM edition",
        "DELETE FROM letter",
        "UPDATE letter SET sequence = 9",
        "UPDATE application SET ticket = 'x'",
        "DELETE FROM application",
        "DELETE FROM receipt",
        "UPDATE officer SET roles = 'head'",
        "DELETE FROM migration",
        "DROP TABLE audit",
        "ALTER TABLE audit DISABLE TRIGGER ALL",
        "CREATE TABLE mine (x int)",
    ] {
        assert_eq!(refusal(&mut app, sql).await.as_deref(), Some(NOT_ALLOWED), "{sql}");
    }
    assert_eq!(store.audit(samples::office_code()).await.unwrap().faults, []);
}

#[tokio::test]
async fn not_even_the_owner_changes_the_record_without_taking_it_apart() {
    let database = support::database().await;
    let store = support::open(&database).await;
    cases::busy_office(&store).await;
    let mut owner = database.connect(OWNER).await;

    for sql in [
        "UPDATE audit SET action = 'x'",
        "DELETE FROM audit",
        "TRUNCATE audit",
        "UPDATE edition SET place = 9",
        "DELETE FROM edition",
        "TRUNCATE edition",
        "DELETE FROM letter",
        "TRUNCATE letter",
    ] {
        assert_eq!(refusal(&mut owner, sql).await.as_deref(), Some("23000"), "{sql}");
    }
    assert_eq!(store.audit(samples::office_code()).await.unwrap().faults, []);
}

#[tokio::test]
async fn reports_read_what_is_not_sealed_and_write_nothing() {
    let database = support::database().await;
    let store = support::open(&database).await;
    let filed = store.commit(samples::filed(1)).await.unwrap();
    let mut reader = database.connect(READER).await;

    let stage: String = sqlx::query_scalar("SELECT stage FROM application WHERE office = $1")
        .bind(i64::try_from(samples::office_code().number()).unwrap())
        .fetch_one(&mut reader)
        .await
        .unwrap();

    assert_eq!(stage, filed.application.value.stage().name().code());
    for sql in [
        "SELECT name FROM application",
        "SELECT nik_index FROM application",
        "SELECT history FROM application",
        "SELECT * FROM officer",
        "SELECT * FROM session",
        "SELECT * FROM receipt",
    ] {
        assert_eq!(refusal(&mut reader, sql).await.as_deref(), Some(NOT_ALLOWED), "{sql}");
    }
    for table in TABLES {
        for sql in [format!("DELETE FROM {table}"), format!("INSERT INTO {table} DEFAULT VALUES")] {
            assert_eq!(refusal(&mut reader, &sql).await.as_deref(), Some(NOT_ALLOWED), "{sql}");
        }
    }
}
