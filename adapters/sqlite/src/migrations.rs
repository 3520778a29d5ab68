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

#[cfg(test)]
mod tests {
    use super::*;

    fn migrated() -> Connection {
        let mut connection = Connection::open_in_memory().unwrap();
        admit(&connection).unwrap();
        run(&mut connection).unwrap();
        connection
    }

    #[test]
    fn an_empty_file_is_brought_up_to_date_and_stays_so() {
        let mut connection = migrated();

        run(&mut connection).unwrap();

        assert_eq!(schema(&connection).unwrap(), latest());
        assert!(admit(&connection).is_ok());
    }

    #[test]
    fn every_table_is_strict_and_every_key_leads_with_the_office() {
        let connection = migrated();

        let mut tables = connection
            .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name <> 'migration'")
            .unwrap();
        let tables: Vec<String> =
            tables.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect();

        assert_eq!(tables.len(), 12);
        for table in tables {
            let strict: bool = connection
                .query_row(
                    "SELECT strict FROM pragma_table_list WHERE name = ?1",
                    [&table],
                    |row| row.get(0),
                )
                .unwrap();
            assert!(strict, "{table}");
            let key: String = connection
                .query_row("SELECT name FROM pragma_table_info(?1) WHERE pk = 1", [&table], |row| {
                    row.get(0)
                })
                .unwrap();
            assert_eq!(key, "office", "{table}");
            let others: Vec<String> = connection
                .prepare(
                    "SELECT columns.name FROM pragma_index_list(?1) AS list
                     JOIN pragma_index_info(list.name) AS columns WHERE columns.seqno = 0",
                )
                .unwrap()
                .query_map([&table], |row| row.get(0))
                .unwrap()
                .map(Result::unwrap)
                .collect();
            assert!(others.iter().all(|first| first == "office"), "{table}: {others:?}");
        }
    }

    #[test]
    fn a_step_that_was_changed_afterwards_is_refused() {
        let mut connection = migrated();
        connection
            .execute("UPDATE migration SET fingerprint = zeroblob(32) WHERE version = 2", [])
            .unwrap();

        let refused = run(&mut connection).unwrap_err();

        assert!(matches!(refused, MigrationError::Fingerprint { version: 2, .. }));
    }

    #[test]
    fn a_file_from_a_newer_version_is_refused_with_both_versions() {
        let connection = migrated();
        connection.pragma_update(None, "user_version", 99).unwrap();

        let refused = admit(&connection).unwrap_err().to_string();

        assert_eq!(
            refused,
            "the file has schema 99, this software knows up to 4; use a newer version"
        );
    }

    #[test]
    fn a_database_of_another_program_is_refused() {
        let connection = Connection::open_in_memory().unwrap();
        connection.execute_batch("CREATE TABLE theirs (x)").unwrap();

        assert!(matches!(admit(&connection), Err(MigrationError::NotOurs { found: 0 })));
    }

    #[test]
    fn a_step_that_fails_leaves_the_schema_before_it() {
        let mut connection = Connection::open_in_memory().unwrap();
        let broken = Migration { name: "broken", sql: "CREATE TABLE half (x); CREATE TABLE" };
        let transaction = connection.transaction().unwrap();

        let failed = step(&transaction, 1, &broken);
        drop(transaction);

        assert!(failed.is_err());
        assert_eq!(schema(&connection).unwrap(), 0);
        assert_eq!(pragma::<i32>(&connection, "application_id").unwrap(), 0);
    }

    #[test]
    fn released_steps_never_change() {
        let digits = |bytes: &[u8]| -> String {
            bytes.iter().take(8).map(|byte| format!("{byte:02x}")).collect()
        };

        let fingerprints: Vec<String> =
            MIGRATIONS.iter().map(|step| digits(&Sha256::digest(step.sql))).collect();

        assert_eq!(fingerprints, FINGERPRINTS);
    }

    const FINGERPRINTS: [&str; 4] =
        ["edce9161b5200a02", "85e958fef76fcb9a", "660f98945058283e", "5473faacd6f60167"];
}
