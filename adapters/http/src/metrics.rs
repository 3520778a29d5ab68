//! Measurements of the front end, for Prometheus: how many requests, how long, how they ended, and
//! what is under way. Routes are named by their pattern, so that no ticket stands in a label.

use std::{
    sync::atomic::{AtomicI64, AtomicU64},
    time::Duration,
};

use axum::{
    extract::{Request, State},
    http::{StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use prometheus_client::{
    encoding::{EncodeLabelSet, text::encode},
    metrics::{counter::Counter, family::Family, gauge::Gauge, histogram::Histogram},
    registry::{Registry, Unit},
};
use tokio::time::Instant;

use crate::{
    app::{App, MOST_UPLOADS},
    guard::Door,
    routes::Method,
};

/// Upper bounds in seconds, from a page that is ready to an upload over a slow line.
const SECONDS: [f64; 11] = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1.0, 5.0, 30.0];

const MEDIA_TYPE: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Answered {
    route: &'static str,
    method: &'static str,
    status: u16,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Of {
    route: &'static str,
    method: &'static str,
}

/// All that is measured.
pub(crate) struct Metrics {
    registry: Registry,
    requests: Family<Answered, Counter<u64, AtomicU64>>,
    seconds: Family<Of, Histogram, fn() -> Histogram>,
    under_way: Gauge<i64, AtomicI64>,
    uploads: Gauge<i64, AtomicI64>,
}

impl Metrics {
    pub(crate) fn new() -> Self {
        let mut registry = Registry::with_prefix("sipoke_http");
        let requests = Family::default();
        registry.register("requests", "Requests that were answered", requests.clone());
        let of_seconds: fn() -> Histogram = || Histogram::new(SECONDS);
        let seconds = Family::new_with_constructor(of_seconds);
        registry.register_with_unit(
            "answer",
            "From the head of a request to its answer",
            Unit::Seconds,
            seconds.clone(),
        );
        let under_way = Gauge::default();
        registry.register("under_way", "Requests that wait for their answer", under_way.clone());
        let uploads = Gauge::default();
        registry.register("uploads", "Uploads under way", uploads.clone());
        let most = Gauge::<i64, AtomicI64>::default();
        most.set(i64::try_from(MOST_UPLOADS).unwrap_or(i64::MAX));
        registry.register("uploads_limit", "Uploads that are taken at a time", most);
        Self { registry, requests, seconds, under_way, uploads }
    }

    fn begin(&self) -> UnderWay<'_> {
        self.under_way.inc();
        UnderWay(self)
    }

    fn ended(&self, of: Of, status: StatusCode, after: Duration) {
        let Of { route, method } = of;
        let answered = Answered { route, method, status: status.as_u16() };
        self.requests.get_or_create(&answered).inc();
        self.seconds.get_or_create(&of).observe(after.as_secs_f64());
    }
}

/// Ends also when the client goes away before the answer.
struct UnderWay<'a>(&'a Metrics);

impl Drop for UnderWay<'_> {
    fn drop(&mut self) {
        self.0.under_way.dec();
    }
}

/// Stands around everything else of a route.
pub(crate) async fn measure(State(door): State<Door>, request: Request, next: Next) -> Response {
    let method = match door.route.method {
        Method::Get => "GET",
        Method::Post => "POST",
    };
    let metrics = door.app.metrics();
    let (begun, _under_way) = (Instant::now(), metrics.begin());
    let response = next.run(request).await;
    let (after, status) = (begun.elapsed(), response.status());
    metrics.ended(Of { route: door.route.path, method }, status, after);
    let (route, status) = (door.route.path, status.as_u16());
    let milliseconds = u64::try_from(after.as_millis()).unwrap_or(u64::MAX);
    tracing::info!(route, method, status, milliseconds, "Answered");
    response
}

/// `GET /metrics`, on a listener of its own.
pub(crate) async fn show(State(app): State<App>) -> Response {
    let metrics = app.metrics();
    metrics.uploads.set(i64::try_from(app.uploads()).unwrap_or(i64::MAX));
    let mut text = String::new();
    match encode(&mut text, &metrics.registry) {
        Ok(()) => ([(header::CONTENT_TYPE, MEDIA_TYPE)], text).into_response(),
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}
