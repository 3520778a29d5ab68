use std::collections::BTreeMap;

use jiff::civil::Date;

use super::{Application, Event, Fact, FilingFault, Refusal, Stage, StageName, TakenBy, filing};
use crate::{
    access::{Actor, Intention},
    documents::{Comparison, Finding, Lack, OriginalsSeen, Reason, ScanReceipt},
    office::{Act, Calendar, Office},
    ports::{Audience, Claim, NoticeKind, Signature},
    words::{Moment, NonEmpty, Note, RequirementCode},
};

/// What somebody wants to do with an application.
#[derive(Debug, Clone)]
pub enum Command {
    /// Record what scans are worth.
    CheckScans(NonEmpty<(RequirementCode, Finding)>),
    /// Send the file back with what was found lacking.
    Return,
    /// Send documents again.
    Resubmit(BTreeMap<RequirementCode, ScanReceipt>),
    /// Declare the file complete.
    Accept,
    /// Do the next step of the approval chain.
    Endorse(Act),
    /// Hold originals against their scans.
    CompareOriginals(NonEmpty<(RequirementCode, Comparison)>),
    /// Hand the letter over.
    Release(TakenBy),
    /// Refuse.
    Reject {
        /// Why.
        reason: Reason,
        /// The rule that says so.
        legal_ground: Note,
    },
    /// Take it back.
    Withdraw,
    /// Close a case nobody answered or came for.
    Expire,
}

/// All that a decision may look at besides the application: values, taken once.
#[derive(Debug, Clone, Copy)]
pub struct Circumstance<'a> {
    /// The moment.
    pub now: Moment,
    /// Who asks.
    pub actor: &'a Actor,
    /// The office's own rules.
    pub office: &'a Office,
    /// Its working days.
    pub calendar: &'a Calendar,
}

impl Circumstance<'_> {
    /// The day on the office's wall calendar.
    #[must_use]
    pub fn today(&self) -> Date {
        self.now.date_in(self.office.zone)
    }

    pub(super) fn event(&self, fact: Fact) -> Event {
        Event { at: self.now, by: self.actor.author(), fact }
    }

    fn require(&self, intention: Intention) -> Result<(), Refusal> {
        if self.actor.may(intention) { Ok(()) } else { Err(Refusal::NotAllowed(intention)) }
    }

    fn require_applicant(&self) -> Result<(), Refusal> {
        if *self.actor == Actor::Applicant { Ok(()) } else { Err(Refusal::OnlyTheApplicant) }
    }
}

/// What follows from a command: stored whole or not at all.
#[derive(Debug, Clone, Default)]
pub struct Decision {
    /// What happened, in order.
    pub events: Vec<Event>,
    /// What the store must check or allot while it stores it.
    pub claims: Vec<Claim>,
    /// Who must be told what.
    pub notices: Vec<(Audience, NoticeKind)>,
}

/// Decides what a command does to an application.
///
/// # Errors
/// A [`Refusal`] that says what would help; then nothing has changed.
pub fn decide(
    application: &Application,
    command: Command,
    circumstance: &Circumstance<'_>,
) -> Result<Decision, Refusal> {
    match command {
        Command::CheckScans(findings) => check_scans(application, findings, circumstance),
        Command::Return => send_back(application, circumstance),
        Command::Resubmit(documents) => resubmit(application, documents, circumstance),
        Command::Accept => accept(application, circumstance),
        Command::Endorse(act) => endorse(application, act, circumstance),
        Command::CompareOriginals(seen) => compare(application, seen, circumstance),
        Command::Release(taken_by) => release(application, taken_by, circumstance),
        Command::Reject { reason, legal_ground } => {
            circumstance.require(Intention::Reject)?;
            stand_in(
                application,
                &[StageName::Submitted, StageName::Returned, StageName::Accepted],
            )?;
            Ok(told(
                circumstance.event(Fact::Rejected { reason, legal_ground }),
                Audience::Applicant,
                NoticeKind::Rejected,
            ))
        }
        Command::Withdraw => {
            circumstance.require_applicant()?;
            stand_in(
                application,
                &[StageName::Submitted, StageName::Returned, StageName::Accepted],
            )?;
            Ok(quiet(circumstance.event(Fact::Withdrawn)))
        }
        Command::Expire => {
            circumstance.require(Intention::Expire)?;
            stand_in(application, &[StageName::Returned, StageName::Ready])?;
            Ok(told(circumstance.event(Fact::Expired), Audience::Applicant, NoticeKind::Expired))
        }
    }
}

