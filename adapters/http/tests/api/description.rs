//! The description of the API says what the table says.

use axum::http::StatusCode;
use serde_json::Value;
use sipoke_core::problem::ProblemCode;
use sipoke_http::{
    routes,
    routes::{Face, Method},
};

use super::office::Office;

async fn document() -> Value {
    let office = Office::open().await;
    office.get("/api/v1/openapi.json").send().await.expect(StatusCode::OK)
}

#[tokio::test]
async fn every_route_is_described_and_nothing_else() {
    let document = document().await;
    assert_eq!(document["openapi"], "3.1.0");

    let paths = document["paths"].as_object().unwrap();
    let mut described: Vec<(String, String)> = Vec::new();
    for (path, operations) in paths {
        let methods = operations.as_object().unwrap().keys();
        described.extend(methods.map(|method| (path.clone(), method.clone())));
    }
    let method = |method| if method == Method::Get { "get" } else { "post" }.to_owned();
    let api = routes().iter().filter(|route| route.face == Face::Api);
    let mut there: Vec<_> =
        api.map(|route| (route.path.to_owned(), method(route.method))).collect();

    described.sort();
    there.sort();
    assert_eq!(described, there);
}

#[tokio::test]
async fn every_reference_leads_to_something() {
    let document = document().await;
    let mut references = Vec::new();
    collect(&document, &mut references);
    assert!(references.len() > 50);

    for reference in references {
        let pointer = reference.strip_prefix('#').expect("a reference inside the document");
        assert!(document.pointer(pointer).is_some(), "{reference} leads nowhere");
    }
}

fn collect(value: &Value, references: &mut Vec<String>) {
    match value {
        Value::Object(fields) => {
            if let Some(Value::String(reference)) = fields.get("$ref") {
                references.push(reference.clone());
            }
            fields.values().for_each(|value| collect(value, references));
        }
        Value::Array(values) => values.iter().for_each(|value| collect(value, references)),
        _ => {}
    }
}

#[tokio::test]
async fn every_problem_that_can_happen_is_named() {
    let document = document().await;

    let named = document["components"]["responses"]["Problem"]["description"].as_str().unwrap();

    for code in ProblemCode::ALL {
        assert!(named.contains(&format!("`{}` (", code.code())), "{}", code.code());
    }
}

#[tokio::test]
async fn what_an_integrator_reads_first_is_as_it_was_agreed() {
    let mut document = document().await;

    let filing = document["paths"]["/api/v1/applications"]["post"].take();
    insta::assert_snapshot!("filing", serde_json::to_string_pretty(&filing).unwrap());
    let problem = document["components"]["schemas"]["Problem"].take();
    insta::assert_snapshot!("problem", serde_json::to_string_pretty(&problem).unwrap());
}
