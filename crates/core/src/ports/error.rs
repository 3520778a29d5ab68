use std::error::Error;

use thiserror::Error;

/// A store could not do its work. Nothing was stored, or it is said that this is unknown.
#[derive(Debug, Error)]
#[error("the store failed during {during}: {kind:?}")]
pub struct StoreError {
    /// What kind of failure.
    pub kind: StoreErrorKind,
    /// What was being done, such as `application.commit`.
    pub during: &'static str,
    /// The driver's own error, for the log only.
    #[source]
    pub source: Option<Box<dyn Error + Send + Sync>>,
}

/// Kinds of failure, as far as callers act differently on them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum StoreErrorKind {
    /// Too much is waiting; nothing was tried. Come again in a moment.
    Busy,
    /// The store cannot be reached or cannot write (disk full, read only, connection lost).
    Unavailable,
    /// What is stored makes no sense: damage, tampering, or a newer version of the software.
    Corrupt,
}

impl StoreError {
    /// A failure with its cause.
    pub fn new(
        kind: StoreErrorKind,
        during: &'static str,
        source: impl Into<Box<dyn Error + Send + Sync>>,
    ) -> Self {
        Self { kind, during, source: Some(source.into()) }
    }

    /// Whether the same call may succeed later without anybody mending something.
    #[must_use]
    pub fn is_temporary(&self) -> bool {
        match self.kind {
            StoreErrorKind::Busy | StoreErrorKind::Unavailable => true,
            StoreErrorKind::Corrupt => false,
        }
    }
}
