//! Kills the server while residents file, and looks at what is left (promises P1 to P3).

use std::{collections::BTreeMap, path::Path, time::Duration};

use reqwest::{
    Client, StatusCode,
    multipart::{Form, Part},
};
use serde_json::{Value, json};
use sipoke_tests::{binary, server::Server};
use tokio::{process::Command, sync::mpsc, task::JoinSet};

const RESIDENTS: usize = 100;
/// The server dies when this many have been told their ticket, in the middle of the others.
const TOLD_BEFORE_THE_KILL: usize = 25;

#[tokio::test(flavor = "multi_thread")]
async fn what_was_acknowledged_survives_a_kill_and_nothing_is_half_there() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("kantor");
    let mut server = Server::demo(&data).await;
    let before = tickets(&data).await;

    let told = file_until_killed(&mut server).await;
    let after_the_kill = tickets(&data).await;
    let verified_after_the_kill = verify(&data).await;
    let server = Server::demo(&data).await;
    let retried = file_all(&server.address, 0..RESIDENTS).await;

    assert!(told.len() >= TOLD_BEFORE_THE_KILL, "only {} were told", told.len());
    assert!(told.len() < RESIDENTS, "the kill came after everybody was told");
    for ticket in told.values() {
        assert!(after_the_kill.contains(ticket), "{ticket} was acknowledged and is lost");
    }
    assert_eq!(verified_after_the_kill["clean"], json!(true), "{verified_after_the_kill}");
    assert_eq!(retried.len(), RESIDENTS);
    for (resident, ticket) in &told {
        assert_eq!(retried.get(resident), Some(ticket), "another ticket for the same key");
    }
    let scans_before = 3 * (after_the_kill.len() - before.len());
    assert!(verified_after_the_kill["scans"].as_u64().unwrap() >= scans_before as u64);
    let verified = verify(&data).await;
    assert_eq!(verified["clean"], json!(true), "{verified}");
    assert_eq!(tickets(&data).await.len(), before.len() + RESIDENTS, "one ticket for one key");
}

async fn file_until_killed(server: &mut Server) -> BTreeMap<usize, String> {
    let (tell, mut told) = mpsc::unbounded_channel();
    let mut residents = JoinSet::new();
    for resident in 0..RESIDENTS {
        let (tell, address) = (tell.clone(), server.address.clone());
        residents.spawn(async move {
            if let Some(ticket) = file(&client(), &address, resident).await {
                tell.send((resident, ticket)).unwrap();
            }
        });
    }
    drop(tell);
    let mut tickets = BTreeMap::new();
    while let Some((resident, ticket)) = told.recv().await {
        tickets.insert(resident, ticket);
        if tickets.len() == TOLD_BEFORE_THE_KILL {
            server.kill().await;
        }
    }
    residents.join_all().await;
    tickets
}

async fn file_all(
    address: &str,
    residents: impl Iterator<Item = usize>,
) -> BTreeMap<usize, String> {
    let client = client();
    let mut tickets = BTreeMap::new();
    for resident in residents {
        let ticket = file(&client, address, resident).await;
        tickets.insert(resident, ticket.unwrap_or_else(|| panic!("{resident} was not filed")));
    }
    tickets
}

/// Files for one resident, always with the same key and the same content; `None`: no answer came.
async fn file(client: &Client, address: &str, resident: usize) -> Option<String> {
    let application = json!({
        "service": "SKD",
        "applicant": {
            "name": format!("WARGA CONTOH {resident}"),
            "nik": format!("327605410190{:04}", resident + 1),
            "birth_date": "1990-01-01",
            "phone": format!("08120000{:04}", resident),
            "address": "Jalan Contoh 1 RT 006/RW 010",
        },
        "answers": {
            "keperluan": "uji",
            "alamat_domisili": "Jalan Contoh 1",
            "status_tinggal": "milik",
        },
    });
    let scan = |name: &str| {
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../fixtures/scans").join(name);
        Part::bytes(std::fs::read(file).unwrap()).file_name(name.to_owned())
    };
    let form = Form::new()
        .part(
            "application",
            Part::text(application.to_string()).mime_str("application/json").unwrap(),
        )
        .part("pengantar-rt-rw", scan("pengantar.pdf"))
        .part("ktp-pemohon", scan("ktp.jpg"))
        .part("kk-pemohon", scan("kk.png"));
    let request = client
        .post(format!("{address}/api/v1/applications"))
        .header("idempotency-key", format!("uji-kill-resident-{resident:04}"))
        .multipart(form);
    let response = request.send().await.ok()?;
    assert!(
        [StatusCode::CREATED, StatusCode::SERVICE_UNAVAILABLE].contains(&response.status()),
        "{}",
        response.text().await.unwrap_or_default()
    );
    let answer: Value = response.json().await.ok()?;
    answer["ticket"].as_str().map(str::to_owned)
}

fn client() -> Client {
    Client::builder().timeout(Duration::from_secs(60)).build().unwrap()
}

async fn tickets(data: &Path) -> Vec<String> {
    let listed = command(data, &["application", "list"]).await;
    let rows = listed["rows"].as_array().unwrap();
    rows.iter().map(|row| row["ticket"].as_str().unwrap().to_owned()).collect()
}

async fn verify(data: &Path) -> Value {
    command(data, &["verify"]).await
}

async fn command(data: &Path, arguments: &[&str]) -> Value {
    let output = Command::new(binary().await)
        .args(arguments)
        .arg("--json")
        .arg("--data")
        .arg(data)
        .output()
        .await
        .unwrap();
    serde_json::from_slice(&output.stdout)
        .unwrap_or_else(|_| panic!("{}", String::from_utf8_lossy(&output.stderr)))
}
