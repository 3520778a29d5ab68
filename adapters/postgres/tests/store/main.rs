//! What the PostgreSQL store promises beyond the ports: nothing half done or done twice when
//! connections are lost or servers are many, nothing personal in clear, a record that its role cannot rewrite, a server that keeps what it
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
mod secrecy;
mod servers;
#[path = "../support/mod.rs"]
mod support;
mod tampering;
