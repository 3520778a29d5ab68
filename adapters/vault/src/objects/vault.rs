use std::{path::PathBuf, sync::Arc};

use async_trait::async_trait;
use object_store::{
    Error, GetOptions, GetRange, GetResult, ObjectStore, aws::AmazonS3, path::Path,
};
use sipoke_core::{
    documents::{Scan, ScanReceipt},
    ports::{Entropy, ScanReader, Upload, Vault, VaultError},
    words::{OfficeCode, ScanId},
};
use tokio::sync::Semaphore;

use super::{
    buffers::Buffers,
    client::connect,
    pieces::Pieces,
    reader::ObjectReader,
    settings::{Confirmation, ObjectSettings, ObjectSettingsError, Patience},
    spool::Spool,
    transport::whole_story,
    upload::ObjectUpload,
};
use crate::{
    keys::KeyRing,
    sealed::{HEADER, Intake, Opening, blocking, check_whole, unavailable},
};

/// Keeps scans encrypted in a bucket of an S3-compatible store, each with a key of its own.
///
/// The bytes are those that [`FolderVault`](crate::FolderVault) would write, so a folder can be
/// copied into a bucket. A receipt is issued when the store *shows* the scan, by size and hash: its
/// word that it took the scan is not enough.
///
/// ```no_run
/// # use std::sync::Arc;
/// # use sipoke_core::ports::{Entropy, Vault};
/// # use sipoke_vault::{Credentials, KeyRing, ObjectSettings, ObjectVault};
/// # fn open(keys: Arc<KeyRing>, entropy: Arc<dyn Entropy>) -> Result<(), Box<dyn std::error::Error>> {
/// let credentials = Credentials::new("access key", std::fs::read_to_string("/etc/sipoke/s3")?);
/// let mut settings =
///     ObjectSettings::new("https://s3.kota.example", "scans", credentials, "/var/lib/sipoke/spool");
/// settings.region = "jakarta".to_owned();
/// let vault: Arc<dyn Vault> = Arc::new(ObjectVault::new(&settings, keys, entropy)?);
/// # Ok(())
/// # }
/// ```
pub struct ObjectVault {
    shared: Arc<Shared>,
}

/// What uploads need of their vault.
pub(super) struct Shared {
    pub(super) client: AmazonS3,
    prefix: Path,
    keys: Arc<KeyRing>,
    entropy: Arc<dyn Entropy>,
    spool: PathBuf,
    pub(super) confirmation: Confirmation,
    pub(super) patience: Patience,
    pub(super) turns: Semaphore,
    pub(super) buffers: Arc<Buffers>,
}

impl ObjectVault {
    /// A vault in the bucket of these settings. The store is not asked anything yet.
    ///
    /// # Errors
    /// [`ObjectSettingsError`] when the settings cannot be right.
    pub fn new(
        settings: &ObjectSettings,
        keys: Arc<KeyRing>,
        entropy: Arc<dyn Entropy>,
    ) -> Result<Self, ObjectSettingsError> {
        let (client, prefix) = connect(settings)?;
        let shared = Shared {
            client,
            prefix,
            keys,
            entropy,
            spool: settings.spool.clone(),
            confirmation: settings.confirmation,
            patience: settings.patience,
            turns: Semaphore::new(settings.at_once),
            buffers: Buffers::new(settings.at_once),
        };
        Ok(Self { shared: Arc::new(shared) })
    }
}

#[async_trait]
impl Vault for ObjectVault {
    async fn begin(
        &self,
        office: OfficeCode,
        id: ScanId,
        limit: u64,
    ) -> Result<Box<dyn Upload>, VaultError> {
        let shared = self.shared.clone();
        let upload = blocking(move || {
            let spool = Spool::create(&shared.spool, office, id).map_err(unavailable)?;
            let (keys, entropy) = (&shared.keys, &*shared.entropy);
            let intake = Intake::begin(keys, entropy, office, id, limit, spool)?;
            Ok(ObjectUpload { shared, office, intake })
        })
        .await?;
        Ok(Box::new(upload))
    }

    async fn open(
        &self,
        office: OfficeCode,
        scan: &Scan,
    ) -> Result<Box<dyn ScanReader>, VaultError> {
        let (pieces, opening) = self.shared.open(office, scan, None).await?;
        Ok(Box::new(ObjectReader::new(pieces, opening)))
    }

    async fn verify(&self, office: OfficeCode, scan: &Scan) -> Result<(), VaultError> {
        check_whole(self.open(office, scan).await?, scan).await
    }

    async fn confirm(&self, office: OfficeCode, scan: Scan) -> Result<ScanReceipt, VaultError> {
        let beginning = GetRange::Bounded(0..HEADER as u64);
        self.shared.open(office, &scan, Some(beginning)).await?;
        Ok(ScanReceipt::issue(scan))
    }
}

impl Shared {
    /// Keys lead with the office, as every row does. What is chance in an id comes last; the store
    /// spreads its load itself.
    pub(super) fn key(&self, office: OfficeCode, id: ScanId) -> Path {
        self.prefix.clone().join(office.to_string()).join(id.to_string())
    }

    /// Asks for an object, or for a part of it, after the key of the scan was found right; then
    /// checks its whole length and its header.
    async fn open(
        &self,
        office: OfficeCode,
        scan: &Scan,
        range: Option<GetRange>,
    ) -> Result<(Pieces, Opening), VaultError> {
        let opening = Opening::new(&self.keys, office, scan)?;
        let options = GetOptions { range, ..GetOptions::default() };
        let answer = self.ask(&self.key(office, scan.id), options).await?;
        opening.check_length(answer.meta.size)?;
        let mut pieces = Pieces::new(answer, self.patience.request);
        opening.check_header(&pieces.take(HEADER).await?)?;
        Ok((pieces, opening))
    }

    async fn ask(&self, key: &Path, options: GetOptions) -> Result<GetResult, VaultError> {
        self.client.get_opts(key, options).await.map_err(|fault| match fault {
            // A bucket that is gone, or a proxy that knows no such page, is no scan that is gone.
            Error::NotFound { .. } if whole_story(&fault).contains("NoSuchKey") => {
                VaultError::Missing
            }
            fault => unavailable(fault),
        })
    }
}
