use jiff::civil::date;
use sipoke_core::{
    application::{Command, FilingFault, Refusal, Stage, StageName},
    documents::{Finding, Lack, Reason},
    office::Calendar,
    words::NonEmpty,
};

use super::story::{
    APPLICANT, Story, check, clerk, fit, lacking, section_head, send, unreadable, verifier,
};
use crate::samples::paper;

#[test]
fn a_file_is_returned_only_when_something_is_lacking() {
    let mut story = Story::online(&["ktp", "kk"]);
    story.does(&verifier(), fit(&["ktp", "kk"])).unwrap();

    let refusal = story.refuses(&verifier(), Command::Return);
    story.does(&verifier(), unreadable(&["kk"])).unwrap();
    story.does(&verifier(), Command::Return).unwrap();

    assert_eq!(refusal, Refusal::NothingLacking);
    let Stage::Returned { lacks, .. } = story.stage() else { unreachable!() };
    let lack = Lack { requirement: paper("kk"), reason: Reason::Unreadable, note: None };
    assert_eq!(*lacks, NonEmpty::of(lack));
}

#[test]
fn what_the_applicant_cannot_mend_is_no_reason_to_return() {
    let story = Story::online(&["ktp", "kk"]);

    let refusal = story.refuses(&verifier(), check(&["ktp"], &lacking(Reason::SuspectedForgery)));

    assert_eq!(refusal, Refusal::CannotBeMended(Reason::SuspectedForgery));
}

#[test]
fn a_scan_that_is_not_there_cannot_fit() {
    let story = Story::online(&["ktp", "kk"]);

    let refusal = story.refuses(&verifier(), fit(&["kuasa"]));

    let missing = FilingFault::DocumentMissing(paper("kuasa"));
    assert_eq!(refusal, Refusal::Incomplete([missing].into()));
}

#[test]
fn what_an_officer_asked_for_by_mistake_can_be_taken_back() {
    let mut story = Story::online(&["ktp", "kk"]);
    story.does(&verifier(), fit(&["ktp", "kk"])).unwrap();
    story.does(&verifier(), unreadable(&["kuasa"])).unwrap();

    let held_up = story.refuses(&verifier(), Command::Accept);
    story.does(&verifier(), fit(&["kuasa"])).unwrap();
    story.does(&verifier(), Command::Accept).unwrap();

    assert_eq!(held_up, Refusal::ScansNotFit([paper("kuasa")].into()));
    assert_eq!(story.stands_in(), StageName::Accepted);
}

#[test]
fn sending_again_must_bring_all_that_was_lacking() {
    let mut story = returned_for(&["kk", "kuasa"]);

    let refusal = story.refuses(&APPLICANT, send(&["ktp"]));
    let not_asked = story.refuses(&APPLICANT, send(&["kk", "kuasa", "paspor"]));
    let by_the_office = story.refuses(&clerk(), send(&["kk", "kuasa"]));
    story.does(&APPLICANT, send(&["kk", "kuasa"])).unwrap();

    let missing = ["kk", "kuasa"].map(|code| FilingFault::DocumentMissing(paper(code)));
    assert_eq!(refusal, Refusal::Incomplete(missing.into()));
    assert_eq!(not_asked, Refusal::NotAsked([paper("paspor")].into()));
    assert_eq!(by_the_office, Refusal::OnlyTheApplicant);
    assert_eq!(story.stands_in(), StageName::Submitted);
}

#[test]
fn sending_again_clears_what_was_found_about_that_document_and_no_other() {
    let mut story = returned_for(&["kk"]);
    let old = story.state().documents()[&paper("kk")].clone();

    story.days_pass(1);
    story.does(&APPLICANT, send(&["kk"])).unwrap();

    let findings = story.state().findings();
    assert_eq!(findings.get(&paper("kk")), None);
    assert_eq!(findings.get(&paper("ktp")), Some(&Finding::Fits));
    assert_ne!(story.state().documents()[&paper("kk")], old);
}

#[test]
fn a_paper_shown_at_the_counter_and_then_sent_as_a_scan_must_be_compared_again() {
    let mut story = Story::at_the_counter(&[], &["ktp", "kk"]);
    story.does(&verifier(), unreadable(&["kk"])).unwrap();
    story.does(&verifier(), Command::Return).unwrap();

    story.does(&APPLICANT, send(&["kk"])).unwrap();

    assert!(story.state().originals().contains_key(&paper("ktp")));
    assert!(!story.state().originals().contains_key(&paper("kk")));
}

#[test]
fn a_file_is_accepted_only_when_every_scan_was_found_to_fit() {
    let mut story = Story::online(&["ktp", "kk", "kuasa"]);
    story.does(&verifier(), fit(&["ktp"])).unwrap();
    story.does(&verifier(), unreadable(&["kuasa"])).unwrap();

    let refusal = story.refuses(&verifier(), Command::Accept);
    story.does(&verifier(), fit(&["kk", "kuasa"])).unwrap();
    story.does(&verifier(), Command::Accept).unwrap();

    assert_eq!(refusal, Refusal::ScansNotFit([paper("kk"), paper("kuasa")].into()));
    assert_eq!(story.stands_in(), StageName::Accepted);
}

#[test]
fn a_conditional_paper_that_an_officer_asked_for_holds_the_file_up_until_it_comes() {
    let mut story = Story::online(&["ktp", "kk"]);
    story.does(&verifier(), fit(&["ktp", "kk"])).unwrap();

    story.does(&verifier(), check(&["kuasa"], &lacking(Reason::Incomplete))).unwrap();
    let refusal = story.refuses(&verifier(), Command::Accept);

    assert_eq!(refusal, Refusal::ScansNotFit([paper("kuasa")].into()));
}

#[test]
fn only_who_checks_files_accepts_them() {
    let story = Story::online(&["ktp", "kk"]);

    for command in [fit(&["ktp"]), Command::Return, Command::Accept] {
        let refusal = story.refuses(&section_head(), command);
        assert!(matches!(refusal, Refusal::NotAllowed(_)), "{refusal:?}");
    }
}

#[test]
fn the_clock_stands_still_while_the_applicant_must_act() {
    // Given a file that was complete on Monday
    let mut story = Story::accepted();
    assert!(story.state().timer().running_since.is_some());

    // When it is sent back on Wednesday and complete again a week later
    story.days_pass(2);
    story.does(&verifier(), unreadable(&["kk"])).unwrap();
    story.does(&verifier(), Command::Return).unwrap();
    let while_returned = story.state().timer();
    story.days_pass(7);
    story.does(&APPLICANT, send(&["kk"])).unwrap();
    let while_submitted = story.state().timer();
    story.does(&verifier(), fit(&["kk"])).unwrap();
    story.does(&verifier(), Command::Accept).unwrap();

    // Then Tuesday and Wednesday were used up, and one day of three is left
    for standing in [while_returned, while_submitted] {
        assert_eq!((standing.used, standing.running_since), (2, None));
    }
    let due = story.state().timer().due(&Calendar::default());
    assert_eq!(due, Some(date(2026, 11, 12)));
}

/// A case that stands returned for these papers; everything else fits.
fn returned_for(codes: &[&str]) -> Story {
    let mut story = Story::online(&["ktp", "kk"]);
    story.does(&verifier(), fit(&["ktp", "kk"])).unwrap();
    story.does(&verifier(), unreadable(codes)).unwrap();
    story.does(&verifier(), Command::Return).unwrap();
    story
}
