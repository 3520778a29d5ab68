use std::{
    fs::File,
    io::{self, Read},
};

use async_trait::async_trait;
use sipoke_core::ports::{ScanReader, VaultError};

use super::{
    blocking,
    envelope::{CHUNK, Chunks, TAG},
    unavailable,
};

/// A stored file behind its header, with what opens it.
pub(super) struct Opened {
    pub(super) file: File,
    pub(super) chunks: Chunks,
    /// Bytes of the scan that were not given out yet.
    pub(super) left: u64,
}

impl Opened {
    /// The next chunk, authenticated.
    pub(super) fn next(&mut self) -> Result<Option<Vec<u8>>, VaultError> {
        if self.left == 0 {
            return Ok(None);
        }
        let last = self.left <= CHUNK as u64;
        let length = usize::try_from(self.left).unwrap_or(CHUNK).min(CHUNK);
        let mut chunk = vec![0; length + TAG];
        self.file.read_exact(&mut chunk).map_err(|error| match error.kind() {
            io::ErrorKind::UnexpectedEof => VaultError::Damaged,
            _ => unavailable(error),
        })?;
        self.chunks.open(last, &mut chunk).map_err(|_| VaultError::Damaged)?;
        self.left = self.left.saturating_sub(length as u64);
        Ok(Some(chunk))
    }
}

/// Reads a scan chunk by chunk.
pub(super) struct FolderReader {
    /// Away while a chunk is being read, and gone for good after a failure.
    opened: Option<Opened>,
}

impl FolderReader {
    pub(super) fn new(opened: Opened) -> Self {
        Self { opened: Some(opened) }
    }
}

#[async_trait]
impl ScanReader for FolderReader {
    async fn next(&mut self) -> Result<Option<Vec<u8>>, VaultError> {
        let Some(mut opened) = self.opened.take() else {
            return Err(unavailable("reading this scan failed before"));
        };
        let (opened, chunk) = blocking(move || {
            let chunk = opened.next()?;
            Ok((opened, chunk))
        })
        .await?;
        self.opened = Some(opened);
        Ok(chunk)
    }
}
