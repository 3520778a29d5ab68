//! Scans in object storage keep every promise of the port, over the S3 protocol, and whatever the
//! store does wrong.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "helpers of a test may end it"
)]

mod bench;
mod reading;
mod server;
mod settings;
mod storing;

use bench::Bench;

async fn a_vault_in_a_bucket() -> Bench {
    Bench::new().await
}

sipoke_conformance::vault_conformance!(a_vault_in_a_bucket);
