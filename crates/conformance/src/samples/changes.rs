use std::collections::BTreeMap;

use sipoke_core::{
    access::{Actor, Role},
    application::{
        Application, Channel, Circumstance, Command, Decision, Filing, Fresh, decide, file,
    },
    catalogue::Edition,
    documents::{Comparison, Finding},
    office::{Act, Calendar, Office},
    ports::{Change, Notice, Receipt, Revision, Versioned},
    words::{
        ApplicationId, IdempotencyKey, Moment, NonEmpty, NoticeId, OfficeCode, RequestHash,
        RequirementCode, Ticket, TicketSecret,
    },
};

use super::{applicant, edition, morning, needed, office, officer, question, scan_receipts, sound};
use crate::memory::SeededEntropy;

/// Whoever holds the ticket.
#[must_use]
pub fn by_applicant() -> Actor {
    Actor::Applicant
}

/// The officer with this role.
#[must_use]
pub fn by_officer(role: Role) -> Actor {
    officer(role).actor()
}

/// What chance gives the application of this seed. It is filed `seed` seconds after
/// [`morning`], so ids follow the seeds.
#[must_use]
pub fn fresh(seed: u64) -> Fresh {
    let chance = SeededEntropy::new(seed);
    Fresh {
        id: ApplicationId::new(filed_at(seed), chance.draw()),
        ticket: Ticket::from_chance(chance.draw()),
        secret: TicketSecret::from_chance(chance.draw()),
    }
}

fn filed_at(seed: u64) -> Moment {
    morning().plus_seconds(i64::try_from(seed).unwrap_or_default())
}

/// A complete application for `SKD`, online.
#[must_use]
pub fn filing(seed: u64) -> Filing {
    Filing {
        channel: Channel::Online,
        applicant: applicant(),
        answers: BTreeMap::from([(question("keperluan"), "Membuka rekening bank".to_owned())]),
        documents: scan_receipts(&needed(), seed),
        presented: [].into(),
    }
}

/// The same from somebody who came to the counter with the originals and without scans.
#[must_use]
pub fn walk_in(seed: u64) -> Filing {
    Filing {
        channel: Channel::Counter,
        documents: BTreeMap::new(),
        presented: needed().into(),
        ..filing(seed)
    }
}

/// A walk-in for [`counter_only_edition`](super::counter_only_edition), which asks no question.
#[must_use]
pub fn walk_in_for_heirs(seed: u64) -> Filing {
    Filing { answers: BTreeMap::new(), ..walk_in(seed) }
}

/// The change that files the application of this seed.
///
/// # Panics
/// Never: the rules take it.
#[must_use]
pub fn filed(seed: u64) -> Change {
    filed_as(seed, &edition(1), filing(seed))
}

/// The change that files this under that edition: by the applicant when it comes in online, by
/// the counter clerk otherwise.
///
/// # Panics
/// When the rules refuse it.
#[must_use]
pub fn filed_as(seed: u64, edition: &Edition, filing: Filing) -> Change {
    let actor = match filing.channel {
        Channel::Online => by_applicant(),
        Channel::Counter | Channel::Paper => by_officer(Role::CounterClerk),
    };
    let office = Office { code: edition.office, ..office() };
    let circumstance = Circumstance {
        now: filed_at(seed),
        actor: &actor,
        office: &office,
        calendar: &Calendar::default(),
    };
    let fresh = fresh(seed);
    let (id, ticket) = (fresh.id, fresh.ticket);
    let decision = sound(file(edition, filing, fresh, &circumstance));
    change(edition.office, id, ticket, None, decision, circumstance.now)
}

/// The change that a command leads to, by an actor at a moment.
///
/// # Panics
/// When the rules refuse it.
#[must_use]
pub fn decided(
    before: &Versioned<Application>,
    command: Command,
    actor: &Actor,
    at: Moment,
) -> Change {
    let office = Office { code: before.value.office(), ..office() };
    let calendar = Calendar::default();
    let circumstance = Circumstance { now: at, actor, office: &office, calendar: &calendar };
    let decision = sound(decide(&before.value, command, &circumstance));
    let (id, ticket) = (before.value.id(), before.value.ticket());
    change(office.code, id, ticket, Some(before.clone()), decision, at)
}

/// The same edition, published by another office.
#[must_use]
pub fn published_by(office: OfficeCode, edition: Edition) -> Edition {
    Edition { office, ..edition }
}

fn change(
    office: OfficeCode,
    id: ApplicationId,
    ticket: Ticket,
    before: Option<Versioned<Application>>,
    decision: Decision,
    at: Moment,
) -> Change {
    let revision = before.as_ref().map_or(Revision(0), |before| before.revision);
    // Ids of notices must differ between all changes of all cases, and be the same every time.
    let seed = id.to_bytes().iter().fold(u64::from(revision.0), |sum, byte| {
        sum.wrapping_mul(0x0100_0000_01B3).wrapping_add(u64::from(*byte))
    });
    let chance = SeededEntropy::new(seed);
    let notices = decision.notices.into_iter().map(|(audience, kind)| Notice {
        id: NoticeId::new(at, chance.draw()),
        audience,
        kind,
        application: id,
        ticket,
        at,
    });
    Change {
        office,
        id,
        before,
        events: decision.events,
        claims: decision.claims,
        notices: notices.collect(),
        receipt: None,
    }
}

/// A receipt whose key and request both come from the seed.
#[must_use]
pub fn receipt(seed: u64) -> Receipt {
    let key = sound(IdempotencyKey::parse(&format!("contoh-kunci-permintaan-{seed}")));
    Receipt { key, request: request(seed), at: filed_at(seed) }
}

/// The hash of a request.
#[must_use]
pub fn request(seed: u64) -> RequestHash {
    RequestHash(SeededEntropy::new(seed).draw())
}

/// Every scan that is attached was found to fit.
///
/// # Panics
/// When no scan is attached.
#[must_use]
pub fn scans_fit(application: &Application) -> Command {
    let findings = application.documents().keys().map(|code| (code.clone(), Finding::Fits));
    Command::CheckScans(sound(NonEmpty::new(findings.collect()).ok_or("no scan is attached")))
}

/// The originals of these were seen and match.
///
/// # Panics
/// When there are none.
pub fn matching<'a>(codes: impl IntoIterator<Item = &'a RequirementCode>) -> Command {
    let seen = codes.into_iter().map(|code| (code.clone(), Comparison::Matches));
    Command::CompareOriginals(sound(NonEmpty::new(seen.collect()).ok_or("nothing to compare")))
}

/// What the usual chain does with an accepted file, up to the signature.
pub const TO_THE_SIGNATURE: [(Act, Role); 4] = [
    (Act::Draft, Role::Verifier),
    (Act::Initial, Role::SectionHead),
    (Act::Initial, Role::Secretary),
    (Act::Sign, Role::Head),
];

/// Everything that officers do with a filed application until its letter waits to be collected.
#[must_use]
pub fn ready_steps(application: &Application) -> Vec<(Command, Actor)> {
    let verifier = by_officer(Role::Verifier);
    let mut steps = Vec::new();
    if !application.documents().is_empty() {
        steps.push((scans_fit(application), verifier.clone()));
    }
    steps.push((Command::Accept, verifier));
    steps.extend(TO_THE_SIGNATURE.map(|(act, role)| (Command::Endorse(act), by_officer(role))));
    steps
}
