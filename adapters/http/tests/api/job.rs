//! The whole job through the API.

use super::office::{
    CARD, FAMILY, LETTER, Office, domicile, findings, originals, text, three_scans,
};
use axum::http::StatusCode;
use serde_json::json;
use sipoke_conformance::samples;
use sipoke_core::access::Role;

#[tokio::test]
async fn a_letter_goes_from_the_phone_to_the_hand() {
    let office = Office::open().await;
    let (ticket, secret) = office.filed().await;
    let path = format!("/api/v1/applications/{ticket}");

    office.act(Role::Verifier, &ticket, "check", findings("unreadable")).await;
    let returned = office.act(Role::Verifier, &ticket, "return", json!({})).await;
    let shown = office.get(&path).secret(&secret).send().await.expect(StatusCode::OK);
    let mended = office.post(&format!("{path}/resubmit")).secret(&secret);
    let mended = mended.multipart(None, &[(CARD, samples::jpeg())]).send().await;
    office.act(Role::Verifier, &ticket, "check", findings("fits")).await;
    let accepted = office.act(Role::Verifier, &ticket, "accept", json!({})).await;
    office.act(Role::Verifier, &ticket, "draft", json!({})).await;
    office.act(Role::SectionHead, &ticket, "initial", json!({})).await;
    office.act(Role::Secretary, &ticket, "initial", json!({})).await;
    let signed = office.act(Role::Head, &ticket, "sign", json!({})).await;
    let too_early = office.act(Role::CounterClerk, &ticket, "release", json!({})).await;
    office.act(Role::CounterClerk, &ticket, "compare", originals("matches")).await;
    let released = office.act(Role::CounterClerk, &ticket, "release", json!({})).await;

    assert_eq!(returned.expect(StatusCode::OK)["stage"], "returned");
    assert_eq!(shown["lacks"][0]["requirement"], CARD);
    assert_eq!(mended.expect(StatusCode::OK)["stage"], "submitted");
    assert!(!text(&accepted.expect(StatusCode::OK)["due"]).is_empty());
    assert!(text(&signed.expect(StatusCode::OK)["letter"]["number"]).starts_with("470/1"));
    too_early.problem(StatusCode::CONFLICT, "originals-not-seen");
    assert_eq!(released.expect(StatusCode::OK)["stage"], "collected");
    let last = office.get(&path).secret(&secret).send().await;
    assert_eq!(last.expect(StatusCode::OK)["stage"], "collected");
    assert!(!last.text().contains("Siti") && !last.text().contains("327605"));
}

#[tokio::test]
async fn an_original_that_differs_voids_the_letter_and_tells_the_head() {
    let office = Office::open().await;
    let (ticket, _) = office.filed().await;
    office.act(Role::Verifier, &ticket, "check", findings("fits")).await;
    for (role, command) in [
        (Role::Verifier, "accept"),
        (Role::Verifier, "draft"),
        (Role::SectionHead, "initial"),
        (Role::Secretary, "initial"),
        (Role::Head, "sign"),
    ] {
        office.act(role, &ticket, command, json!({})).await.expect(StatusCode::OK);
    }

    let voided = office.act(Role::CounterClerk, &ticket, "compare", originals("differs")).await;
    let token = office.token(Role::Head).await;
    let told = office.get("/api/v1/notices").bearer(&token).send().await.expect(StatusCode::OK);
    let id = text(&told[0]["id"]);
    let ticked = office.post(&format!("/api/v1/notices/{id}/read")).bearer(&token).send().await;
    let left = office.get("/api/v1/notices").bearer(&token).send().await.expect(StatusCode::OK);

    let voided = voided.expect(StatusCode::OK);
    assert_eq!((&voided["stage"], &voided["letter"]["state"]), (&json!("closed"), &json!("void")));
    assert_eq!(told[0]["kind"], "letter-voided");
    assert_eq!(ticked.status, StatusCode::NO_CONTENT);
    assert_eq!(left, json!([]));
}

