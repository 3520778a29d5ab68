//! The office's keys: the file they are in, and what is done with them.

mod derive;
mod error;
mod file;
mod ring;

pub use error::KeyFileError;
pub use ring::KeyRing;
pub(crate) use ring::Unwrap;
