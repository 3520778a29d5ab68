use async_trait::async_trait;
use sipoke_core::{
    ports::{Change, Claim, CommitError, Committed, Receipt},
    words::{ApplicationId, IdempotencyKey, OfficeCode, RequestHash},
};
use sipoke_wire::rows::{
    CaseRow, Columns, Fields, HistoryRow, NoticeRow, Prepared, RowError, key, prepare,
};
use sqlx::{
    Postgres, Row,
    postgres::{PgArguments, PgRow},
    query::Query,
};

use crate::{
    chain,
    fault::{Fault, Overtaken},
    register, rows,
    writer::{Job, Outcome, Writing},
};

/// All that a decision looks at, in one statement: the receipt, the application, and tickets that
/// others have. The row of the application is held from here on, so that it is as it was seen
/// until the commit; it is always held before the chain of the office.
const LOOK: &str = "
    WITH found AS MATERIALIZED (
        SELECT id, revision, history FROM application WHERE office = $1 AND id = $2
        FOR NO KEY UPDATE)
    SELECT found.id, found.revision, found.history, receipt.request,
           receipt.application AS led_to,
           ARRAY(SELECT ticket FROM application
                 WHERE office = $1 AND ticket = ANY($4) AND id <> $2) AS taken
    FROM (SELECT $1::bigint AS office) AS this
    LEFT JOIN found ON true
    LEFT JOIN receipt ON receipt.office = this.office AND receipt.key = $3";

/// The notices and the receipt go with the row, in one statement. The receipt names the row, and
/// so must come after it: it reads what was filed.
macro_rules! keep {
    ($application:literal) => {
        concat!(
            "WITH filed AS (",
            $application,
            " RETURNING office, id),
             told AS (
                 INSERT INTO notice (office, id, audience, kind, application, ticket, at)
                 SELECT filed.office, notice.* FROM filed, UNNEST($17::bytea[], $18::text[],
                     $19::text[], $20::bytea[], $21::text[], $22::bigint[]) AS notice),
             kept AS (
                 INSERT INTO receipt (office, key, request, application, at)
                 SELECT filed.office, $23, $24, filed.id, $25 FROM filed WHERE $23 IS NOT NULL
                 ON CONFLICT DO NOTHING RETURNING 1)
             SELECT (SELECT count(*) FROM filed) AS filed, (SELECT count(*) FROM kept) AS kept"
        )
    };
}

const FILE: &str = keep!(
    "INSERT INTO application (office, id, revision, ticket, service, edition, channel, filed_at,
         stage, since, timer_allowed, timer_used, timer_since, nik_index, name, history)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)
     ON CONFLICT DO NOTHING"
);

const CHANGE: &str = keep!(
    "UPDATE application
     SET revision = $3, stage = $9, since = $10, timer_used = $12, timer_since = $13,
         history = $16
     WHERE office = $1 AND id = $2 AND revision = $3 - 1"
);

/// Commits a change; [`Applications::commit`](sipoke_core::ports::Applications::commit) says in
/// which order what is checked.
pub(crate) struct Commit(pub(crate) Change);

#[async_trait]
impl Job for Commit {
    type Done = Committed;
    type Refusal = CommitError;
    const DURING: &'static str = "application.commit";

    async fn run(&self, writing: &mut Writing) -> Outcome<Committed, CommitError> {
        let Self(change) = self;
        let seen = look(writing, change).await?;
        if let Some(known) = seen.known {
            return Ok(Err(refused(writing, change.office, known).await?));
        }
        let current = seen.found.as_ref().map(HistoryRow::revision).transpose()?;
        if current != change.expected() {
            // Whoever was faster may have been this very request: it was waited for after the
            // receipt had been looked for.
            return Ok(Err(match known_now(writing, change).await? {
                Some(known) => refused(writing, change.office, known).await?,
                None => CommitError::Stale { current },
            }));
        }
        if let Some(claim) = lost_claim(change, &seen.taken) {
            return Ok(Err(CommitError::Claimed(Box::new(claim.clone()))));
        }
        let sequence = match change.signature() {
            Some(signature) => {
                writing.hold(change.office).await?;
                Some(register::next(writing, change.office, &signature.series).await?)
            }
            None => None,
        };
        let prepared = prepare(&writing.fields, change, seen.found.as_ref(), sequence)?;
        keep(writing, change, &prepared).await?;
        register::enter(writing, &prepared.register).await?;
        chain::append(writing, change.office, &prepared.entries(change)).await?;
        Ok(Ok(Committed { application: prepared.settled.application }))
    }
}

/// What there is before a commit.
struct Seen {
    known: Option<Known>,
    found: Option<HistoryRow>,
    taken: Vec<String>,
}

/// What is known of a request.
pub(crate) enum Known {
    /// It was stored, and led to this application.
    Done(ApplicationId),
    /// The key was used for another request.
    Otherwise,
}

async fn look(connection: &mut Writing, change: &Change) -> Result<Seen, Fault> {
    let receipt = change.receipt.as_ref();
    let tickets: Vec<String> = change
        .claims
        .iter()
        .filter_map(|claim| match claim {
            Claim::FreshTicket(ticket) => Some(ticket.compact()),
            Claim::NextNumber(_) => None,
        })
        .collect();
    let row = sqlx::query(LOOK)
        .bind(key(change.office))
        .bind(change.id.to_bytes())
        .bind(receipt.map(|receipt| connection.fields.receipt(change.office, &receipt.key)))
        .bind(tickets)
        .fetch_one(&mut **connection)
        .await?;
    let found: Option<[u8; 16]> = row.try_get("id")?;
    Ok(Seen {
        known: match receipt {
            Some(receipt) => known(&row, receipt.request)?,
            None => None,
        },
        found: found.map(|_| rows::history(&row)).transpose()?,
        taken: row.try_get("taken")?,
    })
}

