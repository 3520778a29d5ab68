//! Three servers of one office on one database, raced through HTTP.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use reqwest::{Client, RequestBuilder, StatusCode, header::IF_MATCH};
use serde_json::{Value, json};
use sipoke_core::access::Role;
use sipoke_test_postgres::Database;
use sipoke_tests::{city::City, office::PASSWORD, server::Server};

use crate::support::{RACERS, many, race, rounds};

/// Each round needs eighteen cases of its own, through HTTP and a program that was not optimised.
const ROUNDS: usize = 20;

const STAFF: [Role; 5] =
    [Role::CounterClerk, Role::Verifier, Role::SectionHead, Role::Secretary, Role::Head];

/// From a filed walk-in to the signature.
const BEFORE_THE_SIGNATURE: [(Role, &str); 4] = [
    (Role::CounterClerk, "accept"),
    (Role::Verifier, "draft"),
    (Role::SectionHead, "initial"),
    (Role::Secretary, "initial"),
];

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_sixteen_requests_to_three_servers_one_wins() {
    let rounds = rounds(ROUNDS);
    let city = City::set_up(Database::empty().await).await;
    for role in STAFF {
        city.hire(role).await;
    }
    let servers = [city.serve().await, city.serve().await, city.serve().await];
    let office = Arc::new(Api::of(&servers).await);

    for round in 0..rounds {
        file_under_one_key(&office, round).await;
        decide_one_case(&office, round).await;
    }
    let letters = sign_sixteen_at_a_time(&office, rounds).await;
    for letter in letters.iter().take(rounds) {
        release_one_letter(&office, letter).await;
    }

    let verified = city.verify().await;
    assert_eq!(verified["clean"], json!(true), "{verified}");
    assert_eq!(city.tickets().await.len(), rounds * (2 + RACERS));
}

async fn file_under_one_key(office: &Arc<Api>, round: usize) {
    let filed = race(|racer| {
        let office = Arc::clone(office);
        async move { office.file(racer, &format!("lomba-satu-kunci-{round:03}")).await }
    })
    .await;

    assert!(filed.iter().all(|answer| *answer == filed[0]), "one ticket, one answer: {filed:?}");
}

async fn decide_one_case(office: &Arc<Api>, round: usize) {
    let filed = office.file(round, &format!("lomba-diputuskan-{round:03}")).await;
    let ticket = ticket_of(&filed);
    let ended = race(|racer| {
        let (office, ticket) = (Arc::clone(office), ticket.clone());
        let (role, decision) = match racer % 2 {
            0 => (Role::CounterClerk, ("accept", json!({}))),
            _ => (
                Role::Head,
                ("reject", json!({ "reason": "unreadable", "legal_ground": "UU 25/2009" })),
            ),
        };
        async move { office.decide(racer, role, &ticket, decision).await }
    })
    .await;

    one_won(ended);
}

async fn sign_sixteen_at_a_time(office: &Arc<Api>, rounds: usize) -> Vec<String> {
    let tickets = many(rounds * RACERS, |number| {
        let office = Arc::clone(office);
        async move {
            let filed = office.file(number, &format!("lomba-tanda-tangan-{number:05}")).await;
            let ticket = ticket_of(&filed);
            for (server, (role, command)) in BEFORE_THE_SIGNATURE.into_iter().enumerate() {
                let (status, answer) = office.act(number + server, role, &ticket, command).await;
                assert_eq!(status, StatusCode::OK, "{answer}");
            }
            ticket
        }
    })
    .await;
    let mut given = BTreeSet::new();
    for tickets in tickets.chunks(RACERS) {
        let signed = race(|racer| {
            let (office, ticket) = (Arc::clone(office), tickets[racer].clone());
            async move { office.act(racer, Role::Head, &ticket, "sign").await }
        })
        .await;

        for (status, answer) in signed {
            assert_eq!(status, StatusCode::OK, "{answer}");
            assert!(given.insert(sequence(&answer)), "given twice: {answer}");
        }
        assert_eq!(given.last(), Some(&given.len()), "a gap");
    }
    tickets
}

