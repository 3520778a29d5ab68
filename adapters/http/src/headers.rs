//! What every answer tells the browser: what it may load, what it may keep, what it must not guess.

use axum::{
    extract::{Request, State},
    http::{HeaderMap, HeaderName, HeaderValue, header},
    middleware::Next,
    response::Response,
};

use crate::{app::App, routes::Cache};

/// Only files of our own, no frames around us, forms to ourselves.
const POLICY: &str = "default-src 'none'; img-src 'self'; style-src 'self'; script-src 'self'; \
    font-src 'none'; connect-src 'self'; manifest-src 'self'; form-action 'self'; \
    frame-ancestors 'none'; base-uri 'none'; object-src 'none'";

/// A scan is a stranger's file: it may load nothing and run nothing, whatever it holds.
pub(crate) const SCAN_POLICY: &str = "sandbox; default-src 'none'; frame-ancestors 'none'";

/// One year, as browsers' lists ask for.
const STAY_SECURE: &str = "max-age=31536000; includeSubDomains";

const ALWAYS: [(HeaderName, &str); 7] = [
    (header::CONTENT_SECURITY_POLICY, POLICY),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    // Not `no-referrer`: with it browsers hide the origin of our own forms from us.
    (header::REFERRER_POLICY, "same-origin"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    (
        HeaderName::from_static("permissions-policy"),
        "camera=(), microphone=(), geolocation=(), payment=(), usb=(), interest-cohort=()",
    ),
    // What no row of the table allows to be kept is not kept: errors, and pages that are not there.
    (header::CACHE_CONTROL, "no-store"),
];

/// Puts the headers on every answer that has not stricter ones of its own.
pub(crate) async fn protect(State(app): State<App>, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    for (name, value) in ALWAYS {
        unless_set(headers, name, value);
    }
    if app.settings().is_secure() {
        unless_set(headers, header::STRICT_TRANSPORT_SECURITY, STAY_SECURE);
    }
    response
}

/// Says how long the answer may be kept, if nothing went wrong.
pub(crate) fn keep(response: &mut Response, cache: Cache) {
    let status = response.status();
    if status.is_client_error() || status.is_server_error() {
        return;
    }
    let value = match cache {
        Cache::Never => "no-store",
        Cache::Revalidate => "no-cache",
        Cache::Immutable => "public, max-age=31536000, immutable",
    };
    unless_set(response.headers_mut(), header::CACHE_CONTROL, value);
}

fn unless_set(headers: &mut HeaderMap, name: HeaderName, value: &'static str) {
    headers.entry(name).or_insert(HeaderValue::from_static(value));
}
