use proptest::{prelude::*, test_runner::TestCaseError};
use sipoke_core::{
    access::{Actor, Role},
    application::{
        Application, BrokenHistory, Channel, Circumstance, Command, Decision, Refusal, StageName,
        decide, file,
    },
    catalogue::ChannelPolicy,
    documents::Comparison,
    ports::{Audience, NoticeKind},
    words::Moment,
};

use super::{dice::Dice, rules, tally::Tally, wishes, world::World};
use crate::{
    case::{Case, Numbers},
    samples,
};

/// One thing that somebody tries, some time after the thing before.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Step {
    later: i64,
    chance: u64,
}

pub(crate) fn steps() -> impl Strategy<Value = Step> {
    let later = prop_oneof![4 => 0..14_400_i64, 1 => 14_400..400_000_i64];
    (later, any::<u64>().no_shrink()).prop_map(|(later, chance)| Step { later, chance })
}

/// One case after another in one office.
pub(crate) struct Walk<'a> {
    world: &'a World,
    now: Moment,
    numbers: Numbers,
    case: Option<Case>,
    /// Every case that ended, with its whole history.
    pub(crate) ended: Vec<Case>,
}

impl<'a> Walk<'a> {
    pub(crate) fn new(world: &'a World) -> Self {
        let (now, numbers) = (samples::monday(), Numbers::default());
        Self { world, now, numbers, case: None, ended: Vec::new() }
    }

    pub(crate) fn step(&mut self, step: Step, tally: &mut Tally) -> Result<(), TestCaseError> {
        self.now = self.now.plus_seconds(step.later);
        tally.steps += 1;
        let mut dice = Dice::new(step.chance);
        match self.case.take() {
            // Commands to a case that ended go on for a while.
            Some(case) if has_ended(&case.state) && dice.percent(40) => {
                self.ended.push(case);
                self.file(&mut dice, tally)
            }
            Some(case) => self.command(case, &mut dice, tally),
            None => self.file(&mut dice, tally),
        }
    }

    fn file(&mut self, dice: &mut Dice, tally: &mut Tally) -> Result<(), TestCaseError> {
        let (actor, filing) = wishes::filing(self.world, dice);
        let (edition, fresh) = (&self.world.edition, samples::fresh(dice.roll()));
        let circumstance = self.circumstance(&actor);
        let answer = || file(edition, filing.clone(), fresh.clone(), &circumstance);
        let decided = answer();
        prop_assert!(same(&decided, &answer()));

        let stays = matches!(edition.standard.channel, ChannelPolicy::CounterOnly { .. });
        if stays && filing.channel == Channel::Online {
            prop_assert!(matches!(decided, Err(Refusal::CounterOnly { .. })), "rule R2");
        }
        match decided {
            Err(refusal) => tally.refused(&refusal),
            Ok(decision) => {
                let case = Case::filed(decision).map_err(impossible)?;
                prop_assert!(rules::may_have_done(&case.history[0], &[], self.world));
                rules::always(&case, self.world)?;
                tally.taken += 1;
                tally.entered(case.state.stage());
                self.case = Some(case);
            }
        }
        Ok(())
    }

    fn command(
        &mut self,
        mut case: Case,
        dice: &mut Dice,
        tally: &mut Tally,
    ) -> Result<(), TestCaseError> {
        let (actor, command) = wishes::command(&case.state, self.world, dice);
        let circumstance = self.circumstance(&actor);
        let before = case.state.clone();
        let decided = decide(&case.state, command.clone(), &circumstance);
        prop_assert!(same(&decided, &decide(&case.state, command.clone(), &circumstance)));
        prop_assert_eq!(&case.state, &before, "deciding changes nothing");

        match decided {
            Err(refusal) => tally.refused(&refusal),
            Ok(decision) => {
                prop_assert!(!has_ended(&before), "what has ended takes no command");
                prop_assert!(tells_the_head(&command, &decision));
                let known = case.history.len();
                case.store(decision, &mut self.numbers).map_err(impossible)?;
                rules::of_step(&before, known, &case, self.world)?;
                rules::always(&case, self.world)?;
                tally.taken += 1;
                if before.stage().name() != case.state.stage().name() {
                    tally.entered(case.state.stage());
                }
            }
        }
        self.case = Some(case);
        Ok(())
    }

    fn circumstance<'b>(&self, actor: &'b Actor) -> Circumstance<'b>
    where
        'a: 'b,
    {
        let World { office, calendar, .. } = self.world;
        Circumstance { now: self.now, actor, office, calendar }
    }
}

fn has_ended(case: &Application) -> bool {
    matches!(case.stage().name(), StageName::Collected | StageName::Closed)
}

/// Of an original that differs the head is told.
fn tells_the_head(command: &Command, decision: &Decision) -> bool {
    let Command::CompareOriginals(seen) = command else { return true };
    let notice = (Audience::Role(Role::Head), NoticeKind::LetterVoided);
    let differs = seen.iter().any(|(_, what)| *what == Comparison::Differs);
    differs == decision.notices.contains(&notice)
}

fn same(one: &Result<Decision, Refusal>, other: &Result<Decision, Refusal>) -> bool {
    match (one, other) {
        (Ok(one), Ok(other)) => {
            one.events == other.events && one.claims == other.claims && one.notices == other.notices
        }
        (Err(one), Err(other)) => one == other,
        (Ok(_), Err(_)) | (Err(_), Ok(_)) => false,
    }
}

fn impossible(broken: BrokenHistory) -> TestCaseError {
    TestCaseError::fail(format!("decided what cannot follow: {broken}"))
}
