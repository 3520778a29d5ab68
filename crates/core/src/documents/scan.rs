use crate::words::{Moment, ScanId, coded};

/// The kinds of files that are taken, known by their content and never by their name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ScanKind {
    /// JPEG (ITU-T T.81)
    Jpeg,
    /// PNG (ISO/IEC 15948)
    Png,
    /// PDF (ISO 32000)
    Pdf,
}

coded!(ScanKind {
    Jpeg => "jpeg",
    Png => "png",
    Pdf => "pdf",
});

impl ScanKind {
    /// The media type under which the scan is served.
    #[must_use]
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
            Self::Pdf => "application/pdf",
        }
    }

    /// The usual ending of a file's name.
    #[must_use]
    pub fn extension(self) -> &'static str {
        match self {
            Self::Jpeg => "jpg",
            Self::Png => "png",
            Self::Pdf => "pdf",
        }
    }
}

/// Where the bytes of a scan are and what they must be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scan {
    /// The name of the stored file: chance, not content, so that a thief of the disk cannot test
    /// whether a known picture is on it.
    pub id: ScanId,
    /// What it is.
    pub kind: ScanKind,
    /// Bytes before encryption.
    pub size: u64,
    /// SHA-256 of the bytes before encryption.
    pub sha256: [u8; 32],
    /// The office key that wraps the key of this file.
    pub key_id: u32,
    /// The key of this file, wrapped. Destroying it destroys the scan.
    pub wrapped_key: Vec<u8>,
}

/// Proof that the bytes of a scan are kept for good: on disk (file synced, renamed, folder synced),
/// or shown by an object store, by size and hash.
///
/// Only a [`Vault`](crate::ports::Vault) issues one, and without one no document can be attached.
///
/// ```compile_fail
/// use sipoke_core::documents::{Scan, ScanReceipt};
///
/// fn forge(scan: Scan) -> ScanReceipt {
///     ScanReceipt(scan) // the field is private
/// }
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScanReceipt(Scan);

impl ScanReceipt {
    /// For vaults: call it after the last sync and nowhere else (`tests/architecture.rs` looks).
    #[must_use]
    pub fn issue(durable: Scan) -> Self {
        Self(durable)
    }

    /// The scan that is stored.
    #[must_use]
    pub fn scan(&self) -> &Scan {
        &self.0
    }
}

impl From<ScanReceipt> for Scan {
    fn from(receipt: ScanReceipt) -> Self {
        receipt.0
    }
}

/// A scan that was attached for a requirement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    /// The stored scan.
    pub scan: Scan,
    /// When it was attached.
    pub attached_at: Moment,
}
