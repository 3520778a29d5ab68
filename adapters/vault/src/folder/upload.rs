use std::{
    fs::File,
    io::{self, Write},
    sync::Arc,
};

use async_trait::async_trait;
use sipoke_core::{
    documents::{Scan, ScanReceipt},
    ports::{Upload, VaultError},
    words::{OfficeCode, ScanId},
};

use super::{
    disk::{Temporary, make_folder},
    vault::Shared,
};
use crate::sealed::{Intake, Sink, unavailable};

/// A scan on its way into the folder.
pub(crate) struct FolderUpload {
    shared: Arc<Shared>,
    office: OfficeCode,
    pub(crate) intake: Intake<Draft>,
}

/// The file that is being written. Dropping it removes the file.
pub(crate) struct Draft {
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
        shared.trusted()?;
        let draft = Draft::open(&shared, office, id).map_err(unavailable)?;
        let intake = Intake::begin(&shared.keys, &*shared.entropy, office, id, limit, draft)?;
        Ok(Self { shared, office, intake })
    }
}

#[async_trait]
impl Upload for FolderUpload {
    async fn write(&mut self, bytes: &[u8]) -> Result<(), VaultError> {
        self.intake.write(bytes).await
    }

    async fn finish(self: Box<Self>) -> Result<ScanReceipt, VaultError> {
        let Self { shared, office, intake } = *self;
        intake.finish(move |scan, draft| draft.publish(&shared, office, scan)).await
    }
}

impl Draft {
    fn open(shared: &Shared, office: OfficeCode, id: ScanId) -> io::Result<Self> {
        let folder = shared.office(office);
        shared.durable_folder(&folder)?;
        let folder = folder.join("tmp");
        make_folder(&folder)?;
        let (temporary, file) = Temporary::create(folder.join(id.to_string()))?;
        Ok(Self { file, temporary })
    }

    /// The order is the promise: bytes synced, then named, then the name synced, then the receipt.
    fn publish(
        self,
        shared: &Shared,
        office: OfficeCode,
        scan: Scan,
    ) -> Result<ScanReceipt, VaultError> {
        let Self { file, mut temporary } = self;
        shared.trusted()?;
        shared.disk.sync_file(&file).map_err(unavailable)?;
        let folder = shared.shard(office, scan.id);
        shared.durable_folder(&folder).map_err(unavailable)?;
        let path = folder.join(scan.id.to_string());
        if path.try_exists().map_err(unavailable)? {
            return Err(unavailable(format!("there is a scan {} already", scan.id)));
        }
        temporary.rename(&*shared.disk, path).map_err(unavailable)?;
        shared.sync_folder(&folder).map_err(unavailable)?;
        temporary.keep();
        Ok(ScanReceipt::issue(scan))
    }
}

impl Write for Draft {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.file.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

impl Sink for Draft {}