#[tokio::test]
async fn the_same_key_gives_the_same_ticket_and_secret_and_one_application() {
    let office = Office::open().await;

    let first = office.file(&domicile(), &three_scans(), "kunci-uji-yang-sama").await;
    let again = office.file(&domicile(), &three_scans(), "kunci-uji-yang-sama").await;
    let mut other = domicile();
    other["answers"]["keperluan"] = json!("lain");
    let reused = office.file(&other, &three_scans(), "kunci-uji-yang-sama").await;

    assert_eq!(first.expect(StatusCode::CREATED), again.expect(StatusCode::CREATED));
    reused.problem(StatusCode::UNPROCESSABLE_ENTITY, "key-reused");
    let token = office.token(Role::Verifier).await;
    let queue = office.get("/api/v1/applications").bearer(&token).send().await;
    assert_eq!(queue.expect(StatusCode::OK)["rows"].as_array().map(Vec::len), Some(1));
}

#[tokio::test]
async fn a_clerk_files_at_the_counter_what_nobody_may_file_online() {
    let office = Office::open().await;
    let mut heirs = domicile();
    heirs["service"] = json!("WRS");
    heirs["answers"] = json!({});

    let online = office.post("/api/v1/applications").json(&heirs).send().await;
    heirs["presented"] = json!([LETTER, CARD, FAMILY]);
    let anonymous = office.post("/api/v1/applications").json(&heirs).send().await;
    let clerk = office.token(Role::CounterClerk).await;
    let at_counter = office.post("/api/v1/applications").bearer(&clerk).json(&heirs).send().await;
    let verifier = office.token(Role::Verifier).await;
    let no_clerk = office.post("/api/v1/applications").bearer(&verifier).json(&heirs).send().await;

    let reason = online.problem(StatusCode::FORBIDDEN, "counter-only");
    assert!(text(&reason["detail"]).contains("Semua ahli waris harus hadir."));
    anonymous.problem(StatusCode::FORBIDDEN, "counter-only");
    no_clerk.problem(StatusCode::FORBIDDEN, "not-allowed");
    let filed = at_counter.expect(StatusCode::CREATED);
    let path = format!("/api/v1/applications/{}", text(&filed["ticket"]));
    assert_eq!(at_counter.header("location"), path);
    let case = office.get(&path).bearer(&clerk).send().await.expect(StatusCode::OK);
    assert_eq!(case["channel"], "counter");
    assert_eq!(case["documents"][0]["original"], "matches");
}

#[tokio::test]
async fn an_applicant_takes_an_application_back() {
    let office = Office::open().await;
    let (ticket, secret) = office.filed().await;

    let path = format!("/api/v1/applications/{ticket}/withdraw");
    let withdrawn = office.post(&path).secret(&secret).send().await;

    assert_eq!(withdrawn.expect(StatusCode::OK)["closing"], "withdrawn");
}

#[tokio::test]
async fn a_command_about_an_older_revision_changes_nothing() {
    let office = Office::open().await;
    let (ticket, _) = office.filed().await;
    let token = office.token(Role::Verifier).await;
    let path = format!("/api/v1/applications/{ticket}");
    let seen = office.get(&path).bearer(&token).send().await;
    office.act(Role::Verifier, &ticket, "check", findings("fits")).await.expect(StatusCode::OK);

    let accept = || office.post(&format!("{path}/accept")).bearer(&token);
    let stale = accept().header("if-match", seen.header("etag")).send().await;
    let now = office.get(&path).bearer(&token).send().await;
    let fresh = accept().header("if-match", now.header("etag")).send().await;

    stale.problem(StatusCode::CONFLICT, "changed-meanwhile");
    assert_eq!((seen.header("etag"), now.header("etag")), ("\"1\"", "\"2\""));
    assert_eq!(fresh.expect(StatusCode::OK)["stage"], "accepted");
}

