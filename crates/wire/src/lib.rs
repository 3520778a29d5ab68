//! Outside shapes: requests, views, problems, diagnostics, and the encoding in which stores keep
//! events and editions. Entities of the core have no serde; what crosses a border is written here.

pub mod diagnostic;
pub mod stored;
