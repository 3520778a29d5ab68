//! Scans in a folder: `ROOT/OFFICE/ab/SCANID`, with `ROOT/OFFICE/tmp` for what is on its way.

mod disk;
mod envelope;
mod reader;
mod upload;
mod vault;

pub use vault::FolderVault;

#[cfg(test)]
pub(crate) use {
    disk::{Disk, RealDisk},
    envelope::{CHUNK, HEADER, binding},
    upload::FolderUpload,
};

use std::error::Error;

use sipoke_core::ports::VaultError;

fn unavailable(cause: impl Into<Box<dyn Error + Send + Sync>>) -> VaultError {
    VaultError::Unavailable(cause.into())
}

/// Runs file work on the threads that may wait, never on those that serve everybody.
async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, VaultError> + Send + 'static,
) -> Result<T, VaultError> {
    tokio::task::spawn_blocking(work).await.unwrap_or_else(|broken| Err(unavailable(broken)))
}
