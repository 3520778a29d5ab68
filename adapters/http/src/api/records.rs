//! Notices to officers, and the audit trail.

use axum::{
    Extension, Json,
    extract::{Path, State},
    http::StatusCode,
};
use serde::Deserialize;
use sipoke_core::{problem::ProblemCode, words::NoticeId};
use sipoke_wire::view::{AuditLineView, NoticeView};

use super::request::{Asked, Empty, Fields, word};
use crate::{app::App, guard::Signed, problem::Trouble};

/// `GET /api/v1/notices`
pub(crate) async fn notices(
    State(app): State<App>,
    Extension(signed): Extension<Signed>,
) -> Result<Json<Vec<NoticeView>>, Trouble> {
    let notices = app.desk().notices(&signed.actor).await?;
    Ok(Json(notices.iter().map(NoticeView::from).collect()))
}

/// `POST /api/v1/notices/{id}/read`
pub(crate) async fn notice_read(
    State(app): State<App>,
    Extension(signed): Extension<Signed>,
    Path(id): Path<String>,
    Fields(Empty {}): Fields<Empty>,
) -> Result<StatusCode, Trouble> {
    let id = word(NoticeId::parse(&id), "id", ProblemCode::NotFound)?;
    app.desk().notice_read(&signed.actor, id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Which lines to show.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Which {
    #[serde(default)]
    after: u64,
    limit: Option<u16>,
}

const USUAL_LINES: u16 = 100;
const MOST_LINES: u16 = 1_000;

/// `GET /api/v1/audit`
pub(crate) async fn audit(
    State(app): State<App>,
    Extension(signed): Extension<Signed>,
    Asked(which): Asked<Which>,
) -> Result<Json<Vec<AuditLineView>>, Trouble> {
    let limit = which.limit.unwrap_or(USUAL_LINES).clamp(1, MOST_LINES);
    let lines = app.desk().audit_lines(&signed.actor, which.after, limit).await?;
    Ok(Json(lines.iter().map(AuditLineView::from).collect()))
}
