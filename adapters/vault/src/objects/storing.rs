//! The way of a sealed scan into the bucket: sent, looked at, and only then acknowledged.

use object_store::{
    Attribute, Attributes, Error, GetOptions, ObjectStore, ObjectStoreExt, PutMode, PutOptions,
    path::Path,
};
use sha2::{Digest, Sha256};
use sipoke_core::{
    documents::{Scan, ScanReceipt},
    ports::VaultError,
    words::OfficeCode,
};

use super::{cargo::Cargo, pieces::Pieces, settings::Confirmation, spool::Spool, vault::Shared};
use crate::sealed::{blocking, unavailable};

/// How often a scan is sent when looking shows that it did not arrive. Each time the library repeats
/// single requests as the patience says.
const ROUNDS: usize = 2;

const MARK: &str = "sipoke-sha256";

/// What is under the key after sending.
enum Found {
    /// Our bytes, all of them.
    Ours,
    /// Our object with other bytes.
    Spoiled,
    /// An object of somebody else.
    Theirs,
    /// No object.
    Nothing,
}

impl Shared {
    pub(super) async fn store(
        &self,
        office: OfficeCode,
        scan: Scan,
        spool: Spool,
    ) -> Result<ScanReceipt, VaultError> {
        // Uploads last as long as lines are slow; only here a scan is in memory, so few are at once.
        let _turn = self.turns.acquire().await.map_err(unavailable)?;
        let buffers = self.buffers.clone();
        let cargo = blocking(move || Cargo::load(spool, &buffers).map_err(unavailable)).await?;
        self.store_confirmed(&self.key(office, scan.id), &cargo).await?;
        Ok(ScanReceipt::issue(scan))
    }

    /// Sends and looks until the right bytes are there. The same bytes under the same key: however
    /// often they arrive, it is one object.
    async fn store_confirmed(&self, key: &Path, cargo: &Cargo) -> Result<(), VaultError> {
        let mut fault = unavailable("the store does not show what it took");
        for _ in 0..ROUNDS {
            let sent = self.send(key, cargo).await;
            let taken = sent.is_ok();
            match sent {
                // What was sent may be there after all: timed out, cut off, or sent twice.
                Ok(()) | Err(Error::AlreadyExists { .. } | Error::Generic { .. }) => {}
                Err(refused) => return Err(unavailable(refused)),
            }
            match self.look(key, cargo, taken).await {
                Ok(Found::Ours) => return Ok(()),
                Ok(Found::Theirs) => {
                    return Err(unavailable(format!("there is an object {key} already")));
                }
                Ok(Found::Spoiled) => {
                    self.remove(key).await;
                    fault = unavailable("the store kept other bytes than it was sent");
                }
                Ok(Found::Nothing) => {
                    if let Err(failed) = sent {
                        fault = unavailable(failed);
                    }
                }
                // The first fault says more than that looking failed too.
                Err(blind) => {
                    let Err(failed) = sent else {
                        self.remove(key).await;
                        return Err(blind);
                    };
                    return Err(unavailable(failed));
                }
            }
        }
        Err(fault)
    }

    async fn send(&self, key: &Path, cargo: &Cargo) -> Result<(), Error> {
        let mut attributes = Attributes::new();
        attributes.insert(Attribute::ContentType, "application/octet-stream".into());
        attributes.insert(Attribute::Metadata(MARK.into()), cargo.mark.clone().into());
        let options = PutOptions { mode: PutMode::Create, attributes, ..PutOptions::default() };
        self.client.put_opts(key, cargo.bytes.clone().into(), options).await.map(drop)
    }

    /// Looks at what is under the key; `taken` says that the store acknowledged our bytes.
    async fn look(&self, key: &Path, cargo: &Cargo, taken: bool) -> Result<Found, VaultError> {
        let head = GetOptions { head: true, ..GetOptions::default() };
        let found = match self.client.get_opts(key, head).await {
            Err(Error::NotFound { .. }) => return Ok(Found::Nothing),
            found => found.map_err(unavailable)?,
        };
        let mark = found.attributes.get(&Attribute::Metadata(MARK.into()));
        if !taken && mark.is_none_or(|mark| **mark != *cargo.mark) {
            return Ok(Found::Theirs);
        }
        if found.meta.size != cargo.bytes.len() as u64 {
            return Ok(Found::Spoiled);
        }
        let etag = found.meta.e_tag.as_deref().map(|etag| etag.trim_matches('"'));
        let told = self.confirmation == Confirmation::Checksum
            && etag.is_some_and(|etag| etag.eq_ignore_ascii_case(&cargo.md5));
        if told { Ok(Found::Ours) } else { self.read_back(key, cargo).await }
    }

    async fn read_back(&self, key: &Path, cargo: &Cargo) -> Result<Found, VaultError> {
        let answer = match self.client.get_opts(key, GetOptions::default()).await {
            Err(Error::NotFound { .. }) => return Ok(Found::Nothing),
            answer => answer.map_err(unavailable)?,
        };
        let mut pieces = Pieces::new(answer, self.patience.request);
        let mut hash = Sha256::new();
        while let Some(piece) = pieces.next().await? {
            hash.update(&piece);
        }
        let same = <[u8; 32]>::from(hash.finalize()) == cargo.sha256;
        if same { Ok(Found::Ours) } else { Ok(Found::Spoiled) }
    }

    /// Takes an object back that no row will ever name. What cannot be removed now is left to the
    /// sweep of objects without a row.
    pub(super) async fn remove(&self, key: &Path) {
        let _swept_later = self.client.delete(key).await;
    }
}
