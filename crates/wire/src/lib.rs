//! Outside shapes: requests, views, problems, diagnostics, and the encoding in which stores keep
//! events and editions. Entities of the core have no serde; what crosses a border is written here.
//!
//! [`stored`] is what documents look like at rest, [`rows`] what the tables around them say.
//!
//! Inwards, a request is read whole and every fault is found with a pointer to its field; outwards,
//! a view is made of core types once and shown as JSON, as a page, or as a table.

pub mod diagnostic;
pub mod problem;
pub mod request;
pub mod rows;
pub mod stored;
pub mod view;
