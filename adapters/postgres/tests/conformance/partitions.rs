//! The adapter's own tables, word for word, but partitioned by office. docs/scale.md tells how a
//! city does the same.

use std::fmt::Write;

use sipoke_conformance::samples;
use sipoke_core::ports::Applications;
use sipoke_postgres::PostgresStore;
use sipoke_test_postgres::{APP, Database, OWNER, READER};
use sqlx::{AssertSqlSafe, Connection, PgConnection};

use crate::support;

const PARTITIONS: u32 = 4;

const STEPS: [(&str, &str); 4] = [
    ("001_ledger", include_str!("../../migrations/001_ledger.sql")),
    ("002_catalogue", include_str!("../../migrations/002_catalogue.sql")),
    ("003_staff", include_str!("../../migrations/003_staff.sql")),
    ("004_applications", include_str!("../../migrations/004_applications.sql")),
];

pub(crate) async fn database() -> Database {
    Database::like("sipoke_partitioned", |owner| async move {
        let mut connection = PgConnection::connect(&owner).await.expect("a connection");
        make_tables(&mut connection).await;
        connection.close().await.expect("it closes");
        // Finds every step done.
        PostgresStore::migrate(&owner).await.expect("it is up to date");
        PostgresStore::grant(&owner, APP, READER).await.expect("it is granted");
    })
    .await
}

async fn make_tables(connection: &mut PgConnection) {
    let list = "CREATE TABLE migration (version BIGINT NOT NULL PRIMARY KEY,
        name TEXT NOT NULL, fingerprint BYTEA NOT NULL)";
    sqlx::raw_sql(list).execute(&mut *connection).await.expect("a list of steps");
    for (version, (name, sql)) in (1_i64..).zip(STEPS) {
        let sql = AssertSqlSafe(partitioned(sql));
        sqlx::raw_sql(sql).execute(&mut *connection).await.expect("partitioned tables");
        sqlx::query("INSERT INTO migration VALUES ($1, $2, sha256(convert_to($3, 'UTF8')))")
            .bind(version)
            .bind(name)
            .bind(STEPS.iter().find(|step| step.0 == name).map(|step| step.1))
            .execute(&mut *connection)
            .await
            .expect("a step");
    }
}

/// The step with every table partitioned by the hash of the office.
fn partitioned(sql: &str) -> String {
    let mut made = String::new();
    let mut table = "";
    for line in sql.lines() {
        if let Some(rest) = line.strip_prefix("CREATE TABLE ") {
            table = rest.trim_end_matches(" (");
        }
        if line != ");" {
            made.push_str(line);
            made.push('\n');
            continue;
        }
        made.push_str(") PARTITION BY HASH (office);\n");
        for part in 0..PARTITIONS {
            writeln!(
                made,
                "CREATE TABLE {table}_{part} PARTITION OF {table}
                 FOR VALUES WITH (MODULUS {PARTITIONS}, REMAINDER {part});"
            )
            .expect("memory");
        }
    }
    made
}

#[tokio::test]
async fn every_table_is_partitioned_and_a_commit_touches_one_partition() {
    let database = database().await;
    let store = support::open(&database).await;

    store.commit(samples::filed(1)).await.expect("it is stored");

    let mut owner = database.connect(OWNER).await;
    let tables: i64 = sqlx::query_scalar("SELECT count(*) FROM pg_partitioned_table")
        .fetch_one(&mut owner)
        .await
        .expect("a count");
    assert_eq!(tables, 12);
    let plan: Vec<String> = sqlx::query_scalar(
        "EXPLAIN SELECT history FROM application WHERE office = 3276051004 AND id = '\\x00'",
    )
    .fetch_all(&mut owner)
    .await
    .expect("a plan");
    assert_eq!(plan.iter().filter(|line| line.contains("application_")).count(), 1, "{plan:?}");
}
