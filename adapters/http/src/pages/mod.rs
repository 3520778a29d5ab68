//! The pages: what residents and officers read in a browser, whole without any script.
//!
//! One file for each family of pages, with its template's struct and its handlers. A handler reads
//! a form, calls one method of the desk, and shows a page or sends on to one (303). What went
//! wrong is a [`Fault`]; [`dress`] makes a page of it.

pub(crate) mod apply;
pub(crate) mod assets;
mod cookie;
mod fault;
mod field;
pub(crate) mod home;
mod intake;
pub(crate) mod officer;
pub(crate) mod services;
mod shell;
pub(crate) mod track;
mod visit;
mod words;

pub(crate) use fault::{Fault, dress};
