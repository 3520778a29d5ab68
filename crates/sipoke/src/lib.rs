//! SIP OKE for integrators: the service standards and the online services of an Indonesian village
//! office (kelurahan) as a library.
//!
//! A [`Desk`](desk::Desk) has one method for each thing that residents, officers and admins do.
//! With the feature `sqlite`, [`open`] and [`create`] wire one to a data folder; [`desk_on`] wires one
//! to any store and vault; with ports of your own, [`Desk::new`](desk::Desk::new) takes them.
//!
//! ```
//! use sipoke::{core::{access::Actor, words::OfficeCode}, create};
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let folder = tempfile::tempdir()?;
//! let desk = create(&folder.path().join("kantor"), OfficeCode::parse("32.76.05.1004")?)?;
//! let report = desk.verify(&Actor::Console, &|_| {}).await?;
//! assert!(report.is_clean());
//! # Ok(())
//! # }
//! ```
//!
//! `cargo run --example embed -p sipoke` publishes standards, files an application and follows it.
//!
//! | feature | what it adds |
//! | --- | --- |
//! | `sqlite` (default) | the store in one file; [`open`], [`create`] |
//! | `import` (default) | service standards and calendars from YAML and CSV |
//! | `http` | the pages and the API |
//! | `objects` | scans in an S3-compatible store: `vault::ObjectVault` |
//! | `postgres` | the store in a PostgreSQL database, for any number of offices and servers |

#[cfg(feature = "sqlite")]
mod folder;
mod wiring;

#[cfg(feature = "sqlite")]
pub use folder::{FolderError, Hold, create, open, open_with};
pub use sipoke_core as core;
pub use sipoke_desk as desk;
#[cfg(feature = "http")]
pub use sipoke_http as http;
#[cfg(feature = "import")]
pub use sipoke_import as import;
#[cfg(feature = "postgres")]
pub use sipoke_postgres as postgres;
#[cfg(feature = "sqlite")]
pub use sipoke_sqlite as sqlite;
pub use sipoke_system as system;
pub use sipoke_vault as vault;
pub use sipoke_wire as wire;
pub use wiring::desk_on;
