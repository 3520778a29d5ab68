//! Sessions of officers. The token travels in a header, never in a cookie.

use axum::{Extension, Json, extract::State, http::StatusCode};
use sipoke_core::problem::ProblemCode;
use sipoke_wire::{request::SignIn, view::SessionView};

use super::request::{Empty, Fields};
use crate::{app::App, guard::Signed, peer::Peer, problem::Trouble};

/// `POST /api/v1/sessions`
pub(crate) async fn begin(
    State(app): State<App>,
    peer: Peer,
    Fields(sign_in): Fields<SignIn>,
) -> Result<(StatusCode, Json<SessionView>), Trouble> {
    let (login, password) = sign_in.read().ok_or(ProblemCode::SignInRefused)?;
    let signed = app.sign_in(peer, &login, password, None).await?;
    let view = SessionView::new(&signed.token, signed.ends_at, &signed.officer);
    Ok((StatusCode::CREATED, Json(view)))
}

/// `POST /api/v1/sessions/end`
pub(crate) async fn end(
    State(app): State<App>,
    Extension(signed): Extension<Signed>,
    Fields(Empty {}): Fields<Empty>,
) -> Result<StatusCode, Trouble> {
    app.desk().sign_out(&signed.token).await?;
    Ok(StatusCode::NO_CONTENT)
}
