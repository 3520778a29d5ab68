//! What the SQLite store promises beyond the ports: nothing personal in clear, every change of the
//! file found, numbers without gap or double, and all of it still there after it is opened again.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "helpers of a test may end it"
)]

mod cases;
mod numbers;
mod opening;
mod secrecy;
mod tampering;
