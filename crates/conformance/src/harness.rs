use std::sync::Arc;

use async_trait::async_trait;
use sipoke_core::{
    documents::Scan,
    ports::{Applications, Catalogue, Ledger, Offices, Outbox, Staff, Vault},
    words::OfficeCode,
};

use crate::memory::{MemoryStore, MemoryVault};

/// The six ports of a store.
#[derive(Clone)]
#[expect(missing_docs, reason = "each field is named after its port")]
pub struct Ports {
    pub applications: Arc<dyn Applications>,
    pub catalogue: Arc<dyn Catalogue>,
    pub offices: Arc<dyn Offices>,
    pub staff: Arc<dyn Staff>,
    pub outbox: Arc<dyn Outbox>,
    pub ledger: Arc<dyn Ledger>,
}

impl Ports {
    /// All of them kept by one store.
    #[must_use]
    pub fn of<S>(store: Arc<S>) -> Self
    where
        S: Applications + Catalogue + Offices + Staff + Outbox + Ledger + 'static,
    {
        Self {
            applications: Arc::clone(&store) as _,
            catalogue: Arc::clone(&store) as _,
            offices: Arc::clone(&store) as _,
            staff: Arc::clone(&store) as _,
            outbox: Arc::clone(&store) as _,
            ledger: store as _,
        }
    }
}

/// A store under test, empty at first.
#[async_trait]
pub trait StoreHarness: Send {
    /// Its ports. Cases hold none of them while the store is reopened.
    fn ports(&self) -> Ports;

    /// Closes the store and opens it again as a new process would. A store that lives in memory
    /// has nothing to do.
    async fn reopen(&mut self);
}

#[async_trait]
impl StoreHarness for Arc<MemoryStore> {
    fn ports(&self) -> Ports {
        Ports::of(Self::clone(self))
    }

    async fn reopen(&mut self) {}
}

/// A vault under test, empty at first.
#[async_trait]
pub trait VaultHarness: Send {
    /// The vault.
    fn vault(&self) -> Arc<dyn Vault>;

    /// Closes the vault and opens it again as a new process would.
    async fn reopen(&mut self);

    /// How many files it keeps, finished or not, of all offices.
    async fn files(&self) -> usize;

    /// Changes one bit in the middle of what is stored of a scan, behind the vault's back.
    async fn damage(&self, office: OfficeCode, scan: &Scan);

    /// Removes what is stored of a scan, behind the vault's back.
    async fn lose(&self, office: OfficeCode, scan: &Scan);
}

#[async_trait]
impl VaultHarness for MemoryVault {
    fn vault(&self) -> Arc<dyn Vault> {
        Arc::new(self.clone())
    }

    async fn reopen(&mut self) {}

    async fn files(&self) -> usize {
        self.len()
    }

    async fn damage(&self, office: OfficeCode, scan: &Scan) {
        Self::damage(self, office, scan.id);
    }

    async fn lose(&self, office: OfficeCode, scan: &Scan) {
        Self::lose(self, office, scan.id);
    }
}
