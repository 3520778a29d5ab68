//! How stores keep what the core hands them: versioned JSON for events, editions, the office, its
//! calendar and its staff, and the bytes of the audit chain.
//!
//! What is written here is read for decades. Every document begins with `"v":1`; a field that a
//! version does not know is an error and never ignored; a change of shape is a new version beside
//! the old one. `tests/golden` holds one document of each kind, which must stay readable.
//!
//! Some of it names people: stores seal events ([`Sealer`](sipoke_core::ports::Sealer)).

mod audit;
mod calendar;
mod edition;
mod event;
mod history;
mod names;
mod office;
mod officer;
mod standard;
mod text;
mod version;

use serde::{Deserialize, Serialize};
use sipoke_core::words::Malformed;
use thiserror::Error;

pub use audit::{Line, digest, line_hash};
pub use calendar::{decode_calendar, encode_calendar};
pub use edition::{decode_edition, encode_edition};
pub use event::{decode_event, encode_event};
pub use history::{extend_history, history_digests, split_history};
pub use names::{audience_name, author_name, parse_audience, parse_author};
pub use office::{decode_office, encode_office};
pub use officer::encode_officer;

/// What is stored cannot be read.
#[derive(Debug, Error)]
pub enum StoredError {
    /// A newer version of the software wrote it.
    #[error("stored in version {found}, this software reads up to version {known}")]
    Newer {
        /// The version that was found.
        found: u32,
        /// The latest version that is known.
        known: u32,
    },
    /// It has not the shape of its version.
    #[error("not the shape of its version: {0}")]
    Shape(#[from] serde_json::Error),
    /// A word in it is not one.
    #[error("a stored word is malformed: {0}")]
    Word(#[from] Malformed),
    /// A list that is never empty is empty.
    #[error("a list is empty that never is")]
    EmptyList,
    /// The steps are no approval chain.
    #[error("the stored approval chain is none: {0}")]
    Chain(#[from] sipoke_core::office::BrokenChain),
    /// The name of an author or an audience is unknown.
    #[error("not the name of an author or an audience")]
    Name,
}

/// Writes a document. Our shapes have string keys only and write into memory, so that this cannot
/// fail; were it ever to, nothing could be read back, and a test of each shape would say so.
fn write<T: Serialize>(document: &T) -> Vec<u8> {
    serde_json::to_vec(document).unwrap_or_default()
}

/// Reads a document; of one that cannot be read it is first asked whether it is from the future.
fn read<'a, T: Deserialize<'a>>(bytes: &'a [u8]) -> Result<T, StoredError> {
    serde_json::from_slice(bytes).map_err(|fault| match version::of(bytes) {
        Some(found) if found > version::KNOWN => {
            StoredError::Newer { found, known: version::KNOWN }
        }
        Some(_) | None => StoredError::Shape(fault),
    })
}
