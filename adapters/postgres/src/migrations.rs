use sha2::{Digest, Sha256};
use sqlx::{ConnectOptions, Connection, PgConnection, postgres::PgConnectOptions};
use thiserror::Error;

/// `SIPO`: the lock that those who migrate one database take in turns.
const LOCK: i64 = 0x5349_504f;

/// One step of the schema. Once released it never changes; its fingerprint says when it did.
struct Migration {
    name: &'static str,
    sql: &'static str,
}

macro_rules! migrations {
    ($($name:literal),+ $(,)?) => {
        &[$(Migration {
            name: $name,
            sql: include_str!(concat!("../migrations/", $name, ".sql")),
        }),+]
    };
}

/// In order; the first has version 1.
const MIGRATIONS: &[Migration] =
    migrations!["001_ledger", "002_catalogue", "003_staff", "004_applications"];

const LIST: &str = "CREATE TABLE migration (
    version     BIGINT NOT NULL PRIMARY KEY,
    name        TEXT   COLLATE \"C\" NOT NULL,
    fingerprint BYTEA  NOT NULL CHECK (length(fingerprint) = 32)
)";

/// Why the database cannot be used.
#[derive(Debug, Error)]
pub enum MigrationError {
    /// The database holds tables of another program.
    #[error("the database holds tables, but none of SIP OKE; make a database of its own")]
    NotOurs,
    /// A newer version of the software changed the database.
    #[error(
        "the database has schema {found}, this software knows up to {known}; use a newer version"
    )]
    Newer {
        /// The schema of the database.
        found: u32,
        /// The latest schema that is known.
        known: u32,
    },
    /// The database waits for being brought up to date.
    #[error(
        "the database has schema {found}, this software needs {known}; migrate it first, as its owner"
    )]
    Older {
        /// The schema of the database.
        found: u32,
        /// The schema that is needed.
        known: u32,
    },
    /// The database was made with other steps than this software has.
    #[error("step {version} of the schema ({name}) is not the one the database was made with")]
    Fingerprint {
        /// The step.
        version: u32,
        /// Its name in this software.
        name: &'static str,
    },
    /// PostgreSQL failed.
    #[error("the database failed")]
    Postgres(#[from] sqlx::Error),
}

/// Checks that the database is ours and of our time. Changes nothing.
pub(crate) async fn admit(connection: &mut PgConnection) -> Result<(), MigrationError> {
    let (found, known) = (schema(connection).await?, latest());
    if found < known {
        return Err(MigrationError::Older { found, known });
    }
    if found > known {
        return Err(MigrationError::Newer { found, known });
    }
    for (version, migration) in (1..).zip(MIGRATIONS) {
        recorded(connection, version, migration).await?;
    }
    Ok(())
}

/// Brings the schema up to date, each step in a transaction of its own.
pub(crate) async fn run(options: &PgConnectOptions) -> Result<(), MigrationError> {
    let mut connection = options.connect().await?;
    // Held by the session: whoever is killed lets go of it.
    sqlx::query("SELECT pg_advisory_lock($1)").bind(LOCK).execute(&mut connection).await?;
    let done = bring_up_to_date(&mut connection).await;
    connection.close().await?;
    done
}

async fn bring_up_to_date(connection: &mut PgConnection) -> Result<(), MigrationError> {
    let (found, known) = (schema(connection).await?, latest());
    if found == 0 && tables(connection).await? > 0 {
        return Err(MigrationError::NotOurs);
    }
    if found > known {
        return Err(MigrationError::Newer { found, known });
    }
    for (version, migration) in (1..).zip(MIGRATIONS) {
        let mut transaction = connection.begin().await?;
        step(&mut transaction, version, migration).await?;
        transaction.commit().await?;
    }
    Ok(())
}

async fn step(
    connection: &mut PgConnection,
    version: u32,
    migration: &Migration,
) -> Result<(), MigrationError> {
    if version <= schema(connection).await? {
        return recorded(connection, version, migration).await;
    }
    if version == 1 {
        sqlx::raw_sql(LIST).execute(&mut *connection).await?;
    }
    sqlx::raw_sql(migration.sql).execute(&mut *connection).await?;
    sqlx::query("INSERT INTO migration (version, name, fingerprint) VALUES ($1, $2, $3)")
        .bind(i64::from(version))
        .bind(migration.name)
        .bind(fingerprint(migration))
        .execute(connection)
        .await?;
    Ok(())
}