#[tokio::test]
async fn a_scan_is_shown_whole_under_its_own_type_and_on_record() {
    let office = Office::open().await;
    let big = samples::png(3_000_000);
    let mut files = three_scans();
    files[2].1 = big.clone();
    let filed = office.file(&domicile(), &files, "kunci-uji-besar-1").await;
    let ticket = text(&filed.expect(StatusCode::CREATED)["ticket"]);
    let token = office.token(Role::Verifier).await;

    let path = |code: &str| format!("/api/v1/applications/{ticket}/documents/{code}");
    let picture = office.get(&path(FAMILY)).bearer(&token).send().await;
    let paper = office.get(&path(LETTER)).bearer(&token).send().await;
    let none = office.get(&path("surat-kuasa")).bearer(&token).send().await;

    assert_eq!(picture.body, big);
    assert_eq!(picture.header("content-type"), "image/png");
    assert_eq!(picture.header("content-length"), big.len().to_string());
    assert_eq!(picture.header("x-content-type-options"), "nosniff");
    assert!(picture.header("content-security-policy").starts_with("sandbox;"));
    assert_eq!(picture.header("cache-control"), "no-store");
    assert_eq!(picture.header("content-disposition"), "inline; filename=\"kartu-keluarga.png\"");
    assert!(paper.header("content-disposition").starts_with("attachment;"));
    none.problem(StatusCode::NOT_FOUND, "unknown-document");
    let auditor = office.token(Role::Auditor).await;
    let trail = office.get("/api/v1/audit").bearer(&auditor).send().await;
    assert_eq!(trail.text().matches("scan-viewed").count(), 2);
}

#[tokio::test]
async fn a_session_begins_with_a_password_and_ends_at_once() {
    let office = Office::open().await;
    let sign_in = |password: &str| json!({ "login": "verifier", "password": password });

    let wrong = office.post("/api/v1/sessions").json(&sign_in("kata sandi keliru")).send().await;
    let right = office.post("/api/v1/sessions").json(&sign_in("kata sandi contoh")).send().await;
    let token = text(&right.expect(StatusCode::CREATED)["token"]);
    let before = office.get("/api/v1/notices").bearer(&token).send().await;
    let ended = office.post("/api/v1/sessions/end").bearer(&token).send().await;
    let after = office.get("/api/v1/notices").bearer(&token).send().await;

    wrong.problem(StatusCode::UNAUTHORIZED, "sign-in-refused");
    assert_eq!(right.json()["officer"]["roles"], json!(["verifier"]));
    assert_eq!(before.status, StatusCode::OK);
    assert_eq!(ended.status, StatusCode::NO_CONTENT);
    after.problem(StatusCode::UNAUTHORIZED, "not-signed-in");
}

#[tokio::test]
async fn the_queue_is_read_page_by_page() {
    let office = Office::open().await;
    for at in 0..3 {
        office.clock.advance(60);
        let key = format!("kunci-uji-antrean-{at}");
        office.file(&domicile(), &three_scans(), &key).await.expect(StatusCode::CREATED);
    }
    let token = office.token(Role::Verifier).await;
    let page = |query: String| office.get(&format!("/api/v1/applications?{query}")).bearer(&token);

    let first = page("limit=2&stage=submitted".to_owned()).send().await.expect(StatusCode::OK);
    let after = text(&first["next"]);
    let second = page(format!("limit=2&after={after}")).send().await.expect(StatusCode::OK);
    let none = page("service=WRS".to_owned()).send().await.expect(StatusCode::OK);
    let wrong = page("stage=lost&after=x".to_owned()).send().await;

    assert_eq!(first["rows"].as_array().map(Vec::len), Some(2));
    assert_eq!(second["rows"].as_array().map(Vec::len), Some(1));
    assert_eq!((&second["next"], &none["rows"]), (&json!(null), &json!([])));
    let wrong = wrong.problem(StatusCode::UNPROCESSABLE_ENTITY, "malformed");
    assert_eq!(super::office::faults(&wrong), ["/stage unknown-word", "/after id"]);
}

#[tokio::test]
async fn the_catalogue_is_not_sent_to_whoever_has_it() {
    let office = Office::open().await;

    let list = office.get("/api/v1/services").send().await;
    let service = office.get("/api/v1/services/keterangan-domisili").send().await;
    let again = office.get("/api/v1/services").header("if-none-match", list.header("etag"));
    let again = again.send().await;
    let weak = format!("\"x\", W/{}", list.header("etag"));
    let weak = office.get("/api/v1/services").header("if-none-match", &weak).send().await;

    assert_eq!(list.expect(StatusCode::OK).as_array().map(Vec::len), Some(2));
    assert_eq!(service.expect(StatusCode::OK)["requirements"][1]["code"], CARD);
    assert_eq!((again.status, again.body.len()), (StatusCode::NOT_MODIFIED, 0));
    assert_eq!(weak.status, StatusCode::NOT_MODIFIED);
    assert_eq!(list.header("cache-control"), "no-cache");
    assert_ne!(list.header("etag"), service.header("etag"));
}
