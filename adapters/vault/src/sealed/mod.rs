//! What every vault does to a scan, wherever its bytes go: limits, recognition and structure on the
//! way in, encryption, hashing, and authentication on the way out.

mod envelope;
mod intake;
mod opening;

pub(crate) use self::{
    envelope::HEADER,
    intake::{Intake, Sink},
    opening::{Opening, check_whole},
};

#[cfg(test)]
pub(crate) use self::envelope::{CHUNK, binding};

use std::error::Error;

use sipoke_core::ports::VaultError;

pub(crate) fn unavailable(cause: impl Into<Box<dyn Error + Send + Sync>>) -> VaultError {
    VaultError::Unavailable(cause.into())
}

/// Runs file work on the threads that may wait, never on those that serve everybody.
pub(crate) async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, VaultError> + Send + 'static,
) -> Result<T, VaultError> {
    tokio::task::spawn_blocking(work).await.unwrap_or_else(|broken| Err(unavailable(broken)))
}
