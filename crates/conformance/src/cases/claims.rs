//! Rules that span applications, honoured inside the commit.

use std::collections::BTreeSet;

use jiff::civil::date;
use sipoke_core::{
    access::Role,
    application::{Application, Command, Fact},
    documents::Comparison,
    letters::{LetterState, RegisterLine, Series},
    ports::{Change, Claim, CommitError, Versioned},
    words::{Moment, NonEmpty, Ticket},
};

use super::support::{
    act, at_once, before_signature, commit, filed, later, must, number, ready, signing,
};
use crate::{Ports, StoreHarness, samples};

async fn register(ports: &Ports, series: &Series) -> Vec<RegisterLine> {
    must(ports.applications.register(samples::office_code(), series).await)
}

fn sequences(register: &[RegisterLine]) -> Vec<u32> {
    register.iter().map(|line| line.number.sequence).collect()
}

/// Applications that wait for nothing but the signature.
async fn waiting(
    ports: &Ports,
    seeds: std::ops::RangeInclusive<u64>,
) -> Vec<Versioned<Application>> {
    let mut waiting = Vec::new();
    for seed in seeds {
        let application = filed(ports, seed).await;
        waiting.push(before_signature(ports, application).await);
    }
    waiting
}

/// Chance repeats itself.
pub async fn of_sixteen_filings_with_one_ticket_exactly_one_wins(store: &mut dyn StoreHarness) {
    let ports = store.ports();
    let ticket = samples::fresh(100).ticket;
    let changes = (1..=16).map(|seed| with_ticket(samples::filed(seed), ticket));

    let answers = at_once(&ports, changes.collect()).await;

    let won: Vec<_> = answers.iter().flatten().collect();
    let claimed = answers.iter().filter(|answer| {
        matches!(answer, Err(CommitError::Claimed(claim)) if **claim == Claim::FreshTicket(ticket))
    });
    assert_eq!((won.len(), claimed.count()), (1, 15), "{answers:?}");
    let found = must(ports.applications.find_by_ticket(samples::office_code(), ticket).await);
    assert_eq!(found.as_ref(), won.first().map(|committed| &committed.application));
}

fn with_ticket(mut change: Change, ticket: Ticket) -> Change {
    change.claims = vec![Claim::FreshTicket(ticket)];
    for event in &mut change.events {
        if let Fact::Filed(filed) = &mut event.fact {
            filed.ticket = ticket;
        }
    }
    change
}

/// The series of the year, in order.
pub async fn numbers_begin_with_1_and_follow_one_another(store: &mut dyn StoreHarness) {
    let ports = store.ports();

    let mut numbers = Vec::new();
    for seed in 1..=3 {
        numbers.push(number(&ready(&ports, seed).await.value));
    }

    let register = register(&ports, &samples::series()).await;
    assert_eq!(sequences(&register), [1, 2, 3]);
    assert_eq!(register.into_iter().map(|line| line.number).collect::<Vec<_>>(), numbers);
    let texts: Vec<&str> = numbers.iter().map(|number| number.text.as_str()).collect();
    assert_eq!(texts, ["470/1-PEM/XI/2026", "470/2-PEM/XI/2026", "470/3-PEM/XI/2026"]);
}

/// Sixteen letters on the head's desk.
pub async fn sixteen_signatures_at_once_leave_no_gap_and_no_double(store: &mut dyn StoreHarness) {
    let ports = store.ports();
    let waiting = waiting(&ports, 1..=16).await;
    let changes = waiting.iter().map(|before| signing(before, later(&before.value)));

    let answers = at_once(&ports, changes.collect()).await;

    let given: BTreeSet<u32> = answers
        .into_iter()
        .map(|answer| number(&must(answer).application.value).sequence)
        .collect();
    assert_eq!(given, (1..=16).collect());
    let register = register(&ports, &samples::series()).await;
    assert_eq!(sequences(&register), (1..=16).collect::<Vec<_>>());
}

/// Half of the signatures lose a race, and some can never be. None of them takes a number along.
pub async fn signatures_that_fail_take_no_number_along(store: &mut dyn StoreHarness) {
    let ports = store.ports();
    let waiting = waiting(&ports, 1..=8).await;
    let undrafted = filed(&ports, 99).await;
    let mut changes = Vec::new();
    for before in &waiting {
        let sign = signing(before, later(&before.value));
        let unfollowable =
            Change { id: undrafted.value.id(), before: Some(undrafted.clone()), ..sign.clone() };
        changes.extend([sign.clone(), unfollowable, sign]);
    }

    let answers = at_once(&ports, changes).await;

    assert_eq!(answers.iter().filter(|answer| answer.is_ok()).count(), 8, "{answers:?}");
    let after = ready(&ports, 100).await;
    assert_eq!(number(&after.value).sequence, 9, "a failed commit took a number along");
    let register = register(&ports, &samples::series()).await;
    assert_eq!(sequences(&register), (1..=9).collect::<Vec<_>>());
}

