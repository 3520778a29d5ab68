use std::collections::{BTreeMap, BTreeSet};

use super::{Applicant, Channel, Circumstance, Decision, Fact, Filed, FilingFault, Refusal, Terms};
use crate::{
    access::{Actor, Intention},
    catalogue::{AnswerKind, ChannelPolicy, Edition, Need, Question, ServiceStandard},
    documents::{Scan, ScanReceipt},
    ports::{Audience, Claim, NoticeKind},
    words::{ApplicationId, NonEmpty, Note, QuestionCode, RequirementCode, Ticket, TicketSecret},
};

/// What somebody files.
#[derive(Debug, Clone)]
pub struct Filing {
    /// The way it comes in.
    pub channel: Channel,
    /// Who asks.
    pub applicant: Applicant,
    /// The answers to the form's questions; empty ones count as not given.
    pub answers: BTreeMap<QuestionCode, String>,
    /// The scans; each with the receipt of the vault that keeps it.
    pub documents: BTreeMap<RequirementCode, ScanReceipt>,
    /// Originals that the officer at the counter sees at once.
    pub presented: BTreeSet<RequirementCode>,
}

/// What chance gives a new application.
#[derive(Debug, Clone)]
pub struct Fresh {
    /// Its id.
    pub id: ApplicationId,
    /// Its public code. That no other case of the office has it is claimed, not hoped.
    pub ticket: Ticket,
    /// The applicant's half.
    pub secret: TicketSecret,
}

/// Decides whether this may be filed under this edition.
///
/// # Errors
/// [`Refusal::CounterOnly`] for a counter-only service that comes in online, whoever asks;
/// [`Refusal::NotAllowed`] or [`Refusal::OnlyTheApplicant`] for the wrong actor;
/// [`Refusal::Incomplete`] with every gap at once.
pub fn file(
    edition: &Edition,
    filing: Filing,
    fresh: Fresh,
    circumstance: &Circumstance<'_>,
) -> Result<Decision, Refusal> {
    let standard = &edition.standard;
    let working_days = promised(filing.channel, standard)?;
    admit(filing.channel, circumstance.actor)?;
    if let Some(faults) = NonEmpty::new(faults(standard, &filing, circumstance)) {
        return Err(Refusal::Incomplete(faults));
    }
    let ticket = fresh.ticket;
    let filed = Filed {
        id: fresh.id,
        office: edition.office,
        ticket,
        secret: fresh.secret,
        terms: terms(edition, working_days),
        channel: filing.channel,
        applicant: filing.applicant,
        answers: filled(filing.answers),
        documents: scans(filing.documents),
        presented: filing.presented,
    };
    Ok(Decision {
        events: vec![circumstance.event(Fact::Filed(Box::new(filed)))],
        claims: vec![Claim::FreshTicket(ticket)],
        notices: vec![(Audience::Applicant, NoticeKind::Received)],
    })
}

/// Rule R2 comes first: it holds for every front end and every actor.
fn promised(channel: Channel, standard: &ServiceStandard) -> Result<u16, Refusal> {
    match (channel, &standard.channel) {
        (Channel::Online, ChannelPolicy::CounterOnly { reason }) => {
            Err(Refusal::CounterOnly { reason: reason.clone() })
        }
        (Channel::Online, ChannelPolicy::Online { working_days }) => Ok(*working_days),
        (Channel::Counter | Channel::Paper, _) => Ok(standard.processing_time.working_days()),
    }
}

fn admit(channel: Channel, actor: &Actor) -> Result<(), Refusal> {
    match channel {
        Channel::Online if *actor == Actor::Applicant => Ok(()),
        Channel::Online => Err(Refusal::OnlyTheApplicant),
        Channel::Counter | Channel::Paper if actor.may(Intention::FileAtCounter) => Ok(()),
        Channel::Counter | Channel::Paper => Err(Refusal::NotAllowed(Intention::FileAtCounter)),
    }
}