/// Checks that the step which was done is the one that we know.
async fn recorded(
    connection: &mut PgConnection,
    version: u32,
    migration: &Migration,
) -> Result<(), MigrationError> {
    let recorded: Option<[u8; 32]> =
        sqlx::query_scalar("SELECT fingerprint FROM migration WHERE version = $1")
            .bind(i64::from(version))
            .fetch_optional(connection)
            .await?;
    if recorded == Some(fingerprint(migration)) {
        Ok(())
    } else {
        Err(MigrationError::Fingerprint { version, name: migration.name })
    }
}

fn fingerprint(migration: &Migration) -> [u8; 32] {
    Sha256::digest(migration.sql).into()
}

fn latest() -> u32 {
    u32::try_from(MIGRATIONS.len()).unwrap_or(u32::MAX)
}

async fn schema(connection: &mut PgConnection) -> sqlx::Result<u32> {
    let there: bool = sqlx::query_scalar("SELECT to_regclass('migration') IS NOT NULL")
        .fetch_one(&mut *connection)
        .await?;
    if !there {
        return Ok(0);
    }
    let version: i64 = sqlx::query_scalar("SELECT coalesce(max(version), 0) FROM migration")
        .fetch_one(connection)
        .await?;
    Ok(u32::try_from(version).unwrap_or(u32::MAX))
}

async fn tables(connection: &mut PgConnection) -> sqlx::Result<i64> {
    sqlx::query_scalar(
        "SELECT count(*) FROM pg_catalog.pg_class
         WHERE relnamespace = current_schema()::regnamespace AND relkind IN ('r', 'p')",
    )
    .fetch_one(connection)
    .await
}

#[cfg(test)]
mod tests {
    use sipoke_test_postgres::{Database, OWNER};

    use super::*;

    async fn migrated() -> (Database, PgConnection) {
        let database = Database::empty().await;
        run(&database.url(OWNER).parse().unwrap()).await.unwrap();
        let connection = database.connect(OWNER).await;
        (database, connection)
    }

    async fn execute(connection: &mut PgConnection, sql: &'static str) {
        sqlx::raw_sql(sql).execute(connection).await.unwrap();
    }

    #[tokio::test]
    async fn an_empty_database_is_brought_up_to_date_and_stays_so() {
        let (database, mut connection) = migrated().await;

        run(&database.url(OWNER).parse().unwrap()).await.unwrap();

        assert_eq!(schema(&mut connection).await.unwrap(), latest());
        admit(&mut connection).await.unwrap();
    }

    #[tokio::test]
    async fn any_number_of_servers_may_begin_at_once() {
        let database = Database::empty().await;
        let options: PgConnectOptions = database.url(OWNER).parse().unwrap();

        let servers: Vec<_> = (0..8)
            .map(|_| {
                let options = options.clone();
                tokio::spawn(async move { run(&options).await })
            })
            .collect();

        for server in servers {
            server.await.unwrap().unwrap();
        }
        admit(&mut database.connect(OWNER).await).await.unwrap();
    }

    /// The statements of a step. A body between `$$` is no end of one.
    fn statements(sql: &str) -> Vec<String> {
        let mut statements = vec![String::new()];
        let mut inside = false;
        for line in sql.lines() {
            let last = statements.last_mut().unwrap();
            last.push_str(line);
            last.push('\n');
            inside ^= line.matches("$$").count() % 2 == 1;
            if line.ends_with(';') && !inside {
                statements.push(String::new());
            }
        }
        statements.pop();
        statements
    }

    #[tokio::test]
    async fn killed_after_any_statement_a_restart_finishes() {
        let database = Database::empty().await;
        let options: PgConnectOptions = database.url(OWNER).parse().unwrap();
        let mut killed = 0;

        for (version, migration) in (1..).zip(MIGRATIONS) {
            let statements = statements(migration.sql);
            for done in 0..=statements.len() {
                let mut connection = options.connect().await.unwrap();
                let mut transaction = connection.begin().await.unwrap();
                if version == 1 {
                    execute(&mut transaction, LIST).await;
                }
                for statement in &statements[..done] {
                    let sql = sqlx::AssertSqlSafe(statement.clone());
                    sqlx::raw_sql(sql).execute(&mut *transaction).await.unwrap();
                }
                std::mem::forget(transaction);
                connection.close_hard().await.unwrap();
                killed += 1;
            }
            let mut connection = options.connect().await.unwrap();
            assert_eq!(schema(&mut connection).await.unwrap(), version - 1);
            let mut transaction = connection.begin().await.unwrap();
            step(&mut transaction, version, migration).await.unwrap();
            transaction.commit().await.unwrap();
        }

        run(&options).await.unwrap();
        admit(&mut options.connect().await.unwrap()).await.unwrap();
        assert!(killed > 30, "{killed} statements");
    }

