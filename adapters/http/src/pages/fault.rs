//! What went wrong on the way to a page, and the page that says so.

use askama::Template;
use axum::{
    extract::{Request, State},
    http::header,
    middleware::Next,
    response::{IntoResponse, Redirect, Response},
};
use sipoke_core::problem::ProblemCode;
use sipoke_desk::DeskError;

use super::{
    shell::{Shell, page_with},
    words,
};
use crate::{
    app::App,
    problem::{Trouble, status},
};

/// Why there is no page. [`dress`] puts it into words.
#[derive(Debug, Clone)]
pub(crate) enum Fault {
    /// Something that a page explains.
    Problem {
        /// Which.
        code: ProblemCode,
        /// The cause, for the log alone.
        cause: Option<String>,
    },
    /// The way leads elsewhere first, such as to the sign-in.
    Elsewhere(String),
}

impl Fault {
    /// A problem without a cause worth logging.
    pub(crate) fn of(code: ProblemCode) -> Self {
        Self::Problem { code, cause: None }
    }

    /// The same with its cause for the log.
    pub(super) fn because(self, cause: String) -> Self {
        match self {
            Self::Problem { code, .. } => Self::Problem { code, cause: Some(cause) },
            Self::Elsewhere(_) => self,
        }
    }
}

impl From<DeskError> for Fault {
    fn from(error: DeskError) -> Self {
        Self::of(error.code()).because(error.to_string())
    }
}

impl From<Trouble> for Fault {
    fn from(trouble: Trouble) -> Self {
        Self::of(trouble.code()).because(trouble.cause().to_owned())
    }
}

impl IntoResponse for Fault {
    fn into_response(self) -> Response {
        match self {
            Self::Problem { code, .. } => {
                let mut response = status(code).into_response();
                response.extensions_mut().insert(self);
                response
            }
            Self::Elsewhere(address) => Redirect::to(&address).into_response(),
        }
    }
}

/// Makes a page of every [`Fault`] that leaves a handler or a guard.
pub(crate) async fn dress(State(app): State<App>, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    match response.extensions_mut().remove::<Fault>() {
        Some(Fault::Problem { code, cause }) => explain(&app, code, cause, response).await,
        Some(Fault::Elsewhere(_)) | None => response,
    }
}

async fn explain(app: &App, code: ProblemCode, cause: Option<String>, bare: Response) -> Response {
    let incident = app.incident();
    let cause = cause.as_deref().unwrap_or("-");
    tracing::warn!(incident, code = code.code(), cause, "Page refused: {}", code.code());
    let published = app.desk().published().await.ok();
    let shell = Shell::new(
        words::problem_title(code),
        published.as_ref().map(|published| &published.office),
    );
    let template = ProblemPage {
        shell,
        help: words::problem_help(code),
        code: code.code(),
        incident: Some(incident),
    };
    let status = bare.status();
    let Ok(mut page) = page_with(status, &template) else { return bare };
    for name in [header::RETRY_AFTER, header::ALLOW] {
        if let Some(value) = bare.headers().get(&name) {
            page.headers_mut().insert(name, value.clone());
        }
    }
    page
}

/// The page of a problem: when it happened (with an incident), or to read about (without).
#[derive(Template)]
#[template(path = "problem.html")]
pub(super) struct ProblemPage {
    pub(super) shell: Shell,
    pub(super) help: &'static str,
    pub(super) code: &'static str,
    pub(super) incident: Option<String>,
}
