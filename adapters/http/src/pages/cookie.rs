//! Cookies that only the server reads: `HttpOnly`, `SameSite=Strict`, and over TLS bound to this
//! very host (`__Host-`).

use axum::http::{HeaderMap, HeaderValue, header};

use crate::app::App;

/// The officer's session.
pub(super) const OFFICER: &str = "petugas";
/// That an officer signed in with this browser before.
pub(super) const DEVICE: &str = "perangkat";
/// The ticket a resident looks at.
pub(super) const TICKET: &str = "lacak";
/// The ticket an officer just registered, for the receipt.
pub(super) const RECEIPT: &str = "tanda_terima";

/// The value of this cookie, if the browser sent one.
pub(super) fn read<'a>(app: &App, headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    let name = full_name(app, name);
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|line| line.to_str().ok())
        .flat_map(|line| line.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(known, _)| *known == name)
        .map(|(_, value)| value)
}

/// A header that makes the browser keep this value for so many seconds; zero makes it forget.
pub(super) fn set(app: &App, name: &str, value: &str, seconds: i64) -> Option<HeaderValue> {
    let secure = if app.settings().is_secure() { "; Secure" } else { "" };
    let name = full_name(app, name);
    let text =
        format!("{name}={value}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Strict{secure}");
    HeaderValue::try_from(text).ok()
}

fn full_name(app: &App, name: &str) -> String {
    let prefix = if app.settings().is_secure() { "__Host-" } else { "" };
    format!("{prefix}{name}")
}
