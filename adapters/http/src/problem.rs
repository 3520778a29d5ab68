use axum::{
    Json,
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use sipoke_core::problem::ProblemCode;
use sipoke_desk::DeskError;
use sipoke_wire::problem::{MEDIA_TYPE, Problem};

use crate::app::App;

/// A problem on its way to a client of the API.
pub(crate) struct ApiProblem(Problem);

impl ApiProblem {
    /// Puts an error of the desk into words and its cause into the log, under one incident.
    pub(crate) fn of(app: &App, error: DeskError) -> Self {
        let code = error.code();
        let incident = app.incident();
        tracing::warn!(incident, code = code.code(), error = %error, "Request refused: {error}");
        Self(Problem {
            kind: format!("/masalah/{}", code.code()),
            title: code.code().to_owned(),
            status: status(code).as_u16(),
            code,
            detail: error.to_string(),
            incident,
            errors: Vec::new(),
        })
    }
}

impl IntoResponse for ApiProblem {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.0.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        (status, [(header::CONTENT_TYPE, MEDIA_TYPE)], Json(self.0)).into_response()
    }
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
