//! What people in a walk ask for: mostly what fits where the case stands, by somebody who may, so
//! that walks go deep; and now and then anything at all by anybody.

use std::collections::BTreeMap;

use sipoke_core::{
    access::{Actor, Intention},
    application::{Application, Channel, Command, Filing, Stage, TakenBy},
    catalogue::{AnswerKind, Need, Question},
    documents::{Comparison, Finding, Reason, ScanReceipt},
    office::Act,
    words::{NonEmpty, PersonName, QuestionCode, RequirementCode},
};

use super::{dice::Dice, world::World};
use crate::samples;

/// A filing under the world's edition.
pub(crate) fn filing(world: &World, dice: &mut Dice) -> (Actor, Filing) {
    let channel = *dice.one_of(&Channel::ALL);
    let actor = match channel {
        _ if dice.percent(10) => dice.one_of(&world.actors).clone(),
        Channel::Online => Actor::Applicant,
        Channel::Counter | Channel::Paper => one_who_may(Intention::FileAtCounter, world, dice),
    };
    let mut filing = Filing {
        channel,
        applicant: samples::applicant(),
        answers: answers(&world.edition.standard.questions, dice),
        documents: BTreeMap::new(),
        presented: [].into(),
    };
    for paper in &world.edition.standard.requirements {
        let brought = dice.percent(if paper.need == Need::Always { 97 } else { 40 });
        let shown = channel != Channel::Online && dice.percent(60);
        if brought && shown {
            filing.presented.insert(paper.code.clone());
        }
        if brought && (!shown || dice.percent(50)) {
            filing.documents.insert(paper.code.clone(), receipt(dice));
        }
    }
    if dice.percent(3) {
        filing.documents.insert(samples::paper("lain"), receipt(dice));
    }
    (actor, filing)
}

fn answers(questions: &[Question], dice: &mut Dice) -> BTreeMap<QuestionCode, String> {
    let mut answers = BTreeMap::new();
    for question in questions {
        let fitting = match &question.kind {
            AnswerKind::Text => "pindah sekolah",
            AnswerKind::Number => "4",
            AnswerKind::Date => "2020-02-29",
            AnswerKind::Choice(choices) => dice.one_of(choices),
        };
        let answer = if dice.percent(97) { fitting } else { "\u{7}" };
        if dice.percent(97) {
            answers.insert(question.code.clone(), answer.to_owned());
        }
    }
    answers
}

/// A command to a case that stands where `case` does.
pub(crate) fn command(case: &Application, world: &World, dice: &mut Dice) -> (Actor, Command) {
    let wish = if dice.percent(80) { fitting(case, dice) } else { anything(case, dice) };
    if dice.percent(15) {
        return (dice.one_of(&world.actors).clone(), wish);
    }
    let intention = match &wish {
        Command::Resubmit(_) | Command::Withdraw => return (Actor::Applicant, wish),
        Command::Endorse(act) => return (endorser(case, *act, world, dice), wish),
        Command::CheckScans(_) => Intention::CheckScans,
        Command::Return => Intention::Return,
        Command::Accept => Intention::Accept,
        Command::CompareOriginals(_) => Intention::CompareOriginals,
        Command::Release(_) => Intention::Release,
        Command::Reject { .. } => Intention::Reject,
        Command::Expire => Intention::Expire,
    };
    (one_who_may(intention, world, dice), wish)
}

fn one_who_may(intention: Intention, world: &World, dice: &mut Dice) -> Actor {
    let able: Vec<_> = world.actors.iter().filter(|actor| actor.may(intention)).collect();
    (*dice.one_of(&able)).clone()
}

fn endorser(case: &Application, act: Act, world: &World, dice: &mut Dice) -> Actor {
    let Some(next) = case.next_step() else { return one_who_may(act.intention(), world, dice) };
    let able: Vec<_> = world.actors.iter().filter(|actor| actor.is(next.role)).collect();
    (*dice.one_of(&able)).clone()
}

