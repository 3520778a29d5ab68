//! What stands before every handler, made from its row in the table: who may come in, from which
//! site, with how much of what.

use std::{future::poll_fn, panic::AssertUnwindSafe};

use axum::{
    body::HttpBody,
    extract::{Request, State},
    http::{HeaderMap, HeaderName, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use sipoke_core::{access::Actor, application::Refusal, problem::ProblemCode, words::SessionToken};
use sipoke_desk::DeskError;

use crate::{
    app::{App, UploadPlace},
    headers,
    peer::Peer,
    problem::Trouble,
    routes::{Access, Body, Face, Method, Route},
};

const FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");

/// One row of the table with what its guard needs.
#[derive(Clone)]
pub(crate) struct Door {
    pub(crate) app: App,
    pub(crate) route: &'static Route,
}

/// The officer whose token the request shows.
#[derive(Clone)]
pub(crate) struct Signed {
    pub(crate) actor: Actor,
    pub(crate) token: SessionToken,
}

/// Lets a request in, or says why not before a byte of its body is read.
pub(crate) async fn admit(State(door): State<Door>, request: Request, next: Next) -> Response {
    let mut response = match door.check(request).await {
        Ok((request, _upload)) => next.run(request).await,
        Err(trouble) => return trouble.into_response(),
    };
    headers::keep(&mut response, door.route.cache);
    response
}

impl Door {
    async fn check(&self, mut request: Request) -> Result<(Request, Option<UploadPlace>), Trouble> {
        let writes = self.route.method == Method::Post;
        if !is_text(request.uri().path()) {
            return Err(ProblemCode::NotFound.into());
        }
        match self.route.face {
            Face::Page if writes => self.same_site(request.headers())?,
            Face::Page => {}
            Face::Api => {
                if let Some(signed) = self.recognise(request.headers()).await? {
                    request.extensions_mut().insert(signed);
                }
            }
        }
        if writes {
            self.fits(&request)?;
        }
        let upload = self.upload_place(&request)?;
        Ok((request, upload))
    }

    /// The officer of the bearer token, when the row asks for one. A token that was shown must be
    /// good everywhere; cookies are never looked at.
    async fn recognise(&self, headers: &HeaderMap) -> Result<Option<Signed>, Trouble> {
        let desk = self.app.desk();
        let signed = match bearer(headers)? {
            None => None,
            Some(token) => {
                let actor = desk.authenticate(&token).await?.actor();
                Some(Signed { actor, token })
            }
        };
        match (self.route.access, &signed) {
            (Access::SignedIn | Access::Officer(_), None) => Err(ProblemCode::NotSignedIn.into()),
            (Access::Officer(intention), Some(signed)) if !signed.actor.may(intention) => {
                Err(DeskError::Refused(Refusal::NotAllowed(intention)).into())
            }
            _ => Ok(signed),
        }
    }

    /// Whether a form came from a page of ours. Browsers say so by themselves; one that says
    /// nothing is let in only where the handler asks for the token of the session.
    fn same_site(&self, headers: &HeaderMap) -> Result<(), Trouble> {
        let refused = |cause: &str| Err(Trouble::of(ProblemCode::CrossSite).because(cause));
        let site = headers.get(FETCH_SITE);
        let origin = headers.get(header::ORIGIN);
        if site.is_some_and(|site| site != "same-origin") {
            return refused("Sec-Fetch-Site");
        }
        if let Some(origin) = origin {
            let ours = origin.to_str().is_ok_and(|origin| self.is_ours(origin, headers));
            return if ours { Ok(()) } else { refused("Origin") };
        }
        let has_token = matches!(self.route.access, Access::SignedIn | Access::Officer(_));
        if site.is_some() || has_token { Ok(()) } else { refused("no Origin") }
    }

    fn is_ours(&self, origin: &str, headers: &HeaderMap) -> bool {
        let host = headers.get(header::HOST).and_then(|host| host.to_str().ok());
        let authority = origin.split_once("://").map(|(_, authority)| authority);
        let public = self.app.settings().public_address.as_deref();
        let named = public.is_some_and(|public| public.trim_end_matches('/') == origin);
        named || (authority.is_some() && authority == host)
    }

    fn fits(&self, request: &Request) -> Result<(), Trouble> {
        let length = request.body().size_hint();
        let limit = u64::try_from(self.route.body.limit()).unwrap_or(u64::MAX);
        if length.lower() > limit {
            return Err(ProblemCode::TooLarge.into());
        }
        // A body that is not there has no type.
        let media_type = media_type(request.headers());
        if media_type.is_empty() && length.exact() == Some(0) {
            return Ok(());
        }
        let taken: &[&str] = match (self.route.body, self.route.face) {
            (Body::None | Body::Json(_), _) => &["application/json"],
            (Body::Form, _) => &["application/x-www-form-urlencoded"],
            (Body::Upload, _) => &["multipart/form-data"],
            (Body::JsonOrUpload(_), _) => &["application/json", "multipart/form-data"],
        };
        if taken.contains(&media_type) {
            Ok(())
        } else {
            Err(Trouble::of(ProblemCode::UnsupportedMediaType).remark(taken.join(", ")))
        }
    }

    fn upload_place(&self, request: &Request) -> Result<Option<UploadPlace>, Trouble> {
        if media_type(request.headers()) != "multipart/form-data" {
            return Ok(None);
        }
        let peer = Peer::of(request.extensions());
        let place = self.app.place_for_upload(peer);
        place.map(Some).ok_or_else(|| Trouble::of(ProblemCode::Busy).because("uploads are full"))
    }
}

/// Whether an address is text once its `%xx` are read (RFC 3986, section 2.1): nothing of ours has
/// another.
fn is_text(path: &str) -> bool {
    let mut bytes = Vec::with_capacity(path.len());
    let mut rest = path.as_bytes();
    while let Some((byte, after)) = rest.split_first() {
        let escaped = after.split_first_chunk::<2>().filter(|_| *byte == b'%');
        let escaped = escaped.and_then(|(digits, after)| {
            let digits = str::from_utf8(digits).ok()?;
            Some((u8::from_str_radix(digits, 16).ok()?, after))
        });
        let (byte, after) = escaped.unwrap_or((*byte, after));
        bytes.push(byte);
        rest = after;
    }
    String::from_utf8(bytes).is_ok()
}

/// The media type of the body without its parameters, empty when there is none.
pub(crate) fn media_type(headers: &HeaderMap) -> &str {
    let full = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    full.unwrap_or_default().split(';').next().unwrap_or_default().trim()
}

fn bearer(headers: &HeaderMap) -> Result<Option<SessionToken>, Trouble> {
    let Some(shown) = headers.get(header::AUTHORIZATION) else { return Ok(None) };
    let token = shown.to_str().ok().and_then(|shown| shown.split_once(' '));
    let token = token.filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"));
    let token = token.and_then(|(_, token)| SessionToken::parse(token.trim()).ok());
    token.map(Some).ok_or_else(|| Trouble::of(ProblemCode::NotSignedIn))
}

/// A handler that panics fails its own request and nothing else.
pub(crate) async fn catch_panic(request: Request, next: Next) -> Response {
    let mut answer = Box::pin(next.run(request));
    let answer = poll_fn(|context| {
        let polled = std::panic::catch_unwind(AssertUnwindSafe(|| answer.as_mut().poll(context)));
        match polled {
            Ok(polled) => polled.map(Some),
            Err(_) => std::task::Poll::Ready(None),
        }
    });
    answer.await.unwrap_or_else(|| {
        Trouble::of(ProblemCode::Internal).because("a handler panicked").into_response()
    })
}
