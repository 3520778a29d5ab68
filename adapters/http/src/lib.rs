//! The pages and the JSON API of an office over HTTP.
//!
//! The whole front end is one table of routes ([`routes()`]): the router, the permission tests, the
//! OpenAPI document and the accessibility crawl are made from it, so that a route cannot be
//! forgotten. Handlers read a request, call one method of the [`Desk`](sipoke_desk::Desk), and
//! show a view; they decide nothing.
//!
//! [`router`] makes the whole front end, [`metrics()`] its measurements; [`serve`] takes connections
//! with limits on everything a stranger can send slowly or without end.

mod api;
mod app;
mod gaps;
mod guard;
mod headers;
mod listener;
mod metrics;
mod multipart;
mod pages;
mod peer;
mod problem;
mod router;
pub mod routes;
mod throttle;

pub use app::{App, Settings};
pub use listener::serve;
pub use router::{metrics, router};
pub use routes::routes;
