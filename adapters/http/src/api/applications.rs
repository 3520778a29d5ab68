//! What applicants do: file, follow, mend, take back.

use std::collections::BTreeSet;

use axum::{
    Json,
    body::Bytes,
    extract::{FromRequest, Multipart, Request, State},
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use sipoke_core::{
    access::Actor,
    application::{Application, Channel, Filing, Refusal},
    catalogue::ChannelPolicy,
    problem::ProblemCode,
    words::{RequirementCode, ServiceCode},
};
use sipoke_desk::{Credential, Desk, DeskError, Published, Submission};
use sipoke_wire::{
    request::{Submit, Unread},
    view::{FiledView, TrackedView},
};

use super::{
    cases,
    request::{Asking, Empty, Fields, Key, json},
};
use crate::{
    app::App,
    gaps::all_faults,
    guard::{Signed, media_type},
    multipart::{Received, receive},
    peer::Peer,
    problem::Trouble,
};

/// `POST /api/v1/applications`
pub(crate) async fn submit(
    State(app): State<App>,
    Key(key): Key,
    request: Request,
) -> Result<Response, Trouble> {
    let signed = request.extensions().get::<Signed>().cloned();
    let received = sent(&app, signed.is_some(), request).await?;
    let form: Submit = json(received.field.as_deref().unwrap_or(b"{}"))?;
    // Only who shows originals stands at the counter; a token alone does not make it so.
    let (actor, channel) = match signed {
        Some(signed) if !form.presented.is_empty() => (signed.actor, Channel::Counter),
        Some(_) | None => (Actor::Applicant, Channel::Online),
    };
    let form = match form.read() {
        Ok(form) if received.faults.is_empty() => form,
        read => {
            let unread = read.map_or_else(|unread| unread, Unread::from);
            let files = (received.documents.into_keys().collect(), received.faults);
            return Err(all_faults(app.desk(), unread, channel, files).await?.into());
        }
    };
    let filing = Filing {
        channel,
        applicant: form.applicant,
        answers: form.answers,
        documents: received.documents,
        presented: form.presented,
    };
    let submission = Submission { service: form.service, filing, key };
    let filed = app.desk().submit(&actor, submission).await?;
    let ticket = filed.ticket();
    let location = [(header::LOCATION, format!("/api/v1/applications/{ticket}"))];
    let view = FiledView::from(&filed.application);
    Ok((StatusCode::CREATED, location, Json(view)).into_response())
}

/// The body of a filing: JSON alone, or a form of which JSON is the first part.
async fn sent(app: &App, signed: bool, request: Request) -> Result<Received, Trouble> {
    if media_type(request.headers()) == "multipart/form-data" {
        let published = app.desk().published().await?;
        let form = form(app, request).await?;
        let asked_by = |bytes: &[u8]| asked_by(&published, signed, &json(bytes)?);
        return receive(app.desk(), form, None, asked_by).await;
    }
    let bytes = Bytes::from_request(request, app).await;
    let bytes = bytes.map_err(|_| Trouble::of(ProblemCode::TooLarge))?;
    Ok(Received { field: Some(bytes.to_vec()), ..Received::default() })
}

/// The papers that this application is asked for. What cannot be filed at all is refused before a
/// byte of its files is read.
fn asked_by(
    published: &Published,
    signed: bool,
    form: &Submit,
) -> Result<BTreeSet<RequirementCode>, Trouble> {
    let code = ServiceCode::parse(&form.service).ok();
    let edition = code.and_then(|code| published.by_code(&code));
    let standard = &edition.ok_or(DeskError::UnknownService)?.standard;
    match &standard.channel {
        ChannelPolicy::CounterOnly { reason } if !signed || form.presented.is_empty() => {
            let reason = reason.clone();
            Err(DeskError::Refused(Refusal::CounterOnly { reason }).into())
        }
        ChannelPolicy::CounterOnly { .. } | ChannelPolicy::Online { .. } => {
            Ok(standard.requirements.iter().map(|paper| paper.code.clone()).collect())
        }
    }
}

async fn form(app: &App, request: Request) -> Result<Multipart, Trouble> {
    Multipart::from_request(request, app).await.map_err(|rejected| {
        Trouble::of(ProblemCode::UnsupportedMediaType).remark(rejected.body_text())
    })
}

/// `GET /api/v1/applications/{ticket}`
pub(crate) async fn show(
    State(app): State<App>,
    peer: Peer,
    asking: Asking,
) -> Result<Response, Trouble> {
    if asking.secret.is_none()
        && let Some(signed) = &asking.signed
    {
        return cases::view(&app, &signed.actor, asking.ticket).await;
    }
    let credential = asking.credential()?;
    let tracked = app.with_secret(peer, credential.ticket, app.desk().track(&credential)).await?;
    answer(app.desk(), &tracked).await
}

/// `POST /api/v1/applications/{ticket}/resubmit`
pub(crate) async fn resubmit(
    State(app): State<App>,
    peer: Peer,
    asking: Asking,
    request: Request,
) -> Result<Response, Trouble> {
    let credential = asking.credential()?;
    // The secret first: a stranger's files do not reach the vault.
    let tracked = app.with_secret(peer, credential.ticket, app.desk().track(&credential)).await?;
    let papers = tracked.terms().requirements.iter().map(|paper| paper.code.clone());
    let asked: BTreeSet<RequirementCode> = papers.collect();
    let form = form(&app, request).await?;
    let received = receive(app.desk(), form, Some(asked.clone()), |_| Ok(asked.clone())).await?;
    if !received.faults.is_empty() {
        return Err(received.faults.into());
    }
    let changed = app.desk().resubmit(&credential, received.documents, asking.key).await?;
    answer(app.desk(), &changed.value).await
}

/// `POST /api/v1/applications/{ticket}/withdraw`
pub(crate) async fn withdraw(
    State(app): State<App>,
    peer: Peer,
    asking: Asking,
    Fields(Empty {}): Fields<Empty>,
) -> Result<Response, Trouble> {
    let credential = asking.credential()?;
    let withdrawing = app.desk().withdraw(&credential, asking.key);
    let changed = app.with_secret(peer, credential.ticket, withdrawing).await?;
    answer(app.desk(), &changed.value).await
}

impl Asking {
    fn credential(&self) -> Result<Credential, Trouble> {
        let secret = self.secret.clone().ok_or(ProblemCode::NotSignedIn)?;
        Ok(Credential { ticket: self.ticket, secret })
    }
}

async fn answer(desk: &Desk, application: &Application) -> Result<Response, Trouble> {
    let published = desk.published().await?;
    Ok(Json(TrackedView::new(application, &published.calendar)).into_response())
}
