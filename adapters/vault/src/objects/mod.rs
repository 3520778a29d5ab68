//! Scans in a bucket of an S3-compatible store: `PREFIX/OFFICE/SCANID`.
//!
//! An upload is sealed into a file of this machine that has no name, and goes to the store in one
//! request when it is whole: a slow line of a resident never holds a place in the store, and what is
//! dropped on its way was never there.

mod buffers;
mod cargo;
mod client;
mod pieces;
mod reader;
mod settings;
mod spool;
mod storing;
mod transport;
mod upload;
mod vault;

pub use settings::{Confirmation, Credentials, ObjectSettings, ObjectSettingsError, Patience};
pub use vault::ObjectVault;
