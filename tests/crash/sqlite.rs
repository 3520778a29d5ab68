//! An office in one file.

use std::{collections::BTreeMap, path::Path};

use serde_json::{Value, json};
use sipoke_tests::{Program, answer, program, server::Server};
use tokio::process::Command;

use crate::residents::{Filed, RESIDENTS, Residents};

/// The server dies when this many have been told their ticket, in the middle of the others.
const TOLD_BEFORE_THE_KILL: usize = 25;

#[tokio::test(flavor = "multi_thread")]
async fn what_was_acknowledged_survives_a_kill_and_nothing_is_half_there() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("kantor");
    let mut server = Server::demo(&data).await;
    let before = tickets(&data).await;

    let mut residents = Residents::file_once(&server.address);
    let mut told = BTreeMap::new();
    while let Some(Filed { resident, ticket, .. }) = residents.next().await {
        told.insert(resident, ticket);
        if told.len() == TOLD_BEFORE_THE_KILL {
            server.kill().await;
        }
    }
    let after_the_kill = tickets(&data).await;
    let verified_after_the_kill = verify(&data).await;
    let server = Server::demo(&data).await;
    let retried = Residents::file_until_done(&server.address).tickets().await;

    assert!(told.len() >= TOLD_BEFORE_THE_KILL, "only {} were told", told.len());
    assert!(told.len() < RESIDENTS, "the kill came after everybody was told");
    for ticket in told.values() {
        assert!(after_the_kill.contains(ticket), "{ticket} was acknowledged and is lost");
    }
    assert_eq!(verified_after_the_kill["clean"], json!(true), "{verified_after_the_kill}");
    assert_eq!(retried.len(), RESIDENTS, "not everybody got a ticket");
    for (resident, ticket) in &told {
        assert_eq!(retried.get(resident), Some(ticket), "another ticket for the same key");
    }
    let scans_before = 3 * (after_the_kill.len() - before.len());
    assert!(verified_after_the_kill["scans"].as_u64().unwrap() >= scans_before as u64);
    let verified = verify(&data).await;
    assert_eq!(verified["clean"], json!(true), "{verified}");
    assert_eq!(tickets(&data).await.len(), before.len() + RESIDENTS, "one ticket for one key");
}

async fn tickets(data: &Path) -> Vec<String> {
    sipoke_tests::tickets(&run(data, &["application", "list"]).await)
}

async fn verify(data: &Path) -> Value {
    run(data, &["verify"]).await
}

async fn run(data: &Path, arguments: &[&str]) -> Value {
    let mut command = Command::new(program(Program::Office).await);
    answer(command.args(arguments).arg("--json").arg("--data").arg(data)).await
}
