use sipoke_core::access::Role;
use sipoke_tests::office::Office;

use crate::support::{USUAL_ROUNDS, lines_of, race, rounds, walk_in};

sipoke_tests::on_stores! {
    [sqlite Sqlite] [postgres Postgres];
    {
        of_sixteen_filings_under_one_key_one_is_stored_and_all_get_its_ticket
    }
}

async fn of_sixteen_filings_under_one_key_one_is_stored_and_all_get_its_ticket(office: Office) {
    let rounds = rounds(USUAL_ROUNDS);
    let clerk = office.officer(Role::CounterClerk);
    let before = lines_of(&office, 0).await;

    for round in 0..rounds {
        let ended = race(|_| {
            let (desk, clerk) = (office.desk.clone(), clerk.clone());
            async move { desk.submit(&clerk, walk_in("ajukan", round)).await.unwrap() }
        })
        .await;

        let first: Vec<_> = ended.iter().filter(|filed| !filed.repeated).collect();
        assert_eq!(first.len(), 1, "one is stored");
        for filed in &ended {
            assert_eq!(filed.ticket(), first[0].ticket());
            assert!(filed.secret().matches(first[0].secret()));
        }
    }

    assert_eq!(lines_of(&office, rounds).await, before + rounds as u64, "one line each");
}
