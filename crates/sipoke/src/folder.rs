//! An office in a folder: `kantor` says which one, `kunci.key` has its keys, `sipoke.db` its
//! records, `scans/` its scans.

use std::{
    fs::{self, DirBuilder, File, OpenOptions, TryLockError},
    io::{self, Write},
    os::unix::fs::{DirBuilderExt, OpenOptionsExt},
    path::{Path, PathBuf},
    sync::Arc,
};

use sipoke_core::{
    ports::{Clock, Entropy, Sealer, VaultError},
    words::OfficeCode,
};
use sipoke_desk::Desk;
use sipoke_sqlite::SqliteStore;
use sipoke_system::{SystemClock, SystemEntropy};
use sipoke_vault::{FolderVault, KeyFileError, KeyRing};
use thiserror::Error;

use crate::wiring::desk_on;

const MARKER: &str = "kantor";
const KEYS: &str = "kunci.key";
const RECORDS: &str = "sipoke.db";
const SCANS: &str = "scans";

/// Why a folder was not opened.
#[derive(Debug, Error)]
pub enum FolderError {
    /// There is no office in the folder.
    #[error("there is no office in {}", .0.display())]
    NothingThere(PathBuf),
    /// The folder holds something else. It was left as it is.
    #[error("{} holds something else", .0.display())]
    NotOurs(PathBuf),
    /// The folder holds another office.
    #[error("{} holds the office {found}", .data.display())]
    AnotherOffice {
        /// The folder.
        data: PathBuf,
        /// The office that is there.
        found: OfficeCode,
    },
    /// The office's keys are not there; without them nothing can be read.
    #[error("the keys {} are missing", .0.display())]
    KeysMissing(PathBuf),
    /// Another process holds the folder.
    #[error("{} is in use", .0.display())]
    InUse(PathBuf),
    /// The keys cannot be used.
    #[error("the keys cannot be used")]
    Keys(#[from] KeyFileError),
    /// The records cannot be opened.
    #[error("the records cannot be opened")]
    Records(#[from] sipoke_sqlite::OpenError),
    /// The scans cannot be reached.
    #[error("the scans cannot be reached")]
    Scans(#[from] VaultError),
    /// The folder cannot be read or written.
    #[error("{} cannot be read or written", .path.display())]
    Io {
        /// What was touched.
        path: PathBuf,
        /// The cause.
        #[source]
        source: io::Error,
    },
}

/// Opens the office that is kept in a folder.
///
/// # Errors
/// [`FolderError::NothingThere`], or why it cannot be opened.
pub fn open(data: &Path) -> Result<Desk, FolderError> {
    open_with(data, Arc::new(SystemClock))
}

/// [`open`], by another clock than the machine's.
///
/// # Errors
/// As [`open`].
pub fn open_with(data: &Path, clock: Arc<dyn Clock>) -> Result<Desk, FolderError> {
    let office = office_in(data)?.ok_or_else(|| FolderError::NothingThere(data.to_owned()))?;
    let entropy: Arc<dyn Entropy> = Arc::new(SystemEntropy);
    let keys = Arc::new(keys_of(data, entropy.clone())?);
    let sealer: Arc<dyn Sealer> = keys.clone();
    let store = Arc::new(SqliteStore::open(&data.join(RECORDS), sealer)?);
    let vault = FolderVault::new(data.join(SCANS), keys.clone(), entropy.clone());
    desk_on(office, store, Arc::new(vault), keys, clock).map_err(failed(data))
}

/// Opens the office that is kept in a folder, and makes the folder first when it is missing or
/// empty. Doing so twice is the same as once.
///
/// # Errors
/// [`FolderError::NotOurs`] or [`FolderError::AnotherOffice`] when something else is there; then
/// nothing was touched. Or why it cannot be made.
pub fn create(data: &Path, office: OfficeCode) -> Result<Desk, FolderError> {
    match office_in(data)? {
        Some(found) if found == office => {}
        Some(found) => return Err(FolderError::AnotherOffice { data: data.to_owned(), found }),
        None => {
            private_folder(data)?;
            if fs::read_dir(data).map_err(failed(data))?.next().is_some() {
                return Err(FolderError::NotOurs(data.to_owned()));
            }
            mark(data, office)?;
        }
    }
    private_folder(&data.join(SCANS))?;
    // Records without keys have lost their keys: new ones would only hide that.
    if !data.join(RECORDS).exists() {
        match KeyRing::create(&data.join(KEYS), &SystemEntropy) {
            Ok(()) | Err(KeyFileError::Exists { .. }) => {}
            Err(error) => return Err(error.into()),
        }
    }
    open(data)
}

/// Holds a folder for one process that serves it. Commands may work beside it, a second server
/// may not. Ends with the process, however that ends.
#[derive(Debug)]
pub struct Hold {
    data: PathBuf,
    _marker: File,
}

impl Hold {
    /// Takes the folder.
    ///
    /// # Errors
    /// [`FolderError::InUse`] when another process has it, [`FolderError::NothingThere`].
    pub fn take(data: &Path) -> Result<Self, FolderError> {
        let marker = data.join(MARKER);
        let file = match File::open(&marker) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                return Err(FolderError::NothingThere(data.to_owned()));
            }
            opened => opened.map_err(failed(&marker))?,
        };
        match file.try_lock() {
            Ok(()) => Ok(Self { data: data.to_owned(), _marker: file }),
            Err(TryLockError::WouldBlock) => Err(FolderError::InUse(data.to_owned())),
            Err(TryLockError::Error(source)) => Err(failed(&marker)(source)),
        }
    }

    /// Destroys the keys, the records and the scans of the office: nothing brings them back. The
    /// folder stays and can be filled again with [`create`].
    ///
    /// # Errors
    /// [`FolderError::Io`]; then some of it may be gone.
    pub fn erase(&self) -> Result<(), FolderError> {
        // Without keys the rest is noise, so they go first.
        for name in [KEYS, RECORDS, "sipoke.db-wal", "sipoke.db-shm"] {
            let path = self.data.join(name);
            unless_gone(fs::remove_file(&path)).map_err(failed(&path))?;
        }
        let scans = self.data.join(SCANS);
        unless_gone(fs::remove_dir_all(&scans)).map_err(failed(&scans))
    }

    /// Removes what an earlier process left of uploads that never ended, and says how many those
    /// were. Only before the first upload, so only whoever holds the folder can do it.
    ///
    /// # Errors
    /// [`FolderError::Scans`].
    pub async fn sweep(&self) -> Result<u64, FolderError> {
        let entropy: Arc<dyn Entropy> = Arc::new(SystemEntropy);
        let keys = Arc::new(keys_of(&self.data, entropy.clone())?);
        let vault = FolderVault::new(self.data.join(SCANS), keys, entropy);
        Ok(vault.sweep_temporary().await?)
    }
}

/// The office that a folder says it holds; `None` when it says nothing.
fn office_in(data: &Path) -> Result<Option<OfficeCode>, FolderError> {
    let marker = data.join(MARKER);
    let text = match fs::read_to_string(&marker) {
        Err(error)
            if [io::ErrorKind::NotFound, io::ErrorKind::NotADirectory].contains(&error.kind()) =>
        {
            return Ok(None);
        }
        read => read.map_err(failed(&marker))?,
    };
    let code = text.lines().find(|line| !line.starts_with('#')).unwrap_or_default();
    match OfficeCode::parse(code) {
        Ok(office) => Ok(Some(office)),
        Err(_) => Err(FolderError::NotOurs(data.to_owned())),
    }
}

/// The marker comes first, so that a folder that was begun is known as ours and can be finished.
fn mark(data: &Path, office: OfficeCode) -> Result<(), FolderError> {
    let marker = data.join(MARKER);
    let text = format!("# Data kantor SIP OKE. Jangan diubah dengan tangan.\n{office}\n");
    let draft = data.join("kantor.new");
    let written = OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(true)
        .mode(0o600)
        .open(&draft)
        .and_then(|mut file| file.write_all(text.as_bytes()).and_then(|()| file.sync_all()))
        .and_then(|()| fs::rename(&draft, &marker))
        .and_then(|()| File::open(data)?.sync_all());
    written.map_err(failed(&marker))
}

fn keys_of(data: &Path, entropy: Arc<dyn Entropy>) -> Result<KeyRing, FolderError> {
    KeyRing::load(&data.join(KEYS), entropy).map_err(|error| match error {
        KeyFileError::Missing { path } => FolderError::KeysMissing(path),
        other => other.into(),
    })
}

fn private_folder(path: &Path) -> Result<(), FolderError> {
    DirBuilder::new().recursive(true).mode(0o700).create(path).map_err(failed(path))
}

fn unless_gone(removed: io::Result<()>) -> io::Result<()> {
    match removed {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        other => other,
    }
}

fn failed(path: &Path) -> impl Fn(io::Error) -> FolderError {
    move |source| FolderError::Io { path: path.to_owned(), source }
}
