//! What people read who ask for help, or mistype.

use insta::assert_snapshot;

use super::support::{TestHost, transcripts};

const COMMANDS: [&str; 14] = [
    "",
    "demo ",
    "serve ",
    "standards ",
    "standards import ",
    "standards list ",
    "standards show ",
    "application ",
    "application list ",
    "application show ",
    "staff ",
    "staff add ",
    "staff list ",
    "calendar import ",
];

#[tokio::test]
async fn short_help_is_in_indonesian() {
    let lines = COMMANDS.map(|command| format!("{command}-h"));

    let shown = transcripts(&TestHost::empty(), &lines.each_ref().map(String::as_str)).await;

    assert_snapshot!(shown);
}

#[tokio::test]
async fn long_help_says_the_same_in_english() {
    let lines = COMMANDS.map(|command| format!("{command}--help"));

    let shown = transcripts(&TestHost::empty(), &lines.each_ref().map(String::as_str)).await;

    assert_snapshot!(shown);
}

#[tokio::test]
async fn what_cannot_be_read_is_named_with_what_was_meant() {
    let lines = [
        "standar list",
        "application list --stag ready",
        "application list --stage siap",
        "application show",
        "application show K7M2-9QXR-3FDQ",
        "application show K7M2-9QXR-3FD0",
        "standards import a.yaml --decree 1 --year 17 --effective-from 2017-02-30",
        "standards import a.yaml --decree 1 --year 2017 --effective-from 2017-02-30",
        "staff add siti --name Siti --role kepala",
        "demo --port 99999",
        "serve --listen localhost",
        "verify --office 32.76",
        "verify --lang su",
        "verify --json --json",
        "standar list --lang en",
        "application show K7M2-9QXR-3FDQ --lang=en",
        "staff",
    ];

    let shown = transcripts(&TestHost::empty(), &lines).await;

    assert_snapshot!(shown);
}
