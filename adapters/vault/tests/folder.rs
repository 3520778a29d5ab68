//! Scans in a folder keep every promise of the port.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "helpers of a test may end it")]

use std::{
    fs,
    path::{Path, PathBuf},
    sync::Arc,
};

use async_trait::async_trait;
use sipoke_conformance::{VaultHarness, memory::SeededEntropy};
use sipoke_core::{documents::Scan, ports::Vault, words::OfficeCode};
use sipoke_vault::{FolderVault, KeyRing};
use tempfile::TempDir;

struct Folder {
    folder: TempDir,
    vault: Arc<dyn Vault>,
}

impl Folder {
    fn vault(folder: &Path) -> Arc<dyn Vault> {
        let entropy = Arc::new(SeededEntropy::new(1));
        let keys = KeyRing::load(&folder.join("office.keys"), entropy.clone()).unwrap();
        Arc::new(FolderVault::new(folder.join("scans"), Arc::new(keys), entropy))
    }

    fn stored(&self, office: OfficeCode, scan: &Scan) -> PathBuf {
        let [.., last] = scan.id.to_bytes();
        let scans = self.folder.path().join("scans");
        scans.join(office.to_string()).join(format!("{last:02x}")).join(scan.id.to_string())
    }
}

async fn a_vault_in_a_folder() -> Folder {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("scans")).unwrap();
    KeyRing::create(&folder.path().join("office.keys"), &SeededEntropy::new(2)).unwrap();
    let vault = Folder::vault(folder.path());
    Folder { folder, vault }
}

#[async_trait]
impl VaultHarness for Folder {
    fn vault(&self) -> Arc<dyn Vault> {
        self.vault.clone()
    }

    async fn reopen(&mut self) {
        self.vault = Self::vault(self.folder.path());
    }

    async fn files(&self) -> usize {
        files_below(&self.folder.path().join("scans"))
    }

    async fn damage(&self, office: OfficeCode, scan: &Scan) {
        let path = self.stored(office, scan);
        let mut bytes = fs::read(&path).unwrap();
        let middle = bytes.len() / 2;
        bytes[middle] ^= 1;
        fs::write(path, bytes).unwrap();
    }

    async fn lose(&self, office: OfficeCode, scan: &Scan) {
        fs::remove_file(self.stored(office, scan)).unwrap();
    }
}

fn files_below(folder: &Path) -> usize {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries.map(|path| if path.is_dir() { files_below(&path) } else { 1 }).sum()
}

sipoke_conformance::vault_conformance!(a_vault_in_a_folder);
