//! What goes wrong, and the one place where it is put into words: [`word`], which alone knows the
//! reader's language. Handlers and guards answer with a [`Trouble`] and say no more.

use std::error::Error;

use axum::{
    Json,
    extract::{Request, State},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use sipoke_core::{application::Refusal, problem::ProblemCode};
use sipoke_desk::DeskError;
use sipoke_text::{Lang, field_fault, problem_help, problem_title, refusal_detail};
use sipoke_wire::problem::{FieldError, FieldFault, MEDIA_TYPE, Problem};

use crate::{app::App, pages::Fault};

/// Seconds after which a full queue is worth another try, at least.
const BUSY_SECONDS: u32 = 5;
/// Seconds after which a store that could not be reached is worth another try, at least.
const UNAVAILABLE_SECONDS: u32 = 30;

/// Something that went wrong, before it is put into words.
#[derive(Debug, Clone)]
pub(crate) struct Trouble {
    code: ProblemCode,
    refusal: Option<Refusal>,
    faults: Vec<FieldFault>,
    remark: Option<String>,
    cause: Option<String>,
    wait: Option<u32>,
}

impl Trouble {
    /// Trouble of this kind.
    pub(crate) fn of(code: ProblemCode) -> Self {
        Self { code, refusal: None, faults: Vec::new(), remark: None, cause: None, wait: None }
    }

    /// With fields that are wrong.
    pub(crate) fn with(self, faults: Vec<FieldFault>) -> Self {
        Self { faults, ..self }
    }

    /// With a word to whoever wrote the client. It may repeat what was sent, so it is not logged.
    pub(crate) fn remark(self, remark: impl Into<String>) -> Self {
        Self { remark: Some(remark.into()), ..self }
    }

    /// With its cause for the log alone; never with anything that was typed.
    pub(crate) fn because(self, cause: impl Into<String>) -> Self {
        Self { cause: Some(cause.into()), ..self }
    }

    /// With the seconds after which another try is worth while.
    pub(crate) fn after(self, seconds: u32) -> Self {
        Self { wait: Some(seconds), ..self }
    }

    /// Its kind.
    pub(crate) fn code(&self) -> ProblemCode {
        self.code
    }

    /// Its cause, for the log alone.
    pub(crate) fn cause(&self) -> &str {
        self.cause.as_deref().unwrap_or("-")
    }

    fn detail(&self, lang: Lang) -> String {
        let detail = match &self.refusal {
            Some(refusal) => refusal_detail(refusal, lang),
            None => problem_help(self.code, lang).to_owned(),
        };
        match &self.remark {
            Some(remark) => format!("{detail} ({remark})"),
            None => detail,
        }
    }

    fn wait(&self, app: &App) -> Option<u32> {
        let usual = match self.code {
            ProblemCode::Busy => Some(BUSY_SECONDS),
            ProblemCode::Unavailable => Some(UNAVAILABLE_SECONDS),
            _ => None,
        };
        self.wait.or_else(|| usual.map(|least| app.pause(least)))
    }

    fn into_problem(self, app: &App, lang: Lang) -> Response {
        let (status, incident) = (status(self.code), app.incident());
        self.log(status, &incident);
        let errors = self.faults.iter().map(|fault| FieldError {
            pointer: fault.pointer.clone(),
            code: fault.fault.code().to_owned(),
            detail: field_fault(&fault.fault, lang),
        });
        let problem = Problem {
            kind: format!("/masalah/{}", self.code.code()),
            title: problem_title(self.code, lang).to_owned(),
            status: status.as_u16(),
            code: self.code,
            detail: self.detail(lang),
            incident,
            errors: errors.collect(),
        };
        let media_type = [(header::CONTENT_TYPE, MEDIA_TYPE)];
        let mut response = (status, media_type, Json(problem)).into_response();
        // `Json` names its own media type; this one is a problem's.
        response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(MEDIA_TYPE));
        let language = HeaderValue::from_static(lang.code());
        response.headers_mut().insert(header::CONTENT_LANGUAGE, language);
        response.headers_mut().insert(header::VARY, HeaderValue::from_static("accept-language"));
        response
    }

    fn log(&self, status: StatusCode, incident: &str) {
        let (code, cause) = (self.code.code(), self.cause());
        if status.is_server_error() {
            tracing::error!(incident, code, cause, "Request failed: {code}");
        } else {
            tracing::info!(incident, code, cause, "Request refused: {code}");
        }
    }
}

impl From<ProblemCode> for Trouble {
    fn from(code: ProblemCode) -> Self {
        Self::of(code)
    }
}

impl From<Vec<FieldFault>> for Trouble {
    fn from(faults: Vec<FieldFault>) -> Self {
        Self::of(ProblemCode::Malformed).with(faults)
    }
}

impl From<DeskError> for Trouble {
    fn from(error: DeskError) -> Self {
        let trouble = Self::of(error.code()).because(with_causes(&error));
        match error {
            DeskError::Refused(refusal) => {
                Self { faults: faults(&refusal), refusal: Some(refusal), ..trouble }
            }
            _ => trouble,
        }
    }
}

impl IntoResponse for Trouble {
    fn into_response(self) -> Response {
        let mut response = status(self.code).into_response();
        response.extensions_mut().insert(self);
        response
    }
}

fn faults(refusal: &Refusal) -> Vec<FieldFault> {
    match refusal {
        Refusal::Incomplete(faults) => faults.iter().map(FieldFault::of_filing).collect(),
        _ => Vec::new(),
    }
}

fn with_causes(error: &dyn Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(deeper) = cause {
        text = format!("{text}: {deeper}");
        cause = deeper.source();
    }
    text
}

