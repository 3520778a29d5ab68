//! The stores of an office in one SQLite file: applications, catalogue, office, staff, outbox and
//! audit trail, all in the same transactions.
//!
//! One thread writes. It takes the jobs that wait, never waits for more, runs each in a savepoint
//! of one transaction, and answers after the commit is on disk (`synchronous=FULL`). A few threads
//! read, each with a connection of its own that cannot write. Both queues are bounded: what does
//! not fit is refused at once with [`StoreErrorKind::Busy`](sipoke_core::ports::StoreErrorKind).
//! A thread of its own moves the write-ahead log back into the database.
//!
//! What identifies a person is sealed ([`Sealer`](sipoke_core::ports::Sealer)) before it is
//! written; NIK, idempotency keys and session tokens are looked up by keyed hashes.
//!
//! ```no_run
//! # use std::{path::Path, sync::Arc};
//! # use sipoke_core::ports::{Applications, Sealer};
//! # fn open(sealer: Arc<dyn Sealer>) -> Result<(), sipoke_sqlite::OpenError> {
//! let store = Arc::new(sipoke_sqlite::SqliteStore::open(Path::new("kantor.db"), sealer)?);
//! let applications: Arc<dyn Applications> = store;
//! # Ok(())
//! # }
//! ```

mod applications;
mod audit;
mod catalogue;
mod chain;
mod checkpoint;
mod commit;
mod connection;
mod ending;
mod fault;
mod ledger;
mod migrations;
mod offices;
mod outbox;
mod readers;
mod register;
mod rows;
mod staff;
mod store;
mod writer;

pub use migrations::MigrationError;
pub use store::{OpenError, SqliteStore};