fn faults(
    standard: &ServiceStandard,
    filing: &Filing,
    circumstance: &Circumstance<'_>,
) -> Vec<FilingFault> {
    let born_later = filing.applicant.birth_date > circumstance.today();
    let mut faults: Vec<_> =
        born_later.then_some(FilingFault::BornInTheFuture).into_iter().collect();
    let documents = filing.documents.keys().cloned().collect();
    faults.extend(gaps(
        standard,
        &Given {
            channel: filing.channel,
            answers: filing.answers.clone(),
            documents,
            presented: filing.presented.clone(),
        },
    ));
    faults
}

/// What was given for a service besides who asks, so that gaps can be told while the form still has
/// other faults.
#[derive(Debug, Clone)]
pub struct Given {
    /// The way it comes in.
    pub channel: Channel,
    /// The answers to the form's questions.
    pub answers: BTreeMap<QuestionCode, String>,
    /// Papers of which there is a scan.
    pub documents: BTreeSet<RequirementCode>,
    /// Papers of which an officer sees the original.
    pub presented: BTreeSet<RequirementCode>,
}

/// All that is lacking or too much for this service.
#[must_use]
pub fn gaps(standard: &ServiceStandard, given: &Given) -> Vec<FilingFault> {
    let mut faults = Vec::new();
    for question in &standard.questions {
        faults.extend(answer_fault(question, given.answers.get(&question.code)));
    }
    let asked = |code: &QuestionCode| standard.questions.iter().any(|known| known.code == *code);
    faults.extend(
        given.answers.keys().filter(|code| !asked(code)).cloned().map(FilingFault::AnswerNotAsked),
    );
    for requirement in &standard.requirements {
        let brought = match given.channel {
            Channel::Online => !requirement.scan,
            Channel::Counter | Channel::Paper => given.presented.contains(&requirement.code),
        };
        let there = brought || given.documents.contains(&requirement.code);
        if requirement.need == Need::Always && !there {
            faults.push(FilingFault::DocumentMissing(requirement.code.clone()));
        }
    }
    let known = |code: &RequirementCode| {
        standard.requirements.iter().any(|requirement| requirement.code == *code)
    };
    let seen_online = given.channel == Channel::Online;
    faults.extend(
        given
            .documents
            .union(&given.presented)
            .filter(|code| !known(code) || (seen_online && given.presented.contains(*code)))
            .cloned()
            .map(FilingFault::DocumentNotAsked),
    );
    faults
}

fn answer_fault(question: &Question, answer: Option<&String>) -> Option<FilingFault> {
    let code = question.code.clone();
    let Some(answer) = answer.map(|text| text.trim()).filter(|text| !text.is_empty()) else {
        return question.required.then_some(FilingFault::AnswerMissing(code));
    };
    match &question.kind {
        AnswerKind::Text => {
            Note::parse(answer).is_err().then_some(FilingFault::AnswerNotText(code))
        }
        AnswerKind::Number => {
            answer.parse::<u64>().is_err().then_some(FilingFault::AnswerNotANumber(code))
        }
        AnswerKind::Date => answer
            .parse::<jiff::civil::Date>()
            .is_err()
            .then_some(FilingFault::AnswerNotADate(code)),
        AnswerKind::Choice(choices) => (!choices.iter().any(|choice| choice == answer))
            .then_some(FilingFault::AnswerNotAChoice(code)),
    }
}

fn terms(edition: &Edition, working_days: u16) -> Terms {
    let standard = &edition.standard;
    Terms {
        edition: edition.reference(),
        service_name: standard.name.clone(),
        classification: standard.classification.clone(),
        section: standard.section.clone(),
        working_days,
        requirements: standard.requirements.clone(),
    }
}

fn filled(answers: BTreeMap<QuestionCode, String>) -> BTreeMap<QuestionCode, String> {
    answers
        .into_iter()
        .map(|(code, text)| (code, text.trim().to_owned()))
        .filter(|(_, text)| !text.is_empty())
        .collect()
}

pub(super) fn scans(
    documents: BTreeMap<RequirementCode, ScanReceipt>,
) -> BTreeMap<RequirementCode, Scan> {
    documents.into_iter().map(|(code, receipt)| (code, receipt.into())).collect()
}
