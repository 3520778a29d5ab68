//! The pages and the JSON API of an office over HTTP.
//!
//! The whole front end is one table of routes ([`routes::ROUTES`]): the router, the permission
//! tests, the OpenAPI document and the accessibility crawl are made from it, so that a route cannot
//! be forgotten. Handlers read a request, call one method of the [`Desk`](sipoke_desk::Desk), and
//! show a view; they decide nothing.

mod api;
mod app;
mod problem;
pub mod routes;

pub use app::{App, Settings};
pub use routes::router;
