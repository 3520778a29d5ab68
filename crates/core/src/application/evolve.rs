use std::collections::BTreeMap;

use thiserror::Error;

use super::{Application, Closing, Endorsement, Event, Fact, Filed, Stage, StageName, Timer};
use crate::{
    documents::{Comparison, Document, OriginalCheck, OriginalsSeen, Scan},
    letters::{LetterNumber, LetterState},
    office::Act,
    words::RequirementCode,
};

/// Stored events that cannot have happened: the record was damaged or tampered with. A letter
/// that was handed over without its originals is one of them.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("`{fact}` cannot follow when the application is {stage:?}")]
pub struct BrokenHistory {
    /// The kind of fact that does not fit.
    pub fact: &'static str,
    /// Where the application stood; `None`: it did not exist.
    pub stage: Option<StageName>,
}

/// Folds one event into the state.
///
/// # Errors
/// [`BrokenHistory`] when the event cannot follow; [`decide`](super::decide) never makes one that
/// cannot.
pub fn evolve(
    application: Option<Application>,
    event: &Event,
) -> Result<Application, BrokenHistory> {
    let broken = |stage| BrokenHistory { fact: event.fact.name(), stage };
    match (application, &event.fact) {
        (None, Fact::Filed(filed)) => Ok(filed_as(filed, event)),
        (None, _) => Err(broken(None)),
        (Some(application), fact) => {
            let stage = application.stage.name();
            follow(application, event, fact).ok_or_else(|| broken(Some(stage)))
        }
    }
}

/// Folds a whole history.
///
/// # Errors
/// [`BrokenHistory`] when it is empty or an event cannot follow.
pub fn replay<'a>(
    events: impl IntoIterator<Item = &'a Event>,
) -> Result<Application, BrokenHistory> {
    let mut application = None;
    for event in events {
        application = Some(evolve(application, event)?);
    }
    application.ok_or(BrokenHistory { fact: "nothing", stage: None })
}

fn filed_as(filed: &Filed, event: &Event) -> Application {
    let seen = OriginalCheck { comparison: Comparison::Matches, at: event.at, by: event.by };
    let mut application = Application {
        id: filed.id,
        office: filed.office,
        ticket: filed.ticket,
        secret: filed.secret.clone(),
        terms: filed.terms.clone(),
        channel: filed.channel,
        applicant: filed.applicant.clone(),
        answers: filed.answers.clone(),
        documents: BTreeMap::new(),
        findings: BTreeMap::new(),
        originals: filed.presented.iter().map(|code| (code.clone(), seen)).collect(),
        given: filed.presented.clone(),
        timer: Timer::new(filed.terms.working_days),
        letter: None,
        filed_at: event.at,
        stage: Stage::Submitted { at: event.at },
    };
    attach(&mut application, &filed.documents, event);
    application
}

fn attach(
    application: &mut Application,
    documents: &BTreeMap<RequirementCode, Scan>,
    event: &Event,
) {
    for (code, scan) in documents {
        let document = Document { scan: scan.clone(), attached_at: event.at };
        application.documents.insert(code.clone(), document);
        application.given.insert(code.clone());
    }
}

/// The state after the fact; `None` when it cannot follow.
fn follow(mut application: Application, event: &Event, fact: &Fact) -> Option<Application> {
    let at = event.at;
    let stage = application.stage.clone();
    application.stage = match (stage, fact) {
        (
            stage @ (Stage::Submitted { .. } | Stage::Accepted { .. }),
            Fact::ScansChecked(findings),
        ) => {
            application.findings.extend(findings.iter().cloned());
            stage
        }
        (Stage::Submitted { .. } | Stage::Accepted { .. }, Fact::Returned { lacks, used }) => {
            application.timer = application.timer.paused(*used);
            Stage::Returned { at, lacks: lacks.clone() }
        }
        (Stage::Returned { .. }, Fact::Resubmitted(documents)) => {
            for code in documents.keys() {
                application.findings.remove(code);
                application.originals.remove(code);
            }
            attach(&mut application, documents, event);
            Stage::Submitted { at }
        }
        (Stage::Submitted { .. }, Fact::Accepted { on, chain }) => {
            application.timer = application.timer.started(*on);
            Stage::Accepted { at, chain: chain.clone(), endorsed: Vec::new() }
        }
        (Stage::Accepted { at: since, chain, mut endorsed }, Fact::Endorsed(act)) => {
            let expected = chain.steps().get(endorsed.len())?;
            if expected.act != *act || *act == Act::Sign {
                return None;
            }
            endorsed.push(Endorsement { act: *act, at, by: event.by });
            Stage::Accepted { at: since, chain, endorsed }
        }
        (Stage::Accepted { chain, endorsed, .. }, Fact::Signed(number)) => {
            (chain.steps().get(endorsed.len())?.act == Act::Sign).then_some(())?;
            application.letter = Some((number.clone(), LetterState::Issued));
            Stage::Ready { at, number: number.clone() }
        }
        (stage @ Stage::Ready { .. }, Fact::OriginalsCompared(seen)) => {
            for (code, comparison) in seen {
                let check = OriginalCheck { comparison: *comparison, at, by: event.by };
                application.originals.insert(code.clone(), check);
                if *comparison != Comparison::Missing {
                    application.given.insert(code.clone());
                }
            }
            stage
        }
        (Stage::Ready { number, .. }, Fact::LetterVoided(differing)) => {
            let why =
                Closing::OriginalDiffered { void: number.clone(), differing: differing.clone() };
            void(&mut application, number);
            Stage::Closed { at, why }
        }
        (Stage::Ready { number, .. }, Fact::Collected(taken_by)) => {
            let mut seen = application.originals.values();
            if seen.any(|check| check.comparison == Comparison::Differs) {
                return None;
            }
            let needed = application.originals_needed(taken_by.is_proxy());
            let originals = OriginalsSeen::checked(needed, &application.originals).ok()?;
            Stage::Collected { at, number, originals }
        }
        (
            Stage::Submitted { .. } | Stage::Returned { .. } | Stage::Accepted { .. },
            Fact::Rejected { reason, legal_ground },
        ) => {
            let why = Closing::Rejected { reason: *reason, legal_ground: legal_ground.clone() };
            Stage::Closed { at, why }
        }
        (
            Stage::Submitted { .. } | Stage::Returned { .. } | Stage::Accepted { .. },
            Fact::Withdrawn,
        ) => Stage::Closed { at, why: Closing::Withdrawn },
        (Stage::Returned { .. }, Fact::Expired) => {
            Stage::Closed { at, why: Closing::Expired { void: None } }
        }
        (Stage::Ready { number, .. }, Fact::Expired) => {
            void(&mut application, number.clone());
            Stage::Closed { at, why: Closing::Expired { void: Some(number) } }
        }
        (
            _,
            Fact::Filed(_)
            | Fact::ScansChecked(_)
            | Fact::Returned { .. }
            | Fact::Resubmitted(_)
            | Fact::Accepted { .. }
            | Fact::Endorsed(_)
            | Fact::Signed(_)
            | Fact::OriginalsCompared(_)
            | Fact::LetterVoided(_)
            | Fact::Collected(_)
            | Fact::Rejected { .. }
            | Fact::Withdrawn
            | Fact::Expired,
        ) => return None,
    };
    if !matches!(application.stage, Stage::Accepted { .. }) {
        application.timer.running_since = None;
    }
    Some(application)
}

fn void(application: &mut Application, number: LetterNumber) {
    application.letter = Some((number, LetterState::Void));
}
