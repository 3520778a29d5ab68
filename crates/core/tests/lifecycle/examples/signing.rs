use sipoke_core::{
    access::Role,
    application::{Command, Refusal, Stage, StageName},
    letters::LetterState,
    office::{Act, ApprovalChain, ApprovalStep},
    ports::Claim,
};

use super::story::{
    APPLICANT, Story, clerk, fit, head, secretary, section_head, send, unreadable, verifier,
};

#[test]
fn every_step_of_the_chain_waits_for_the_one_before() {
    let mut story = Story::accepted();

    let too_early = story.refuses(&head(), Command::Endorse(Act::Sign));
    story.does(&verifier(), Command::Endorse(Act::Draft)).unwrap();
    let twice = story.refuses(&verifier(), Command::Endorse(Act::Draft));

    let draft = ApprovalStep { act: Act::Draft, role: Role::Verifier };
    let initial = ApprovalStep { act: Act::Initial, role: Role::SectionHead };
    assert_eq!(too_early, Refusal::NotTheNextStep { next: draft });
    assert_eq!(twice, Refusal::NotTheNextStep { next: initial });
}

#[test]
fn every_step_is_done_by_the_role_it_names() {
    // Given a step of the section head
    let mut story = Story::accepted();
    let by_another_who_drafts = story.refuses(&clerk(), Command::Endorse(Act::Draft));
    story.does(&verifier(), Command::Endorse(Act::Draft)).unwrap();

    // When others try it
    let by_another_who_initials = story.refuses(&secretary(), Command::Endorse(Act::Initial));
    let by_one_who_never_initials = story.refuses(&clerk(), Command::Endorse(Act::Initial));
    let by_the_right_one = story.decides(&section_head(), Command::Endorse(Act::Initial));

    // Then only the section head does it
    assert!(matches!(by_another_who_drafts, Refusal::NotTheNextStep { .. }));
    assert!(matches!(by_another_who_initials, Refusal::NotTheNextStep { .. }));
    assert!(matches!(by_one_who_never_initials, Refusal::NotAllowed(_)));
    assert!(by_the_right_one.is_ok());
}

#[test]
fn no_step_is_done_while_a_scan_was_found_lacking() {
    let mut story = Story::accepted();
    story.does(&verifier(), unreadable(&["kk"])).unwrap();

    let refusal = story.refuses(&verifier(), Command::Endorse(Act::Draft));
    story.does(&verifier(), fit(&["kk"])).unwrap();
    story.does(&verifier(), Command::Endorse(Act::Draft)).unwrap();

    assert_eq!(refusal, Refusal::ScansNotFit([crate::samples::paper("kk")].into()));
}

#[test]
fn the_signature_claims_the_next_number_and_says_nothing_of_its_own() {
    let mut story = Story::accepted();
    story.does(&verifier(), Command::Endorse(Act::Draft)).unwrap();
    story.does(&section_head(), Command::Endorse(Act::Initial)).unwrap();
    story.does(&secretary(), Command::Endorse(Act::Initial)).unwrap();

    let decision = story.decides(&head(), Command::Endorse(Act::Sign)).unwrap();

    assert_eq!(decision.events, []);
    let [Claim::NextNumber(signature)] = decision.claims.as_slice() else { unreachable!() };
    assert_eq!((signature.series.name.as_str(), signature.series.year), ("surat", 2026));
    assert_eq!((signature.at, signature.by), (story.now, head().author()));
}

#[test]
fn a_signed_letter_has_its_number_and_waits() {
    let story = Story::ready();

    let (number, letter) = story.state().letter().unwrap();

    assert_eq!((number.sequence, number.text.as_str()), (1, "470/1-PEM/XI/2026"));
    assert_eq!(*letter, LetterState::Issued);
    assert!(matches!(story.stage(), Stage::Ready { number: held, .. } if held == number));
}

#[test]
fn a_letter_goes_the_way_that_held_when_its_file_was_complete() {
    let mut story = Story::accepted();

    let sign = ApprovalStep { act: Act::Sign, role: Role::Secretary };
    story.office.chain = ApprovalChain::new(vec![sign]).unwrap();
    let by_the_new_way = story.refuses(&secretary(), Command::Endorse(Act::Sign));
    story.is_signed();

    assert!(matches!(by_the_new_way, Refusal::NotTheNextStep { .. }));
    assert_eq!(story.stands_in(), StageName::Ready);
}

#[test]
fn a_letter_that_was_sent_back_begins_its_way_again() {
    let mut story = Story::accepted();
    story.does(&verifier(), Command::Endorse(Act::Draft)).unwrap();
    story.does(&verifier(), unreadable(&["kk"])).unwrap();
    story.does(&verifier(), Command::Return).unwrap();

    story.does(&APPLICANT, send(&["kk"])).unwrap();
    story.does(&verifier(), fit(&["kk"])).unwrap();
    story.does(&verifier(), Command::Accept).unwrap();

    assert_eq!(story.state().next_step().unwrap().act, Act::Draft);
}
