use sipoke_core::{
    access::Role,
    application::{
        BrokenHistory, Closing, Command, Event, Fact, Refusal, Stage, StageName, TakenBy, replay,
    },
    documents::Comparison::{Differs, Matches, Missing},
    letters::LetterState,
    ports::{Audience, NoticeKind},
    words::PersonName,
};

use super::story::{APPLICANT, Story, clerk, compare, fit, head, release, verifier};
use crate::samples::paper;

#[test]
fn without_a_comparison_no_letter_leaves_and_the_refusal_names_what_is_missing() {
    let mut story = Story::ready();

    let of_none = story.refuses(&clerk(), release());
    story.does(&clerk(), compare(&[("ktp", Matches)])).unwrap();
    let of_one = story.refuses(&clerk(), release());

    assert_eq!(of_none, Refusal::OriginalsNotSeen([paper("ktp"), paper("kk")].into()));
    assert_eq!(of_one, Refusal::OriginalsNotSeen([paper("kk")].into()));
}

#[test]
fn against_every_original_the_letter_leaves_with_the_evidence() {
    let mut story = Story::ready();

    story.does(&clerk(), compare(&[("ktp", Matches), ("kk", Matches)])).unwrap();
    story.does(&clerk(), release()).unwrap();

    let Stage::Collected { originals, .. } = story.stage() else { unreachable!() };
    let seen: Vec<_> = originals.iter().map(|(code, check)| (code.clone(), check.by)).collect();
    let by = clerk().author();
    assert_eq!(seen, [(paper("ktp"), by), (paper("kk"), by)]);
}

#[test]
fn to_a_proxy_the_letter_leaves_against_their_power_of_attorney_only() {
    let mut story = Story::ready();
    story.does(&clerk(), compare(&[("ktp", Matches), ("kk", Matches)])).unwrap();
    let to_a_proxy =
        || Command::Release(TakenBy::Proxy(PersonName::parse("CONTOH WAKIL").unwrap()));

    let without = story.refuses(&clerk(), to_a_proxy());
    story.does(&clerk(), compare(&[("kuasa", Matches)])).unwrap();
    story.does(&clerk(), to_a_proxy()).unwrap();

    assert_eq!(without, Refusal::OriginalsNotSeen([paper("kuasa")].into()));
    assert_eq!(story.stands_in(), StageName::Collected);
}

#[test]
fn a_missing_original_is_no_match_and_can_be_brought_later() {
    let mut story = Story::ready();

    story.does(&clerk(), compare(&[("ktp", Matches), ("kk", Missing)])).unwrap();
    let refusal = story.refuses(&clerk(), release());
    story.days_pass(1);
    story.does(&clerk(), compare(&[("kk", Matches)])).unwrap();
    story.does(&clerk(), release()).unwrap();

    assert_eq!(refusal, Refusal::OriginalsNotSeen([paper("kk")].into()));
    assert_eq!(story.stands_in(), StageName::Collected);
}

#[test]
fn the_last_look_at_an_original_counts() {
    let mut story = Story::ready();

    story.does(&clerk(), compare(&[("ktp", Matches), ("kk", Matches)])).unwrap();
    story.does(&clerk(), compare(&[("ktp", Missing)])).unwrap();

    let refusal = story.refuses(&clerk(), release());
    assert_eq!(refusal, Refusal::OriginalsNotSeen([paper("ktp")].into()));
}

#[test]
fn a_conditional_paper_that_nobody_gave_is_not_asked_for() {
    let mut story = Story::ready();

    story
        .does(&clerk(), compare(&[("ktp", Matches), ("kk", Matches), ("kuasa", Missing)]))
        .unwrap();

    assert!(story.decides(&clerk(), release()).is_ok());
}

#[test]
fn a_conditional_paper_that_was_given_online_must_be_seen() {
    let mut story = Story::online(&["ktp", "kk", "kuasa"]);
    story.does(&verifier(), fit(&["ktp", "kk", "kuasa"])).unwrap();
    story.does(&verifier(), Command::Accept).unwrap();
    story.is_signed();

    story.does(&clerk(), compare(&[("ktp", Matches), ("kk", Matches)])).unwrap();

    let refusal = story.refuses(&clerk(), release());
    assert_eq!(refusal, Refusal::OriginalsNotSeen([paper("kuasa")].into()));
}

#[test]
fn a_conditional_paper_that_was_shown_once_must_be_seen_when_it_is_missing_later() {
    let mut story = Story::at_the_counter(&[], &["ktp", "kk", "kuasa"]);
    story.does(&verifier(), Command::Accept).unwrap();
    story.is_signed();

    story.does(&clerk(), compare(&[("kuasa", Missing)])).unwrap();

    let refusal = story.refuses(&clerk(), release());
    assert_eq!(refusal, Refusal::OriginalsNotSeen([paper("kuasa")].into()));
}

#[test]
fn originals_that_the_counter_saw_at_once_need_not_come_again() {
    let mut story = Story::at_the_counter(&[], &["ktp", "kk"]);
    story.does(&verifier(), Command::Accept).unwrap();
    story.is_signed();

    story.does(&clerk(), release()).unwrap();

    assert_eq!(story.stands_in(), StageName::Collected);
}

#[test]
fn an_original_that_differs_voids_the_letter_and_tells_the_head() {
    let mut story = Story::ready();
    let (number, _) = story.state().letter().cloned().unwrap();

    let command = compare(&[("ktp", Differs), ("kk", Matches)]);
    let decision = story.decides(&clerk(), command.clone()).unwrap();
    story.does(&clerk(), command).unwrap();

    let to_the_head = (Audience::Role(Role::Head), NoticeKind::LetterVoided);
    assert!(decision.notices.contains(&to_the_head));
    assert_eq!(story.state().letter(), Some(&(number.clone(), LetterState::Void)));
    let Stage::Closed { why, .. } = story.stage() else { unreachable!() };
    let differing = [paper("ktp")].into();
    assert_eq!(*why, Closing::OriginalDiffered { void: number, differing });
}

#[test]
fn a_second_look_in_the_same_record_does_not_undo_a_difference() {
    let mut story = Story::ready();

    story.does(&clerk(), compare(&[("ktp", Differs), ("ktp", Matches)])).unwrap();

    assert_eq!(story.stands_in(), StageName::Closed);
}

#[test]
fn only_the_counter_compares_and_hands_over() {
    let story = Story::ready();

    for actor in [APPLICANT, head(), verifier()] {
        for command in [compare(&[("ktp", Matches)]), release()] {
            let refusal = story.refuses(&actor, command);
            assert!(matches!(refusal, Refusal::NotAllowed(_)), "{refusal:?}");
        }
    }
}

#[test]
fn a_stored_hand_over_without_originals_cannot_have_happened() {
    let mut story = Story::ready();
    let forged =
        Event { at: story.now, by: clerk().author(), fact: Fact::Collected(TakenBy::Applicant) };

    story.case.history.push(forged);

    let broken = BrokenHistory { fact: "collected", stage: Some(StageName::Ready) };
    assert_eq!(replay(&story.case.history), Err(broken));
}
