//! Every promise of the ports, kept by a SQLite file.

#![expect(clippy::expect_used, reason = "a file that cannot be made ends the test")]

use std::{path::PathBuf, sync::Arc};

use async_trait::async_trait;
use sipoke_conformance::{Ports, StoreHarness, memory::TestSealer};
use sipoke_sqlite::SqliteStore;
use tempfile::TempDir;

/// A store in a folder that goes with it. The store is dropped first.
struct SqliteFile {
    store: Option<Arc<SqliteStore>>,
    folder: TempDir,
}

impl SqliteFile {
    fn path(&self) -> PathBuf {
        self.folder.path().join("kantor.db")
    }

    fn open(&mut self) {
        let store = SqliteStore::open(&self.path(), Arc::new(TestSealer)).expect("it opens");
        self.store = Some(Arc::new(store));
    }
}

#[async_trait]
impl StoreHarness for SqliteFile {
    fn ports(&self) -> Ports {
        Ports::of(Arc::clone(self.store.as_ref().expect("it is open")))
    }

    async fn reopen(&mut self) {
        self.store = None;
        assert!(!self.folder.path().join("kantor.db-wal").exists(), "the file was closed");
        self.open();
    }
}

async fn a_fresh_file() -> SqliteFile {
    let folder = tempfile::tempdir().expect("a folder");
    let mut file = SqliteFile { store: None, folder };
    file.open();
    file
}

sipoke_conformance::store_conformance!(a_fresh_file);