/// Puts every [`Trouble`] that leaves a handler or a guard into words.
pub(crate) async fn word(State(app): State<App>, request: Request, next: Next) -> Response {
    let for_program = is_for_program(request.uri().path(), request.headers());
    let lang = language(request.headers());
    let mut bare = next.run(request).await;
    let Some(trouble) = bare.extensions_mut().remove::<Trouble>() else { return bare };
    let wait = trouble.wait(&app);
    let mut response = if for_program {
        trouble.into_problem(&app, lang)
    } else {
        Fault::from(trouble).into_response()
    };
    if let Some(seconds) = wait {
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
    if let Some(allow) = bare.headers_mut().remove(header::ALLOW) {
        response.headers_mut().insert(header::ALLOW, allow);
    }
    if for_program && response.status() == StatusCode::UNAUTHORIZED {
        let scheme = HeaderValue::from_static("Bearer");
        response.headers_mut().insert(header::WWW_AUTHENTICATE, scheme);
    }
    response
}

/// The API and its neighbour for health always answer programs; elsewhere whoever asks for JSON and not for a page.
fn is_for_program(path: &str, headers: &HeaderMap) -> bool {
    let accept = headers.get(header::ACCEPT).and_then(|accept| accept.to_str().ok());
    let json_alone =
        accept.is_some_and(|accept| accept.contains("json") && !accept.contains("text/html"));
    ["/api/", "/sehat"].iter().any(|begin| path.starts_with(begin)) || json_alone
}

/// The language the reader likes best of the two we have. Indonesian unless English comes first.
pub(crate) fn language(headers: &HeaderMap) -> Lang {
    let accept = headers.get(header::ACCEPT_LANGUAGE).and_then(|accept| accept.to_str().ok());
    let mut best = (Lang::Id, 0);
    for wish in accept.unwrap_or_default().split(',') {
        let (tag, quality) = wish.split_once(';').unwrap_or((wish, "q=1"));
        let primary = tag.trim().split('-').next().unwrap_or_default().to_ascii_lowercase();
        let Ok(lang) = Lang::parse(&primary) else { continue };
        let quality = thousandths(quality);
        if quality > best.1 {
            best = (lang, quality);
        }
    }
    best.0
}

/// A quality such as `q=0.8` in thousandths (RFC 9110, section 12.4.2).
fn thousandths(quality: &str) -> u16 {
    let digits = quality.trim().strip_prefix("q=").unwrap_or_default();
    let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
    let part: String = part.chars().chain("000".chars()).take(3).collect();
    let whole: u16 = whole.parse().unwrap_or_default();
    whole.min(1) * 1_000 + part.parse::<u16>().unwrap_or_default()
}

/// The HTTP status of each problem.
pub(crate) fn status(code: ProblemCode) -> StatusCode {
    match code {
        ProblemCode::NotSignedIn | ProblemCode::SignInRefused => StatusCode::UNAUTHORIZED,
        ProblemCode::NotAllowed
        | ProblemCode::OnlyTheApplicant
        | ProblemCode::CounterOnly
        | ProblemCode::CrossSite => StatusCode::FORBIDDEN,
        ProblemCode::UnknownService
        | ProblemCode::UnknownTicket
        | ProblemCode::UnknownDocument
        | ProblemCode::NotFound => StatusCode::NOT_FOUND,
        ProblemCode::MethodNotAllowed => StatusCode::METHOD_NOT_ALLOWED,
        ProblemCode::NotInStage
        | ProblemCode::ScansNotFit
        | ProblemCode::NothingLacking
        | ProblemCode::NotTheNextStep
        | ProblemCode::OriginalsNotSeen
        | ProblemCode::ChangedMeanwhile
        | ProblemCode::LoginTaken => StatusCode::CONFLICT,
        ProblemCode::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
        ProblemCode::UnsupportedMediaType => StatusCode::UNSUPPORTED_MEDIA_TYPE,
        ProblemCode::Incomplete
        | ProblemCode::NotAsked
        | ProblemCode::CannotBeMended
        | ProblemCode::ScanRejected
        | ProblemCode::Malformed
        | ProblemCode::KeyReused
        | ProblemCode::NoRole => StatusCode::UNPROCESSABLE_ENTITY,
        ProblemCode::TooManyRequests => StatusCode::TOO_MANY_REQUESTS,
        ProblemCode::Busy | ProblemCode::Unavailable | ProblemCode::NoOffice => {
            StatusCode::SERVICE_UNAVAILABLE
        }
        ProblemCode::Internal | ProblemCode::ScanLost => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wants(accept_language: &'static str) -> Lang {
        let mut headers = HeaderMap::new();
        headers.insert(header::ACCEPT_LANGUAGE, HeaderValue::from_static(accept_language));
        language(&headers)
    }

    #[test]
    fn the_reader_gets_the_language_they_like_best() {
        assert_eq!(language(&HeaderMap::new()), Lang::Id);
        assert_eq!(wants("en-GB,en;q=0.9,id;q=0.8"), Lang::En);
        assert_eq!(wants("fr, id;q=0.9, en;q=0.8"), Lang::Id);
        assert_eq!(wants("id;q=0.2, en-US;q=0.25"), Lang::En);
        assert_eq!(wants("fr"), Lang::Id);
        assert_eq!(wants("en;q=0"), Lang::Id);
    }

    #[test]
    fn a_problem_that_passes_is_never_said_to_be_the_readers_fault() {
        for code in [ProblemCode::Busy, ProblemCode::Unavailable, ProblemCode::NoOffice] {
            assert_eq!(status(code), StatusCode::SERVICE_UNAVAILABLE, "{code:?}");
        }
    }
}
