//! What waits, and for whom.

use askama::Template;
use axum::response::Response;
use sipoke_core::{
    application::StageName,
    ports::{Page, Query},
    words::{ApplicationId, NoticeId},
};

use super::{
    super::{
        Fault,
        apply::go_with,
        shell::{Shell, page},
        visit::{Fields, Visit, nowhere, unreadable},
        words,
    },
    Signed,
};

/// As many as an officer looks over without losing the place.
const PAGE: u16 = 30;

/// The stages in which somebody waits for something; the others can be looked up.
const TABS: [StageName; 6] = [
    StageName::Submitted,
    StageName::Returned,
    StageName::Accepted,
    StageName::Ready,
    StageName::Collected,
    StageName::Closed,
];

#[derive(Template)]
#[template(path = "officer/queue.html")]
struct QueuePage {
    shell: Shell,
    token: String,
    tabs: Vec<Tab>,
    stage: &'static str,
    rows: Vec<Row>,
    next: Option<String>,
    notices: Vec<NoticeLine>,
}

struct Tab {
    code: &'static str,
    name: &'static str,
    is_current: bool,
}

struct Row {
    ticket: String,
    service: String,
    applicant: String,
    since: String,
    due: Option<String>,
    is_late: bool,
}

struct NoticeLine {
    id: String,
    text: &'static str,
    ticket: String,
    at: String,
}

/// `GET /petugas`
pub(crate) async fn start(_signed: Signed) -> Fault {
    Fault::Elsewhere("/petugas/antrean".to_owned())
}

/// `GET /petugas/antrean`
pub(crate) async fn show(visit: Visit, signed: Signed) -> Result<Response, Fault> {
    let stage = match visit.asked("tahap").as_str() {
        "" => StageName::Submitted,
        code => StageName::parse(code).map_err(nowhere)?,
    };
    let after = match visit.asked("setelah").as_str() {
        "" => None,
        id => Some(ApplicationId::parse(id).map_err(nowhere)?),
    };
    let desk = visit.desk();
    let query = Query { stage: Some(stage), ..Query::default() };
    let listing = desk.queue(&signed.actor, &query, Page { after, limit: PAGE }).await?;
    let today = desk.today().await?;
    let zone = visit.published.office.zone;
    let rows = listing.rows.into_iter().map(|row| {
        let edition = visit.published.by_code(&row.summary.service);
        let code = row.summary.service.to_string();
        Row {
            ticket: row.summary.ticket.to_string(),
            service: edition.map_or(code, |edition| edition.standard.name.clone()),
            applicant: row.summary.applicant.expose().to_owned(),
            since: words::moment(row.summary.since, zone),
            due: row.due.map(words::date),
            is_late: row.due.is_some_and(|due| due < today),
        }
    });
    let next = listing.next;
    let address =
        |id: ApplicationId| format!("/petugas/antrean?tahap={}&setelah={id}", stage.code());
    page(&QueuePage {
        shell: visit.shell("Antrean").signed(&signed),
        token: signed.form_token.clone(),
        tabs: TABS
            .into_iter()
            .map(|tab| Tab { code: tab.code(), name: words::stage(tab), is_current: tab == stage })
            .collect(),
        stage: words::stage(stage),
        rows: rows.collect(),
        next: next.map(address),
        notices: notices(&visit, &signed).await?,
    })
}

async fn notices(visit: &Visit, signed: &Signed) -> Result<Vec<NoticeLine>, Fault> {
    if !signed.actor.may(sipoke_core::access::Intention::ReadNotices) {
        return Ok(Vec::new());
    }
    let zone = visit.published.office.zone;
    let notices = visit.desk().notices(&signed.actor).await?;
    let line = |notice: &sipoke_core::ports::Notice| NoticeLine {
        id: notice.id.to_string(),
        text: words::notice(notice.kind),
        ticket: notice.ticket.to_string(),
        at: words::moment(notice.at, zone),
    };
    Ok(notices.iter().map(line).collect())
}

/// `POST /petugas/antrean`: a notice was read.
pub(crate) async fn notice_read(
    visit: Visit,
    signed: Signed,
    fields: Fields,
) -> Result<Response, Fault> {
    signed.holds(&fields)?;
    let id = NoticeId::parse(fields.get("kabar")).map_err(unreadable)?;
    visit.desk().notice_read(&signed.actor, id).await?;
    Ok(go_with("/petugas/antrean", None))
}
