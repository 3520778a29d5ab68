use sha2::{Digest, Sha256};
use sipoke_core::{
    documents::Scan,
    ports::{ScanReader, VaultError},
    words::OfficeCode,
};
use subtle::ConstantTimeEq;

use super::{
    envelope::{CHUNK, Chunks, TAG, binding, header, stored_length},
    unavailable,
};
use crate::keys::{KeyRing, Unwrap};

/// Authenticates what is stored of a scan, piece by piece in their order.
pub(crate) struct Opening {
    chunks: Chunks,
    key_id: u32,
    size: u64,
    /// Bytes of the scan that were not given out yet.
    left: u64,
}

impl Opening {
    /// Unwraps the key of a scan; a row that was changed is found here.
    pub(crate) fn new(keys: &KeyRing, office: OfficeCode, scan: &Scan) -> Result<Self, VaultError> {
        let key = keys.unwrap(scan.key_id, &binding(office, scan), &scan.wrapped_key).map_err(
            |fault| match fault {
                Unwrap::Changed => VaultError::Damaged,
                Unwrap::UnknownKey => {
                    unavailable(format!("the key file has no key {}", scan.key_id))
                }
            },
        )?;
        let chunks = Chunks::new(&key, scan.key_id, office, scan.id);
        Ok(Self { chunks, key_id: scan.key_id, size: scan.size, left: scan.size })
    }

    /// Checks how much is stored.
    pub(crate) fn check_length(&self, length: u64) -> Result<(), VaultError> {
        if length == stored_length(self.size) { Ok(()) } else { Err(VaultError::Damaged) }
    }

    /// Checks how it begins; this has [`HEADER`](super::HEADER) bytes.
    pub(crate) fn check_header(&self, beginning: &[u8]) -> Result<(), VaultError> {
        if beginning == header(self.key_id) { Ok(()) } else { Err(VaultError::Damaged) }
    }

    /// How many stored bytes make the next chunk; `None` after the last.
    pub(crate) fn next_length(&self) -> Option<usize> {
        let length = usize::try_from(self.left).unwrap_or(CHUNK).min(CHUNK);
        (length > 0).then_some(length + TAG)
    }

    /// Authenticates and decrypts the next chunk, which has [`next_length`](Self::next_length)
    /// bytes.
    pub(crate) fn open(&mut self, mut chunk: Vec<u8>) -> Result<Vec<u8>, VaultError> {
        let last = self.left <= CHUNK as u64;
        self.chunks.open(last, &mut chunk).map_err(|_| VaultError::Damaged)?;
        self.left = self.left.saturating_sub(chunk.len() as u64);
        Ok(chunk)
    }
}

/// Reads all of a scan and checks its SHA-256; its length was checked when it was opened.
pub(crate) async fn check_whole(
    mut reader: Box<dyn ScanReader>,
    scan: &Scan,
) -> Result<(), VaultError> {
    let mut hash = Sha256::new();
    while let Some(piece) = reader.next().await? {
        hash.update(&piece);
    }
    let same = hash.finalize().ct_eq(scan.sha256.as_slice());
    if same.into() { Ok(()) } else { Err(VaultError::Damaged) }
}
