//! The catalogue. It is read far more often than published, so its bytes are made once for each
//! revision and then only handed out.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, PoisonError},
};

use axum::{
    body::Bytes,
    extract::{Path, State},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde::Serialize;
use sha2::{Digest, Sha256};
use sipoke_core::{problem::ProblemCode, words::Slug};
use sipoke_desk::Published;
use sipoke_wire::view::{ServiceSummary, ServiceView};

use super::request::word;
use crate::{app::App, problem::Trouble};

/// Bytes that are ready to be handed out.
#[derive(Clone)]
pub(crate) struct Prebuilt {
    bytes: Bytes,
    tag: HeaderValue,
}

impl Prebuilt {
    /// Makes the bytes, and a strong entity tag of their content.
    pub(crate) fn json(value: &impl Serialize) -> Result<Self, Trouble> {
        let bytes = serde_json::to_vec(value)
            .map_err(|error| Trouble::of(ProblemCode::Internal).because(error.to_string()))?;
        let hash = Sha256::digest(&bytes);
        let hex: String = hash.iter().take(16).map(|byte| format!("{byte:02x}")).collect();
        let tag = HeaderValue::try_from(format!("\"{hex}\""))
            .map_err(|error| Trouble::of(ProblemCode::Internal).because(error.to_string()))?;
        Ok(Self { bytes: bytes.into(), tag })
    }

    /// The bytes, or 304 for whoever has them already.
    pub(crate) fn answer(&self, headers: &HeaderMap) -> Response {
        let tag = (header::ETAG, self.tag.clone());
        if self.is_known(headers) {
            return (StatusCode::NOT_MODIFIED, [tag]).into_response();
        }
        let media_type = (header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
        ([tag, media_type], self.bytes.clone()).into_response()
    }

    fn is_known(&self, headers: &HeaderMap) -> bool {
        let ours = self.tag.to_str().unwrap_or_default();
        headers.get_all(header::IF_NONE_MATCH).iter().any(|known| {
            let mut tags = known.to_str().unwrap_or_default().split(',').map(str::trim);
            tags.any(|tag| tag == "*" || tag.strip_prefix("W/").unwrap_or(tag) == ours)
        })
    }
}

/// The catalogue of the last revision that was asked for.
#[derive(Default)]
pub(crate) struct Shelf(Mutex<Option<Arc<Catalogue>>>);

struct Catalogue {
    revision: u64,
    list: Prebuilt,
    services: BTreeMap<Slug, Prebuilt>,
}

impl Catalogue {
    fn of(published: &Published) -> Result<Self, Trouble> {
        let editions = &published.editions;
        let list: Vec<_> = editions.iter().map(ServiceSummary::from).collect();
        let services = editions.iter().map(|edition| {
            let service = Prebuilt::json(&ServiceView::from(edition))?;
            Ok((edition.standard.slug.clone(), service))
        });
        let services = services.collect::<Result<_, Trouble>>()?;
        Ok(Self { revision: published.revision, list: Prebuilt::json(&list)?, services })
    }
}

impl App {
    async fn catalogue(&self) -> Result<Arc<Catalogue>, Trouble> {
        let published = self.desk().published().await?;
        let mut shelf = self.shelf().0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = shelf.as_ref().filter(|known| known.revision == published.revision) {
            return Ok(known.clone());
        }
        let fresh = Arc::new(Catalogue::of(&published)?);
        *shelf = Some(fresh.clone());
        Ok(fresh)
    }
}

/// `GET /api/v1/services`
pub(crate) async fn list(State(app): State<App>, headers: HeaderMap) -> Result<Response, Trouble> {
    Ok(app.catalogue().await?.list.answer(&headers))
}

/// `GET /api/v1/services/{slug}`
pub(crate) async fn show(
    State(app): State<App>,
    Path(slug): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Trouble> {
    let slug = word(Slug::parse(&slug), "slug", ProblemCode::UnknownService)?;
    let catalogue = app.catalogue().await?;
    let service = catalogue.services.get(&slug).ok_or(ProblemCode::UnknownService)?;
    Ok(service.answer(&headers))
}
