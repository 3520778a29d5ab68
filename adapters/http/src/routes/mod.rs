//! The routes as data: what is said of each; [`routes`] are all of them.

mod table;

use axum::routing::MethodRouter;
use schemars::{Schema, SchemaGenerator};
use sipoke_core::access::Intention;

use crate::app::App;

/// One route.
#[derive(Clone, Copy)]
pub struct Route {
    /// The method.
    pub method: Method,
    /// The path, with `{names}` for its parts.
    pub path: &'static str,
    /// What it is for, in a sentence.
    pub summary: &'static str,
    /// Who may come in.
    pub access: Access,
    /// Whether it is a page for people or part of the API.
    pub face: Face,
    /// What it takes.
    pub body: Body,
    /// What may stand in the address's query: names, and what they mean.
    pub query: &'static [(&'static str, &'static str)],
    /// What it gives when all is well.
    pub gives: Gives,
    /// How long an answer may be kept.
    pub cache: Cache,
    /// The handler.
    pub handler: fn() -> MethodRouter<App>,
}

/// The methods that are used. `Get` changes nothing; every `Post` takes an idempotency key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Method {
    /// Reads.
    Get,
    /// Writes.
    Post,
}

/// Who may come in. The desk decides in the end; this is what the router can tell beforehand, and
/// what tests and documents are made from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// Anybody.
    Public,
    /// Whoever has the ticket's secret.
    Applicant,
    /// Whoever has the ticket's secret, and any officer who may do that.
    ApplicantOr(Intention),
    /// Any officer who is signed in.
    SignedIn,
    /// An officer who may do that.
    Officer(Intention),
}

/// Who looks at the answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Face {
    /// A page: HTML, cookies, forms guarded against other sites.
    Page,
    /// The API: JSON, tokens in headers, problems as RFC 9457.
    Api,
}

/// What a route takes. A body of another media type is refused before it is read, and so is one
/// that is too large.
#[derive(Clone, Copy)]
pub enum Body {
    /// Nothing, or nothing that counts.
    None,
    /// JSON of this shape.
    Json(Shape),
    /// The fields of a form.
    Form,
    /// A form with files, or files by the code of their requirement.
    Upload,
    /// JSON of this shape, alone or as the part `application` of a form with files.
    JsonOrUpload(Shape),
}

impl Body {
    /// The most bytes it may have.
    #[must_use]
    pub fn limit(self) -> usize {
        match self {
            Self::None | Self::Json(_) | Self::Form => SMALL,
            Self::Upload | Self::JsonOrUpload(_) => LARGE,
        }
    }
}

/// What a route gives when all is well.
#[derive(Clone, Copy)]
pub enum Gives {
    /// A page, or the way to one.
    Page,
    /// This status with JSON of this shape.
    Json(u16, Shape),
    /// 204
    Nothing,
    /// The bytes of a scan under its own media type.
    Scan,
}

/// A shape of JSON, for the description of the API.
pub type Shape = fn(&mut SchemaGenerator) -> Schema;

/// How long an answer may be kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cache {
    /// Not at all: it is somebody's own.
    Never,
    /// As long as it is asked about each time (ETag).
    Revalidate,
    /// For ever: its address has the hash of its content.
    Immutable,
}

/// A body that carries only fields.
const SMALL: usize = 64 * 1024;
/// A body that carries scans: ten of the largest.
const LARGE: usize = 100 * 1024 * 1024;

/// Every route there is.
#[must_use]
pub fn routes() -> &'static [Route] {
    table::ROUTES
}
