use std::{
    collections::HashSet,
    fs::{self, File},
    io::{self, Read},
    path::{Path, PathBuf},
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
};

use async_trait::async_trait;
use sipoke_core::{
    documents::{Scan, ScanReceipt},
    ports::{Entropy, ScanReader, Upload, Vault, VaultError},
    words::{OfficeCode, ScanId},
};

use super::{
    disk::{Disk, RealDisk, make_folder},
    reader::{FolderReader, Opened},
    upload::FolderUpload,
};
use crate::{
    keys::KeyRing,
    sealed::{HEADER, Opening, blocking, check_whole, unavailable},
};

/// Keeps scans encrypted in a folder, each with a key of its own.
///
/// The key of a scan is wrapped by the office's key and lives in the row of the scan, not beside the
/// bytes: without its row a file is noise, in every backup too.
pub struct FolderVault {
    pub(crate) shared: Arc<Shared>,
}

/// What uploads need of their vault.
pub(crate) struct Shared {
    root: PathBuf,
    pub(super) keys: Arc<KeyRing>,
    pub(super) entropy: Arc<dyn Entropy>,
    pub(super) disk: Box<dyn Disk>,
    /// Folders whose own entry is on disk for good, as far as this process has seen to it.
    durable: Mutex<HashSet<PathBuf>>,
    /// A folder could not be synced: what it holds is unknown, and asking again could be answered
    /// yes although entries were lost.
    doubtful: AtomicBool,
}

impl FolderVault {
    /// A vault in this folder, which must be there: one that is missing may be a disk that is not
    /// mounted, and making it would put the scans elsewhere.
    #[must_use]
    pub fn new(root: impl Into<PathBuf>, keys: Arc<KeyRing>, entropy: Arc<dyn Entropy>) -> Self {
        Self::on(RealDisk, root, keys, entropy)
    }

    pub(crate) fn on(
        disk: impl Disk + 'static,
        root: impl Into<PathBuf>,
        keys: Arc<KeyRing>,
        entropy: Arc<dyn Entropy>,
    ) -> Self {
        let shared = Shared {
            root: root.into(),
            keys,
            entropy,
            disk: Box::new(disk),
            durable: Mutex::default(),
            doubtful: AtomicBool::new(false),
        };
        Self { shared: Arc::new(shared) }
    }

    /// Removes what an earlier process left half done, and answers how many files that were. Call
    /// it once at start, before the first upload: it cannot tell leftovers from uploads under way.
    ///
    /// # Errors
    /// [`VaultError::Unavailable`].
    pub async fn sweep_temporary(&self) -> Result<u64, VaultError> {
        let shared = self.shared.clone();
        blocking(move || shared.sweep().map_err(unavailable)).await
    }
}

#[async_trait]
impl Vault for FolderVault {
    async fn begin(
        &self,
        office: OfficeCode,
        id: ScanId,
        limit: u64,
    ) -> Result<Box<dyn Upload>, VaultError> {
        let shared = self.shared.clone();
        let upload = blocking(move || FolderUpload::begin(shared, office, id, limit)).await?;
        Ok(Box::new(upload))
    }

    async fn open(
        &self,
        office: OfficeCode,
        scan: &Scan,
    ) -> Result<Box<dyn ScanReader>, VaultError> {
        let (shared, scan) = (self.shared.clone(), scan.clone());
        let opened = blocking(move || shared.open(office, &scan)).await?;
        Ok(Box::new(FolderReader::new(opened)))
    }

    async fn verify(&self, office: OfficeCode, scan: &Scan) -> Result<(), VaultError> {
        check_whole(self.open(office, scan).await?, scan).await
    }

    async fn confirm(&self, office: OfficeCode, scan: Scan) -> Result<ScanReceipt, VaultError> {
        let shared = self.shared.clone();
        blocking(move || {
            shared.open(office, &scan)?;
            Ok(ScanReceipt::issue(scan))
        })
        .await
    }
}

impl Shared {
    /// Opens the file of a scan after its key, its length and its header were found right.
    fn open(&self, office: OfficeCode, scan: &Scan) -> Result<Opened, VaultError> {
        let opening = Opening::new(&self.keys, office, scan)?;
        let path = self.shard(office, scan.id).join(scan.id.to_string());
        let mut file = File::open(path).map_err(|error| match error.kind() {
            io::ErrorKind::NotFound if self.root.is_dir() => VaultError::Missing,
            _ => unavailable(error),
        })?;
        opening.check_length(file.metadata().map_err(unavailable)?.len())?;
        let mut beginning = [0; HEADER];
        file.read_exact(&mut beginning).map_err(unavailable)?;
        opening.check_header(&beginning)?;
        Ok(Opened { file, opening })
    }

    pub(super) fn office(&self, office: OfficeCode) -> PathBuf {
        self.root.join(office.to_string())
    }

    /// The folder of a scan: the last byte of its id is chance and spreads them evenly.
    pub(super) fn shard(&self, office: OfficeCode, id: ScanId) -> PathBuf {
        let [.., last] = id.to_bytes();
        self.office(office).join(format!("{last:02x}"))
    }

    /// Makes a folder below the root durably. One that is there may have been made by a process
    /// that died before its sync, so the first use in each process syncs it.
    pub(super) fn durable_folder(&self, folder: &Path) -> io::Result<()> {
        let known = || self.durable.lock().unwrap_or_else(PoisonError::into_inner);
        if known().contains(folder) {
            return Ok(());
        }
        make_folder(folder)?;
        if let Some(parent) = folder.parent() {
            self.sync_folder(parent)?;
        }
        known().insert(folder.to_owned());
        Ok(())
    }

    pub(super) fn sync_folder(&self, folder: &Path) -> io::Result<()> {
        self.disk.sync_folder(folder).inspect_err(|_| self.doubtful.store(true, Ordering::SeqCst))
    }

    pub(super) fn trusted(&self) -> Result<(), VaultError> {
        if self.doubtful.load(Ordering::SeqCst) {
            return Err(unavailable(
                "a folder of the vault could not be synced; check the disk, then start again",
            ));
        }
        Ok(())
    }

    fn sweep(&self) -> io::Result<u64> {
        let mut swept = 0;
        for office in fs::read_dir(&self.root)? {
            let temporary = office?.path().join("tmp");
            if !temporary.is_dir() {
                continue;
            }
            for left in fs::read_dir(temporary)? {
                fs::remove_file(left?.path())?;
                swept += 1;
            }
        }
        Ok(swept)
    }
}
