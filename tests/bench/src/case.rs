//! Made-up applications. Every one is what the rules of the core make of a filing at the counter
//! and of the steps that officers take after it.

use std::collections::{BTreeMap, HashMap};

use sipoke_core::{
    access::{Actor, Role},
    application::{
        Applicant, Application, Channel, Circumstance, Command, Decision, Event, Filing, Fresh,
        Refusal, TakenBy, decide, evolve, file,
    },
    catalogue::{Edition, Need},
    documents::Comparison,
    letters::Series,
    office::{Act, Calendar},
    ports::{Audience, Change, Claim, Entropy, Notice, NoticeKind, Receipt},
    words::{
        Address, ApplicationId, IdempotencyKey, Moment, Nik, NonEmpty, NoticeId, OfficeCode,
        PersonName, PhoneNumber, QuestionCode, RequestHash, Ticket, TicketSecret,
    },
};
use sipoke_system::SystemEntropy;

use crate::{
    Failure,
    city::{People, Place},
};

/// The services that people ask for most, with what their forms ask.
const FORMS: [(&str, &[(&str, &str)]); 2] = [
    (
        "SKD",
        &[
            ("keperluan", "membuka rekening bank"),
            ("alamat_domisili", "Jalan Contoh 12 RT 006/RW 010"),
            ("status_tinggal", "milik"),
        ],
    ),
    (
        "SKU",
        &[
            ("nama_usaha", "Warung Contoh"),
            ("jenis_usaha", "makanan"),
            ("alamat_usaha", "Jalan Contoh 3 RT 002/RW 004"),
            ("keperluan", "mengajukan pinjaman usaha"),
        ],
    ),
];

/// What becomes of a filed application, a step an hour.
const STEPS: [(Role, Step); 6] = [
    (Role::Verifier, Step::Accept),
    (Role::Verifier, Step::Endorse(Act::Draft)),
    (Role::SectionHead, Step::Endorse(Act::Initial)),
    (Role::Secretary, Step::Endorse(Act::Initial)),
    (Role::Head, Step::Endorse(Act::Sign)),
    (Role::CounterClerk, Step::HandOver),
];
const HOUR: i64 = 3_600;
/// After the last step it is so much later.
pub(crate) const SECONDS: i64 = 7 * HOUR;

#[derive(Clone, Copy)]
enum Step {
    Accept,
    Endorse(Act),
    HandOver,
}

/// One application with all that happened to it.
pub(crate) struct Case {
    pub(crate) change: Change,
    pub(crate) ticket: Ticket,
    pub(crate) secret: TicketSecret,
}

/// Writes applications, one after the other.
pub(crate) struct Writer<'a> {
    people: &'a People,
    calendar: Calendar,
    numbers: HashMap<(OfficeCode, String, i16), u32>,
}

impl<'a> Writer<'a> {
    pub(crate) fn new(people: &'a People) -> Self {
        Self { people, calendar: Calendar::default(), numbers: HashMap::new() }
    }

    /// The application with this index, filed at a moment. All that happens to it is one change.
    pub(crate) fn case(
        &mut self,
        place: &Place,
        index: u64,
        at: Moment,
        open: bool,
    ) -> Result<Case, Failure> {
        let form = if index.is_multiple_of(2) { 0 } else { 1 };
        let (service, answers) = FORMS.into_iter().nth(form).ok_or("no form")?;
        let edition = place.editions.iter().find(|one| one.standard.code.as_str() == service);
        let edition = edition.ok_or("the demo standards lack a service")?;
        let fresh = Fresh {
            id: ApplicationId::new(at, chance()),
            ticket: Ticket::from_chance(chance()),
            secret: TicketSecret::from_chance(chance()),
        };
        let (id, ticket, secret) = (fresh.id, fresh.ticket, fresh.secret.clone());

        let clerk = self.people.actor(Role::CounterClerk);
        let filing = filing(edition, answers, index)?;
        let decision = file(edition, filing, fresh, &self.circumstance(place, &clerk, at));
        let mut life = Life::default();
        life.take(self.granted(place.office.code, decision.map_err(refused)?))?;
        let steps = STEPS.into_iter().zip(1..).filter(|_| !open);
        for ((role, step), hours) in steps {
            let (actor, now) = (self.people.actor(role), at.plus_seconds(hours * HOUR));
            for command in commands(life.application()?, step) {
                let circumstance = self.circumstance(place, &actor, now);
                let decision = decide(life.application()?, command, &circumstance);
                life.take(self.granted(place.office.code, decision.map_err(refused)?))?;
            }
        }
        let receipt = Receipt {
            key: IdempotencyKey::parse(&format!("contoh-{}", ticket.compact()))?,
            request: RequestHash(chance()),
            at,
        };
        let change = Change {
            office: place.office.code,
            id,
            before: None,
            events: life.events,
            claims: vec![Claim::FreshTicket(ticket)],
            // Those who came for their letter were told long ago.
            notices: if open { vec![received(id, ticket, at)] } else { Vec::new() },
            receipt: Some(receipt),
        };
        Ok(Case { change, ticket, secret })
    }