    #[tokio::test]
    async fn every_key_leads_with_the_office() {
        let (_database, mut connection) = migrated().await;

        let keys: Vec<(String, String, String)> = sqlx::query_as(
            "SELECT tables.relname::text, keys.relname::text, attname::text
             FROM pg_index
             JOIN pg_class AS tables ON tables.oid = indrelid
             JOIN pg_class AS keys ON keys.oid = indexrelid
             JOIN pg_attribute ON attrelid = indrelid AND attnum = indkey[0]
             WHERE tables.relnamespace = current_schema()::regnamespace
             AND tables.relname <> 'migration'
             UNION ALL
             SELECT conrelid::regclass::text, conname::text, attname::text
             FROM pg_constraint
             JOIN pg_attribute ON attrelid = conrelid AND attnum = conkey[1]
             WHERE contype = 'f'",
        )
        .fetch_all(&mut connection)
        .await
        .unwrap();

        assert!(keys.len() > 20, "{keys:?}");
        for (table, key, first) in keys {
            assert_eq!(first, "office", "{table}: {key}");
        }
    }

    #[tokio::test]
    async fn every_text_is_ordered_by_its_bytes() {
        let (_database, mut connection) = migrated().await;

        let by_locale: Vec<String> = sqlx::query_scalar(
            "SELECT attrelid::regclass || '.' || attname FROM pg_attribute
             JOIN pg_class ON pg_class.oid = attrelid
             WHERE relnamespace = current_schema()::regnamespace AND relkind = 'r'
             AND atttypid = 'text'::regtype AND attcollation <> '\"C\"'::regcollation",
        )
        .fetch_all(&mut connection)
        .await
        .unwrap();

        assert_eq!(by_locale, Vec::<String>::new());
    }

    #[tokio::test]
    async fn a_step_that_was_changed_afterwards_is_refused() {
        let (database, mut connection) = migrated().await;
        execute(&mut connection, "UPDATE migration SET fingerprint = sha256('') WHERE version = 2")
            .await;

        let refused = run(&database.url(OWNER).parse().unwrap()).await.unwrap_err();

        assert!(matches!(refused, MigrationError::Fingerprint { version: 2, .. }));
        assert!(admit(&mut connection).await.is_err());
    }

    #[tokio::test]
    async fn a_database_from_a_newer_version_is_refused_with_both_versions() {
        let (database, mut connection) = migrated().await;
        execute(&mut connection, "INSERT INTO migration VALUES (99, 'future', sha256(''))").await;

        let refused = admit(&mut connection).await.unwrap_err().to_string();

        assert_eq!(
            refused,
            "the database has schema 99, this software knows up to 4; use a newer version"
        );
        assert!(run(&database.url(OWNER).parse().unwrap()).await.is_err());
    }

    #[tokio::test]
    async fn a_database_that_is_not_up_to_date_is_not_used() {
        let database = Database::empty().await;

        let refused = admit(&mut database.connect(OWNER).await).await.unwrap_err().to_string();

        assert_eq!(
            refused,
            "the database has schema 0, this software needs 4; migrate it first, as its owner"
        );
    }

    #[tokio::test]
    async fn a_database_of_another_program_is_refused() {
        let database = Database::empty().await;
        let mut connection = database.connect(OWNER).await;
        execute(&mut connection, "CREATE SCHEMA IF NOT EXISTS public; CREATE TABLE theirs (x int)")
            .await;

        let refused = run(&database.url(OWNER).parse().unwrap()).await.unwrap_err();

        assert!(matches!(refused, MigrationError::NotOurs));
    }

    #[tokio::test]
    async fn a_step_that_fails_leaves_the_schema_before_it() {
        let database = Database::empty().await;
        let mut connection = database.connect(OWNER).await;
        let broken = Migration { name: "broken", sql: "CREATE TABLE half (x int); CREATE TABLE" };
        let mut transaction = connection.begin().await.unwrap();

        let failed = step(&mut transaction, 1, &broken).await;
        transaction.rollback().await.unwrap();

        assert!(failed.is_err());
        assert_eq!(tables(&mut connection).await.unwrap(), 0);
    }

    #[test]
    fn released_steps_never_change() {
        let digits = |bytes: [u8; 32]| -> String {
            bytes.iter().take(8).map(|byte| format!("{byte:02x}")).collect()
        };

        let fingerprints: Vec<String> =
            MIGRATIONS.iter().map(|step| digits(fingerprint(step))).collect();

        assert_eq!(fingerprints, FINGERPRINTS);
    }

    const FINGERPRINTS: [&str; 4] =
        ["af57d47a8ffa8adc", "05608ec693368de8", "cf9ac793439cba02", "9eb7c0e91861fcb2"];
}