fn check_scans(
    application: &Application,
    findings: NonEmpty<(RequirementCode, Finding)>,
    circumstance: &Circumstance<'_>,
) -> Result<Decision, Refusal> {
    circumstance.require(Intention::CheckScans)?;
    stand_in(application, &[StageName::Submitted, StageName::Accepted])?;
    all_asked(application, findings.iter().map(|(code, _)| code))?;
    for (code, finding) in &findings {
        match finding {
            Finding::Lacking { reason, .. } if !reason.can_be_mended() => {
                return Err(Refusal::CannotBeMended(*reason));
            }
            // An officer may take back what they asked for; else there is nothing that could fit.
            Finding::Fits
                if !application.documents.contains_key(code)
                    && !application.findings.contains_key(code) =>
            {
                return Err(Refusal::Incomplete(NonEmpty::of(FilingFault::DocumentMissing(
                    code.clone(),
                ))));
            }
            Finding::Lacking { .. } | Finding::Fits => {}
        }
    }
    Ok(quiet(circumstance.event(Fact::ScansChecked(findings))))
}

fn send_back(
    application: &Application,
    circumstance: &Circumstance<'_>,
) -> Result<Decision, Refusal> {
    circumstance.require(Intention::Return)?;
    stand_in(application, &[StageName::Submitted, StageName::Accepted])?;
    let lacks = application.findings.iter().filter_map(|(code, finding)| match finding {
        Finding::Fits => None,
        Finding::Lacking { reason, note } => {
            Some(Lack { requirement: code.clone(), reason: *reason, note: note.clone() })
        }
    });
    let lacks = NonEmpty::new(lacks.collect()).ok_or(Refusal::NothingLacking)?;
    let used = application.timer.used_by(circumstance.today(), circumstance.calendar);
    Ok(told(
        circumstance.event(Fact::Returned { lacks, used }),
        Audience::Applicant,
        NoticeKind::Returned,
    ))
}

fn resubmit(
    application: &Application,
    documents: BTreeMap<RequirementCode, ScanReceipt>,
    circumstance: &Circumstance<'_>,
) -> Result<Decision, Refusal> {
    circumstance.require_applicant()?;
    let Stage::Returned { lacks, .. } = &application.stage else {
        return Err(not_in(application, &[StageName::Returned]));
    };
    all_asked(application, documents.keys())?;
    let missing = lacks
        .iter()
        .filter(|lack| !documents.contains_key(&lack.requirement))
        .map(|lack| FilingFault::DocumentMissing(lack.requirement.clone()))
        .collect();
    if let Some(missing) = NonEmpty::new(missing) {
        return Err(Refusal::Incomplete(missing));
    }
    Ok(quiet(circumstance.event(Fact::Resubmitted(filing::scans(documents)))))
}

fn accept(application: &Application, circumstance: &Circumstance<'_>) -> Result<Decision, Refusal> {
    circumstance.require(Intention::Accept)?;
    stand_in(application, &[StageName::Submitted])?;
    all_fit(application)?;
    let chain = circumstance.office.chain.clone();
    let accepted = Fact::Accepted { on: circumstance.today(), chain };
    Ok(told(circumstance.event(accepted), Audience::Applicant, NoticeKind::Accepted))
}

