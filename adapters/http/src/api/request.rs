//! What handlers read of a request besides its path.

use axum::{
    body::Bytes,
    extract::{FromRequest, FromRequestParts, Path, Request},
    http::{HeaderMap, StatusCode, header, request::Parts},
};
use schemars::JsonSchema;
use serde::{Deserialize, de::DeserializeOwned};
use sipoke_core::{
    ports::Revision,
    problem::ProblemCode,
    words::{IdempotencyKey, Malformed, Ticket, TicketSecret},
};
use sipoke_wire::problem::{Fault, FieldFault};

use crate::{app::App, guard::Signed, problem::Trouble};

const IDEMPOTENCY_KEY: &str = "idempotency-key";
const TICKET_SECRET: &str = "x-ticket-secret";

/// A body without fields: `{}`, or nothing at all.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Empty {}

/// The fields of a JSON body. One that is not there counts as `{}`.
pub(crate) struct Fields<T>(pub(crate) T);

impl<T: DeserializeOwned> FromRequest<App> for Fields<T> {
    type Rejection = Trouble;

    async fn from_request(request: Request, app: &App) -> Result<Self, Trouble> {
        let bytes = Bytes::from_request(request, app).await.map_err(|rejected| {
            let code = match rejected.status() {
                StatusCode::PAYLOAD_TOO_LARGE => ProblemCode::TooLarge,
                _ => ProblemCode::Malformed,
            };
            Trouble::of(code).because("the body was cut off")
        })?;
        json(if bytes.is_empty() { b"{}" } else { &bytes }).map(Self)
    }
}

/// Reads JSON.
pub(crate) fn json<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Trouble> {
    serde_json::from_slice(bytes).map_err(|error| {
        // The error may repeat what was sent: to the sender alone, never to the log.
        let place = format!("JSON, line {}, column {}", error.line(), error.column());
        Trouble::of(ProblemCode::Malformed).because(place).remark(error.to_string())
    })
}

/// The fields of the address's query.
pub(crate) struct Asked<T>(pub(crate) T);

impl<T: DeserializeOwned> FromRequestParts<App> for Asked<T> {
    type Rejection = Trouble;

    async fn from_request_parts(parts: &mut Parts, _: &App) -> Result<Self, Trouble> {
        let asked = axum::extract::Query::try_from_uri(&parts.uri);
        let asked = asked.map_err(|rejected| {
            Trouble::of(ProblemCode::Malformed).because("query").remark(rejected.body_text())
        })?;
        Ok(Self(asked.0))
    }
}

/// One word from the path, or why there can be nothing of that name.
pub(crate) fn word<T>(
    read: Result<T, Malformed>,
    name: &str,
    code: ProblemCode,
) -> Result<T, Trouble> {
    read.map_err(|malformed| Trouble::of(code).with(vec![fault(format!("/{name}"), malformed)]))
}

pub(crate) fn fault(pointer: String, malformed: Malformed) -> FieldFault {
    FieldFault { pointer, fault: Fault::Malformed(malformed) }
}

/// The ticket in the path, with the headers that go with it.
pub(crate) struct Asking {
    pub(crate) ticket: Ticket,
    /// The secret that was shown, if one was.
    pub(crate) secret: Option<TicketSecret>,
    /// The officer whose token was shown, if one was.
    pub(crate) signed: Option<Signed>,
    /// The revision that the client looked at, if it says so.
    pub(crate) seen: Option<Revision>,
    /// What the client calls this request, or a fresh key.
    pub(crate) key: IdempotencyKey,
}

impl FromRequestParts<App> for Asking {
    type Rejection = Trouble;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Trouble> {
        let path = Path::<Vec<(String, String)>>::from_request_parts(parts, app).await;
        let Path(path) = path.map_err(|_| Trouble::of(ProblemCode::NotFound))?;
        let ticket = path.iter().find(|(name, _)| name == "ticket");
        let ticket = ticket.map_or("", |(_, ticket)| ticket);
        Ok(Self {
            ticket: word(Ticket::parse(ticket), "ticket", ProblemCode::UnknownTicket)?,
            secret: secret(&parts.headers)?,
            signed: parts.extensions.get::<Signed>().cloned(),
            seen: seen(&parts.headers)?,
            key: key(app, &parts.headers)?,
        })
    }
}

/// The idempotency key that was sent, or a fresh one.
pub(crate) struct Key(pub(crate) IdempotencyKey);

impl FromRequestParts<App> for Key {
    type Rejection = Trouble;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Trouble> {
        key(app, &parts.headers).map(Self)
    }
}

fn key(app: &App, headers: &HeaderMap) -> Result<IdempotencyKey, Trouble> {
    let key = match headers.get(IDEMPOTENCY_KEY) {
        None => IdempotencyKey::parse(&app.fresh_key()),
        Some(shown) => IdempotencyKey::parse(shown.to_str().unwrap_or_default()),
    };
    word(key, "Idempotency-Key", ProblemCode::Malformed)
}

/// A secret that can be none is as wrong as any other: nobody learns more from the one than from
/// the other.
fn secret(headers: &HeaderMap) -> Result<Option<TicketSecret>, Trouble> {
    let Some(shown) = headers.get(TICKET_SECRET) else { return Ok(None) };
    let secret = TicketSecret::parse(shown.to_str().unwrap_or_default());
    secret.map(Some).map_err(|_| Trouble::of(ProblemCode::UnknownTicket))
}

/// `If-Match: "7"`, as an entity tag is written (RFC 9110, section 13.1.1). `*` is any.
fn seen(headers: &HeaderMap) -> Result<Option<Revision>, Trouble> {
    let Some(shown) = headers.get(header::IF_MATCH) else { return Ok(None) };
    let shown = shown.to_str().unwrap_or_default().trim();
    if shown == "*" {
        return Ok(None);
    }
    let number = shown.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
    let number = number.and_then(|number| number.parse().ok()).ok_or(Malformed::Unknown);
    word(number, "If-Match", ProblemCode::Malformed).map(|number| Some(Revision(number)))
}
