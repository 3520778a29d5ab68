//! The settings of a server: the example is good, and every fault is told with its place.

#![expect(clippy::unwrap_used, reason = "helpers of a test may end it")]

use std::{fs, path::PathBuf};

use sipoke_import::{Database, Scans, ServerSettings, VARIABLES, read_settings_from_bytes as read};
use sipoke_text::{Lang, diagnostic};
use sipoke_wire::diagnostic::{Diagnostic, DiagnosticCode};

fn example() -> String {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/sipoke-server.yaml");
    fs::read_to_string(file).unwrap()
}

fn nothing(_: &str) -> Option<String> {
    None
}

fn from(text: &str) -> Result<ServerSettings, Vec<Diagnostic>> {
    read("server.yaml", text.as_bytes(), nothing)
}

#[test]
fn the_example_is_good_and_names_every_variable() {
    let text = example();

    let settings = from(&text).unwrap();

    assert!(matches!(settings.database, Database::Postgres { connections: 16, .. }));
    assert_eq!(settings.scans, Scans::Folder(PathBuf::from("/var/lib/sipoke/scans")));
    assert!(settings.log.json);
    for (_, variable) in VARIABLES {
        assert!(text.contains(variable), "{variable} is not in the example");
    }
}

#[test]
fn the_example_with_everything_that_stands_in_comments_is_good_too() {
    let with_bucket = example()
        .lines()
        .map(|line| {
            let setting = ["endpoint", "bucket", "region", "access_key", "secret_key"]
                .iter()
                .any(|name| line.starts_with(&format!("  # {name}:")));
            if setting { line.replacen("# ", "", 1) } else { line.to_owned() }
        })
        .collect::<Vec<_>>()
        .join("\n");

    let settings = from(&with_bucket).unwrap();

    let Scans::Bucket(bucket) = settings.scans else { panic!("no bucket") };
    assert_eq!((bucket.endpoint.as_str(), &*bucket.name), ("https://objek.example", "sipoke"));
}

#[test]
fn the_environment_goes_before_the_file() {
    let variable = |name: &str| match name {
        "SIPOKE_DATABASE_URL" => Some("sqlite:/srv/kantor.db".to_owned()),
        "SIPOKE_HTTP_LISTEN" => Some("0.0.0.0:80".to_owned()),
        _ => None,
    };

    let settings = read("server.yaml", example().as_bytes(), variable).unwrap();

    assert_eq!(settings.database, Database::Sqlite(PathBuf::from("/srv/kantor.db")));
    assert_eq!(settings.http.listen, "0.0.0.0:80".parse().unwrap());
}

#[test]
fn a_fault_in_the_environment_names_the_variable() {
    let variable = |name: &str| (name == "SIPOKE_HTTP_LISTEN").then(|| "pintu depan".to_owned());

    let found = read("server.yaml", example().as_bytes(), variable).unwrap_err();

    assert_eq!((found.len(), found[0].file.as_str()), (1, "SIPOKE_HTTP_LISTEN"));
    assert_eq!(found[0].field.as_deref(), Some("http.listen"));
}

#[test]
fn every_fault_is_told_with_its_line_and_what_was_meant() {
    let faulty = "\
office: 3276
database:
  url: mysql://root:rahasia@localhost/sipoke
  conections: 4
keys:
scans:
  bucket: sipoke
http:
  listen: 8080
log:
  format: xml
";

    let found = from(faulty).unwrap_err();

    let report = diagnostic::render(&found, Lang::En);
    assert!(!report.contains("rahasia"), "a password is shown");
    insta::assert_snapshot!(report);
}

#[test]
fn what_has_a_password_in_it_is_not_shown() {
    let settings = from(&example()).unwrap();

    assert!(!format!("{settings:?}").contains("sipoke_app"), "{settings:?}");
}

#[test]
fn an_empty_file_says_that_nothing_is_in_it() {
    let found = from("# nothing\n").unwrap_err();

    assert_eq!(found[0].code, DiagnosticCode::NothingFound);
}
