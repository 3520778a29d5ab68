//! The description of the API, made from the table of routes, so that it cannot describe anything
//! else.

use std::sync::LazyLock;

use axum::{http::HeaderMap, response::Response};
use schemars::{SchemaGenerator, generate::SchemaSettings};
use serde_json::{Map, Value, json};
use sipoke_core::{access::Intention, problem::ProblemCode};
use sipoke_wire::problem::{MEDIA_TYPE, Problem};

use super::services::Prebuilt;
use crate::{
    problem::{Trouble, status},
    routes::{Access, Body, Face, Gives, Method, Route, routes},
};

/// `GET /api/v1/openapi.json`
pub(crate) async fn show(headers: HeaderMap) -> Result<Response, Trouble> {
    static PREBUILT: LazyLock<Result<Prebuilt, Trouble>> =
        LazyLock::new(|| Prebuilt::json(&document()));
    Ok(PREBUILT.clone()?.answer(&headers))
}

fn document() -> Value {
    let settings = SchemaSettings::draft2020_12().with(|settings| {
        settings.definitions_path = "/components/schemas".into();
        settings.meta_schema = None;
    });
    let mut generator = settings.into_generator();
    let mut paths = Map::new();
    for route in routes().iter().filter(|route| route.face == Face::Api) {
        let operation = operation(route, &mut generator);
        let path = paths.entry(route.path).or_insert_with(|| json!({}));
        if let Some(path) = path.as_object_mut() {
            path.insert(method(route.method).to_owned(), operation);
        }
    }
    generator.subschema_for::<Problem>();
    let schemas = generator.take_definitions(true);
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "SIP OKE",
            "version": env!("CARGO_PKG_VERSION"),
            "summary": "Services of a kelurahan: information, applications, letters",
            "description": "Every write may be repeated with the same Idempotency-Key and has one \
                effect. Errors are problems (RFC 9457) with a stable `code`.",
            "license": { "name": "MIT", "identifier": "MIT" },
        },
        "paths": paths,
        "components": {
            "schemas": schemas,
            "responses": { "Problem": {
                "description": format!("What went wrong. Codes: {}.", codes()),
                "content": { MEDIA_TYPE: { "schema": reference("schemas/Problem") } },
            } },
            "parameters": {
                "IdempotencyKey": header(
                    "Idempotency-Key",
                    "16 to 100 visible characters that nobody can guess. The same key with the \
                     same content has one effect and one answer.",
                ),
                "IfMatch": header(
                    "If-Match",
                    "The revision that was looked at, in quotes. If the case was changed since, \
                     nothing is done.",
                ),
                "AcceptLanguage": header("Accept-Language", "`id` (usual) or `en`, for problems."),
            },
            "securitySchemes": {
                "officer": {
                    "type": "http",
                    "scheme": "bearer",
                    "description": "The token of a session.",
                },
                "applicant": {
                    "type": "apiKey",
                    "in": "header",
                    "name": "X-Ticket-Secret",
                    "description": "The secret of the ticket in the path.",
                },
            },
        },
    })
}

fn operation(route: &Route, generator: &mut SchemaGenerator) -> Value {
    let mut operation = json!({
        "operationId": id(route),
        "summary": route.summary,
        "parameters": parameters(route),
        "responses": responses(route, generator),
        "security": security(route),
    });
    if let Some(fields) = operation.as_object_mut() {
        if let Some(body) = request_body(route, generator) {
            fields.insert("requestBody".to_owned(), body);
        }
        if let Some(intention) = intention(route.access) {
            fields.insert("x-intention".to_owned(), json!(intention.code()));
        }
    }
    operation
}

/// Method and path without what all have in common: `post-applications-ticket-check`.
fn id(route: &Route) -> String {
    let path =
        route.path.trim_start_matches("/api/v1").trim_start_matches('/').replace(['{', '}'], "");
    format!("{}-{}", method(route.method), path.replace(['/', '.'], "-"))
}

fn method(method: Method) -> &'static str {
    match method {
        Method::Get => "get",
        Method::Post => "post",
    }
}

