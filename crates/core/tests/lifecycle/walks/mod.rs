//! Random walks: whole offices made up by chance, in which people do what fits and what does not.

mod damage;
mod dice;
mod oracle;
mod rules;
mod tally;
mod walk;
mod wishes;
mod world;

use std::cell::RefCell;

use proptest::{
    prelude::*,
    test_runner::{Config, RngAlgorithm, TestRng, TestRunner},
};
use sipoke_core::{application::StageName, problem::ProblemCode};

use self::{
    tally::Tally,
    walk::{Step, Walk},
    world::World,
};

/// Every kind of refusal that the rules give.
const REFUSALS: [ProblemCode; 11] = [
    ProblemCode::NotAllowed,
    ProblemCode::OnlyTheApplicant,
    ProblemCode::NotInStage,
    ProblemCode::CounterOnly,
    ProblemCode::Incomplete,
    ProblemCode::NotAsked,
    ProblemCode::CannotBeMended,
    ProblemCode::ScansNotFit,
    ProblemCode::NothingLacking,
    ProblemCode::NotTheNextStep,
    ProblemCode::OriginalsNotSeen,
];

/// The same walks on every machine and every day; what fails is shrunk, and no file is written.
fn runner(walks: u32) -> TestRunner {
    let config = Config { cases: walks, failure_persistence: None, ..Config::default() };
    TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha))
}

fn walks() -> impl Strategy<Value = (World, Vec<Step>)> {
    (world::worlds(), prop::collection::vec(walk::steps(), 60..=80))
}

#[test]
#[expect(clippy::print_stdout, reason = "--nocapture shows how deep the walks went")]
fn the_rules_hold_after_every_step_of_a_random_walk() {
    let tally = RefCell::new(Tally::default());

    let outcome = runner(1_600).run(&walks(), |(world, steps)| {
        let mut tally = tally.borrow_mut();
        let mut walk = Walk::new(&world);
        steps.into_iter().try_for_each(|step| walk.step(step, &mut tally))
    });

    // Rules that hold because nothing happened would prove nothing.
    outcome.unwrap();
    let tally = tally.into_inner();
    println!("{tally:#?}");
    assert!(tally.steps >= 100_000, "{} steps", tally.steps);
    for stage in StageName::ALL {
        assert!(tally.reached(stage.code()) >= 500, "{stage:?}");
    }
    for closing in tally::CLOSINGS {
        assert!(tally.reached(closing) >= 150, "{closing}");
    }
    for refusal in REFUSALS {
        assert!(tally.reached(refusal.code()) >= 150, "{refusal:?}");
    }
}