async fn release_one_letter(office: &Arc<Api>, ticket: &str) {
    let ended = race(|racer| {
        let (office, ticket) = (Arc::clone(office), ticket.to_owned());
        async move { office.act(racer, Role::CounterClerk, &ticket, "release").await }
    })
    .await;

    one_won(ended);
}

/// Exactly one did it. The others were told, in a problem of the rules, that somebody else had.
fn one_won(ended: Vec<Answer>) {
    let lost = ["changed-meanwhile", "not-in-stage"];
    let (winners, losers): (Vec<_>, Vec<_>) =
        ended.into_iter().partition(|(status, _)| *status == StatusCode::OK);
    assert_eq!(winners.len(), 1, "one winner each");
    for (status, problem) in losers {
        assert_eq!(status, StatusCode::CONFLICT, "{problem}");
        assert!(lost.contains(&problem["code"].as_str().unwrap()), "{problem}");
    }
}

fn ticket_of(filed: &Value) -> String {
    filed["ticket"].as_str().unwrap().to_owned()
}

/// `470/17-PEM/2026`: the seventeenth.
fn sequence(signed: &Value) -> usize {
    let number = signed["letter"]["number"].as_str().unwrap();
    let (_, rest) = number.split_once('/').unwrap();
    rest.split_once('-').unwrap().0.parse().unwrap()
}

type Answer = (StatusCode, Value);

/// A command and its body.
type Decision = (&'static str, Value);

/// The servers, and officers who are signed in to all of them.
struct Api {
    client: Client,
    addresses: Vec<String>,
    tokens: BTreeMap<Role, String>,
}

impl Api {
    async fn of(servers: &[Server]) -> Self {
        let addresses = servers.iter().map(|server| server.address.clone()).collect();
        let mut api = Self { client: Client::new(), addresses, tokens: BTreeMap::new() };
        for (server, role) in STAFF.into_iter().enumerate() {
            let url = api.url(server, "sessions");
            let body = json!({ "login": role.code(), "password": PASSWORD });
            let answer = api.client.post(url).json(&body).send().await.unwrap();
            let session: Value = answer.json().await.unwrap();
            api.tokens.insert(role, session["token"].as_str().unwrap().to_owned());
        }
        api
    }

    fn url(&self, server: usize, path: &str) -> String {
        format!("{}/api/v1/{path}", self.addresses[server % self.addresses.len()])
    }

    /// Files for somebody at the counter; always the same, under this key.
    async fn file(&self, server: usize, key: &str) -> Value {
        let walk_in = json!({
            "service": "SKD",
            "applicant": {
                "name": "SITI CONTOH",
                "nik": "3276054101900002",
                "birth_date": "1990-01-01",
                "phone": "0812-0000-0001",
                "address": "Jalan Contoh 1 RT 006/RW 010",
            },
            "answers": {
                "keperluan": "melamar kerja",
                "alamat_domisili": "Jalan Contoh 1",
                "status_tinggal": "milik",
            },
            "presented": ["pengantar-rt-rw", "ktp-pemohon", "kk-pemohon"],
        });
        let request = self.client.post(self.url(server, "applications"));
        let request = request.bearer_auth(&self.tokens[&Role::CounterClerk]).json(&walk_in);
        let answer = request.header("idempotency-key", key).send().await.unwrap();
        let status = answer.status();
        let answer = answer.json().await.unwrap();
        assert_eq!(status, StatusCode::CREATED, "{answer}");
        answer
    }

    /// Does what needs no more to be said, whatever the case has become meanwhile.
    async fn act(&self, server: usize, role: Role, ticket: &str, command: &str) -> Answer {
        let url = self.url(server, &format!("applications/{ticket}/{command}"));
        self.send(role, self.client.post(url).json(&json!({}))).await
    }

    /// Decides on a case as it was filed.
    async fn decide(&self, server: usize, role: Role, ticket: &str, decision: Decision) -> Answer {
        let (command, body) = decision;
        let url = self.url(server, &format!("applications/{ticket}/{command}"));
        let request = self.client.post(url).header(IF_MATCH, "\"1\"");
        self.send(role, request.json(&body)).await
    }

    async fn send(&self, role: Role, request: RequestBuilder) -> Answer {
        let answer = request.bearer_auth(&self.tokens[&role]).send().await.unwrap();
        (answer.status(), answer.json().await.unwrap())
    }
}
