use std::collections::BTreeSet;

use sipoke_core::access::Role;
use sipoke_tests::office::Office;

use crate::support::{
    RACERS, accepted, assert_register_is_whole, key, lines_of, many, race, request, rounds,
    shorten_the_chain,
};

/// Each round needs sixteen cases of its own.
const ROUNDS: usize = 100;

sipoke_tests::on_stores! {
    [sqlite Sqlite] [postgres Postgres];
    {
        sixteen_signatures_at_a_time_leave_no_gap_and_no_double
    }
}

async fn sixteen_signatures_at_a_time_leave_no_gap_and_no_double(office: Office) {
    shorten_the_chain(&office).await;
    let (clerk, head) = (office.officer(Role::CounterClerk), office.officer(Role::Head));
    let cases = many(rounds(ROUNDS) * RACERS, |number| {
        let (desk, clerk) = (office.desk.clone(), clerk.clone());
        async move { accepted(&desk, &clerk, number).await }
    })
    .await;
    let mut given = BTreeSet::new();
    let mut series = None;

    for (round, tickets) in cases.chunks(RACERS).enumerate() {
        let signed = race(|racer| {
            let (desk, head, ticket) = (office.desk.clone(), head.clone(), tickets[racer]);
            let key = key("tanda-tangan", round, racer);
            async move { desk.sign(request(&head, ticket, key)).await.unwrap() }
        })
        .await;

        for signed in signed {
            let (number, _) = signed.value.letter().unwrap();
            assert!(given.insert(number.sequence), "{} was given twice", number.sequence);
            series = Some(number.series.clone());
        }
        assert_eq!(given.last(), Some(&(given.len() as u32)), "a gap");
    }

    assert_register_is_whole(&office, &series.unwrap(), cases.len()).await;
    lines_of(&office, cases.len()).await;
}
