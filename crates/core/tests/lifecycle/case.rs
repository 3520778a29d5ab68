use std::collections::BTreeMap;

use sipoke_core::{
    application::{Application, BrokenHistory, Decision, Event},
    letters::Series,
    ports::{Change, Revision, Versioned},
};

use crate::samples;

/// One application as a store keeps it: the state, and all that happened.
#[derive(Debug, Clone)]
pub(crate) struct Case {
    pub(crate) state: Application,
    pub(crate) history: Vec<Event>,
    revision: Revision,
}

/// The office's series, as a store counts them.
#[derive(Debug, Clone, Default)]
pub(crate) struct Numbers(BTreeMap<Series, u32>);

impl Case {
    /// Stores what the filing decided.
    pub(crate) fn filed(decision: Decision) -> Result<Self, BrokenHistory> {
        let settled = change(None, decision).settle(None)?;
        let Versioned { value, revision } = settled.application;
        Ok(Self { state: value, history: settled.events, revision })
    }

    /// Stores what a command decided, with the number it claims.
    pub(crate) fn store(
        &mut self,
        decision: Decision,
        numbers: &mut Numbers,
    ) -> Result<(), BrokenHistory> {
        let before = Versioned { value: self.state.clone(), revision: self.revision };
        let change = change(Some(before), decision);
        let sequence = change.signature().map(|signature| numbers.next(&signature.series));
        let settled = change.settle(sequence)?;
        self.state = settled.application.value;
        self.revision = settled.application.revision;
        self.history.extend(settled.events);
        Ok(())
    }
}

impl Numbers {
    fn next(&mut self, series: &Series) -> u32 {
        let last = self.0.entry(series.clone()).or_default();
        *last += 1;
        *last
    }
}

fn change(before: Option<Versioned<Application>>, decision: Decision) -> Change {
    let fresh = samples::fresh(0).id;
    Change {
        office: samples::office_code(),
        id: before.as_ref().map_or(fresh, |before| before.value.id()),
        before,
        events: decision.events,
        claims: decision.claims,
        notices: Vec::new(),
        receipt: None,
    }
}
