//! Keeps scans, and holds the office's keys.
//!
//! [`KeyRing`] reads the key file and seals single fields for the stores; [`FolderVault`] keeps
//! scans encrypted in a folder. A scan streams through in pieces of 64 KiB: it is recognised by its
//! content, its structure is checked without ever decoding a picture, it is hashed, encrypted with
//! a key of its own, and synced to disk before its receipt exists. With the feature `objects`,
//! `ObjectVault` keeps the same bytes in a bucket of an S3-compatible store, and issues the receipt
//! when the store shows them.
//!
//! ```
//! # use std::sync::Arc;
//! # use sipoke_core::{ports::{Entropy, Sealer, Vault}, words::{OfficeCode, ScanId}};
//! # use sipoke_vault::{FolderVault, KeyRing};
//! # struct Chance;
//! # impl Entropy for Chance { fn fill(&self, buffer: &mut [u8]) { buffer.fill(42); } }
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let folder = tempfile::tempdir()?;
//! # let entropy: Arc<dyn Entropy> = Arc::new(Chance);
//! # let photo = include_bytes!("../../../fixtures/scans/ktp.jpg");
//! let key_file = folder.path().join("office.keys");
//! KeyRing::create(&key_file, &*entropy)?;
//! let keys = Arc::new(KeyRing::load(&key_file, entropy.clone())?);
//! let vault = FolderVault::new(folder.path(), keys, entropy);
//! vault.sweep_temporary().await?;
//!
//! let office = OfficeCode::parse("32.76.05.1004")?;
//! let mut upload = vault.begin(office, ScanId::from_bytes([7; 16]), 10_000_000).await?;
//! upload.write(photo).await?;
//! let receipt = upload.finish().await?; // durable from here on
//! vault.verify(office, receipt.scan()).await?;
//! # Ok(())
//! # }
//! ```

mod folder;
mod keys;
#[cfg(feature = "objects")]
mod objects;
mod sealed;
mod structure;

#[cfg(test)]
mod tests;

pub use folder::FolderVault;
pub use keys::{KeyFileError, KeyRing};
#[cfg(feature = "objects")]
pub use objects::{
    Confirmation, Credentials, ObjectSettings, ObjectSettingsError, ObjectVault, Patience,
};
