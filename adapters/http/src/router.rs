use std::collections::BTreeMap;

use axum::{
    Router,
    extract::{DefaultBodyLimit, Request},
    middleware::{from_fn, from_fn_with_state},
    routing::{MethodRouter, get},
};
use sipoke_core::problem::ProblemCode;

use crate::{
    app::App,
    guard::{self, Door},
    headers,
    metrics::{self, measure},
    pages, peer,
    problem::{self, Trouble},
    routes::routes,
};

/// The whole front end as a router, made from [`routes`].
pub fn router(app: App) -> Router {
    let mut paths: BTreeMap<&str, MethodRouter<App>> = BTreeMap::new();
    for route in routes() {
        let door = Door { app: app.clone(), route };
        let handler = (route.handler)()
            .route_layer(from_fn_with_state(door.clone(), guard::admit))
            .route_layer(DefaultBodyLimit::max(route.body.limit()))
            .route_layer(from_fn_with_state(door, measure));
        let before = paths.remove(route.path).unwrap_or_default();
        paths.insert(route.path, before.merge(handler));
    }
    paths
        .into_iter()
        .fold(Router::new(), |router, (path, handler)| router.route(path, handler))
        .fallback(nowhere)
        .method_not_allowed_fallback(not_so)
        .layer(from_fn(guard::catch_panic))
        .layer(from_fn_with_state(app.clone(), problem::word))
        .layer(from_fn_with_state(app.clone(), pages::dress))
        .layer(from_fn_with_state(app.clone(), headers::protect))
        .layer(from_fn_with_state(app.clone(), peer::name))
        .with_state(app)
}

/// Measurements for Prometheus at `/metrics`: for a listener that only the office's own network
/// reaches.
pub fn metrics(app: App) -> Router {
    Router::new().route("/metrics", get(metrics::show)).with_state(app)
}

async fn nowhere(_: Request) -> Trouble {
    Trouble::of(ProblemCode::NotFound)
}

async fn not_so(_: Request) -> Trouble {
    Trouble::of(ProblemCode::MethodNotAllowed)
}
