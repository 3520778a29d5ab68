//! Bad input: every answer names what is wrong, and nothing is written.

use std::collections::BTreeSet;

use axum::http::{Method, StatusCode};
use serde_json::{Value, json};
use sipoke_core::access::Role;

use super::office::{CARD, FAMILY, LETTER, Office, domicile, faults, text, three_scans};

async fn queue(office: &Office) -> usize {
    let token = office.token(Role::Verifier).await;
    let queue = office.get("/api/v1/applications").bearer(&token).send().await;
    queue.expect(StatusCode::OK)["rows"].as_array().unwrap().len()
}

async fn refused(application: Value, files: &[(&str, Vec<u8>)]) -> Vec<String> {
    let office = Office::open().await;
    let answer = office.file(&application, files, "kunci-uji-yang-salah").await;
    let problem = answer.problem(StatusCode::UNPROCESSABLE_ENTITY, &text(&answer.json()["code"]));
    assert_eq!(queue(&office).await, 0, "nothing is written");
    faults(&problem)
}

#[tokio::test]
async fn every_wrong_field_is_named_at_once() {
    let mut application = domicile();
    application["applicant"] = json!({
        "name": "",
        "nik": "3276054101900",
        "birth_date": "31-02-1990",
        "phone": "021",
        "address": "",
    });

    let named = refused(application, &three_scans()).await;

    let pointers: Vec<&str> = named.iter().filter_map(|it| it.split(' ').next()).collect();
    assert_eq!(
        pointers,
        [
            "/applicant/name",
            "/applicant/nik",
            "/applicant/birth_date",
            "/applicant/phone",
            "/applicant/address"
        ]
    );
}

#[tokio::test]
async fn what_is_lacking_is_told_together_with_what_is_wrong() {
    let mut application = domicile();
    application["applicant"]["nik"] = json!("1");
    application["answers"] = json!({});
    let [letter, (card, _), _] = three_scans();

    let named = refused(application, &[letter, (card, b"no scan".to_vec())]).await;

    assert_eq!(
        named,
        [
            "/applicant/nik nik-length".to_owned(),
            format!("/documents/{CARD} scan-unknown-kind"),
            "/answers/keperluan answer-missing".to_owned(),
            format!("/documents/{FAMILY} document-missing"),
        ]
    );
}

#[tokio::test]
async fn a_nik_with_another_day_of_birth_is_taken_and_shown_to_the_officer_to_weigh() {
    let office = Office::open().await;
    let mut application = domicile();
    application["applicant"]["birth_date"] = json!("1990-02-01");

    let filed = office.file(&application, &three_scans(), "kunci-uji-lahir-lain").await;
    let ticket = text(&filed.expect(StatusCode::CREATED)["ticket"]);
    let token = office.token(Role::Verifier).await;
    let case = office.get(&format!("/api/v1/applications/{ticket}")).bearer(&token).send().await;

    assert_eq!(case.expect(StatusCode::OK)["applicant"]["nik_birth_date_differs"], json!(true));
}

#[tokio::test]
async fn missing_papers_and_answers_are_all_named() {
    let mut application = domicile();
    application["answers"] = json!({ "tidak_ditanya": "x" });
    let [letter, ..] = three_scans();

    let named = refused(application, &[letter]).await;

    let [card, family] = [CARD, FAMILY].map(|code| format!("/documents/{code}"));
    for pointer in [card.as_str(), &family, "/answers/keperluan", "/answers/tidak_ditanya"] {
        assert!(named.iter().any(|it| it.starts_with(pointer)), "{pointer} in {named:?}");
    }
}

#[tokio::test]
async fn a_file_is_judged_by_its_content() {
    let mut too_large = vec![0; 10 * 1024 * 1024 + 1];
    too_large[..3].copy_from_slice(&[0xFF, 0xD8, 0xFF]);
    for (bytes, code) in [
        (Vec::new(), "scan-empty"),
        (b"MZ\x90\x00 a program called foto.jpg".to_vec(), "scan-unknown-kind"),
        (b"\xFF\xD8\xFF\xE0 cut off".to_vec(), "scan-broken"),
        (too_large, "scan-too-large"),
    ] {
        let [letter, _, family] = three_scans();

        let named = refused(domicile(), &[letter, (CARD, bytes), family]).await;

        assert_eq!(named, [format!("/documents/{CARD} {code}")]);
    }
}

#[tokio::test]
async fn what_is_no_json_no_form_or_no_known_command_is_said_so() {
    let office = Office::open().await;
    let applications = "/api/v1/applications";

    let broken = office.post(applications).body("application/json", "{").send().await;
    let other = office.post(applications).body("text/plain", "halo").send().await;
    let cut = office.post(applications).body("multipart/form-data; boundary=x", "--x\r\n").send();
    let nowhere = office.get("/api/v1/tidak-ada").send().await;
    let method = office.asking(Method::DELETE, applications).send().await;

    broken.problem(StatusCode::UNPROCESSABLE_ENTITY, "malformed");
    other.problem(StatusCode::UNSUPPORTED_MEDIA_TYPE, "unsupported-media-type");
    let cut = cut.await;
    assert!(cut.status.is_client_error(), "{}", cut.text());
    nowhere.problem(StatusCode::NOT_FOUND, "not-found");
    method.problem(StatusCode::METHOD_NOT_ALLOWED, "method-not-allowed");
    let allowed: BTreeSet<&str> = method.header("allow").split(',').collect();
    assert_eq!(allowed, BTreeSet::from(["GET", "HEAD", "POST"]));
    assert_eq!(queue(&office).await, 0);
}

#[tokio::test]
async fn a_problem_is_told_in_the_language_that_is_asked_for() {
    let office = Office::open().await;

    let usual = office.get("/api/v1/services/tidak-ada").send().await;
    let english =
        office.get("/api/v1/services/tidak-ada").header("accept-language", "en").send().await;

    let usual = usual.problem(StatusCode::NOT_FOUND, "unknown-service");
    let english = english.problem(StatusCode::NOT_FOUND, "unknown-service");
    assert_ne!(usual["title"], english["title"]);
    assert!(text(&usual["type"]).ends_with("/masalah/unknown-service"), "{usual}");
}

#[tokio::test]
async fn too_many_wrong_passwords_are_slowed_down_and_say_for_how_long() {
    let office = Office::open().await;
    let body = json!({ "login": "verifier", "password": "bukan kata sandinya" });

    let mut last = None;
    for _ in 0..200 {
        let answer = office.post("/api/v1/sessions").json(&body).send().await;
        if answer.status == StatusCode::TOO_MANY_REQUESTS {
            last = Some(answer);
            break;
        }
    }

    let slowed = last.expect("guessing is slowed down");
    slowed.problem(StatusCode::TOO_MANY_REQUESTS, "too-many-requests");
    assert!(slowed.header("retry-after").parse::<u32>().unwrap() > 0);
}

#[tokio::test]
async fn findings_about_papers_that_nobody_asked_for_change_nothing() {
    let office = Office::open().await;
    let (ticket, _) = office.filed().await;
    let unknown = json!({ "findings": [
        { "requirement": LETTER, "finding": "fits" },
        { "requirement": "surat-ajaib", "finding": "fits" },
    ] });

    let answer = office.act(Role::Verifier, &ticket, "check", unknown).await;

    answer.problem(StatusCode::UNPROCESSABLE_ENTITY, "not-asked");
    let accepted = office.act(Role::Verifier, &ticket, "accept", json!({})).await;
    accepted.problem(StatusCode::CONFLICT, "scans-not-fit");
}
