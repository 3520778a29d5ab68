use sipoke_conformance::samples;
use sipoke_core::ports::{Applications, AuditFault, Ledger};
use sipoke_postgres::PostgresStore;
use sipoke_test_postgres::{Database, SUPERUSER};
use sqlx::{AssertSqlSafe, PgConnection};

use crate::{cases, support};

/// Columns that the audit answers for, by table, with the key of each table.
const COLUMNS: [(&str, &str, &[&str]); 8] = [
    ("audit", "number", &["number", "at", "by", "action", "subject", "digest", "hash"]),
    ("audit_head", "number", &["number", "hash", "seal"]),
    (
        "application",
        "id",
        &[
            "id",
            "revision",
            "ticket",
            "service",
            "edition",
            "channel",
            "filed_at",
            "stage",
            "since",
            "timer_allowed",
            "timer_used",
            "timer_since",
            "nik_index",
            "name",
            "history",
        ],
    ),
    (
        "letter",
        "sequence",
        &["series", "year", "sequence", "application", "text", "signed_on", "state"],
    ),
    ("edition", "number", &["service", "number", "body"]),
    ("office", "office", &["body"]),
    ("calendar", "office", &["body"]),
    ("officer", "id", &["id", "login", "name", "roles", "active"]),
];

/// Rows of each table that are tried.
const ROWS: u32 = 3;

/// Somebody who is above all rules of the database.
async fn attacker(database: &Database) -> PgConnection {
    let mut raw = database.connect(SUPERUSER).await;
    sqlx::raw_sql("SET session_replication_role = replica").execute(&mut raw).await.unwrap();
    raw
}

/// Whether the statement was taken and changed something.
async fn execute(raw: &mut PgConnection, sql: impl Into<String>) -> bool {
    sqlx::raw_sql(AssertSqlSafe(sql.into()))
        .execute(raw)
        .await
        .is_ok_and(|done| done.rows_affected() > 0)
}

async fn faults(store: &PostgresStore) -> Vec<AuditFault> {
    store.audit(samples::office_code()).await.unwrap().faults
}

async fn busy_office() -> (Database, PostgresStore, PgConnection) {
    let database = support::database().await;
    let store = support::open(&database).await;
    cases::busy_office(&store).await;
    let raw = attacker(&database).await;
    (database, store, raw)
}

/// Another value of the same type.
fn another(column: &str, kind: &str) -> String {
    match kind {
        "bigint" => format!("{column} + 1"),
        "text" => format!(
            "CASE WHEN {column} IS NULL THEN '2026-11-24' ELSE overlay({column} PLACING 'x' FROM 2) END"
        ),
        "bytea" => format!(
            "CASE WHEN {column} IS NULL THEN decode(repeat('01', 32), 'hex')
             ELSE set_byte({column}, 3, get_byte({column}, 3) # 1) END"
        ),
        other => panic!("no column is {other}"),
    }
}

#[tokio::test]
async fn every_change_behind_our_back_is_found() {
    let (_database, store, mut raw) = busy_office().await;
    assert_eq!(faults(&store).await, []);
    let mut changed = 0;

    for (table, order, columns) in COLUMNS {
        execute(&mut raw, format!("CREATE TABLE kept_{table} AS SELECT * FROM {table}")).await;
        for row in 0..ROWS {
            let this =
                format!("ctid = (SELECT ctid FROM {table} ORDER BY {order} OFFSET {row} LIMIT 1)");
            let mut changes = Vec::new();
            for column in columns {
                let kind: String = sqlx::query_scalar(
                    "SELECT data_type::text FROM information_schema.columns
                     WHERE table_name = $1 AND column_name = $2",
                )
                .bind(table)
                .bind(column)
                .fetch_one(&mut raw)
                .await
                .unwrap();
                let value = another(column, &kind);
                changes.push(format!("UPDATE {table} SET {column} = {value} WHERE {this}"));
            }
            if !["office", "calendar"].contains(&table) || row == 0 {
                changes.push(format!("DELETE FROM {table} WHERE {this}"));
            }
            for change in changes {
                if !execute(&mut raw, &change).await {
                    continue;
                }
                changed += 1;
                assert_ne!(faults(&store).await, [], "{change}");
                execute(&mut raw, format!("DELETE FROM {table}")).await;
                assert!(
                    execute(&mut raw, format!("INSERT INTO {table} SELECT * FROM kept_{table}"))
                        .await
                );
            }
        }
    }

    assert_eq!(faults(&store).await, []);
    assert!(changed >= 90, "only {changed} changes were taken");
}

#[tokio::test]
async fn a_chain_cut_off_at_its_end_is_found_and_gets_no_honest_end_again() {
    let (_database, store, mut raw) = busy_office().await;
    let before = store.audit(samples::office_code()).await.unwrap().lines;
    // The last line recorded a look at a scan: nothing stored misses it.
    let cut = "DELETE FROM audit WHERE number = (SELECT max(number) FROM audit)";
    assert!(execute(&mut raw, cut).await);
    assert_eq!(faults(&store).await, [AuditFault::BrokenChain { line: before }]);

    let forged = "UPDATE audit_head SET number = number - 1,
                  hash = (SELECT hash FROM audit ORDER BY number DESC LIMIT 1)";
    assert!(execute(&mut raw, forged).await);

    assert_eq!(faults(&store).await, [AuditFault::BrokenChain { line: before - 1 }]);
    assert!(store.commit(samples::filed(90)).await.is_err());
}

#[tokio::test]
async fn a_history_set_back_to_an_earlier_one_is_found() {
    let database = support::database().await;
    let store = support::open(&database).await;
    let filed = cases::commit(&store, samples::filed(1)).await;
    let mut raw = attacker(&database).await;
    execute(&mut raw, "CREATE TABLE earlier AS SELECT * FROM application").await;
    let (command, actor) = samples::ready_steps(&filed.value).remove(0);
    let at = filed.value.stage().since().plus_seconds(60);
    cases::commit(&store, samples::decided(&filed, command, &actor, at)).await;

    execute(&mut raw, "DELETE FROM application").await;
    execute(&mut raw, "INSERT INTO application SELECT * FROM earlier").await;

    let subject = filed.value.id().to_string();
    assert_eq!(faults(&store).await, [AuditFault::Unrecorded { subject }]);
}

#[tokio::test]
async fn a_number_taken_out_of_the_register_is_found() {
    let (_database, store, mut raw) = busy_office().await;
    assert!(execute(&mut raw, "DELETE FROM letter WHERE sequence = 2").await);

    let found = faults(&store).await;

    let series = format!("{}/{}", samples::series().name, samples::series().year);
    let gap = AuditFault::NumberGap { series: series.clone(), sequence: 2 };
    assert_eq!(found, [AuditFault::Unrecorded { subject: format!("{series}/2") }, gap]);
}