    fn circumstance<'b>(
        &'b self,
        place: &'b Place,
        actor: &'b Actor,
        now: Moment,
    ) -> Circumstance<'b> {
        Circumstance { now, actor, office: &place.office, calendar: &self.calendar }
    }

    /// The events of a decision, with the next number of the series where it asks for one.
    fn granted(&mut self, office: OfficeCode, decision: Decision) -> Vec<Event> {
        let Decision { mut events, claims, .. } = decision;
        for claim in claims {
            if let Claim::NextNumber(signature) = claim {
                let Series { name, year } = signature.series.clone();
                let last = self.numbers.entry((office, name, year)).or_default();
                *last += 1;
                events.push(signature.numbered(*last));
            }
        }
        events
    }
}

/// What has happened so far.
#[derive(Default)]
struct Life {
    events: Vec<Event>,
    application: Option<Application>,
}

impl Life {
    fn take(&mut self, events: Vec<Event>) -> Result<(), Failure> {
        for event in events {
            self.application = Some(evolve(self.application.take(), &event)?);
            self.events.push(event);
        }
        Ok(())
    }

    fn application(&self) -> Result<&Application, Failure> {
        Ok(self.application.as_ref().ok_or("nothing was filed")?)
    }
}

fn received(application: ApplicationId, ticket: Ticket, at: Moment) -> Notice {
    let id = NoticeId::new(at, chance());
    Notice {
        id,
        audience: Audience::Applicant,
        kind: NoticeKind::Received,
        application,
        ticket,
        at,
    }
}

fn refused(refusal: Refusal) -> Failure {
    format!("a made-up step is refused: {refusal:?}").into()
}

fn commands(before: &Application, step: Step) -> Vec<Command> {
    match step {
        Step::Accept => vec![Command::Accept],
        Step::Endorse(act) => vec![Command::Endorse(act)],
        Step::HandOver => {
            let seen =
                before.originals_needed(false).map(|code| (code.clone(), Comparison::Matches));
            let compare = NonEmpty::new(seen.collect()).map(Command::CompareOriginals);
            compare.into_iter().chain([Command::Release(TakenBy::Applicant)]).collect()
        }
    }
}

fn filing(edition: &Edition, answers: &[(&str, &str)], index: u64) -> Result<Filing, Failure> {
    let always = edition.standard.requirements.iter().filter(|one| one.need == Need::Always);
    Ok(Filing {
        channel: Channel::Counter,
        applicant: resident(index)?,
        answers: answers
            .iter()
            .map(|(code, text)| Ok((QuestionCode::parse(code)?, (*text).to_owned())))
            .collect::<Result<BTreeMap<_, _>, Failure>>()?,
        documents: BTreeMap::new(),
        presented: always.map(|requirement| requirement.code.clone()).collect(),
    })
}

/// A resident whom nobody else is: made up, with a NIK that nobody has.
fn resident(index: u64) -> Result<Applicant, Failure> {
    let (day, month) = (index % 28 + 1, index / 28 % 12 + 1);
    let (year, serial) = (50 + index / 336 % 50, index / 16_800 % 9_999 + 1);
    let nik = format!("327605{:02}{month:02}{year:02}{serial:04}", day + 40);
    Ok(Applicant {
        name: PersonName::parse(&format!("Warga Contoh {}", letters(index)))?,
        nik: Nik::parse(&nik)?,
        birth_date: format!("19{year:02}-{month:02}-{day:02}").parse()?,
        phone: PhoneNumber::parse("081200000000")?,
        address: Address::parse("Jalan Contoh 12 RT 006/RW 010")?,
    })
}

fn letters(mut number: u64) -> String {
    let mut word = String::new();
    loop {
        let digit = u8::try_from(number % 26).unwrap_or_default();
        word.insert(0, char::from(b'A' + digit));
        number /= 26;
        if number == 0 {
            return word;
        }
    }
}

fn chance<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    SystemEntropy.fill(&mut bytes);
    bytes
}
