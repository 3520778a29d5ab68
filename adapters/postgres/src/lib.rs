//! The stores of any number of offices in one PostgreSQL database: applications, catalogue, office,
//! staff, outbox and audit trail, all in the same transactions. Any number of servers may use it.
//!
//! A change is one short transaction. It looks at all it needs in one statement, writes the row,
//! the notices and the receipt in another, and only then waits for the end of the office's audit
//! chain, so that commits of one office take turns for the last two round trips only and offices
//! never wait for each other. Serialization failures, deadlocks and lost connections are tried
//! again; when a connection is lost while committing, the audit chain tells what became of it.
//!
//! What identifies a person is sealed ([`Sealer`](sipoke_core::ports::Sealer)) before it is
//! sent; NIK, idempotency keys and session tokens are looked up by keyed hashes.
//!
//! Three roles: the owner migrates and grants, the application adds, reports read. The store
//! refuses to open on a server that may lose what it confirmed, or as a role that could rewrite
//! the record.
//!
//! ```no_run
//! # use std::sync::Arc;
//! # use sipoke_core::ports::{Applications, Sealer};
//! use sipoke_postgres::{PostgresStore, Settings};
//!
//! # async fn open(sealer: Arc<dyn Sealer>) -> Result<(), Box<dyn std::error::Error>> {
//! PostgresStore::migrate("postgres://sipoke_owner@localhost/sipoke").await?;
//! PostgresStore::grant("postgres://sipoke_owner@localhost/sipoke", "sipoke_app", "sipoke_reader")
//!     .await?;
//! let settings = Settings::new("postgres://sipoke_app@localhost/sipoke");
//! let applications: Arc<dyn Applications> =
//!     Arc::new(PostgresStore::open(&settings, sealer).await?);
//! # Ok(())
//! # }
//! ```

mod applications;
mod audit;
mod catalogue;
mod chain;
mod commit;
mod connections;
mod fault;
mod guard;
mod ledger;
mod migrations;
mod offices;
mod outbox;
mod register;
mod roles;
mod rows;
mod staff;
mod store;
mod writer;

pub use guard::Unsafe;
pub use migrations::MigrationError;
pub use store::{Guard, OpenError, PostgresStore, Settings};
