//! The pages as somebody without JavaScript uses them: forms are read out of the HTML, filled in
//! and sent; nothing is known about them beforehand but the names of their fields.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "helpers of a test may end it"
)]

mod browser;
mod html;
mod office;
mod officers;
mod residents;
mod safety;
mod snapshots;
