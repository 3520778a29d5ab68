use async_trait::async_trait;
use sipoke_core::ports::{ScanReader, VaultError};

use super::pieces::Pieces;
use crate::sealed::{Opening, unavailable};

/// Reads a scan chunk by chunk as it arrives.
pub(super) struct ObjectReader {
    /// Away while a chunk is being read, and gone for good after a failure.
    opened: Option<(Pieces, Opening)>,
}

impl ObjectReader {
    /// The pieces behind the header.
    pub(super) fn new(pieces: Pieces, opening: Opening) -> Self {
        Self { opened: Some((pieces, opening)) }
    }
}

#[async_trait]
impl ScanReader for ObjectReader {
    async fn next(&mut self) -> Result<Option<Vec<u8>>, VaultError> {
        let Some((mut pieces, mut opening)) = self.opened.take() else {
            return Err(unavailable("reading this scan failed before"));
        };
        let chunk = match opening.next_length() {
            Some(length) => Some(opening.open(pieces.take(length).await?)?),
            None => None,
        };
        self.opened = Some((pieces, opening));
        Ok(chunk)
    }
}
