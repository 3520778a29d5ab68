//! What every port of SIP OKE promises, as cases that run against anybody's store or vault; the
//! ports kept in memory; and sample offices, standards, people and cases.
//!
//! A store of your own is proven by one file of tests. Say how a fresh store is made, how its
//! ports are reached, and how it is opened again; the macro makes one test of every case:
//!
//! ```
//! use std::sync::Arc;
//! use sipoke_conformance::{Ports, StoreHarness, memory::MemoryStore};
//!
//! struct Mine(Arc<MemoryStore>); // your store here
//!
//! #[async_trait::async_trait]
//! impl StoreHarness for Mine {
//!     fn ports(&self) -> Ports { Ports::of(Arc::clone(&self.0)) }
//!     async fn reopen(&mut self) { /* close it, open it from the same disk */ }
//! }
//!
//! async fn a_fresh_store() -> Mine { Mine(Arc::new(MemoryStore::new())) }
//!
//! sipoke_conformance::store_conformance!(a_fresh_store);
//! ```
//!
//! The crate with the tests needs `tokio` with the features `macros` and `rt-multi-thread`: the
//! cases run on several threads, because a promise about concurrency is kept there or nowhere.

pub mod cases;
mod harness;
mod macros;
pub mod memory;
pub mod samples;

pub use harness::{Ports, StoreHarness, VaultHarness};
