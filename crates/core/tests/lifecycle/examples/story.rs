use std::collections::BTreeMap;

use sipoke_core::{
    access::{Actor, Role},
    application::{
        Application, Channel, Circumstance, Command, Decision, Filing, Refusal, Stage, StageName,
        TakenBy, decide, file,
    },
    catalogue::Edition,
    documents::{Comparison, Finding, Reason},
    office::{Act, Calendar, Office},
    words::{Moment, NonEmpty},
};

use crate::{
    case::{Case, Numbers},
    samples,
};

/// One case, one office, and a clock that moves when told to.
pub(crate) struct Story {
    pub(crate) case: Case,
    pub(crate) office: Office,
    pub(crate) now: Moment,
    pub(crate) numbers: Numbers,
}

pub(crate) const APPLICANT: Actor = Actor::Applicant;

pub(crate) fn clerk() -> Actor {
    samples::officer(Role::CounterClerk)
}

pub(crate) fn verifier() -> Actor {
    samples::officer(Role::Verifier)
}

pub(crate) fn section_head() -> Actor {
    samples::officer(Role::SectionHead)
}

pub(crate) fn secretary() -> Actor {
    samples::officer(Role::Secretary)
}

pub(crate) fn head() -> Actor {
    samples::officer(Role::Head)
}

/// A filing with these papers: scanned, or shown at the counter.
pub(crate) fn filing(channel: Channel, scanned: &[&str], shown: &[&str]) -> Filing {
    Filing {
        channel,
        applicant: samples::applicant(),
        answers: BTreeMap::new(),
        documents: samples::scans(scanned),
        presented: shown.iter().map(|code| samples::paper(code)).collect(),
    }
}

/// What becomes of it in the sample office on Monday morning.
pub(crate) fn filed(edition: &Edition, filing: Filing, by: &Actor) -> Result<Decision, Refusal> {
    let (office, calendar) = (samples::office(), Calendar::default());
    let circumstance =
        Circumstance { now: samples::monday(), actor: by, office: &office, calendar: &calendar };
    file(edition, filing, samples::fresh(1), &circumstance)
}

impl Story {
    pub(crate) fn online(scanned: &[&str]) -> Self {
        Self::of(filed(&samples::edition(), filing(Channel::Online, scanned, &[]), &APPLICANT))
    }

    pub(crate) fn at_the_counter(scanned: &[&str], shown: &[&str]) -> Self {
        let filing = filing(Channel::Counter, scanned, shown);
        Self::of(filed(&samples::edition(), filing, &clerk()))
    }

    /// An online case with the two papers that everybody brings, complete.
    pub(crate) fn accepted() -> Self {
        let mut story = Self::online(&["ktp", "kk"]);
        story.does(&verifier(), fit(&["ktp", "kk"])).unwrap();
        story.does(&verifier(), Command::Accept).unwrap();
        story
    }

    /// An online case whose letter waits.
    pub(crate) fn ready() -> Self {
        let mut story = Self::accepted();
        story.is_signed();
        story
    }

    fn of(filed: Result<Decision, Refusal>) -> Self {
        Self {
            case: Case::filed(filed.unwrap()).unwrap(),
            office: samples::office(),
            now: samples::monday(),
            numbers: Numbers::default(),
        }
    }

    /// The letter goes the usual way.
    pub(crate) fn is_signed(&mut self) {
        self.does(&verifier(), Command::Endorse(Act::Draft)).unwrap();
        self.does(&section_head(), Command::Endorse(Act::Initial)).unwrap();
        self.does(&secretary(), Command::Endorse(Act::Initial)).unwrap();
        self.does(&head(), Command::Endorse(Act::Sign)).unwrap();
    }

    pub(crate) fn days_pass(&mut self, days: i64) {
        self.now = self.now.plus_seconds(days * 86_400);
    }

    pub(crate) fn decides(&self, actor: &Actor, command: Command) -> Result<Decision, Refusal> {
        let calendar = Calendar::default();
        let (office, now) = (&self.office, self.now);
        let circumstance = Circumstance { now, actor, office, calendar: &calendar };
        decide(&self.case.state, command, &circumstance)
    }

    /// Decides and stores.
    pub(crate) fn does(&mut self, actor: &Actor, command: Command) -> Result<(), Refusal> {
        let decision = self.decides(actor, command)?;
        self.case.store(decision, &mut self.numbers).unwrap();
        Ok(())
    }

    pub(crate) fn refuses(&self, actor: &Actor, command: Command) -> Refusal {
        self.decides(actor, command).unwrap_err()
    }

    pub(crate) fn state(&self) -> &Application {
        &self.case.state
    }

    pub(crate) fn stage(&self) -> &Stage {
        self.case.state.stage()
    }

    pub(crate) fn stands_in(&self) -> StageName {
        self.stage().name()
    }
}

pub(crate) fn fit(codes: &[&str]) -> Command {
    check(codes, &Finding::Fits)
}

pub(crate) fn unreadable(codes: &[&str]) -> Command {
    check(codes, &lacking(Reason::Unreadable))
}

pub(crate) fn lacking(reason: Reason) -> Finding {
    Finding::Lacking { reason, note: None }
}

pub(crate) fn check(codes: &[&str], finding: &Finding) -> Command {
    let found = codes.iter().map(|code| (samples::paper(code), finding.clone()));
    Command::CheckScans(NonEmpty::new(found.collect()).unwrap())
}

pub(crate) fn compare(seen: &[(&str, Comparison)]) -> Command {
    let seen = seen.iter().map(|(code, what)| (samples::paper(code), *what));
    Command::CompareOriginals(NonEmpty::new(seen.collect()).unwrap())
}

pub(crate) fn send(codes: &[&str]) -> Command {
    Command::Resubmit(samples::scans(codes))
}

pub(crate) fn release() -> Command {
    Command::Release(TakenBy::Applicant)
}

pub(crate) fn reject() -> Command {
    let legal_ground = samples::note("Perda Kota Depok 5/2015 pasal 3");
    Command::Reject { reason: Reason::NotAResident, legal_ground }
}
