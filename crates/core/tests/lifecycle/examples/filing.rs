use jiff::civil::date;
use sipoke_core::{
    access::{Actor, Intention, Role},
    application::{Channel, FilingFault, Refusal, StageName},
    catalogue::{AnswerKind, ChannelPolicy, Edition, Question},
    documents::Comparison,
    ports::Claim,
};

use super::story::{APPLICANT, Story, clerk, filed, filing};
use crate::samples::{edition, edition_of, fresh, officer, paper, question};

#[test]
fn filing_finds_every_gap_at_once() {
    // Given
    let choice = AnswerKind::Choice(vec!["sewa".to_owned()]);
    let kinds = [AnswerKind::Text, AnswerKind::Number, AnswerKind::Date, choice, AnswerKind::Text];
    let asked = |(kind, at)| Question {
        code: question(&format!("tanya_{at}")),
        label: String::new(),
        kind,
        required: true,
    };
    let edition = edition_of(
        edition().standard.requirements,
        kinds.into_iter().zip(1..).map(asked).collect(),
        ChannelPolicy::Online { working_days: 3 },
    );
    let mut with_gaps = filing(Channel::Online, &["kk", "paspor"], &[]);
    with_gaps.applicant.birth_date = date(2026, 11, 3);
    with_gaps.answers = [
        (question("tanya_1"), "dua\u{7}".to_owned()),
        (question("tanya_2"), "dua".to_owned()),
        (question("tanya_3"), "30 Februari".to_owned()),
        (question("tanya_4"), "menumpang".to_owned()),
        (question("tanya_5"), "  ".to_owned()),
        (question("tanya_6"), "dua".to_owned()),
    ]
    .into();

    // When
    let refusal = filed(&edition, with_gaps, &APPLICANT).unwrap_err();

    // Then
    let Refusal::Incomplete(faults) = refusal else { unreachable!("{refusal:?}") };
    assert_eq!(
        faults.into_vec(),
        [
            FilingFault::BornInTheFuture,
            FilingFault::AnswerNotText(question("tanya_1")),
            FilingFault::AnswerNotANumber(question("tanya_2")),
            FilingFault::AnswerNotADate(question("tanya_3")),
            FilingFault::AnswerNotAChoice(question("tanya_4")),
            FilingFault::AnswerMissing(question("tanya_5")),
            FilingFault::AnswerNotAsked(question("tanya_6")),
            FilingFault::DocumentMissing(paper("ktp")),
            FilingFault::DocumentNotAsked(paper("paspor")),
        ]
    );
}

#[test]
fn one_gap_is_told_once() {
    let twice_there = filing(Channel::Counter, &["ktp", "kk", "paspor"], &["paspor"]);

    let refusal = filed(&edition(), twice_there, &clerk()).unwrap_err();

    let once = FilingFault::DocumentNotAsked(paper("paspor"));
    assert_eq!(refusal, Refusal::Incomplete([once].into()));
}

#[test]
fn an_applicant_cannot_say_that_an_original_was_seen() {
    let shown_to_nobody = filing(Channel::Online, &["ktp", "kk"], &["ktp"]);

    let refusal = filed(&edition(), shown_to_nobody, &APPLICANT).unwrap_err();

    let fault = FilingFault::DocumentNotAsked(paper("ktp"));
    assert_eq!(refusal, Refusal::Incomplete([fault].into()));
}

#[test]
fn a_counter_only_service_is_refused_online_to_everybody() {
    let edition = counter_only();
    let everybody = Role::ALL.map(officer).into_iter().chain([APPLICANT, Actor::Console]);

    for actor in everybody {
        let refused = filed(&edition, filing(Channel::Online, &["ktp", "kk"], &[]), &actor);
        assert!(matches!(refused, Err(Refusal::CounterOnly { .. })), "{actor:?}");
    }

    for channel in [Channel::Counter, Channel::Paper] {
        assert!(filed(&edition, filing(channel, &[], &["ktp", "kk"]), &clerk()).is_ok());
    }
}

#[test]
fn each_channel_has_its_own_people() {
    let edition = edition();
    let file = |channel, actor: &Actor| {
        filed(&edition, filing(channel, &["ktp", "kk"], &[]), actor).map(|_| ())
    };

    let online_by_clerk = file(Channel::Online, &clerk());
    let counter_by_applicant = file(Channel::Counter, &APPLICANT);
    let paper_by_head = file(Channel::Paper, &officer(Role::Head));

    let not_allowed = Refusal::NotAllowed(Intention::FileAtCounter);
    assert_eq!(online_by_clerk, Err(Refusal::OnlyTheApplicant));
    assert_eq!(counter_by_applicant, Err(not_allowed.clone()));
    assert_eq!(paper_by_head, Err(not_allowed));
}

#[test]
fn what_is_filed_claims_its_ticket() {
    let complete = filing(Channel::Online, &["ktp", "kk"], &[]);

    let decision = filed(&edition(), complete, &APPLICANT).unwrap();

    assert_eq!(decision.claims, [Claim::FreshTicket(fresh(1).ticket)]);
}

#[test]
fn an_original_shown_at_the_counter_counts_as_compared() {
    let story = Story::at_the_counter(&["kk"], &["ktp"]);

    let originals = story.state().originals();

    assert_eq!(story.stands_in(), StageName::Submitted);
    assert_eq!(originals[&paper("ktp")].comparison, Comparison::Matches);
    assert!(!originals.contains_key(&paper("kk")));
}

fn counter_only() -> Edition {
    let reason = "menentukan hak atas warisan".to_owned();
    let policy = ChannelPolicy::CounterOnly { reason };
    edition_of(edition().standard.requirements, Vec::new(), policy)
}
