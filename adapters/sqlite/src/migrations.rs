use rusqlite::{Connection, OptionalExtension, Transaction, TransactionBehavior, params};
use sha2::{Digest, Sha256};
use thiserror::Error;

/// `SIPO`, in the header of the file: what kind of file it is.
const APPLICATION_ID: i32 = 0x5349_504f;

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
    version     INTEGER NOT NULL PRIMARY KEY,
    name        TEXT    NOT NULL,
    fingerprint BLOB    NOT NULL CHECK (length(fingerprint) = 32)
) STRICT";

/// Why the file cannot be used.
#[derive(Debug, Error)]
pub enum MigrationError {
    /// The file is a database of another program.
    #[error("the file is a database, but none of SIP OKE (application id {found:#x})")]
    NotOurs {
        /// The id in its header.
        found: i32,
    },
    /// A newer version of the software changed the file.
    #[error("the file has schema {found}, this software knows up to {known}; use a newer version")]
    Newer {
        /// The schema of the file.
        found: u32,
        /// The latest schema that is known.
        known: u32,
    },
    /// The file was made with other steps than this software has.
    #[error("step {version} of the schema ({name}) is not the one the file was made with")]
    Fingerprint {
        /// The step.
        version: u32,
        /// Its name in this software.
        name: &'static str,
    },
    /// SQLite failed.
    #[error("the database failed")]
    Sqlite(#[from] rusqlite::Error),
}

/// Checks that the file is ours and not newer than we are. Changes nothing.
pub(crate) fn admit(connection: &Connection) -> Result<(), MigrationError> {
    let found: i32 = pragma(connection, "application_id")?;
    let tables: i64 =
        connection.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
    if found != APPLICATION_ID && (found != 0 || tables > 0) {
        return Err(MigrationError::NotOurs { found });
    }
    let (found, known) = (schema(connection)?, latest());
    if found > known { Err(MigrationError::Newer { found, known }) } else { Ok(()) }
}

/// Brings the schema up to date, each step in a transaction of its own.
pub(crate) fn run(connection: &mut Connection) -> Result<(), MigrationError> {
    for (version, migration) in (1..).zip(MIGRATIONS) {
        // Immediate: two processes that open the file at once take turns.
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        step(&transaction, version, migration)?;
        transaction.commit()?;
    }
    Ok(())
}

fn step(
    transaction: &Transaction<'_>,
    version: u32,
    migration: &Migration,
) -> Result<(), MigrationError> {
    let fingerprint: [u8; 32] = Sha256::digest(migration.sql).into();
    if version <= schema(transaction)? {
        let recorded: Option<[u8; 32]> = transaction
            .query_row("SELECT fingerprint FROM migration WHERE version = ?1", [version], |row| {
                row.get(0)
            })
            .optional()?;
        return if recorded == Some(fingerprint) {
            Ok(())
        } else {
            Err(MigrationError::Fingerprint { version, name: migration.name })
        };
    }
    if version == 1 {
        transaction.pragma_update(None, "application_id", APPLICATION_ID)?;
        transaction.execute_batch(LIST)?;
    }
    transaction.execute_batch(migration.sql)?;
    transaction.execute(
        "INSERT INTO migration (version, name, fingerprint) VALUES (?1, ?2, ?3)",
        params![version, migration.name, fingerprint],
    )?;
    transaction.pragma_update(None, "user_version", version)?;
    Ok(())
}

fn latest() -> u32 {
    u32::try_from(MIGRATIONS.len()).unwrap_or(u32::MAX)
}

fn schema(connection: &Connection) -> rusqlite::Result<u32> {
    pragma(connection, "user_version")
}

fn pragma<T: rusqlite::types::FromSql>(connection: &Connection, name: &str) -> rusqlite::Result<T> {
    connection.pragma_query_value(None, name, |row| row.get(0))
}
