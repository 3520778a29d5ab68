use std::time::Duration;

use bytes::Bytes;
use futures_util::{StreamExt, stream::BoxStream};
use object_store::GetResult;
use sipoke_core::ports::VaultError;
use tokio::time::timeout;

use crate::sealed::unavailable;

/// The bytes of an object as they arrive.
pub(super) struct Pieces {
    arriving: BoxStream<'static, object_store::Result<Bytes>>,
    /// What arrived and was not taken yet.
    waiting: Bytes,
    /// The longest wait for the next bytes.
    patience: Duration,
}

impl Pieces {
    pub(super) fn new(answer: GetResult, patience: Duration) -> Self {
        Self { arriving: answer.into_stream(), waiting: Bytes::new(), patience }
    }

    /// Whatever comes next; `None` at the end.
    pub(super) async fn next(&mut self) -> Result<Option<Bytes>, VaultError> {
        if !self.waiting.is_empty() {
            return Ok(Some(std::mem::take(&mut self.waiting)));
        }
        let arrived = timeout(self.patience, self.arriving.next()).await.map_err(unavailable)?;
        arrived.transpose().map_err(unavailable)
    }

    /// Exactly as many bytes; fewer are damage.
    pub(super) async fn take(&mut self, length: usize) -> Result<Vec<u8>, VaultError> {
        let mut taken = Vec::with_capacity(length);
        while taken.len() < length {
            let mut piece = self.next().await?.ok_or(VaultError::Damaged)?;
            let now = piece.len().min(length - taken.len());
            taken.extend_from_slice(&piece.split_to(now));
            self.waiting = piece;
        }
        Ok(taken)
    }
}
