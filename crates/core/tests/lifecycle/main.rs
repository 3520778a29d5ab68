//! The life of an application: example by example, and on random walks through it.

#![expect(
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "samples are written here and are well formed"
)]

mod case;
mod examples;
mod samples;
mod walks;