fn endorse(
    application: &Application,
    act: Act,
    circumstance: &Circumstance<'_>,
) -> Result<Decision, Refusal> {
    circumstance.require(act.intention())?;
    stand_in(application, &[StageName::Accepted])?;
    let Some(next) = application.next_step() else {
        return Err(not_in(application, &[StageName::Accepted]));
    };
    if next.act != act || !circumstance.actor.is(next.role) {
        return Err(Refusal::NotTheNextStep { next });
    }
    // Something may have been found after the file was accepted.
    all_fit(application)?;
    if act != Act::Sign {
        return Ok(quiet(circumstance.event(Fact::Endorsed(act))));
    }
    let terms = &application.terms;
    let numbering = &circumstance.office.numbering;
    let signature = Signature {
        series: numbering.series(&terms.edition.service, circumstance.today()),
        signed_on: circumstance.today(),
        classification: terms.classification.clone(),
        section: terms.section.clone(),
        format: numbering.format.clone(),
        at: circumstance.now,
        by: circumstance.actor.author(),
    };
    Ok(Decision {
        events: Vec::new(),
        claims: vec![Claim::NextNumber(signature)],
        notices: vec![(Audience::Applicant, NoticeKind::Ready)],
    })
}

fn compare(
    application: &Application,
    seen: NonEmpty<(RequirementCode, Comparison)>,
    circumstance: &Circumstance<'_>,
) -> Result<Decision, Refusal> {
    circumstance.require(Intention::CompareOriginals)?;
    stand_in(application, &[StageName::Ready])?;
    all_asked(application, seen.iter().map(|(code, _)| code))?;
    let differing = seen
        .iter()
        .filter(|(_, comparison)| *comparison == Comparison::Differs)
        .map(|(code, _)| code.clone())
        .collect();
    let mut decision = quiet(circumstance.event(Fact::OriginalsCompared(seen)));
    if let Some(differing) = NonEmpty::new(differing) {
        decision.events.push(circumstance.event(Fact::LetterVoided(differing)));
        decision.notices = vec![
            (Audience::Role(crate::access::Role::Head), NoticeKind::LetterVoided),
            (Audience::Applicant, NoticeKind::LetterVoided),
        ];
    }
    Ok(decision)
}

fn release(
    application: &Application,
    taken_by: TakenBy,
    circumstance: &Circumstance<'_>,
) -> Result<Decision, Refusal> {
    circumstance.require(Intention::Release)?;
    stand_in(application, &[StageName::Ready])?;
    let needed = application.originals_needed(taken_by.is_proxy());
    let originals = OriginalsSeen::checked(needed, &application.originals)
        .map_err(Refusal::OriginalsNotSeen)?;
    Ok(hand_over(taken_by, &originals, circumstance))
}

/// The one place where a letter leaves the office. It cannot be called without the evidence.
fn hand_over(
    taken_by: TakenBy,
    _evidence: &OriginalsSeen,
    circumstance: &Circumstance<'_>,
) -> Decision {
    quiet(circumstance.event(Fact::Collected(taken_by)))
}

fn stand_in(application: &Application, needs: &'static [StageName]) -> Result<(), Refusal> {
    if needs.contains(&application.stage.name()) { Ok(()) } else { Err(not_in(application, needs)) }
}

fn not_in(application: &Application, needs: &'static [StageName]) -> Refusal {
    Refusal::NotInStage { is: application.stage.name(), needs }
}

fn all_fit(application: &Application) -> Result<(), Refusal> {
    match NonEmpty::new(application.unfit().cloned().collect()) {
        Some(unfit) => Err(Refusal::ScansNotFit(unfit)),
        None => Ok(()),
    }
}

fn all_asked<'a>(
    application: &Application,
    codes: impl Iterator<Item = &'a RequirementCode>,
) -> Result<(), Refusal> {
    let unknown = codes.filter(|code| application.requirement(code).is_none()).cloned().collect();
    match NonEmpty::new(unknown) {
        Some(unknown) => Err(Refusal::NotAsked(unknown)),
        None => Ok(()),
    }
}

fn quiet(event: Event) -> Decision {
    Decision { events: vec![event], ..Decision::default() }
}

fn told(event: Event, who: Audience, what: NoticeKind) -> Decision {
    Decision { events: vec![event], notices: vec![(who, what)], ..Decision::default() }
}
