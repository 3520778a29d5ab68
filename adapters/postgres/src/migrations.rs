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
