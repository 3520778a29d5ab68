use sipoke_core::{application::BrokenHistory, ports::Unsealable, words::Malformed};
use thiserror::Error;

use crate::stored::StoredError;

/// A row makes no sense: it is damaged, was tampered with, or is of a newer version.
#[derive(Debug, Error)]
pub enum RowError {
    /// A document in it cannot be read.
    #[error(transparent)]
    Stored(#[from] StoredError),
    /// A word in it is none.
    #[error(transparent)]
    Word(#[from] Malformed),
    /// A sealed field does not open.
    #[error(transparent)]
    Sealed(#[from] Unsealable),
    /// Its events cannot have happened.
    #[error(transparent)]
    History(#[from] BrokenHistory),
    /// A day in it is none.
    #[error(transparent)]
    Day(#[from] jiff::Error),
    /// It contradicts itself or another row.
    #[error("{0}")]
    Contradiction(&'static str),
}
