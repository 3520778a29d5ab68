//! Histories that were damaged or tampered with.

use std::cell::RefCell;

use proptest::{prelude::*, test_runner::TestCaseError};
use sipoke_core::{
    application::{Application, BrokenHistory, Event, Fact, StageName, evolve, replay},
    words::NonEmpty,
};

use super::{dice::Dice, oracle, rules, runner, tally::Tally, walk::Walk, walks};

#[test]
fn a_damaged_history_is_refused_or_leads_to_a_state_that_keeps_the_rules() {
    let tally = RefCell::new(Tally::default());

    let outcome = runner(300).run(&(walks(), any::<u64>()), |((world, steps), chance)| {
        let mut tally = tally.borrow_mut();
        let mut walk = Walk::new(&world);
        steps.into_iter().try_for_each(|step| walk.step(step, &mut Tally::default()))?;
        let mut dice = Dice::new(chance);
        let histories: Vec<_> = walk.ended.into_iter().map(|case| case.history).collect();
        for history in &histories {
            for _ in 0..12 {
                let other = dice.one_of(&histories);
                fold(&damaged(history, other, &mut dice), &mut tally)?;
            }
        }
        Ok(())
    });

    outcome.unwrap();
    let tally = tally.into_inner();
    for (outcome, times) in [("sound", 2_000), ("broken", 2_000), ("broken hand-over", 100)] {
        assert!(tally.reached(outcome) >= times, "{outcome}: {tally:?}");
    }
}

#[test]
fn a_stored_hand_over_without_its_originals_is_refused() {
    let refused = RefCell::new(0);

    let outcome = runner(300).run(&walks(), |(world, steps)| {
        let mut walk = Walk::new(&world);
        steps.into_iter().try_for_each(|step| walk.step(step, &mut Tally::default()))?;
        for case in walk.ended {
            let forged: Vec<_> = case.history.iter().filter_map(unseen).collect();
            let handed_over = case.state.stage().name() == StageName::Collected;
            if !handed_over || oracle::originals_unseen(&forged).is_empty() {
                continue;
            }
            let broken = BrokenHistory { fact: "collected", stage: Some(StageName::Ready) };
            prop_assert_eq!(replay(&forged), Err(broken));
            *refused.borrow_mut() += 1;
        }
        Ok(())
    });

    outcome.unwrap();
    assert!(refused.into_inner() >= 200);
}

/// The event as it would stand had nobody ever looked at an original.
fn unseen(event: &Event) -> Option<Event> {
    let mut event = event.clone();
    match &mut event.fact {
        Fact::OriginalsCompared(_) => return None,
        Fact::Filed(filed) => filed.presented.clear(),
        _ => {}
    }
    Some(event)
}

/// Some events dropped, doubled, moved, taken from another case, or changed.
fn damaged(history: &[Event], other: &[Event], dice: &mut Dice) -> Vec<Event> {
    let mut events = history.to_vec();
    for _ in 0..=dice.below(3) {
        if events.is_empty() {
            break;
        }
        let (at, to) = (dice.below(events.len()), dice.below(events.len()));
        match dice.below(6) {
            0 => drop(events.remove(at)),
            1 => events.insert(to, events[at].clone()),
            2 => events.swap(at, to),
            3 => events.insert(to, dice.one_of(other).clone()),
            4 => events.retain(|_| dice.percent(70)),
            _ => halve(&mut events[at].fact),
        }
    }
    events
}

/// Half of what was seen was not.
fn halve(fact: &mut Fact) {
    match fact {
        Fact::OriginalsCompared(seen) => {
            let half = seen.iter().skip(1).cloned().collect();
            *seen = NonEmpty::new(half).unwrap_or_else(|| seen.clone());
        }
        Fact::Filed(filed) => drop(filed.presented.pop_first()),
        _ => {}
    }
}

fn fold(events: &[Event], tally: &mut Tally) -> Result<(), TestCaseError> {
    let mut state = None;
    for (at, event) in events.iter().enumerate() {
        let stood = state.as_ref().map(|state: &Application| state.stage().name());
        match evolve(state, event) {
            Ok(after) => {
                rules::sound(&after, &events[..=at])?;
                state = Some(after);
            }
            Err(broken) => {
                prop_assert_eq!(broken.stage, stood);
                prop_assert_eq!(broken.fact, event.fact.name());
                prop_assert_eq!(replay(events), Err(broken));
                let ready = stood == Some(StageName::Ready);
                let hand_over = ready && matches!(event.fact, Fact::Collected(_));
                tally.count(if hand_over { "broken hand-over" } else { "broken" });
                return Ok(());
            }
        }
    }
    prop_assert_eq!(replay(events).ok(), state);
    tally.count("sound");
    Ok(())
}
