//! One case for each promise, grouped by what it is about. Each gets a store or vault that is
//! empty, and panics with the promise that was broken. Use
//! [`store_conformance!`](crate::store_conformance) and
//! [`vault_conformance!`](crate::vault_conformance), which name them all.

pub mod applications;
pub mod atomicity;
pub mod awkward_text;
pub mod catalogue;
pub mod claims;
pub mod ledger;
pub mod lists;
pub mod neighbours;
pub mod offices;
pub mod outbox;
pub mod receipts;
pub mod reopening;
mod snapshot;
pub mod staff;
pub mod staleness;
mod support;
pub mod vault;
