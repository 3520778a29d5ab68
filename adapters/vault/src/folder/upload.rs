use std::{
    fs::File,
    io::{self, Write},
    mem,
    sync::Arc,
};

use async_trait::async_trait;
use sha2::{Digest, Sha256};
use sipoke_core::{
    documents::{Scan, ScanReceipt},
    ports::{RejectedScan, Upload, VaultError},
    words::{OfficeCode, ScanId},
};
use zeroize::Zeroizing;

use super::{
    blocking,
    disk::Temporary,
    envelope::{CHUNK, Chunks, TAG, binding, header},
    unavailable,
    vault::Shared,
};
use crate::structure::Structure;

/// A scan on its way: collects one chunk and hands it to the threads that may wait.
pub(crate) struct FolderUpload {
    limit: u64,
    received: u64,
    /// At most one chunk. It is sealed in place, so it has room for the tag.
    pub(crate) chunk: Vec<u8>,
    /// Away while a chunk is being stored, and gone for good after a failure.
    draft: Option<Draft>,
}

/// The file that is being written. Dropping it removes the file.
struct Draft {
    shared: Arc<Shared>,
    office: OfficeCode,
    id: ScanId,
    key: Zeroizing<[u8; 32]>,
    key_id: u32,
    chunks: Chunks,
    structure: Option<Structure>,
    hash: Sha256,
    file: File,
    temporary: Temporary,
}

impl FolderUpload {
    pub(crate) fn begin(
        shared: Arc<Shared>,
        office: OfficeCode,
        id: ScanId,
        limit: u64,
    ) -> Result<Self, VaultError> {
        let draft = Draft::begin(shared, office, id)?;
        Ok(Self { limit, received: 0, chunk: Vec::with_capacity(CHUNK + TAG), draft: Some(draft) })
    }

    fn draft(&mut self) -> Result<Draft, VaultError> {
        self.draft.take().ok_or_else(|| unavailable("this upload failed before"))
    }
}

#[async_trait]
impl Upload for FolderUpload {
    async fn write(&mut self, mut bytes: &[u8]) -> Result<(), VaultError> {
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

    async fn finish(mut self: Box<Self>) -> Result<ScanReceipt, VaultError> {
        let draft = self.draft()?;
        if self.received == 0 {
            return Err(VaultError::Rejected(RejectedScan::Empty));
        }
        let (chunk, size) = (mem::take(&mut self.chunk), self.received);
        blocking(move || draft.finish(chunk, size)).await
    }
}

impl Draft {
    fn begin(shared: Arc<Shared>, office: OfficeCode, id: ScanId) -> Result<Self, VaultError> {
        shared.trusted()?;
        let mut key = Zeroizing::new([0; 32]);
        shared.entropy.fill(key.as_mut_slice());
        let key_id = shared.keys.current();
        let chunks = Chunks::new(&key, key_id, office, id);
        let (temporary, file) = Self::open(&shared, office, id, key_id).map_err(unavailable)?;
        let (structure, hash) = (None, Sha256::new());
        Ok(Self { shared, office, id, key, key_id, chunks, structure, hash, file, temporary })
    }

    fn open(
        shared: &Shared,
        office: OfficeCode,
        id: ScanId,
        key_id: u32,
    ) -> io::Result<(Temporary, File)> {
        let folder = shared.office(office);
        shared.durable_folder(&folder)?;
        let folder = folder.join("tmp");
        super::disk::make_folder(&folder)?;
        let (temporary, mut file) = Temporary::create(folder.join(id.to_string()))?;
        file.write_all(&header(key_id))?;
        Ok((temporary, file))
    }

    fn store(&mut self, chunk: &mut Vec<u8>, last: bool) -> Result<(), VaultError> {
        let structure = match &mut self.structure {
            Some(structure) => structure,
            unknown => unknown.insert(Structure::recognise(chunk).map_err(VaultError::Rejected)?),
        };
        structure.read(chunk).map_err(VaultError::Rejected)?;
        self.hash.update(&*chunk);
        self.chunks.seal(last, chunk).map_err(|_| unavailable("the chunk could not be sealed"))?;
        self.file.write_all(chunk).map_err(unavailable)
    }

    /// The order is the promise: bytes synced, then named, then the name synced, then the receipt.
    fn finish(mut self, mut chunk: Vec<u8>, size: u64) -> Result<ScanReceipt, VaultError> {
        self.store(&mut chunk, true)?;
        let structure = self.structure.as_ref().ok_or(VaultError::Rejected(RejectedScan::Empty))?;
        structure.end().map_err(VaultError::Rejected)?;
        let kind = structure.kind();
        let Self { shared, office, id, key, key_id, hash, file, mut temporary, .. } = self;

        shared.trusted()?;
        shared.disk.sync_file(&file).map_err(unavailable)?;
        let folder = shared.shard(office, id);
        shared.durable_folder(&folder).map_err(unavailable)?;
        let path = folder.join(id.to_string());
        if path.try_exists().map_err(unavailable)? {
            return Err(unavailable(format!("there is a scan {id} already")));
        }
        temporary.rename(&*shared.disk, path).map_err(unavailable)?;
        shared.sync_folder(&folder).map_err(unavailable)?;
        temporary.keep();

        let sha256 = hash.finalize().into();
        let mut scan = Scan { id, kind, size, sha256, key_id, wrapped_key: Vec::new() };
        scan.wrapped_key = shared.keys.wrap(&binding(office, &scan), &key);
        Ok(ScanReceipt::issue(scan))
    }
}
