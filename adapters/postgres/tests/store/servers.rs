use sipoke_conformance::samples;
use sipoke_core::ports::{Applications, Ledger};

use crate::{cases, support};

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn many_servers_give_numbers_without_gap_or_double_and_make_one_chain() {
    let database = support::database().await;
    let mut servers = Vec::new();
    for server in 0..4_u64 {
        // Each with connections of its own, as on another machine.
        let store = support::open(&database).await;
        servers.push(tokio::spawn(async move {
            for case in 1..=4 {
                cases::ready(&store, server * 10 + case).await;
            }
            store.close().await;
        }));
    }

    for server in servers {
        server.await.unwrap();
    }

    let store = support::open(&database).await;
    let register = store.register(samples::office_code(), &samples::series()).await.unwrap();
    let numbers: Vec<u32> = register.iter().map(|line| line.number.sequence).collect();
    assert_eq!(numbers, (1..=16).collect::<Vec<_>>());
    assert_eq!(store.audit(samples::office_code()).await.unwrap().faults, []);
}
