use std::{
    fs,
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};

use async_trait::async_trait;
use sipoke_conformance::{VaultHarness, memory::SeededEntropy, samples};
use sipoke_core::{
    documents::{Scan, ScanReceipt},
    ports::{Vault, VaultError},
    words::{OfficeCode, ScanId},
};
use sipoke_vault::{Credentials, KeyRing, ObjectSettings, ObjectVault, Patience};
use tempfile::TempDir;

use crate::server::{ACCESS, BUCKET, SECRET, Server, change};

pub(crate) const LIMIT: u64 = 10 << 20;

/// A vault in a bucket of a store that runs in this test.
pub(crate) struct Bench {
    folder: TempDir,
    pub(crate) server: Server,
    pub(crate) settings: ObjectSettings,
    pub(crate) vault: Arc<dyn Vault>,
}

impl Bench {
    pub(crate) async fn new() -> Self {
        Self::with(|_| {}).await
    }

    pub(crate) async fn with(change: impl FnOnce(&mut ObjectSettings)) -> Self {
        let folder = tempfile::tempdir().unwrap();
        KeyRing::create(&folder.path().join("office.keys"), &SeededEntropy::new(2)).unwrap();
        let spool = folder.path().join("spool");
        fs::create_dir(&spool).unwrap();
        let server = Server::start().await;
        let credentials = Credentials::new(ACCESS, SECRET);
        let mut settings = ObjectSettings::new(&server.address, BUCKET, credentials, spool);
        settings.patience = Patience {
            retries: 2,
            pause: Duration::from_millis(1),
            longest_pause: Duration::from_millis(2),
            request: Duration::from_secs(30),
        };
        change(&mut settings);
        let vault = vault(folder.path(), &settings);
        Self { folder, server, settings, vault }
    }

    pub(crate) fn keys(&self) -> Arc<KeyRing> {
        keys(self.folder.path())
    }

    pub(crate) fn folder(&self) -> &Path {
        self.folder.path()
    }

    pub(crate) async fn put(&self, id: ScanId, bytes: &[u8]) -> Result<ScanReceipt, VaultError> {
        put(&*self.vault, id, bytes).await
    }

    /// All of a scan, or the fault and what was given out before it.
    pub(crate) async fn read(&self, scan: &Scan) -> Result<Vec<u8>, (Vec<u8>, VaultError)> {
        let opened = self.vault.open(office(), scan).await;
        let mut reader = opened.map_err(|fault| (Vec::new(), fault))?;
        let mut bytes = Vec::new();
        loop {
            match reader.next().await {
                Ok(Some(piece)) => bytes.extend(piece),
                Ok(None) => return Ok(bytes),
                Err(fault) => return Err((bytes, fault)),
            }
        }
    }

    pub(crate) fn stored(&self, office: OfficeCode, id: ScanId) -> PathBuf {
        self.server.bucket().join(office.to_string()).join(id.to_string())
    }
}

fn keys(folder: &Path) -> Arc<KeyRing> {
    let entropy = Arc::new(SeededEntropy::new(3));
    Arc::new(KeyRing::load(&folder.join("office.keys"), entropy).unwrap())
}

fn vault(folder: &Path, settings: &ObjectSettings) -> Arc<dyn Vault> {
    let entropy = Arc::new(SeededEntropy::new(4));
    Arc::new(ObjectVault::new(settings, keys(folder), entropy).unwrap())
}

pub(crate) async fn put(
    vault: &dyn Vault,
    id: ScanId,
    bytes: &[u8],
) -> Result<ScanReceipt, VaultError> {
    let mut upload = vault.begin(office(), id, LIMIT).await?;
    upload.write(bytes).await?;
    upload.finish().await
}

pub(crate) fn office() -> OfficeCode {
    samples::office_code()
}

pub(crate) fn id(number: u8) -> ScanId {
    ScanId::from_bytes([number; 16])
}

#[async_trait]
impl VaultHarness for Bench {
    fn vault(&self) -> Arc<dyn Vault> {
        self.vault.clone()
    }

    async fn reopen(&mut self) {
        self.vault = vault(self.folder.path(), &self.settings);
    }

    async fn files(&self) -> usize {
        let spooled = fs::read_dir(&self.settings.spool).unwrap().count();
        self.server.objects().len() + spooled
    }

    async fn damage(&self, office: OfficeCode, scan: &Scan) {
        change(&self.stored(office, scan.id));
    }

    async fn lose(&self, office: OfficeCode, scan: &Scan) {
        fs::remove_file(self.stored(office, scan.id)).unwrap();
    }
}
