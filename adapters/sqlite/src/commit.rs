use rusqlite::{Connection, OptionalExtension, params};
use sipoke_core::{
    application::Application,
    ports::{Change, Claim, CommitError, Committed, Receipt, Revision, Settled},
    words::{ApplicationId, IdempotencyKey, OfficeCode, RequestHash},
};
use sipoke_wire::stored::{audience_name, encode_event, extend_history, history_digests};

use crate::{
    chain::{self, Entry},
    fault::{Contradiction, Fault},
    fields::{Field, Fields},
    register, rows,
    rows::key,
    writer::Outcome,
};

/// Commits a change; [`Applications::commit`](sipoke_core::ports::Applications::commit) says in
/// which order what is checked.
pub(crate) fn commit(
    connection: &Connection,
    fields: &Fields,
    change: &Change,
) -> Outcome<Committed, CommitError> {
    if let Some(receipt) = &change.receipt {
        match known(connection, fields, change.office, &receipt.key, receipt.request)? {
            Known::No => {}
            Known::Done(committed) => return Ok(Err(CommitError::AlreadyDone(committed))),
            Known::Otherwise => return Ok(Err(CommitError::KeyReused)),
        }
    }
    let stored = rows::history(connection, change.office, change.id)?;
    let current = stored.as_ref().map(|stored| stored.revision);
    if current != change.expected() {
        return Ok(Err(CommitError::Stale { current }));
    }
    let history = stored.map(|stored| stored.open(change.office, fields)).transpose()?;
    if let Some(claim) = lost_claim(connection, change)? {
        return Ok(Err(CommitError::Claimed(Box::new(claim))));
    }
    let sequence = change
        .signature()
        .map(|signature| register::next(connection, change.office, &signature.series))
        .transpose()?;
    let settled = change.settle(sequence)?;
    if settled.application.value.id() != change.id
        || settled.application.value.office() != change.office
    {
        return Err(Contradiction("the events are of another application").into());
    }
    let encoded: Vec<Vec<u8>> = settled.events.iter().map(encode_event).collect();
    let history = extend_history(history.as_deref(), &encoded)?;
    write_application(connection, fields, &settled, &history)?;
    let before = change.before.as_ref().and_then(|before| before.value.letter());
    register::enter(connection, before, &settled.application.value)?;
    write_lines(connection, fields, change, &settled, &history)?;
    write_notices(connection, change)?;
    if let Some(receipt) = &change.receipt {
        write_receipt(connection, fields, change, receipt)?;
    }
    Ok(Ok(Committed { application: settled.application }))
}

/// What is known of a request.
pub(crate) enum Known {
    No,
    /// It was stored; this is what it led to, as it stands now.
    Done(Box<Committed>),
    /// The key was used for another request.
    Otherwise,
}

/// Looks a request up by its key.
pub(crate) fn known(
    connection: &Connection,
    fields: &Fields,
    office: OfficeCode,
    idempotency: &IdempotencyKey,
    request: RequestHash,
) -> Result<Known, Fault> {
    let found: Option<([u8; 32], [u8; 16])> = connection
        .prepare_cached("SELECT request, application FROM receipt WHERE office = ?1 AND key = ?2")?
        .query_row(params![key(office), fields.receipt(office, idempotency)], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })
        .optional()?;
    let Some((stored, id)) = found else { return Ok(Known::No) };
    if stored != request.0 {
        return Ok(Known::Otherwise);
    }
    let application = rows::application(connection, fields, office, ApplicationId::from_bytes(id))?
        .ok_or(Contradiction("a receipt names an application that is not there"))?;
    Ok(Known::Done(Box::new(Committed { application })))
}

/// What a repeated request is answered.
pub(crate) fn repeated(known: Known) -> Result<Option<Committed>, CommitError> {
    match known {
        Known::No => Ok(None),
        Known::Done(committed) => Ok(Some(*committed)),
        Known::Otherwise => Err(CommitError::KeyReused),
    }
}

/// The first claim that cannot be granted. The next number of a series can always be given.
fn lost_claim(connection: &Connection, change: &Change) -> Result<Option<Claim>, Fault> {
    for claim in &change.claims {
        let Claim::FreshTicket(ticket) = claim else { continue };
        let taken = connection
            .prepare_cached(
                "SELECT 1 FROM application WHERE office = ?1 AND ticket = ?2 AND id <> ?3",
            )?
            .exists(params![key(change.office), ticket.compact(), change.id.to_bytes()])?;
        if taken {
            return Ok(Some(claim.clone()));
        }
    }
    Ok(None)
}