fn fitting(case: &Application, dice: &mut Dice) -> Command {
    let luck = dice.below(100);
    match case.stage() {
        Stage::Submitted { .. } | Stage::Returned { .. } | Stage::Accepted { .. } if luck < 3 => {
            reject()
        }
        Stage::Submitted { .. } | Stage::Returned { .. } | Stage::Accepted { .. } if luck < 5 => {
            Command::Withdraw
        }
        Stage::Submitted { .. } => {
            let lacking = case.findings().values().any(|finding| *finding != Finding::Fits);
            let unchecked = case.documents().keys().any(|code| !case.findings().contains_key(code));
            match (lacking, unchecked) {
                _ if luck > 93 => Command::Accept,
                (_, true) => check_all(case, dice),
                (true, false) => Command::Return,
                (false, false) => Command::Accept,
            }
        }
        Stage::Returned { .. } if luck < 18 => Command::Expire,
        Stage::Returned { lacks, .. } => {
            let lacking = lacks.iter().map(|lack| lack.requirement.clone());
            send(lacking.filter(|_| luck < 95).collect(), dice)
        }
        Stage::Accepted { .. } if luck < 12 => check_all(case, dice),
        Stage::Accepted { .. } if luck < 18 => Command::Return,
        Stage::Accepted { .. } => {
            Command::Endorse(case.next_step().map_or(Act::Sign, |next| next.act))
        }
        Stage::Ready { .. } if luck < 7 => Command::Expire,
        Stage::Ready { .. } => {
            let seen = |code: &RequirementCode| {
                let check = case.originals().get(code);
                check.is_some_and(|check| check.comparison == Comparison::Matches)
            };
            if luck > 85 || case.originals_needed(false).all(seen) {
                Command::Release(taker(dice))
            } else {
                compare(codes(case), dice)
            }
        }
        Stage::Collected { .. } | Stage::Closed { .. } => anything(case, dice),
    }
}

fn anything(case: &Application, dice: &mut Dice) -> Command {
    let mut some = codes(case);
    some.retain(|_| dice.percent(50));
    if dice.percent(20) {
        some.push(samples::paper("lain"));
    }
    match dice.below(10) {
        0 => check(some, dice),
        1 => Command::Return,
        2 => send(some, dice),
        3 => Command::Accept,
        4 => Command::Endorse(*dice.one_of(&Act::ALL)),
        5 => compare(some, dice),
        6 => Command::Release(taker(dice)),
        7 => reject(),
        8 => Command::Withdraw,
        _ => Command::Expire,
    }
}

/// Looks at everything that was sent, and sometimes asks for more.
fn check_all(case: &Application, dice: &mut Dice) -> Command {
    let mut all: Vec<_> = case.documents().keys().cloned().collect();
    if dice.percent(10) {
        all.extend(codes(case));
    }
    check(all, dice)
}

fn check(codes: Vec<RequirementCode>, dice: &mut Dice) -> Command {
    let mut found = Vec::new();
    for code in codes {
        let finding = match dice.below(100) {
            0..82 => Finding::Fits,
            82..98 => Finding::Lacking { reason: Reason::Unreadable, note: None },
            _ => Finding::Lacking { reason: *dice.one_of(&Reason::ALL), note: None },
        };
        found.push((code, finding));
    }
    NonEmpty::new(found).map_or(Command::Return, Command::CheckScans)
}

fn compare(codes: Vec<RequirementCode>, dice: &mut Dice) -> Command {
    let mut seen = Vec::new();
    for code in codes {
        let comparison = match dice.below(100) {
            0..80 => Comparison::Matches,
            80..97 => Comparison::Missing,
            _ => Comparison::Differs,
        };
        if dice.percent(90) {
            seen.push((code, comparison));
        }
    }
    NonEmpty::new(seen).map_or(Command::Release(TakenBy::Applicant), Command::CompareOriginals)
}

fn send(codes: Vec<RequirementCode>, dice: &mut Dice) -> Command {
    Command::Resubmit(codes.into_iter().map(|code| (code, receipt(dice))).collect())
}

fn reject() -> Command {
    let legal_ground = samples::note("Perda Kota Depok");
    Command::Reject { reason: Reason::NotAResident, legal_ground }
}

fn taker(dice: &mut Dice) -> TakenBy {
    match dice.percent(50) {
        true => TakenBy::Applicant,
        false => TakenBy::Proxy(PersonName::parse("Budi Contoh").unwrap()),
    }
}

fn codes(case: &Application) -> Vec<RequirementCode> {
    case.terms().requirements.iter().map(|paper| paper.code.clone()).collect()
}

fn receipt(dice: &mut Dice) -> ScanReceipt {
    samples::receipt(dice.roll())
}
