//! The JSON API as a program uses it, on an office in memory.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "helpers of a test may end it"
)]

mod access;
mod description;
mod faults;
mod health;
mod job;
mod listener;
mod office;
mod uploads;
