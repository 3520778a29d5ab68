use std::{
    fs::File,
    io::{self, Read},
};

use async_trait::async_trait;
use sipoke_core::ports::{ScanReader, VaultError};

use crate::sealed::{Opening, blocking, unavailable};

/// A stored file behind its header, with what opens it.
pub(super) struct Opened {
    pub(super) file: File,
    pub(super) opening: Opening,
}

impl Opened {
    /// The next chunk, authenticated.
    fn next(&mut self) -> Result<Option<Vec<u8>>, VaultError> {
        let Some(length) = self.opening.next_length() else { return Ok(None) };
        let mut chunk = vec![0; length];
        self.file.read_exact(&mut chunk).map_err(|error| match error.kind() {
            io::ErrorKind::UnexpectedEof => VaultError::Damaged,
            _ => unavailable(error),
        })?;
        self.opening.open(chunk).map(Some)
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
