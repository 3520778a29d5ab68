//! The routes as data.

use axum::{
    Router,
    routing::{MethodRouter, get},
};
use sipoke_core::access::Intention;

use crate::{api, app::App};

/// One route.
#[derive(Clone, Copy)]
pub struct Route {
    /// The method.
    pub method: Method,
    /// The path, with `{names}` for its parts.
    pub path: &'static str,
    /// What it is for, in a sentence.
    pub summary: &'static str,
    /// Who may come in.
    pub access: Access,
    /// Whether it is a page for people or part of the API.
    pub face: Face,
    /// The most bytes its body may have.
    pub body_limit: usize,
    /// How long an answer may be kept.
    pub cache: Cache,
    /// The handler.
    pub handler: fn() -> MethodRouter<App>,
}

/// The methods that are used. `Get` changes nothing; every `Post` takes an idempotency key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Method {
    /// Reads.
    Get,
    /// Writes.
    Post,
}

/// Who may come in. The desk decides in the end; this is what the router can tell beforehand, and
/// what tests and documents are made from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// Anybody.
    Public,
    /// Whoever has the ticket's secret.
    Applicant,
    /// Any officer who is signed in.
    SignedIn,
    /// An officer who may do that.
    Officer(Intention),
}

/// Who looks at the answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Face {
    /// A page: HTML, cookies, forms guarded against other sites.
    Page,
    /// The API: JSON, tokens in headers, problems as RFC 9457.
    Api,
}

/// How long an answer may be kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cache {
    /// Not at all: it is somebody's own.
    Never,
    /// As long as it is asked about each time (ETag).
    Revalidate,
    /// For ever: its address has the hash of its content.
    Immutable,
}

/// A body that carries only fields.
const SMALL: usize = 64 * 1024;

/// Every route there is.
pub const ROUTES: &[Route] = &[Route {
    method: Method::Get,
    path: "/api/v1/services",
    summary: "Lists the services of the office",
    access: Access::Public,
    face: Face::Api,
    body_limit: SMALL,
    cache: Cache::Revalidate,
    handler: || get(api::services::list),
}];

/// The whole front end as a router, made from [`ROUTES`].
pub fn router(app: App) -> Router {
    ROUTES
        .iter()
        .fold(Router::new(), |router, route| router.route(route.path, (route.handler)()))
        .with_state(app)
}
