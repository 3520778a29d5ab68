//! The officers' pages. Every handler takes a [`Signed`], so none can be reached without a
//! session; every form carries its token.

pub(crate) mod case;
pub(crate) mod counter;
pub(crate) mod pickup;
pub(crate) mod queue;
mod session;
pub(crate) mod sign_in;
pub(crate) mod trail;

pub(super) use session::Signed;
