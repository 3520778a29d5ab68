use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use async_trait::async_trait;
use sha2::{Digest, Sha256};
use sipoke_core::{
    documents::{Scan, ScanKind, ScanReceipt},
    ports::{RejectedScan, ScanReader, Upload, Vault, VaultError},
    words::{OfficeCode, ScanId},
};

type Shelves = BTreeMap<(OfficeCode, ScanId), Vec<u8>>;

/// Keeps scans as they are. It knows a kind of file by its first and last bytes only.
#[derive(Debug, Clone, Default)]
pub struct MemoryVault {
    shelves: Arc<Mutex<Shelves>>,
}

impl MemoryVault {
    /// An empty vault.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// How many scans it keeps.
    #[must_use]
    pub fn len(&self) -> usize {
        self.shelves().len()
    }

    /// Whether it keeps none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.shelves().is_empty()
    }

    /// Turns over one bit in the middle of a scan, as a dying disk would.
    pub fn damage(&self, office: OfficeCode, id: ScanId) {
        if let Some(bytes) = self.shelves().get_mut(&(office, id)) {
            let middle = bytes.len() / 2;
            bytes.iter_mut().skip(middle).take(1).for_each(|byte| *byte ^= 1);
        }
    }

    /// Loses a scan.
    pub fn lose(&self, office: OfficeCode, id: ScanId) {
        self.shelves().remove(&(office, id));
    }

    fn shelves(&self) -> MutexGuard<'_, Shelves> {
        self.shelves.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn bytes(&self, office: OfficeCode, scan: &Scan) -> Result<Vec<u8>, VaultError> {
        let found = self.shelves().get(&(office, scan.id)).cloned();
        let bytes = found.ok_or(VaultError::Missing)?;
        if Sha256::digest(&bytes) == scan.sha256 { Ok(bytes) } else { Err(VaultError::Damaged) }
    }
}

#[async_trait]
impl Vault for MemoryVault {
    async fn begin(
        &self,
        office: OfficeCode,
        id: ScanId,
        limit: u64,
    ) -> Result<Box<dyn Upload>, VaultError> {
        Ok(Box::new(MemoryUpload { vault: self.clone(), office, id, limit, bytes: Vec::new() }))
    }

    async fn open(
        &self,
        office: OfficeCode,
        scan: &Scan,
    ) -> Result<Box<dyn ScanReader>, VaultError> {
        Ok(Box::new(MemoryReader { rest: self.bytes(office, scan)? }))
    }

    async fn verify(&self, office: OfficeCode, scan: &Scan) -> Result<(), VaultError> {
        self.bytes(office, scan).map(|_| ())
    }

    async fn confirm(&self, office: OfficeCode, scan: Scan) -> Result<ScanReceipt, VaultError> {
        self.verify(office, &scan).await?;
        Ok(ScanReceipt::issue(scan))
    }
}

struct MemoryUpload {
    vault: MemoryVault,
    office: OfficeCode,
    id: ScanId,
    limit: u64,
    bytes: Vec<u8>,
}

#[async_trait]
impl Upload for MemoryUpload {
    async fn write(&mut self, bytes: &[u8]) -> Result<(), VaultError> {
        let size = self.bytes.len().saturating_add(bytes.len());
        if u64::try_from(size).unwrap_or(u64::MAX) > self.limit {
            return Err(VaultError::Rejected(RejectedScan::TooLarge { limit: self.limit }));
        }
        self.bytes.extend_from_slice(bytes);
        Ok(())
    }

    async fn finish(self: Box<Self>) -> Result<ScanReceipt, VaultError> {
        let kind = kind_of(&self.bytes).map_err(VaultError::Rejected)?;
        let scan = Scan {
            id: self.id,
            kind,
            size: u64::try_from(self.bytes.len()).unwrap_or(u64::MAX),
            sha256: Sha256::digest(&self.bytes).into(),
            key_id: 1,
            wrapped_key: Vec::new(),
        };
        self.vault.shelves().insert((self.office, self.id), self.bytes);
        Ok(ScanReceipt::issue(scan))
    }
}

fn kind_of(bytes: &[u8]) -> Result<ScanKind, RejectedScan> {
    let (kind, whole) = match bytes {
        [] => return Err(RejectedScan::Empty),
        [0xFF, 0xD8, 0xFF, .., 0xFF, 0xD9] => (ScanKind::Jpeg, true),
        [0xFF, 0xD8, 0xFF, ..] => (ScanKind::Jpeg, false),
        [0x89, b'P', b'N', b'G', ..] => (ScanKind::Png, bytes.ends_with(b"IEND\xAE\x42\x60\x82")),
        [b'%', b'P', b'D', b'F', b'-', ..] => {
            (ScanKind::Pdf, bytes.trim_ascii_end().ends_with(b"%%EOF"))
        }
        _ => return Err(RejectedScan::UnknownKind),
    };
    if whole { Ok(kind) } else { Err(RejectedScan::Broken) }
}

struct MemoryReader {
    rest: Vec<u8>,
}

#[async_trait]
impl ScanReader for MemoryReader {
    async fn next(&mut self) -> Result<Option<Vec<u8>>, VaultError> {
        const PIECE: usize = 64 * 1024;
        let later = self.rest.split_off(self.rest.len().min(PIECE));
        let piece = std::mem::replace(&mut self.rest, later);
        Ok(if piece.is_empty() { None } else { Some(piece) })
    }
}
