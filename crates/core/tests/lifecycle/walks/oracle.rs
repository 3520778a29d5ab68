//! What must be true of a history, worked out from its facts alone and by other means than the
//! core's: nothing here asks the state.

use std::collections::BTreeSet;

use jiff::civil::Date;
use sipoke_core::{
    application::{Channel, Event, Fact, Filed, TakenBy},
    catalogue::{Form, Need, Requirement},
    documents::Comparison,
    office::{Act, Calendar},
    words::{RequirementCode, Zone},
};

/// Papers whose originals must be seen before the letter leaves and of which the last word on
/// record is not that the original matches (rule R1).
pub(crate) fn originals_unseen(history: &[Event]) -> BTreeSet<RequirementCode> {
    let filed = filed(history);
    let papers = filed.terms.requirements.iter();
    let by_proxy =
        history.iter().any(|event| matches!(event.fact, Fact::Collected(TakenBy::Proxy(_))));
    let applies = |need: &Need| match need {
        Need::Always => true,
        Need::When(_) => false,
        Need::Represented(_) => by_proxy,
    };
    papers
        .filter(|paper| asks_for_original(paper, filed.channel))
        .filter(|paper| applies(&paper.need) || was_given(&paper.code, history))
        .filter(|paper| last_seen(&paper.code, history) != Some(Comparison::Matches))
        .map(|paper| paper.code.clone())
        .collect()
}

/// Working days between the days on which the file was accepted and sent back, in all.
pub(crate) fn days_used(history: &[Event], calendar: &Calendar, zone: Zone) -> u16 {
    let mut used = 0;
    let mut since = None;
    for event in history {
        match &event.fact {
            Fact::Accepted { .. } => since = Some(event.at.date_in(zone)),
            Fact::Returned { .. } => {
                let today = event.at.date_in(zone);
                used += since.take().map_or(0, |since| working_days(since, today, calendar));
            }
            _ => {}
        }
    }
    used
}

/// The acts of the chain under which the file was last accepted, and those done since.
pub(crate) fn acts(history: &[Event]) -> (Vec<Act>, Vec<Act>) {
    let (mut asked, mut done) = (Vec::new(), Vec::new());
    for event in history {
        match &event.fact {
            Fact::Accepted { chain, .. } => {
                asked = chain.steps().iter().map(|step| step.act).collect();
                done.clear();
            }
            Fact::Endorsed(act) => done.push(*act),
            Fact::Signed(_) => done.push(Act::Sign),
            _ => {}
        }
    }
    (asked, done)
}

pub(crate) fn filed(history: &[Event]) -> &Filed {
    let Some(Event { fact: Fact::Filed(filed), .. }) = history.first() else {
        unreachable!("a history begins with the filing")
    };
    filed
}

fn asks_for_original(paper: &Requirement, channel: Channel) -> bool {
    match (channel, paper.form) {
        (Channel::Online, _) | (_, Form::Copy) => paper.compare,
        (Channel::Counter | Channel::Paper, Form::Original | Form::CopyOriginalShown) => true,
    }
}

fn was_given(code: &RequirementCode, history: &[Event]) -> bool {
    history.iter().any(|event| match &event.fact {
        Fact::Filed(filed) => filed.documents.contains_key(code) || filed.presented.contains(code),
        Fact::Resubmitted(scans) => scans.contains_key(code),
        Fact::OriginalsCompared(seen) => {
            seen.iter().any(|(seen, what)| seen == code && *what != Comparison::Missing)
        }
        _ => false,
    })
}

/// What was last seen of an original since its scan was last sent.
fn last_seen(code: &RequirementCode, history: &[Event]) -> Option<Comparison> {
    history.iter().fold(None, |before, event| match &event.fact {
        Fact::Filed(filed) => filed.presented.contains(code).then_some(Comparison::Matches),
        Fact::Resubmitted(scans) if scans.contains_key(code) => None,
        Fact::OriginalsCompared(seen) => {
            let last = seen.iter().rfind(|(seen, _)| seen == code);
            last.map(|(_, what)| *what).or(before)
        }
        _ => before,
    })
}

fn working_days(after: Date, until: Date, calendar: &Calendar) -> u16 {
    let days = after.series(jiff::Span::new().days(1)).skip(1).take_while(|day| *day <= until);
    u16::try_from(days.filter(|day| calendar.is_working_day(*day)).count()).unwrap()
}
