use thiserror::Error;

/// Seals fields at rest and makes hashes that need the office's key. Stores use it, so that a
/// stolen database shows no identity.
pub trait Sealer: Send + Sync {
    /// Encrypts and authenticates. `context` says where the field belongs (table, key); what was
    /// sealed for one place does not open in another.
    fn seal(&self, context: &[u8], plain: &[u8]) -> Vec<u8>;

    /// Opens what [`seal`](Self::seal) made, whichever of the office's keys it was made with.
    ///
    /// # Errors
    /// [`Unsealable`] when it was changed, belongs elsewhere, or the key is not there.
    fn open(&self, context: &[u8], sealed: &[u8]) -> Result<Vec<u8>, Unsealable>;

    /// A keyed hash (HMAC-SHA-256) for looking things up without storing them, such as a NIK.
    /// `purpose` keeps hashes for different uses apart.
    fn fingerprint(&self, purpose: &[u8], plain: &[u8]) -> [u8; 32];
}

/// What was sealed does not open: it was changed, belongs elsewhere, or its key is not there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("what was sealed does not open")]
pub struct Unsealable;
