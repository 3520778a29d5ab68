use async_trait::async_trait;
use thiserror::Error;

use crate::words::{Moment, Password, PasswordHash};

/// Tells the time. The only way any of our code learns it.
pub trait Clock: Send + Sync {
    /// The moment now.
    fn now(&self) -> Moment;
}

/// Gives chance, good enough for secrets.
pub trait Entropy: Send + Sync {
    /// Fills the whole buffer.
    fn fill(&self, buffer: &mut [u8]);
}

/// Hashes passwords, slowly and apart from everything else (Argon2id, own threads).
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait Passwords: Send + Sync {
    /// Hashes a password with fresh salt.
    ///
    /// # Errors
    /// [`PasswordsBusy`] when too many wait.
    async fn hash(&self, password: Password) -> Result<PasswordHash, PasswordsBusy>;

    /// Whether the password has this hash. Without a hash it MUST take as long and say no, so
    /// that nobody can tell by time which logins exist.
    ///
    /// # Errors
    /// [`PasswordsBusy`] when too many wait.
    async fn verify(
        &self,
        password: Password,
        hash: Option<PasswordHash>,
    ) -> Result<bool, PasswordsBusy>;
}

/// Too many passwords wait to be hashed; come again in a moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("too many passwords wait to be hashed")]
pub struct PasswordsBusy;
