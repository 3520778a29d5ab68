use axum::{Json, extract::State};
use sipoke_wire::view::ServiceSummary;

use crate::{app::App, problem::ApiProblem};

/// `GET /api/v1/services`
pub(crate) async fn list(
    State(app): State<App>,
) -> Result<Json<Vec<ServiceSummary>>, ApiProblem> {
    let published = app.desk().published().await.map_err(|error| ApiProblem::of(&app, error))?;
    Ok(Json(published.editions.iter().map(ServiceSummary::from).collect()))
}
