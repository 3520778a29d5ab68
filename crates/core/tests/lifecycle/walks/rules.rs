use proptest::{prelude::*, test_runner::TestCaseError};
use sipoke_core::{
    access::{Actor, Author, Intention},
    application::{Application, Channel, Event, Fact, Stage, StageName, replay},
    documents::Comparison,
    letters::LetterState,
    office::{Act, ApprovalStep},
};

use super::{oracle, world::World};
use crate::case::Case;

type Verdict = Result<(), TestCaseError>;

/// What holds of every case, however it came to where it stands.
pub(crate) fn always(case: &Case, world: &World) -> Verdict {
    let Case { state, history, .. } = case;
    let folded = replay(history);
    prop_assert_eq!(folded.as_ref(), Ok(state), "folding the events gives the state");
    prop_assert_eq!(&state.terms().requirements, &world.edition.standard.requirements);
    let used = oracle::days_used(history, &world.calendar, world.office.zone);
    prop_assert_eq!(state.timer().used, used, "the clock counts while the file is complete");
    sound(state, history)
}

/// What holds even of a history that was tampered with, as long as it can be folded.
pub(crate) fn sound(state: &Application, history: &[Event]) -> Verdict {
    let stage = state.stage();
    let accepted = stage.name() == StageName::Accepted;
    prop_assert_eq!(state.timer().running_since.is_some(), accepted);
    let letter = state.letter();
    let (asked, done) = oracle::acts(history);
    prop_assert!(asked.starts_with(&done), "the chain is kept: {done:?} of {asked:?}");
    prop_assert!(letter.is_none() || asked == done, "no step is left out: {done:?} of {asked:?}");
    match stage {
        Stage::Submitted { .. } | Stage::Returned { .. } | Stage::Accepted { .. } => {
            prop_assert_eq!(letter, None);
        }
        Stage::Ready { number, .. } => {
            prop_assert_eq!(letter, Some(&(number.clone(), LetterState::Issued)));
        }
        Stage::Collected { number, .. } => {
            prop_assert_eq!(letter, Some(&(number.clone(), LetterState::Issued)));
            let unseen = oracle::originals_unseen(history);
            prop_assert!(unseen.is_empty(), "handed over without {unseen:?}");
        }
        Stage::Closed { .. } => {
            prop_assert!(letter.is_none_or(|(_, state)| *state == LetterState::Void));
        }
    }
    Ok(())
}

/// What holds of one step: `before` it there were only the first `known` events of the case.
pub(crate) fn of_step(before: &Application, known: usize, case: &Case, world: &World) -> Verdict {
    let after = &case.state;
    prop_assert!(leads_to(before.stage().name(), after.stage().name()));
    prop_assert!(before.timer().used <= after.timer().used, "used days never come back");
    if let Some((number, _)) = before.letter() {
        prop_assert_eq!(after.letter().map(|(number, _)| number), Some(number));
    }
    let (old, new) = case.history.split_at(known);
    prop_assert!(!new.is_empty(), "what was taken is on record");
    let differs = new.iter().any(|event| match &event.fact {
        Fact::OriginalsCompared(seen) => seen.iter().any(|(_, what)| *what == Comparison::Differs),
        _ => false,
    });
    if differs {
        let void = after.letter().map(|(_, state)| *state) == Some(LetterState::Void);
        prop_assert!(void && after.stage().name() == StageName::Closed);
    }
    for event in new {
        prop_assert!(may_have_done(event, old, world), "{event:?}");
    }
    Ok(())
}

fn leads_to(from: StageName, to: StageName) -> bool {
    use StageName::{Accepted, Closed, Collected, Ready, Returned, Submitted};
    match from {
        Submitted => matches!(to, Submitted | Returned | Accepted | Closed),
        Returned => matches!(to, Submitted | Closed),
        Accepted => matches!(to, Accepted | Returned | Ready | Closed),
        Ready => matches!(to, Ready | Collected | Closed),
        Collected | Closed => false,
    }
}

/// Whether the author of the event could do what it tells, after what happened `before`.
pub(crate) fn may_have_done(event: &Event, before: &[Event], world: &World) -> bool {
    let by_applicant = event.by == Author::Applicant;
    let intention = match &event.fact {
        Fact::Filed(filed) if filed.channel == Channel::Online => {
            return by_applicant;
        }
        Fact::Resubmitted(_) | Fact::Withdrawn => return by_applicant,
        Fact::Filed(_) => Intention::FileAtCounter,
        Fact::ScansChecked(_) => Intention::CheckScans,
        Fact::Returned { .. } => Intention::Return,
        Fact::Accepted { .. } => Intention::Accept,
        Fact::Endorsed(Act::Draft) => Intention::Draft,
        Fact::Endorsed(Act::Initial) => Intention::Initial,
        Fact::Endorsed(Act::Sign) | Fact::Signed(_) => Intention::Sign,
        Fact::OriginalsCompared(_) | Fact::LetterVoided(_) => Intention::CompareOriginals,
        Fact::Collected(_) => Intention::Release,
        Fact::Rejected { .. } => Intention::Reject,
        Fact::Expired => Intention::Expire,
    };
    let step = match &event.fact {
        Fact::Endorsed(_) | Fact::Signed(_) => next_step(before),
        _ => None,
    };
    let able = |actor: &Actor| match actor {
        Actor::Officer { roles, .. } => {
            roles.iter().any(|role| role.may(intention))
                && step.is_none_or(|step| {
                    step.act.intention() == intention && roles.contains(&step.role)
                })
        }
        Actor::Applicant | Actor::Console => false,
    };
    world.actors.iter().any(|actor| actor.author() == event.by && able(actor))
}

/// The step that comes next by the chain under which the file was last accepted.
fn next_step(history: &[Event]) -> Option<ApprovalStep> {
    let mut steps = Vec::new();
    for event in history {
        match &event.fact {
            Fact::Accepted { chain, .. } => steps = chain.steps().to_vec(),
            Fact::Endorsed(_) => drop(steps.remove(0)),
            _ => {}
        }
    }
    steps.first().copied()
}
