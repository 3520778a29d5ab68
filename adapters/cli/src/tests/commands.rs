//! Every command against an office in memory.

use insta::assert_snapshot;
use sipoke_conformance::samples;

use super::support::{IMPORT, IMPORT_AND_COMMIT, TestHost, transcript, transcripts};

#[tokio::test]
async fn without_an_office_every_command_says_how_to_begin() {
    let host = TestHost::empty();

    let shown = transcripts(
        &host,
        &[
            "application list",
            "standards list --lang en",
            "verify --json",
            "serve",
            "demo",
            "calendar import libur.csv",
        ],
    )
    .await;

    assert_snapshot!(shown);
}

#[tokio::test]
async fn an_import_is_looked_at_then_stored_and_the_second_time_does_nothing() {
    let mut host = TestHost::empty();

    let first = transcripts(
        &host,
        &[IMPORT, "standards list", IMPORT_AND_COMMIT, IMPORT, IMPORT_AND_COMMIT],
    )
    .await;
    host.edition = 2;
    let then =
        transcripts(&host, &[IMPORT, &format!("{IMPORT_AND_COMMIT} --json --lang en")]).await;

    assert_snapshot!(first + "\n" + &then);
}

#[tokio::test]
async fn a_faulty_file_changes_nothing_and_every_fault_is_shown() {
    let mut host = TestHost::empty();
    host.faulty = true;

    let shown = transcripts(
        &host,
        &[IMPORT_AND_COMMIT, &format!("{IMPORT_AND_COMMIT} --json"), "standards list"],
    )
    .await;

    assert_snapshot!(shown);
}

#[tokio::test]
async fn standards_of_one_office_are_never_published_as_those_of_another() {
    let host = TestHost::with_office().await;
    let other = samples::other_office_code();

    let shown = transcripts(&host, &[&format!("{IMPORT_AND_COMMIT} --office {other}")]).await;

    assert_snapshot!(shown);
}

#[tokio::test]
async fn services_are_listed_and_shown_whole() {
    let host = TestHost::with_office().await;
    let edition = samples::edition(1).standard;

    let shown = transcripts(
        &host,
        &[
            "standards list",
            "standards list --json",
            &format!("standards show {}", edition.code),
            &format!("standards show {} --lang en", edition.slug),
            &format!("standards show {}", samples::counter_only_edition().standard.code),
            "standards show TIDAKADA",
        ],
    )
    .await;

    assert_snapshot!(shown);
}

#[tokio::test]
async fn the_queue_is_shown_without_names_and_a_case_as_its_applicant_sees_it() {
    let host = TestHost::with_office().await;
    let filed = host.file().await;
    host.file().await;

    let queue = transcripts(
        &host,
        &[
            "application list",
            "application list --lang en --stage submitted",
            "application list --stage ready",
        ],
    )
    .await;
    let ticket = filed.ticket();
    let case = transcripts(
        &host,
        &[
            &format!("application show {ticket}"),
            &format!("application show {ticket} --json --lang en"),
            "application show 98QQ-4YAU-2F4A",
        ],
    )
    .await;

    let applicant = filed.application.applicant();
    let shown = queue + "\n" + &case;
    assert!(!shown.contains(applicant.name.expose()), "a name is shown");
    assert!(!shown.contains(&applicant.nik.expose()), "a NIK is shown");
    assert!(!shown.contains(&applicant.nik.masked()), "a masked NIK is shown");
    assert!(!shown.contains(&filed.secret().expose()), "a secret is shown");
    assert_snapshot!(shown);
}

#[tokio::test]
async fn the_queue_as_json_has_every_row_on_one_page() {
    let host = TestHost::with_office().await;
    for _ in 0..3 {
        host.file().await;
    }

    let shown = transcript(&host, "application list --json").await;

    assert_eq!(shown.matches("\"ticket\"").count(), 3, "{shown}");
    assert!(shown.contains("\"next\":null"), "{shown}");
}

#[tokio::test]
async fn an_officer_gets_a_password_once_or_brings_one() {
    let mut host = TestHost::with_office().await;

    let shown = transcripts(
        &host,
        &[
            "staff add Siti.Rahma --name Siti --role counter-clerk --role verifier",
            "staff add siti.rahma --name Siti --role admin",
            "staff add lurah --name Luhur --role head --password-stdin",
            "staff list",
            "staff list --lang en",
        ],
    )
    .await;
    host.piped = "pendek\n".to_owned();
    let short = transcript(&host, "staff add x1 --name X --role head --password-stdin").await;

    assert!(!shown.contains("kopi susu"), "a password that was piped in is shown");
    assert_snapshot!(shown + "\n" + &short);
}

#[tokio::test]
async fn a_calendar_is_replaced_whole() {
    let host = TestHost::with_office().await;

    let shown = transcripts(
        &host,
        &["calendar import libur.csv", "calendar import libur.csv --json --lang en"],
    )
    .await;

    assert_snapshot!(shown);
}

#[tokio::test]
async fn records_are_verified_and_a_damaged_scan_is_found() {
    let host = TestHost::with_office().await;
    let filed = host.file().await;

    let clean = transcripts(&host, &["verify", "verify --lang en"]).await;
    host.damage(&filed, &samples::needed()[0]);
    let damaged = transcripts(&host, &["verify", "verify --lang en", "verify --json"]).await;

    assert_snapshot!(clean + "\n" + &damaged);
}

#[tokio::test]
async fn serving_says_where_and_why_not() {
    let mut host = TestHost::with_office().await;

    let served = transcripts(
        &host,
        &["serve", "serve --listen 0.0.0.0:80 --json", "demo", "demo --lang en", "demo --json"],
    )
    .await;
    host.address_in_use = true;
    let refused = transcripts(&host, &["serve", "demo --port 8081 --lang en"]).await;

    assert_snapshot!(served + "\n" + &refused);
}

#[tokio::test]
async fn settings_are_checked_and_a_schema_is_brought_up_to_date() {
    let mut host = TestHost::empty();

    let good = transcripts(
        &host,
        &[
            "config check --config server.yaml",
            "config check --config server.yaml --lang en",
            "config check --config server.yaml --json",
            "config check",
            "database migrate --config server.yaml --owner-url postgres://owner@localhost/x",
            "database migrate --config server.yaml --lang en",
        ],
    )
    .await;
    host.faulty = true;
    let faulty = transcript(&host, "config check --config server.yaml").await;

    assert_snapshot!(good + "\n" + &faulty);
}
