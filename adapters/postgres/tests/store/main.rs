//! What the PostgreSQL store promises beyond the ports: nothing half done or done twice when
//! connections are lost, a record that its role cannot rewrite, a server that keeps what it
//! confirms, and every change behind its back found.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "helpers of a test may end it"
)]

mod cases;
mod losses;
mod opening;
mod proxy;
mod roles;
#[path = "../support/mod.rs"]
mod support;
mod tampering;
