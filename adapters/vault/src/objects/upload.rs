use std::sync::Arc;

use async_trait::async_trait;
use sipoke_core::{
    documents::ScanReceipt,
    ports::{Upload, VaultError},
    words::OfficeCode,
};
use tokio::sync::oneshot;

use super::{spool::Spool, vault::Shared};
use crate::sealed::{Intake, unavailable};

/// A scan on its way: sealed into the spool, and sent when it is whole.
pub(super) struct ObjectUpload {
    pub(super) shared: Arc<Shared>,
    pub(super) office: OfficeCode,
    pub(super) intake: Intake<Spool>,
}

#[async_trait]
impl Upload for ObjectUpload {
    async fn write(&mut self, bytes: &[u8]) -> Result<(), VaultError> {
        self.intake.write(bytes).await
    }

    async fn finish(self: Box<Self>) -> Result<ScanReceipt, VaultError> {
        let Self { shared, office, intake } = *self;
        let (scan, spool) = intake.finish(|scan, spool| Ok((scan, spool))).await?;
        let (answer, stored) = oneshot::channel();
        // On a task of its own, which ends what it began: when whoever asked has gone away in the
        // meantime, the object is taken back.
        tokio::spawn(async move {
            let id = scan.id;
            if let Err(Ok(_unwanted)) = answer.send(shared.store(office, scan, spool).await) {
                shared.remove(&shared.key(office, id)).await;
            }
        });
        stored.await.unwrap_or_else(|_| Err(unavailable("this process is stopping")))
    }
}