fn write_application(
    connection: &Connection,
    fields: &Fields,
    settled: &Settled,
    history: &[u8],
) -> Result<(), Fault> {
    let application = &settled.application.value;
    let Revision(revision) = settled.application.revision;
    let (office, id) = (application.office(), application.id());
    let columns = Columns::of(application);
    connection
        .prepare_cached(
            "INSERT INTO application (office, id, revision, ticket, service, edition, channel,
                 filed_at, stage, since, timer_allowed, timer_used, timer_since, nik_index, name,
                 history)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)
             ON CONFLICT (office, id) DO UPDATE
             SET revision = excluded.revision, stage = excluded.stage, since = excluded.since,
                 timer_used = excluded.timer_used, timer_since = excluded.timer_since,
                 history = excluded.history",
        )?
        .execute(params![
            key(office),
            id.to_bytes(),
            revision,
            columns.ticket,
            columns.service,
            columns.edition,
            columns.channel,
            columns.filed_at,
            columns.stage,
            columns.since,
            columns.timer_allowed,
            columns.timer_used,
            columns.timer_since,
            fields.nik(office, &application.applicant().nik),
            fields.seal(
                office,
                Field::ApplicantName(id),
                application.applicant().name.expose().as_bytes(),
            ),
            fields.seal(office, Field::History(id, revision), history),
        ])?;
    Ok(())
}

/// The columns that repeat in clear what lists look for.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Columns {
    pub(crate) ticket: String,
    pub(crate) service: String,
    pub(crate) edition: u32,
    pub(crate) channel: String,
    pub(crate) filed_at: i64,
    pub(crate) stage: String,
    pub(crate) since: i64,
    pub(crate) timer_allowed: u16,
    pub(crate) timer_used: u16,
    pub(crate) timer_since: Option<String>,
}

impl Columns {
    pub(crate) fn of(application: &Application) -> Self {
        let timer = application.timer();
        Self {
            ticket: application.ticket().compact(),
            service: application.terms().edition.service.to_string(),
            edition: application.terms().edition.number,
            channel: application.channel().code().to_owned(),
            filed_at: application.filed_at().micros(),
            stage: application.stage().name().code().to_owned(),
            since: application.stage().since().micros(),
            timer_allowed: timer.allowed,
            timer_used: timer.used,
            timer_since: timer.running_since.map(|day| day.to_string()),
        }
    }
}

fn write_lines(
    connection: &Connection,
    fields: &Fields,
    change: &Change,
    settled: &Settled,
    history: &[u8],
) -> Result<(), Fault> {
    let subject = change.id.to_string();
    let digests = history_digests(history)?;
    let earlier = digests.len().saturating_sub(settled.events.len());
    for (event, digest) in settled.events.iter().zip(digests.into_iter().skip(earlier)) {
        let entry = Entry {
            office: change.office,
            at: event.at,
            by: event.by,
            action: event.fact.name(),
            subject: &subject,
            digest: Some(digest),
        };
        chain::append(connection, fields, &entry)?;
    }
    Ok(())
}

fn write_notices(connection: &Connection, change: &Change) -> Result<(), Fault> {
    for notice in &change.notices {
        connection
            .prepare_cached(
                "INSERT INTO notice (office, id, audience, kind, application, ticket, at)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            )?
            .execute(params![
                key(change.office),
                notice.id.to_bytes(),
                audience_name(notice.audience),
                notice.kind.code(),
                notice.application.to_bytes(),
                notice.ticket.compact(),
                notice.at.micros(),
            ])?;
    }
    Ok(())
}

fn write_receipt(
    connection: &Connection,
    fields: &Fields,
    change: &Change,
    receipt: &Receipt,
) -> Result<(), Fault> {
    connection
        .prepare_cached(
            "INSERT INTO receipt (office, key, request, application, at)
             VALUES (?1, ?2, ?3, ?4, ?5)",
        )?
        .execute(params![
            key(change.office),
            fields.receipt(change.office, &receipt.key),
            receipt.request.0,
            change.id.to_bytes(),
            receipt.at.micros(),
        ])?;
    Ok(())
}
