//! The rules of SIP OKE: what a kelurahan (Indonesian urban village office) publishes, how a
//! request goes through it, and what never bends. No I/O, no clock, no chance, no runtime.
//!
//! The tour: [`words`] are parsed once at the door. [`catalogue`] is what the office publishes,
//! [`office`] how it works, [`access`] who may do what. [`application`] is the life of a request:
//! [`file`](application::file) and [`decide`](application::decide) turn a wish into events or a
//! refusal, [`evolve`](application::evolve) folds events into state. [`documents`] holds the
//! evidence, [`letters`] the numbers. [`ports`] are the traits that the outside keeps.
//!
//! A letter leaves the office only against [`OriginalsSeen`](documents::OriginalsSeen), which
//! cannot be made without an officer's comparison of every original:
//!
//! ```
//! use std::collections::BTreeMap;
//! use sipoke_core::{documents::OriginalsSeen, words::RequirementCode};
//!
//! let needed = [RequirementCode::parse("ktp-pemohon")?];
//! let nothing_compared = BTreeMap::new();
//!
//! let missing = OriginalsSeen::checked(&needed, &nothing_compared).unwrap_err();
//! assert_eq!(missing.as_slice(), needed);
//! # Ok::<(), sipoke_core::words::Malformed>(())
//! ```

pub mod access;
pub mod application;
pub mod catalogue;
pub mod documents;
pub mod letters;
pub mod office;
pub mod ports;
pub mod problem;
pub mod words;