/// From the columns `request` and `led_to` of a receipt that may not be there.
pub(crate) fn known(row: &PgRow, request: RequestHash) -> sqlx::Result<Option<Known>> {
    let stored: Option<[u8; 32]> = row.try_get("request")?;
    let led_to: Option<[u8; 16]> = row.try_get("led_to")?;
    Ok(match (stored, led_to) {
        (Some(stored), Some(id)) if stored == request.0 => {
            Some(Known::Done(ApplicationId::from_bytes(id)))
        }
        (Some(_), Some(_)) => Some(Known::Otherwise),
        (None | Some(_), None | Some(_)) => None,
    })
}

/// Looks for the receipt in a statement of its own.
async fn known_now(writing: &mut Writing, change: &Change) -> Result<Option<Known>, Fault> {
    let Some(Receipt { key: idempotency, request, .. }) = &change.receipt else { return Ok(None) };
    let row = sqlx::query(
        "SELECT request, application AS led_to FROM receipt WHERE office = $1 AND key = $2",
    )
    .bind(key(change.office))
    .bind(writing.fields.receipt(change.office, idempotency))
    .fetch_optional(&mut **writing)
    .await?;
    Ok(match row {
        Some(row) => known(&row, *request)?,
        None => None,
    })
}

async fn refused(
    writing: &mut Writing,
    office: OfficeCode,
    known: Known,
) -> Result<CommitError, Fault> {
    let Known::Done(id) = known else { return Ok(CommitError::KeyReused) };
    let fields = writing.fields.clone();
    let application = rows::application(writing, &fields, office, id)
        .await?
        .ok_or(RowError::Contradiction("a receipt names an application that is not there"))?;
    Ok(CommitError::AlreadyDone(Box::new(Committed { application })))
}

/// The first claim that cannot be granted. The next number of a series can always be given.
fn lost_claim<'a>(change: &'a Change, taken: &[String]) -> Option<&'a Claim> {
    change.claims.iter().find(|claim| match claim {
        Claim::FreshTicket(ticket) => taken.contains(&ticket.compact()),
        Claim::NextNumber(_) => false,
    })
}

async fn keep(writing: &mut Writing, change: &Change, prepared: &Prepared) -> Result<(), Fault> {
    let filing = change.before.is_none();
    let query = sqlx::query(if filing { FILE } else { CHANGE });
    let query = bind_case(query, change.office, &prepared.case);
    let query = bind_notices(query, change);
    let receipt = change.receipt.as_ref();
    let row = query
        .bind(receipt.map(|receipt| writing.fields.receipt(change.office, &receipt.key)))
        .bind(receipt.map(|receipt| receipt.request.0))
        .bind(receipt.map(|receipt| receipt.at.micros()))
        .fetch_one(&mut **writing)
        .await?;
    let (filed, kept): (i64, i64) = (row.try_get("filed")?, row.try_get("kept")?);
    match (filed == 1, receipt.is_none() || kept == 1) {
        (true, true) => Ok(()),
        (false, _) if filing => Err(Overtaken("application or ticket").into()),
        // It is held since it was looked at, so that nobody overtook us.
        (false, _) => Err(RowError::Contradiction("a held row was changed").into()),
        (true, false) => Err(Overtaken("receipt").into()),
    }
}

type Binding<'q> = Query<'q, Postgres, PgArguments>;

fn bind_case<'q>(query: Binding<'q>, office: OfficeCode, case: &CaseRow) -> Binding<'q> {
    let CaseRow { history, columns, nik_index, name } = case.clone();
    let Columns { ticket, service, edition, channel, filed_at, .. } = columns;
    query
        .bind(key(office))
        .bind(history.id)
        .bind(history.revision)
        .bind(ticket)
        .bind(service)
        .bind(edition)
        .bind(channel)
        .bind(filed_at)
        .bind(columns.stage)
        .bind(columns.since)
        .bind(columns.timer_allowed)
        .bind(columns.timer_used)
        .bind(columns.timer_since)
        .bind(nik_index)
        .bind(name)
        .bind(history.history)
}

fn bind_notices<'q>(query: Binding<'q>, change: &Change) -> Binding<'q> {
    let notices: Vec<NoticeRow> =
        change.notices.iter().map(|notice| NoticeRow::of(change.office, notice)).collect();
    query
        .bind(notices.iter().map(|notice| notice.id).collect::<Vec<_>>())
        .bind(notices.iter().map(|notice| notice.audience.clone()).collect::<Vec<_>>())
        .bind(notices.iter().map(|notice| notice.kind.clone()).collect::<Vec<_>>())
        .bind(notices.iter().map(|notice| notice.application).collect::<Vec<_>>())
        .bind(notices.iter().map(|notice| notice.ticket.clone()).collect::<Vec<_>>())
        .bind(notices.iter().map(|notice| notice.at).collect::<Vec<_>>())
}

/// Looks a request up by its key, with what it led to as it stands now, in one statement.
pub(crate) const FIND_BY_RECEIPT: &str = "
    SELECT receipt.request, receipt.application AS led_to,
           application.id, application.revision, application.history
    FROM receipt JOIN application
        ON application.office = receipt.office AND application.id = receipt.application
    WHERE receipt.office = $1 AND receipt.key = $2";

/// The values of [`FIND_BY_RECEIPT`].
pub(crate) fn find_by_receipt<'q>(
    fields: &Fields,
    office: OfficeCode,
    idempotency: &IdempotencyKey,
) -> Binding<'q> {
    sqlx::query(FIND_BY_RECEIPT).bind(key(office)).bind(fields.receipt(office, idempotency))
}
