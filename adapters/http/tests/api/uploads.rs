//! What strangers may send: nothing that nobody asked for is kept, and nobody takes all the room.

use std::future::pending;

use axum::{
    body::{Body, Bytes},
    http::StatusCode,
};
use serde_json::json;
use tokio::task::{JoinSet, yield_now};

use super::office::{LETTER, Office, domicile, faults, three_scans};

#[tokio::test]
async fn files_for_a_service_of_the_counter_are_refused_before_they_are_kept() {
    let office = Office::open().await;
    let mut heirs = domicile();
    heirs["service"] = json!("WRS");

    let refused = office.file(&heirs, &three_scans(), "kunci-uji-unggahan-1").await;

    refused.problem(StatusCode::FORBIDDEN, "counter-only");
    assert_eq!(office.vault.len(), 0);
}

#[tokio::test]
async fn files_that_nobody_asked_for_are_named_and_not_kept() {
    let office = Office::open().await;
    let [letter, card, family] = three_scans();
    let files = [letter, card, family, ("foto-kucing", sipoke_conformance::samples::jpeg())];

    let refused = office.file(&domicile(), &files, "kunci-uji-unggahan-2").await;

    let problem = refused.problem(StatusCode::UNPROCESSABLE_ENTITY, "malformed");
    assert_eq!(faults(&problem), ["/documents/foto-kucing document-not-asked"]);
    assert_eq!(office.vault.len(), 3);
}

#[tokio::test]
async fn files_before_the_application_are_refused_before_they_are_kept() {
    let office = Office::open().await;
    let [letter, ..] = three_scans();

    let refused = office.post("/api/v1/applications").multipart(None, &[letter]).send().await;

    refused.problem(StatusCode::UNPROCESSABLE_ENTITY, "malformed");
    assert!(refused.text().contains("comes before all files"), "{}", refused.text());
    assert_eq!((office.vault.len(), LETTER.is_empty()), (0, false));
}

#[tokio::test]
async fn one_address_cannot_take_the_places_of_all_uploads() {
    let office = Office::open().await;
    let mut slow = JoinSet::new();
    for _ in 0..128 {
        let never = futures_util::stream::once(pending::<Result<Bytes, std::io::Error>>());
        let kind = "multipart/form-data; boundary=x";
        let asking = office.post("/api/v1/applications").body(kind, Body::from_stream(never));
        slow.spawn(asking.send());
    }
    while !office.measured().await.contains("sipoke_http_uploads 128") {
        yield_now().await;
    }

    let one_more = office.file(&domicile(), &three_scans(), "kunci-uji-unggahan-3").await;
    slow.shutdown().await;
    let after = office.file(&domicile(), &three_scans(), "kunci-uji-unggahan-3").await;

    one_more.problem(StatusCode::SERVICE_UNAVAILABLE, "busy");
    assert!(!one_more.header("retry-after").is_empty());
    after.expect(StatusCode::CREATED);
}
