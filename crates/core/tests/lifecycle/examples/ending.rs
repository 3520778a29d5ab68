use sipoke_core::{
    application::{Closing, Command, Refusal, Stage, StageName},
    documents::Comparison::{Differs, Matches},
    letters::LetterState,
    office::Act,
};

use super::story::{
    APPLICANT, Story, clerk, compare, fit, head, reject, release, section_head, send, unreadable,
    verifier,
};

#[test]
fn a_request_is_rejected_with_its_ground_until_the_letter_is_signed() {
    let mut ready = Story::ready();

    for mut story in [submitted(), returned(), Story::accepted()] {
        story.does(&section_head(), reject()).unwrap();
        assert!(matches!(closing(&story), Closing::Rejected { .. }));
        assert_eq!(story.state().letter(), None);
    }
    let refusal = ready.does(&section_head(), reject()).unwrap_err();

    let needs = &[StageName::Submitted, StageName::Returned, StageName::Accepted];
    assert_eq!(refusal, Refusal::NotInStage { is: StageName::Ready, needs });
}

#[test]
fn who_only_checks_files_rejects_nothing() {
    let refusal = submitted().refuses(&verifier(), reject());

    assert!(matches!(refusal, Refusal::NotAllowed(_)));
}

#[test]
fn only_the_applicant_withdraws_and_only_before_the_letter_is_signed() {
    let ready = Story::ready();

    for mut story in [submitted(), returned(), Story::accepted()] {
        let by_the_office = story.refuses(&head(), Command::Withdraw);
        story.does(&APPLICANT, Command::Withdraw).unwrap();
        assert_eq!(by_the_office, Refusal::OnlyTheApplicant);
        assert_eq!(closing(&story), &Closing::Withdrawn);
    }
    let too_late = ready.refuses(&APPLICANT, Command::Withdraw);

    assert!(matches!(too_late, Refusal::NotInStage { is: StageName::Ready, .. }));
}

#[test]
fn a_file_that_nobody_mends_expires_without_a_letter() {
    let mut story = returned();

    story.does(&clerk(), Command::Expire).unwrap();

    assert_eq!(closing(&story), &Closing::Expired { void: None });
    assert_eq!(story.state().letter(), None);
}

#[test]
fn a_letter_that_nobody_fetches_expires_void_and_keeps_its_number() {
    let mut story = Story::ready();
    let (number, _) = story.state().letter().cloned().unwrap();

    story.does(&head(), Command::Expire).unwrap();

    assert_eq!(closing(&story), &Closing::Expired { void: Some(number.clone()) });
    assert_eq!(story.state().letter(), Some(&(number, LetterState::Void)));
}

#[test]
fn the_number_of_a_void_letter_is_not_given_again() {
    let mut first = Story::ready();
    first.does(&head(), Command::Expire).unwrap();
    let mut second = Story::accepted();

    second.numbers = first.numbers;
    second.is_signed();

    assert_eq!(second.state().letter().unwrap().0.sequence, 2);
}

#[test]
fn what_waits_for_the_office_does_not_expire() {
    for story in [submitted(), Story::accepted()] {
        let refusal = story.refuses(&head(), Command::Expire);
        assert!(matches!(refusal, Refusal::NotInStage { .. }), "{refusal:?}");
    }
}

#[test]
fn the_clock_stands_when_the_case_has_ended() {
    let mut story = Story::accepted();

    story.does(&APPLICANT, Command::Withdraw).unwrap();

    assert_eq!(story.state().timer().running_since, None);
}

#[test]
fn what_has_ended_takes_no_command() {
    // Given a letter that was handed over, and one that is void
    let mut collected = Story::ready();
    collected.does(&clerk(), compare(&[("ktp", Matches), ("kk", Matches)])).unwrap();
    collected.does(&clerk(), release()).unwrap();
    let mut void = Story::ready();
    void.does(&clerk(), compare(&[("ktp", Differs)])).unwrap();

    // When those ask who might otherwise
    let asked = || {
        [
            (clerk(), fit(&["ktp"])),
            (clerk(), Command::Return),
            (APPLICANT, send(&["ktp"])),
            (clerk(), Command::Accept),
            (verifier(), Command::Endorse(Act::Draft)),
            (section_head(), Command::Endorse(Act::Initial)),
            (head(), Command::Endorse(Act::Sign)),
            (clerk(), compare(&[("ktp", Matches)])),
            (clerk(), release()),
            (head(), reject()),
            (APPLICANT, Command::Withdraw),
            (head(), Command::Expire),
        ]
    };

    // Then the stage itself is the answer
    for story in [collected, void] {
        for (actor, command) in asked() {
            let refusal = story.refuses(&actor, command);
            assert!(matches!(refusal, Refusal::NotInStage { .. }), "{refusal:?}");
        }
    }
}

fn submitted() -> Story {
    Story::online(&["ktp", "kk"])
}

fn returned() -> Story {
    let mut story = submitted();
    story.does(&verifier(), unreadable(&["kk"])).unwrap();
    story.does(&verifier(), Command::Return).unwrap();
    story
}

fn closing(story: &Story) -> &Closing {
    let Stage::Closed { why, .. } = story.stage() else { unreachable!("{:?}", story.stage()) };
    why
}
