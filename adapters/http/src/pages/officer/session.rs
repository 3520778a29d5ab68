//! Who is signed in.

use axum::{
    extract::{FromRequestParts, OptionalFromRequestParts},
    http::{Method, request::Parts},
};
use sipoke_core::{
    access::{Actor, Intention},
    ports::Officer,
    problem::ProblemCode,
    words::SessionToken,
};
use sipoke_desk::DeskError;

use super::super::{Fault, cookie, visit::Fields};
use crate::app::App;

/// An officer who is signed in.
pub(crate) struct Signed {
    pub(in crate::pages) token: SessionToken,
    pub(in crate::pages) officer: Officer,
    pub(in crate::pages) actor: Actor,
    pub(in crate::pages) form_token: String,
}

impl Signed {
    /// Refuses a form that this session did not give out.
    pub(super) fn holds(&self, fields: &Fields) -> Result<(), Fault> {
        let shown = fields.get("token").as_bytes();
        let ours = self.form_token.as_bytes();
        // In constant time, as with anything that opens a door.
        let differ = ours.iter().zip(shown).fold(0, |differ, (a, b)| differ | (a ^ b));
        if shown.len() == ours.len() && differ == 0 {
            Ok(())
        } else {
            Err(Fault::of(ProblemCode::CrossSite))
        }
    }

    pub(super) fn require(&self, intention: Intention) -> Result<(), Fault> {
        if self.actor.may(intention) { Ok(()) } else { Err(Fault::of(ProblemCode::NotAllowed)) }
    }
}

impl FromRequestParts<App> for Signed {
    type Rejection = Fault;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Fault> {
        match recognise(parts, app).await? {
            Some(signed) => Ok(signed),
            None => Err(Fault::Elsewhere(sign_in_address(parts))),
        }
    }
}

impl OptionalFromRequestParts<App> for Signed {
    type Rejection = Fault;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Option<Self>, Fault> {
        recognise(parts, app).await
    }
}

async fn recognise(parts: &Parts, app: &App) -> Result<Option<Signed>, Fault> {
    let shown = cookie::read(app, &parts.headers, cookie::OFFICER);
    let Some(token) = shown.and_then(|token| SessionToken::parse(token).ok()) else {
        return Ok(None);
    };
    match app.desk().authenticate(&token).await {
        Ok(officer) => {
            let form_token = app.desk().form_token(&token);
            Ok(Some(Signed { actor: officer.actor(), token, officer, form_token }))
        }
        Err(DeskError::NotSignedIn) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

/// The sign-in page that comes back here. A form cannot be sent again by a link, so its page is
/// where to come back to.
fn sign_in_address(parts: &Parts) -> String {
    let path = if parts.method == Method::GET {
        parts.uri.path_and_query().map_or("/petugas", |path| path.as_str())
    } else {
        parts.uri.path()
    };
    let mut query = form_urlencoded::Serializer::new(String::new());
    query.append_pair("kembali", path);
    format!("/petugas/masuk?{}", query.finish())
}
