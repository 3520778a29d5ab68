use std::error::Error;

use sipoke_core::ports::{StoreError, StoreErrorKind};
use sipoke_wire::{rows::RowError, stored::StoredError};
use sqlx::error::DatabaseError;
use thiserror::Error;

/// A failure inside the store, before it is said what was being done.
#[derive(Debug)]
pub(crate) struct Fault {
    pub(crate) kind: StoreErrorKind,
    pub(crate) remedy: Remedy,
    pub(crate) source: Box<dyn Error + Send + Sync>,
}

/// What may help, as long as nothing was committed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Remedy {
    /// Nothing that we can do.
    None,
    /// Do it again: others were in the way.
    Again,
    /// Do it again on another connection.
    Reconnect,
}

/// Somebody else wrote what was to be written. Seen from the beginning, it is clear who won.
#[derive(Debug, Error)]
#[error("a concurrent commit wrote the same {0}")]
pub(crate) struct Overtaken(pub(crate) &'static str);

impl Fault {
    pub(crate) fn during(self, during: &'static str) -> StoreError {
        StoreError { kind: self.kind, during, source: Some(self.source) }
    }
}

impl From<Overtaken> for Fault {
    fn from(overtaken: Overtaken) -> Self {
        Self { kind: StoreErrorKind::Busy, remedy: Remedy::Again, source: overtaken.into() }
    }
}

impl From<RowError> for Fault {
    fn from(error: RowError) -> Self {
        Self { kind: StoreErrorKind::Corrupt, remedy: Remedy::None, source: error.into() }
    }
}

impl From<StoredError> for Fault {
    fn from(error: StoredError) -> Self {
        RowError::from(error).into()
    }
}

impl From<sqlx::Error> for Fault {
    fn from(error: sqlx::Error) -> Self {
        let (kind, remedy) = judge(&error);
        Self { kind, remedy, source: error.into() }
    }
}

fn judge(error: &sqlx::Error) -> (StoreErrorKind, Remedy) {
    use sqlx::Error as Sql;
    match error {
        Sql::Database(error) => judge_code(error.as_ref()),
        Sql::Io(_) | Sql::Tls(_) | Sql::Protocol(_) | Sql::WorkerCrashed | Sql::BeginFailed => {
            (StoreErrorKind::Unavailable, Remedy::Reconnect)
        }
        Sql::PoolTimedOut => (StoreErrorKind::Busy, Remedy::None),
        Sql::ColumnDecode { .. } | Sql::Decode(_) => (StoreErrorKind::Corrupt, Remedy::None),
        _ => (StoreErrorKind::Unavailable, Remedy::None),
    }
}

/// Judges by the code that the server gives (appendix A of its manual).
fn judge_code(error: &dyn DatabaseError) -> (StoreErrorKind, Remedy) {
    let code = error.code().unwrap_or_default();
    match (code.as_ref(), code.get(..2).unwrap_or_default()) {
        // Serialization failure, deadlock.
        ("40001" | "40P01", _) => (StoreErrorKind::Busy, Remedy::Again),
        // Waited too long for a lock or for a statement; too many connections.
        ("55P03" | "57014" | "53300", _) => (StoreErrorKind::Busy, Remedy::None),
        // The session or the server ends or begins; the server is a stand-by now.
        ("57P01" | "57P02" | "57P03" | "57P05" | "25P03" | "25006", _) | (_, "08") => {
            (StoreErrorKind::Unavailable, Remedy::Reconnect)
        }
        // A constraint that our own statements did not foresee means that the rows are not what
        // they must be. XX: the server finds its own files damaged.
        (_, "23" | "XX") => (StoreErrorKind::Corrupt, Remedy::None),
        _ => (StoreErrorKind::Unavailable, Remedy::None),
    }
}
