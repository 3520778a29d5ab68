//! The ports kept in memory keep every promise.

use std::sync::Arc;

use sipoke_conformance::memory::{MemoryStore, MemoryVault};

async fn a_store_in_memory() -> Arc<MemoryStore> {
    Arc::new(MemoryStore::new())
}

async fn a_vault_in_memory() -> MemoryVault {
    MemoryVault::new()
}

sipoke_conformance::store_conformance!(a_store_in_memory);
sipoke_conformance::vault_conformance!(a_vault_in_memory);
