//! What officers do with cases.

use axum::{
    Extension, Json,
    extract::{FromRequestParts, State},
    http::{header, request::Parts},
    response::{IntoResponse, Response},
};
use serde::Deserialize;
use sipoke_core::{
    access::Actor,
    application::StageName,
    ports::{Page, Query},
    problem::ProblemCode,
    words::{ApplicationId, ServiceCode, Ticket},
};
use sipoke_desk::CaseRequest;
use sipoke_wire::{
    request::{Check, Compare, Reject, Release},
    view::{CaseView, QueueRowView, QueueView},
};

use super::request::{Asked, Asking, Empty, Fields, fault};
use crate::{app::App, guard::Signed, problem::Trouble};

/// Which cases to list.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Which {
    stage: Option<String>,
    service: Option<String>,
    after: Option<String>,
    limit: Option<u16>,
}

const USUAL_ROWS: u16 = 50;
const MOST_ROWS: u16 = 200;

/// `GET /api/v1/applications`
pub(crate) async fn queue(
    State(app): State<App>,
    Extension(signed): Extension<Signed>,
    Asked(which): Asked<Which>,
) -> Result<Json<QueueView>, Trouble> {
    let (query, page) = which.read()?;
    let listing = app.desk().queue(&signed.actor, &query, page).await?;
    let rows = listing.rows.iter().map(|row| QueueRowView::new(&row.summary, row.due)).collect();
    Ok(Json(QueueView { rows, next: listing.next.map(|next| next.to_string()) }))
}

impl Which {
    fn read(self) -> Result<(Query, Page), Trouble> {
        let mut faults = Vec::new();
        let mut read = Query::default();
        let mut after = None;
        if let Some(stage) = self.stage {
            match StageName::parse(&stage) {
                Ok(stage) => read.stage = Some(stage),
                Err(malformed) => faults.push(fault("/stage".to_owned(), malformed)),
            }
        }
        if let Some(service) = self.service {
            match ServiceCode::parse(&service) {
                Ok(service) => read.service = Some(service),
                Err(malformed) => faults.push(fault("/service".to_owned(), malformed)),
            }
        }
        if let Some(text) = self.after {
            match ApplicationId::parse(&text) {
                Ok(id) => after = Some(id),
                Err(malformed) => faults.push(fault("/after".to_owned(), malformed)),
            }
        }
        let limit = self.limit.unwrap_or(USUAL_ROWS).clamp(1, MOST_ROWS);
        if faults.is_empty() { Ok((read, Page { after, limit })) } else { Err(faults.into()) }
    }
}

/// `POST /api/v1/applications/{ticket}/check`
pub(crate) async fn check(
    State(app): State<App>,
    acting: Acting,
    Fields(check): Fields<Check>,
) -> Result<Response, Trouble> {
    let findings = check.read()?;
    app.desk().check_scans(acting.request(), findings).await?;
    acting.shown(&app).await
}

/// `POST /api/v1/applications/{ticket}/return`
pub(crate) async fn send_back(
    State(app): State<App>,
    acting: Acting,
    Fields(Empty {}): Fields<Empty>,
) -> Result<Response, Trouble> {
    app.desk().return_to_applicant(acting.request()).await?;
    acting.shown(&app).await
}

/// `POST /api/v1/applications/{ticket}/accept`
pub(crate) async fn accept(
    State(app): State<App>,
    acting: Acting,
    Fields(Empty {}): Fields<Empty>,
) -> Result<Response, Trouble> {
    app.desk().accept(acting.request()).await?;
    acting.shown(&app).await
}

/// `POST /api/v1/applications/{ticket}/draft`
pub(crate) async fn draft(
    State(app): State<App>,
    acting: Acting,
    Fields(Empty {}): Fields<Empty>,
) -> Result<Response, Trouble> {
    app.desk().draft(acting.request()).await?;
    acting.shown(&app).await
}

/// `POST /api/v1/applications/{ticket}/initial`
pub(crate) async fn initial(
    State(app): State<App>,
    acting: Acting,
    Fields(Empty {}): Fields<Empty>,
) -> Result<Response, Trouble> {
    app.desk().initial(acting.request()).await?;
    acting.shown(&app).await
}

/// `POST /api/v1/applications/{ticket}/sign`
pub(crate) async fn sign(
    State(app): State<App>,
    acting: Acting,
    Fields(Empty {}): Fields<Empty>,
) -> Result<Response, Trouble> {
    app.desk().sign(acting.request()).await?;
    acting.shown(&app).await
}

/// `POST /api/v1/applications/{ticket}/compare`
pub(crate) async fn compare(
    State(app): State<App>,
    acting: Acting,
    Fields(compare): Fields<Compare>,
) -> Result<Response, Trouble> {
    let seen = compare.read()?;
    app.desk().compare_originals(acting.request(), seen).await?;
    acting.shown(&app).await
}

/// `POST /api/v1/applications/{ticket}/release`
pub(crate) async fn release(
    State(app): State<App>,
    acting: Acting,
    Fields(release): Fields<Release>,
) -> Result<Response, Trouble> {
    let taken_by = release.read()?;
    app.desk().release(acting.request(), taken_by).await?;
    acting.shown(&app).await
}

/// `POST /api/v1/applications/{ticket}/reject`
pub(crate) async fn reject(
    State(app): State<App>,
    acting: Acting,
    Fields(reject): Fields<Reject>,
) -> Result<Response, Trouble> {
    let (reason, ground) = reject.read()?;
    app.desk().reject(acting.request(), reason, ground).await?;
    acting.shown(&app).await
}

/// `POST /api/v1/applications/{ticket}/expire`
pub(crate) async fn expire(
    State(app): State<App>,
    acting: Acting,
    Fields(Empty {}): Fields<Empty>,
) -> Result<Response, Trouble> {
    app.desk().expire(acting.request()).await?;
    acting.shown(&app).await
}

/// An officer's request about one case.
pub(crate) struct Acting {
    signed: Signed,
    asking: Asking,
}

impl FromRequestParts<App> for Acting {
    type Rejection = Trouble;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Trouble> {
        let asking = Asking::from_request_parts(parts, app).await?;
        let signed = asking.signed.clone().ok_or(ProblemCode::NotSignedIn)?;
        Ok(Self { signed, asking })
    }
}

impl Acting {
    fn request(&self) -> CaseRequest<'_> {
        let Asking { ticket, seen, ref key, .. } = self.asking;
        CaseRequest { actor: &self.signed.actor, ticket, seen, key: key.clone() }
    }

    /// The case as it stands after what was done.
    async fn shown(&self, app: &App) -> Result<Response, Trouble> {
        view(app, &self.signed.actor, self.asking.ticket).await
    }
}

/// The whole case, with its revision as an entity tag.
pub(crate) async fn view(app: &App, actor: &Actor, ticket: Ticket) -> Result<Response, Trouble> {
    let case = app.desk().case(actor, ticket).await?;
    let tag = format!("\"{}\"", case.application.revision.0);
    let view = CaseView::new(&case.application, &case.history, case.due, &case.same_person);
    Ok(([(header::ETAG, tag)], Json(view)).into_response())
}
