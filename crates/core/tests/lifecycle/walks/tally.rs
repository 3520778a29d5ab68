use std::collections::BTreeMap;

use sipoke_core::application::{Closing, Refusal, Stage};

/// What the walks came through.
#[derive(Debug, Default)]
pub(crate) struct Tally {
    /// Filings and commands that were put to the rules, taken or refused.
    pub(crate) steps: u32,
    /// Those that were taken.
    pub(crate) taken: u32,
    /// Stages entered, ways of closing, refusals: by name.
    names: BTreeMap<&'static str, u32>,
}

pub(crate) const CLOSINGS: [&str; 5] = [
    "closed: rejected",
    "closed: withdrawn",
    "closed: unanswered",
    "closed: unfetched",
    "closed: void",
];

impl Tally {
    pub(crate) fn reached(&self, name: &str) -> u32 {
        self.names.get(name).copied().unwrap_or_default()
    }

    pub(crate) fn refused(&mut self, refusal: &Refusal) {
        self.count(refusal.code().code());
    }

    /// A stage was entered.
    pub(crate) fn entered(&mut self, stage: &Stage) {
        self.count(stage.name().code());
        if let Stage::Closed { why, .. } = stage {
            let [rejected, withdrawn, unanswered, unfetched, void] = CLOSINGS;
            self.count(match why {
                Closing::Rejected { .. } => rejected,
                Closing::Withdrawn => withdrawn,
                Closing::Expired { void: None } => unanswered,
                Closing::Expired { void: Some(_) } => unfetched,
                Closing::OriginalDiffered { .. } => void,
            });
        }
    }

    pub(crate) fn count(&mut self, name: &'static str) {
        *self.names.entry(name).or_default() += 1;
    }
}
