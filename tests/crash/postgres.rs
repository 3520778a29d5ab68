//! An office of a city, on a PostgreSQL that loses its power.

use std::{
    collections::{BTreeMap, BTreeSet},
    time::Duration,
};

use reqwest::{Response, StatusCode, header::RETRY_AFTER};
use serde_json::json;
use sipoke_test_postgres::{Cluster, Database};
use sipoke_tests::{city::City, server::Server};

use crate::residents::{Filed, RESIDENTS, Residents, client};

/// Everything dies when this many have been told their ticket, in the middle of the others.
const TOLD_BEFORE_THE_KILL: usize = 25;
/// The database loses its power for a moment when this many have been told theirs, and then for
/// longer.
const TOLD_BEFORE_THE_CUT: usize = 15;
const TOLD_BEFORE_THE_OUTAGE: usize = 40;

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn what_was_acknowledged_survives_the_end_of_server_and_database_at_once() {
    let cluster = Cluster::start();
    let city = City::set_up(Database::empty_in(&cluster).await).await;
    let mut server = city.serve().await;

    let mut residents = Residents::file_once(&server.address);
    let mut told = BTreeMap::new();
    while let Some(Filed { resident, ticket, .. }) = residents.next().await {
        told.insert(resident, ticket);
        if told.len() == TOLD_BEFORE_THE_KILL {
            server.kill().await;
            cluster.cut_power();
            cluster.give_power();
        }
    }
    let server = city.serve().await;
    let after_the_kill = city.tickets().await;
    let verified_after_the_kill = city.verify().await;
    let retried = Residents::file_until_done(&server.address).tickets().await;

    assert!(told.len() >= TOLD_BEFORE_THE_KILL, "only {} were told", told.len());
    assert!(told.len() < RESIDENTS, "the kill came after everybody was told");
    for ticket in told.values() {
        assert!(after_the_kill.contains(ticket), "{ticket} was acknowledged and is lost");
    }
    assert_eq!(verified_after_the_kill["clean"], json!(true), "{verified_after_the_kill}");
    assert_eq!(verified_after_the_kill["scans"], json!(3 * after_the_kill.len()));
    assert_eq!(retried.len(), RESIDENTS, "not everybody got a ticket");
    for (resident, ticket) in &told {
        assert_eq!(retried.get(resident), Some(ticket), "another ticket for the same key");
    }
    holds_exactly(&city, &retried).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_server_outlives_its_database_and_nobody_is_told_what_does_not_hold() {
    let cluster = Cluster::start();
    let city = City::set_up(Database::empty_in(&cluster).await).await;
    let server = city.serve().await;
    assert_eq!(ready(&server).await.status(), StatusCode::OK);

    let mut residents = Residents::file_until_done(&server.address);
    let (mut told, mut told_to_come_later) = (BTreeMap::new(), 0);
    let mut while_away = None;
    while let Some(Filed { resident, ticket, later }) = residents.next().await {
        told.insert(resident, ticket);
        told_to_come_later += later;
        if told.len() == TOLD_BEFORE_THE_CUT {
            cluster.cut_power();
            cluster.give_power();
        }
        if told.len() == TOLD_BEFORE_THE_OUTAGE {
            cluster.cut_power();
            while_away = Some(ready_with(&server, StatusCode::SERVICE_UNAVAILABLE).await);
            cluster.give_power();
            ready_with(&server, StatusCode::OK).await;
        }
    }
    let again = Residents::file_until_done(&server.address).tickets().await;

    let while_away = while_away.expect("the power was cut");
    assert!(while_away.headers().contains_key(RETRY_AFTER), "{while_away:?}");
    assert!(told_to_come_later > 0, "nobody noticed");
    assert_eq!(told.len(), RESIDENTS, "not everybody got a ticket");
    assert_eq!(again, told, "another ticket for the same key");
    holds_exactly(&city, &told).await;
}

/// One application with its scans for each resident, and nothing else.
async fn holds_exactly(city: &City, residents: &BTreeMap<usize, String>) {
    let tickets = city.tickets().await;
    assert_eq!(tickets.len(), residents.len(), "one ticket for one key");
    let tickets: BTreeSet<&String> = tickets.iter().collect();
    assert_eq!(tickets, residents.values().collect());
    let verified = city.verify().await;
    assert_eq!(verified["clean"], json!(true), "{verified}");
    assert_eq!(verified["scans"], json!(3 * residents.len()));
}

async fn ready(server: &Server) -> Response {
    client().get(format!("{}/sehat/siap", server.address)).send().await.unwrap()
}

/// Asks whether the server is ready until this is the answer.
async fn ready_with(server: &Server, status: StatusCode) -> Response {
    for _ in 0..600 {
        let answer = ready(server).await;
        if answer.status() == status {
            return answer;
        }
        let possible = [StatusCode::OK, StatusCode::SERVICE_UNAVAILABLE];
        assert!(possible.contains(&answer.status()), "{answer:?}");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("the server never answered {status}");
}
