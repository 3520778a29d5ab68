//! What `sipoke verify` says of an office that was damaged behind its back.

use std::{path::Path, process::Output};

use rusqlite::{Connection, params};
use serde_json::Value;
use sipoke_tests::{Program, program, server::Server};
use tokio::process::Command;

async fn verify(data: &Path) -> (Option<i32>, Output) {
    let output = Command::new(program(Program::Office).await)
        .args(["verify", "--json", "--data"])
        .arg(data)
        .output()
        .await
        .unwrap();
    (output.status.code(), output)
}

/// A demo that was made and ended.
async fn demo(data: &Path) {
    Server::demo(data).await.kill().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_case_that_cannot_be_read_is_named_and_the_rest_is_checked() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("kantor");
    demo(&data).await;
    let ticket = flip_a_bit_of_a_history(&data.join("sipoke.db"));

    let (code, output) = verify(&data).await;

    assert_eq!(code, Some(5), "{}", String::from_utf8_lossy(&output.stderr));
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(report["clean"], false);
    assert_eq!(report["applications"], 6, "the others are checked as well");
    let faults = report["faults"].as_array().unwrap();
    let printed = format!("{}-{}-{}", &ticket[..4], &ticket[4..8], &ticket[8..]);
    assert!(faults.iter().any(|it| *it == format!("case-unreadable: {printed}")), "{report}");
}

#[tokio::test(flavor = "multi_thread")]
async fn records_that_are_gone_are_not_called_clean_and_not_made_anew() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("kantor");
    demo(&data).await;
    for name in ["sipoke.db", "sipoke.db-wal", "sipoke.db-shm"] {
        let _was_there = std::fs::remove_file(data.join(name));
    }

    let (code, output) = verify(&data).await;

    assert_eq!(code, Some(4));
    assert!(String::from_utf8_lossy(&output.stderr).contains("records-missing"));
    assert!(!data.join("sipoke.db").exists());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_folder_that_names_another_office_than_its_records_is_not_called_clean() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("kantor");
    demo(&data).await;
    std::fs::write(data.join("kantor"), "32.76.05.1005\n").unwrap();

    let (code, output) = verify(&data).await;

    assert_eq!(code, Some(3));
    assert!(String::from_utf8_lossy(&output.stderr).contains("no-office"));
}

/// Changes one bit in the middle of one sealed history; gives the ticket of its case.
fn flip_a_bit_of_a_history(records: &Path) -> String {
    let records = Connection::open(records).unwrap();
    let (ticket, mut history): (String, Vec<u8>) = records
        .query_row("SELECT ticket, history FROM application ORDER BY id LIMIT 1", [], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })
        .unwrap();
    let middle = history.len() / 2;
    history[middle] ^= 1;
    records
        .execute("UPDATE application SET history = ?2 WHERE ticket = ?1", params![ticket, history])
        .unwrap();
    ticket
}
