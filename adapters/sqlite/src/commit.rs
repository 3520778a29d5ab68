use rusqlite::{Connection, OptionalExtension, params};
use sipoke_core::{
    ports::{Change, Claim, CommitError, Committed, Receipt},
    words::{ApplicationId, IdempotencyKey, OfficeCode, RequestHash},
};
use sipoke_wire::rows::{CaseRow, Fields, HistoryRow, NoticeRow, RowError, key, prepare};

use crate::{chain, fault::Fault, register, rows, writer::Outcome};

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
    let current = stored.as_ref().map(HistoryRow::revision).transpose()?;
    if current != change.expected() {
        return Ok(Err(CommitError::Stale { current }));
    }
    if let Some(claim) = lost_claim(connection, change)? {
        return Ok(Err(CommitError::Claimed(Box::new(claim))));
    }
    let sequence = change
        .signature()
        .map(|signature| register::next(connection, change.office, &signature.series))
        .transpose()?;
    let prepared = prepare(fields, change, stored.as_ref(), sequence)?;
    write_application(connection, change.office, &prepared.case)?;
    register::enter(connection, &prepared.register)?;
    chain::append(connection, fields, change.office, &prepared.entries(change))?;
    write_notices(connection, change)?;
    if let Some(receipt) = &change.receipt {
        write_receipt(connection, fields, change, receipt)?;
    }
    Ok(Ok(Committed { application: prepared.settled.application }))
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
        .ok_or(RowError::Contradiction("a receipt names an application that is not there"))?;
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
    office: OfficeCode,
    case: &CaseRow,
) -> Result<(), Fault> {
    let CaseRow { history, columns, nik_index, name } = case;
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
            history.id,
            history.revision,
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
            nik_index,
            name,
            history.history,
        ])?;
    Ok(())
}

fn write_notices(connection: &Connection, change: &Change) -> Result<(), Fault> {
    for notice in &change.notices {
        let notice = NoticeRow::of(change.office, notice);
        connection
            .prepare_cached(
                "INSERT INTO notice (office, id, audience, kind, application, ticket, at)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            )?
            .execute(params![
                notice.office,
                notice.id,
                notice.audience,
                notice.kind,
                notice.application,
                notice.ticket,
                notice.at,
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
