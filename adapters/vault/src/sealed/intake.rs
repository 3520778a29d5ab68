use std::{io::Write, mem, sync::Arc};

use sha2::{Digest, Sha256};
use sipoke_core::{
    documents::Scan,
    ports::{Entropy, RejectedScan, VaultError},
    words::{OfficeCode, ScanId},
};
use zeroize::Zeroizing;

use super::{
    blocking,
    envelope::{CHUNK, Chunks, TAG, binding, header},
    unavailable,
};
use crate::{keys::KeyRing, structure::Structure};

/// Where the sealed bytes of an upload go. Dropping it before it was kept removes them.
pub(crate) trait Sink: Write + Send + 'static {}

/// A scan on its way in: collects one chunk and hands it to the threads that may wait, which check,
/// hash, seal and write it.
pub(crate) struct Intake<S> {
    limit: u64,
    received: u64,
    /// At most one chunk. It is sealed in place, so it has room for the tag.
    chunk: Vec<u8>,
    /// Away while a chunk is being stored, and gone for good after a failure.
    draft: Option<Draft<S>>,
}

struct Draft<S> {
    keys: Arc<KeyRing>,
    office: OfficeCode,
    id: ScanId,
    key: Zeroizing<[u8; 32]>,
    key_id: u32,
    chunks: Chunks,
    structure: Option<Structure>,
    hash: Sha256,
    sink: S,
}

impl<S: Sink> Intake<S> {
    /// Begins a scan with a fresh key; the header goes into the sink at once.
    pub(crate) fn begin(
        keys: &Arc<KeyRing>,
        entropy: &dyn Entropy,
        office: OfficeCode,
        id: ScanId,
        limit: u64,
        mut sink: S,
    ) -> Result<Self, VaultError> {
        let mut key = Zeroizing::new([0; 32]);
        entropy.fill(key.as_mut_slice());
        let key_id = keys.current();
        let chunks = Chunks::new(&key, key_id, office, id);
        sink.write_all(&header(key_id)).map_err(unavailable)?;
        let (keys, structure, hash) = (keys.clone(), None, Sha256::new());
        let draft = Draft { keys, office, id, key, key_id, chunks, structure, hash, sink };
        Ok(Self { limit, received: 0, chunk: Vec::with_capacity(CHUNK + TAG), draft: Some(draft) })
    }

    /// Takes the next bytes, as [`Upload::write`](sipoke_core::ports::Upload::write) promises.
    pub(crate) async fn write(&mut self, mut bytes: &[u8]) -> Result<(), VaultError> {
        self.received = self.received.saturating_add(bytes.len() as u64);
        if self.received > self.limit {
            self.draft = None;
            return Err(VaultError::Rejected(RejectedScan::TooLarge { limit: self.limit }));
        }
        while !bytes.is_empty() {
            // A full chunk waits for the byte after it: only then is it known not to be the last.
            if self.chunk.len() == CHUNK {
                let (mut draft, mut chunk) = (self.draft()?, mem::take(&mut self.chunk));
                (self.draft, self.chunk) = blocking(move || {
                    draft.store(&mut chunk, false)?;
                    chunk.clear();
                    Ok((Some(draft), chunk))
                })
                .await?;
            }
            let (now, later) = bytes.split_at(bytes.len().min(CHUNK - self.chunk.len()));
            self.chunk.extend_from_slice(now);
            bytes = later;
        }
        Ok(())
    }

    /// Seals the last chunk, checks the whole, and gives the scan and its sealed bytes to `then`,
    /// still on the threads that may wait.
    pub(crate) async fn finish<T: Send + 'static>(
        mut self,
        then: impl FnOnce(Scan, S) -> Result<T, VaultError> + Send + 'static,
    ) -> Result<T, VaultError> {
        let draft = self.draft()?;
        if self.received == 0 {
            return Err(VaultError::Rejected(RejectedScan::Empty));
        }
        let (chunk, size) = (mem::take(&mut self.chunk), self.received);
        blocking(move || {
            let (scan, sink) = draft.finish(chunk, size)?;
            then(scan, sink)
        })
        .await
    }

    fn draft(&mut self) -> Result<Draft<S>, VaultError> {
        self.draft.take().ok_or_else(|| unavailable("this upload failed before"))
    }

    #[cfg(test)]
    pub(crate) fn buffered(&self) -> usize {
        self.chunk.capacity()
    }
}

impl<S: Sink> Draft<S> {
    fn store(&mut self, chunk: &mut Vec<u8>, last: bool) -> Result<(), VaultError> {
        let structure = match &mut self.structure {
            Some(structure) => structure,
            unknown => unknown.insert(Structure::recognise(chunk).map_err(VaultError::Rejected)?),
        };
        structure.read(chunk).map_err(VaultError::Rejected)?;
        self.hash.update(&*chunk);
        self.chunks.seal(last, chunk).map_err(|_| unavailable("the chunk could not be sealed"))?;
        self.sink.write_all(chunk).map_err(unavailable)
    }

    fn finish(mut self, mut chunk: Vec<u8>, size: u64) -> Result<(Scan, S), VaultError> {
        self.store(&mut chunk, true)?;
        let structure = self.structure.as_ref().ok_or(VaultError::Rejected(RejectedScan::Empty))?;
        structure.end().map_err(VaultError::Rejected)?;
        let kind = structure.kind();
        let Self { keys, office, id, key, key_id, hash, sink, .. } = self;
        let sha256 = hash.finalize().into();
        let mut scan = Scan { id, kind, size, sha256, key_id, wrapped_key: Vec::new() };
        scan.wrapped_key = keys.wrap(&binding(office, &scan), &key);
        Ok((scan, sink))
    }
}
