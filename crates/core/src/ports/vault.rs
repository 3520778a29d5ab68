use std::error::Error;

use async_trait::async_trait;
use thiserror::Error;

use crate::{
    documents::{Scan, ScanReceipt},
    words::{OfficeCode, ScanId},
};

/// Keeps the bytes of scans, encrypted.
///
/// Bytes come first: a scan is durable before its [`ScanReceipt`] exists, and a row that names a
/// scan can only be made from a receipt. Scans that no row names are swept later; a scan that a
/// row names is never missing.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait Vault: Send + Sync {
    /// Begins to store a scan of at most `limit` bytes under this fresh id.
    ///
    /// # Errors
    /// [`VaultError::Unavailable`].
    async fn begin(
        &self,
        office: OfficeCode,
        id: ScanId,
        limit: u64,
    ) -> Result<Box<dyn Upload>, VaultError>;

    /// Opens a scan for reading. What is read MUST be authenticated piece by piece: changed bytes
    /// are an error and are never given out.
    ///
    /// # Errors
    /// [`VaultError::Missing`], [`VaultError::Damaged`] or [`VaultError::Unavailable`].
    async fn open(
        &self,
        office: OfficeCode,
        scan: &Scan,
    ) -> Result<Box<dyn ScanReader>, VaultError>;

    /// Reads the whole scan and checks length and SHA-256.
    ///
    /// # Errors
    /// As [`open`](Self::open).
    async fn verify(&self, office: OfficeCode, scan: &Scan) -> Result<(), VaultError>;

    /// Issues the receipt of a scan again that was stored before, when it is still there; for
    /// forms that are sent a second time without their files.
    ///
    /// # Errors
    /// As [`open`](Self::open).
    async fn confirm(&self, office: OfficeCode, scan: Scan) -> Result<ScanReceipt, VaultError>;
}

/// A scan on its way into the vault. Dropping it leaves nothing behind.
#[async_trait]
pub trait Upload: Send {
    /// Takes the next bytes. Memory in use does not grow with the file.
    ///
    /// # Errors
    /// [`VaultError::Rejected`] as soon as it can be told, or [`VaultError::Unavailable`].
    async fn write(&mut self, bytes: &[u8]) -> Result<(), VaultError>;

    /// Ends the file, checks its structure, and makes it durable. On disk: file synced, renamed,
    /// folder synced; a failed sync is never tried again on the same file. In an object store: sent,
    /// and confirmed by size and hash as the store shows it.
    ///
    /// # Errors
    /// [`VaultError::Rejected`] or [`VaultError::Unavailable`]; then nothing is left behind.
    async fn finish(self: Box<Self>) -> Result<ScanReceipt, VaultError>;
}

/// A scan being read.
#[async_trait]
pub trait ScanReader: Send {
    /// The next bytes; `None` after the last.
    ///
    /// # Errors
    /// [`VaultError::Damaged`] or [`VaultError::Unavailable`].
    async fn next(&mut self) -> Result<Option<Vec<u8>>, VaultError>;
}

/// Why a scan was not stored or cannot be read.
#[derive(Debug, Error)]
pub enum VaultError {
    /// The file is none that is taken.
    #[error("the file was rejected: {0:?}")]
    Rejected(RejectedScan),
    /// There is no such scan.
    #[error("the scan is missing")]
    Missing,
    /// The scan is not what was stored.
    #[error("the scan is damaged")]
    Damaged,
    /// The vault cannot be reached or written.
    #[error("the vault is unavailable")]
    Unavailable(#[source] Box<dyn Error + Send + Sync>),
}

/// Why a file is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RejectedScan {
    /// It has no bytes.
    Empty,
    /// It has more bytes than are allowed.
    TooLarge {
        /// Bytes that are allowed.
        limit: u64,
    },
    /// By its content it is no JPEG, PNG or PDF.
    UnknownKind,
    /// It begins as one but is cut off or broken.
    Broken,
    /// It is larger than 40 megapixels.
    TooManyPixels,
    /// It is a PDF that could act on its own (script, launch, embedded file) or is encrypted.
    ActivePdf,
}
