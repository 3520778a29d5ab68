//! Whether the process lives and whether it can work, for whoever looks after the server.

use axum::{Json, extract::State};
use schemars::JsonSchema;
use serde::Serialize;

use crate::{app::App, problem::Trouble};

/// How it is.
#[derive(Serialize, JsonSchema)]
pub(crate) struct Health {
    status: &'static str,
}

/// `GET /sehat`
pub(crate) async fn alive() -> Json<Health> {
    Json(Health { status: "alive" })
}

/// `GET /sehat/siap`
pub(crate) async fn ready(State(app): State<App>) -> Result<Json<Health>, Trouble> {
    app.desk().published().await?;
    Ok(Json(Health { status: "ready" }))
}