fn intention(access: Access) -> Option<Intention> {
    match access {
        Access::Officer(intention) | Access::ApplicantOr(intention) => Some(intention),
        Access::Public | Access::Applicant | Access::SignedIn => None,
    }
}

fn security(route: &Route) -> Value {
    match route.access {
        // Filing is open to all; a clerk's token makes it a filing at the counter.
        Access::Public if matches!(route.body, Body::JsonOrUpload(_)) => {
            json!([{}, { "officer": [] }])
        }
        Access::Public => json!([]),
        Access::Applicant => json!([{ "applicant": [] }]),
        Access::ApplicantOr(_) => json!([{ "applicant": [] }, { "officer": [] }]),
        Access::SignedIn | Access::Officer(_) => json!([{ "officer": [] }]),
    }
}

fn parameters(route: &Route) -> Vec<Value> {
    let mut parameters = vec![reference("parameters/AcceptLanguage")];
    for part in route.path.split('/') {
        if let Some(name) = part.strip_prefix('{').and_then(|part| part.strip_suffix('}')) {
            let schema = json!({ "type": "string" });
            parameters
                .push(json!({ "name": name, "in": "path", "required": true, "schema": schema }));
        }
    }
    parameters.extend(route.query.iter().map(|(name, description)| {
        let kind = if *name == "limit" { "integer" } else { "string" };
        json!({ "name": name, "in": "query", "description": description,
            "schema": { "type": kind } })
    }));
    if is_idempotent(route) {
        parameters.push(reference("parameters/IdempotencyKey"));
        if matches!(route.access, Access::Officer(_)) {
            parameters.push(reference("parameters/IfMatch"));
        }
    }
    parameters
}

/// Whether the key matters: for all that changes an application. A session is new each time, and
/// to tick off or to sign out twice is the same as once.
fn is_idempotent(route: &Route) -> bool {
    route.method == Method::Post && route.path.starts_with("/api/v1/applications")
}

fn request_body(route: &Route, generator: &mut SchemaGenerator) -> Option<Value> {
    let json_content = |schema: Value| json!({ "schema": schema });
    let file = json!({ "type": "string", "contentMediaType": "application/octet-stream",
        "description": "A scan (JPEG, PNG or PDF of at most 10 MB), by the code of its requirement." });
    let content = match route.body {
        Body::None | Body::Form => return None,
        Body::Json(shape) => {
            json!({ "application/json": json_content(shape(generator).to_value()) })
        }
        Body::Upload => json!({ "multipart/form-data": { "schema": {
            "type": "object", "additionalProperties": file } } }),
        Body::JsonOrUpload(shape) => {
            let schema = shape(generator).to_value();
            json!({
                "application/json": json_content(schema.clone()),
                "multipart/form-data": { "schema": {
                    "type": "object",
                    "properties": { "application": schema },
                    "required": ["application"],
                    "additionalProperties": file,
                } },
            })
        }
    };
    Some(json!({ "content": content }))
}

fn responses(route: &Route, generator: &mut SchemaGenerator) -> Value {
    let mut responses = Map::new();
    let (status, answer) = match route.gives {
        Gives::Page => (200, json!({ "description": "A page." })),
        Gives::Nothing => (204, json!({ "description": "Done." })),
        Gives::Scan => {
            let bytes = json!({});
            let content =
                json!({ "image/jpeg": bytes, "image/png": bytes, "application/pdf": bytes });
            (200, json!({ "description": "The scan.", "content": content }))
        }
        Gives::Json(status, shape) => {
            let content = json!({ "application/json": { "schema": shape(generator).to_value() } });
            (status, json!({ "description": "All is well.", "content": content }))
        }
    };
    responses.insert(status.to_string(), answer);
    responses.insert("default".to_owned(), reference("responses/Problem"));
    Value::Object(responses)
}

fn header(name: &str, description: &str) -> Value {
    json!({ "name": name, "in": "header", "description": description,
        "schema": { "type": "string" } })
}

fn reference(to: &str) -> Value {
    json!({ "$ref": format!("#/components/{to}") })
}

fn codes() -> String {
    let codes =
        ProblemCode::ALL.map(|code| format!("`{}` ({})", code.code(), status(code).as_u16()));
    codes.join(", ")
}