/// A claim that is refused takes no number along either.
pub async fn a_refused_ticket_takes_no_number_along(store: &mut dyn StoreHarness) {
    let ports = store.ports();
    let before = before_signature(&ports, filed(&ports, 1).await).await;
    let taken = filed(&ports, 2).await.value.ticket();
    let mut change = signing(&before, later(&before.value));
    change.claims.push(Claim::FreshTicket(taken));

    let refused = ports.applications.commit(change).await;

    assert!(matches!(refused, Err(CommitError::Claimed(_))), "{refused:?}");
    assert_eq!(register(&ports, &samples::series()).await, []);
    let signed = commit(&ports, signing(&before, later(&before.value))).await;
    assert_eq!(number(&signed.value).sequence, 1);
}

/// The year of the office's wall calendar, not of Greenwich.
pub async fn a_new_year_begins_with_1_and_the_old_one_goes_on(store: &mut dyn StoreHarness) {
    let ports = store.ports();
    let waiting = waiting(&ports, 1..=4).await;
    // Seven hours before Greenwich: the new year begins at 17.00 of the old one's last day.
    let old = must(Moment::parse("2026-12-31T16:59:59Z"));
    let new = must(Moment::parse("2026-12-31T17:00:00Z"));

    let mut numbers = Vec::new();
    for (before, at) in waiting.iter().zip([old, new, old, new]) {
        numbers.push(number(&commit(&ports, signing(before, at)).await.value));
    }

    let places: Vec<(i16, u32)> =
        numbers.iter().map(|number| (number.series.year, number.sequence)).collect();
    assert_eq!(places, [(2026, 1), (2027, 1), (2026, 2), (2027, 2)]);
    let next_year = Series { year: 2027, ..samples::series() };
    assert_eq!(sequences(&register(&ports, &next_year).await), [1, 2]);
    assert_eq!(numbers.get(1).map(|number| number.signed_on), Some(date(2027, 1, 1)));
}

/// Offices that count each service by itself.
pub async fn series_of_different_names_do_not_share_numbers(store: &mut dyn StoreHarness) {
    let ports = store.ports();
    let own = Series { name: "SKD".to_owned(), ..samples::series() };
    for before in waiting(&ports, 1..=2).await {
        commit(&ports, signing(&before, later(&before.value))).await;
    }
    let before = before_signature(&ports, filed(&ports, 3).await).await;
    let mut change = signing(&before, later(&before.value));
    for claim in &mut change.claims {
        if let Claim::NextNumber(signature) = claim {
            signature.series = own.clone();
        }
    }

    let signed = commit(&ports, change).await;

    assert_eq!(number(&signed.value).sequence, 1);
    assert_eq!(sequences(&register(&ports, &own).await), [1]);
    assert_eq!(sequences(&register(&ports, &samples::series()).await), [1, 2]);
}

/// Rule R1: the number of a void letter stays in the register and is never used again.
pub async fn a_void_letter_keeps_its_number(store: &mut dyn StoreHarness) {
    let ports = store.ports();
    let first = ready(&ports, 1).await;
    let [paper, ..] = samples::needed();
    let command = Command::CompareOriginals(NonEmpty::of((paper, Comparison::Differs)));
    let clerk = samples::by_officer(Role::CounterClerk);

    act(&ports, first.value.id(), command, &clerk).await;
    let second = ready(&ports, 2).await;

    assert_eq!(number(&second.value).sequence, 2);
    let register = register(&ports, &samples::series()).await;
    let states: Vec<_> =
        register.iter().map(|line| (line.number.sequence, line.application, line.state)).collect();
    assert_eq!(
        states,
        [(1, first.value.id(), LetterState::Void), (2, second.value.id(), LetterState::Issued),]
    );
}

/// A series that nobody used.
pub async fn a_series_that_was_never_used_is_empty(store: &mut dyn StoreHarness) {
    let ports = store.ports();
    ready(&ports, 1).await;

    let other = Series { year: 1999, ..samples::series() };

    assert_eq!(register(&ports, &other).await, []);
}
