//! What a handler knows before it begins.

use std::sync::Arc;

use axum::{
    extract::FromRequestParts,
    http::{HeaderMap, Uri, request::Parts},
};
use sipoke_core::{
    problem::ProblemCode,
    words::{IdempotencyKey, Malformed},
};
use sipoke_desk::{Desk, Published};

use super::{Fault, cookie, shell::Shell};
use crate::app::App;

/// A visit to a page of an office that is set up.
pub(crate) struct Visit {
    pub(super) app: App,
    pub(super) published: Arc<Published>,
    pub(super) headers: HeaderMap,
    pub(super) uri: Uri,
}

impl FromRequestParts<App> for Visit {
    type Rejection = Fault;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Fault> {
        let published = app.desk().published().await?;
        Ok(Self {
            app: app.clone(),
            published,
            headers: parts.headers.clone(),
            uri: parts.uri.clone(),
        })
    }
}

impl Visit {
    pub(super) fn desk(&self) -> &Desk {
        self.app.desk()
    }

    pub(super) fn shell(&self, title: impl Into<String>) -> Shell {
        Shell::new(title, Some(&self.published.office))
    }

    pub(super) fn cookie(&self, name: &str) -> Option<&str> {
        cookie::read(&self.app, &self.headers, name)
    }

    /// One value of the address's query, empty when it is not there.
    pub(super) fn asked(&self, name: &str) -> String {
        let query = self.uri.query().unwrap_or_default();
        let mut pairs = form_urlencoded::parse(query.as_bytes());
        pairs.find(|(known, _)| known == name).map_or_else(String::new, |(_, value)| value.into())
    }
}

/// The fields of a form without files.
#[derive(Default)]
pub(crate) struct Fields(pub(super) Vec<(String, String)>);

impl Fields {
    /// The value of this field, empty when it was not sent.
    pub(super) fn get(&self, name: &str) -> &str {
        self.0.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value)
    }

    /// The fields whose names begin so, each with the rest of its name.
    pub(super) fn under<'a>(&'a self, prefix: &'a str) -> impl Iterator<Item = (&'a str, &'a str)> {
        self.0.iter().filter_map(move |(name, value)| {
            name.strip_prefix(prefix).map(|rest| (rest, value.as_str()))
        })
    }

    /// The idempotency key that every form carries.
    pub(super) fn key(&self) -> Result<IdempotencyKey, Fault> {
        IdempotencyKey::parse(self.get("kunci")).map_err(unreadable)
    }
}

impl<S: Send + Sync> axum::extract::FromRequest<S> for Fields {
    type Rejection = Fault;

    async fn from_request(request: axum::extract::Request, state: &S) -> Result<Self, Fault> {
        let form = axum::extract::RawForm::from_request(request, state).await;
        let axum::extract::RawForm(bytes) = form.map_err(|rejected| {
            let code = match rejected.status() {
                axum::http::StatusCode::PAYLOAD_TOO_LARGE => ProblemCode::TooLarge,
                axum::http::StatusCode::UNSUPPORTED_MEDIA_TYPE => ProblemCode::UnsupportedMediaType,
                _ => ProblemCode::Malformed,
            };
            Fault::of(code).because(rejected.to_string())
        })?;
        Ok(Self(form_urlencoded::parse(&bytes).into_owned().collect()))
    }
}

/// A hidden field that is no longer what the form had in it.
pub(super) fn unreadable(malformed: Malformed) -> Fault {
    Fault::of(ProblemCode::Malformed).because(malformed.to_string())
}

/// A part of the address that names nothing.
pub(super) fn nowhere(_: Malformed) -> Fault {
    Fault::of(ProblemCode::NotFound)
}
