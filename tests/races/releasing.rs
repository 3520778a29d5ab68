use sipoke_core::{
    access::Role,
    application::{StageName, TakenBy},
};
use sipoke_desk::CaseRequest;
use sipoke_tests::office::Office;

use crate::support::{
    USUAL_ROUNDS, accepted, assert_register_is_whole, key, lines_of, many, race, request, rounds,
    shorten_the_chain, winner,
};

sipoke_tests::on_stores! {
    [sqlite Sqlite] [postgres Postgres];
    {
        of_sixteen_who_hand_one_letter_over_one_does
    }
}

async fn of_sixteen_who_hand_one_letter_over_one_does(office: Office) {
    let rounds = rounds(USUAL_ROUNDS);
    shorten_the_chain(&office).await;
    let (clerk, head) = (office.officer(Role::CounterClerk), office.officer(Role::Head));
    let letters = many(rounds, |number| {
        let (desk, clerk, head) = (office.desk.clone(), clerk.clone(), head.clone());
        async move {
            let ticket = accepted(&desk, &clerk, number).await;
            desk.sign(request(&head, ticket, key("tanda-tangan", number, 0))).await.unwrap()
        }
    })
    .await;
    let before = lines_of(&office, rounds).await;

    for (round, letter) in letters.iter().enumerate() {
        let ended = race(|racer| {
            let (desk, clerk) = (office.desk.clone(), clerk.clone());
            let (ticket, revision) = (letter.value.ticket(), letter.revision);
            async move {
                let seen = (racer % 2 == 0).then_some(revision);
                let request = request(&clerk, ticket, key("serahkan", round, racer));
                desk.release(CaseRequest { seen, ..request }, TakenBy::Applicant).await
            }
        })
        .await;

        assert_eq!(winner(ended).value.stage().name(), StageName::Collected);
    }

    let (number, _) = letters[0].value.letter().unwrap();
    assert_register_is_whole(&office, &number.series, rounds).await;
    assert_eq!(lines_of(&office, rounds).await, before + rounds as u64, "one line each");
}
