use std::error::Error;

use rusqlite::ErrorCode;
use sipoke_core::ports::{StoreError, StoreErrorKind};
use sipoke_wire::{rows::RowError, stored::StoredError};
use thiserror::Error;

/// A failure inside the store, before it is said what was being done.
#[derive(Debug)]
pub(crate) struct Fault {
    pub(crate) kind: StoreErrorKind,
    pub(crate) source: Box<dyn Error + Send + Sync>,
}

/// A queue does not take the work.
#[derive(Debug, Error)]
pub(crate) enum NotTaken {
    #[error("the queue is full")]
    Full,
    #[error("the thread that would do it has ended")]
    Ended,
}

impl Fault {
    pub(crate) fn during(self, during: &'static str) -> StoreError {
        StoreError { kind: self.kind, during, source: Some(self.source) }
    }
}

impl From<NotTaken> for Fault {
    fn from(why: NotTaken) -> Self {
        let kind = match why {
            NotTaken::Full => StoreErrorKind::Busy,
            NotTaken::Ended => StoreErrorKind::Unavailable,
        };
        Self { kind, source: why.into() }
    }
}

impl From<rusqlite::Error> for Fault {
    fn from(error: rusqlite::Error) -> Self {
        Self { kind: kind_of(&error), source: error.into() }
    }
}

fn kind_of(error: &rusqlite::Error) -> StoreErrorKind {
    use rusqlite::Error as Sql;
    match error {
        Sql::SqliteFailure(failure, _) => match failure.code {
            ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked => StoreErrorKind::Busy,
            // A constraint that our own checks did not foresee means that the rows are not what
            // they must be.
            ErrorCode::DatabaseCorrupt
            | ErrorCode::NotADatabase
            | ErrorCode::ConstraintViolation => StoreErrorKind::Corrupt,
            _ => StoreErrorKind::Unavailable,
        },
        Sql::FromSqlConversionFailure(..)
        | Sql::IntegralValueOutOfRange(..)
        | Sql::InvalidColumnType(..)
        | Sql::Utf8Error(..) => StoreErrorKind::Corrupt,
        _ => StoreErrorKind::Unavailable,
    }
}

impl From<RowError> for Fault {
    fn from(error: RowError) -> Self {
        Self { kind: StoreErrorKind::Corrupt, source: error.into() }
    }
}

impl From<StoredError> for Fault {
    fn from(error: StoredError) -> Self {
        RowError::from(error).into()
    }
}
