//! Following a ticket: where it stands, what to mend, taking it back. No name and no NIK.

use std::collections::{BTreeMap, BTreeSet};

use askama::Template;
use axum::{
    extract::Path,
    http::{StatusCode, header},
    response::Response,
};
use sipoke_core::{
    application::{Application, Refusal, Stage, StageName},
    documents::{Lack, ScanReceipt},
    problem::ProblemCode,
    words::{Moment, RequirementCode, Ticket, TicketSecret},
};
use sipoke_desk::{Credential, DeskError};
use sipoke_wire::{problem::FieldFault, view::TrackedView};

use super::{
    Fault,
    apply::{go_with, remember, remembered},
    cookie,
    field::{Kept, PaperField},
    intake::{Intake, Sent},
    shell::{Complaint, Shell, page, page_with},
    visit::{Fields, Visit, nowhere},
    words,
};
use crate::{peer::Peer, problem::status};

#[derive(Template)]
#[template(path = "track.html")]
struct TrackPage {
    shell: Shell,
    ticket: String,
}

/// `GET /lacak`
pub(crate) async fn ask(visit: Visit) -> Result<Response, Fault> {
    page(&TrackPage { shell: visit.shell("Lacak permohonan"), ticket: visit.asked("kode") })
}

/// `POST /lacak`
pub(crate) async fn look(visit: Visit, peer: Peer, fields: Fields) -> Result<Response, Fault> {
    let ticket = Ticket::parse(fields.get("kode")).ok();
    let secret = TicketSecret::parse(fields.get("rahasia")).ok();
    let credential = ticket.zip(secret).map(|(ticket, secret)| Credential { ticket, secret });
    if let Some(credential) = credential {
        let asked = visit.desk().track(&credential);
        match visit.app.with_secret(peer, credential.ticket, asked).await {
            Ok(_) => {
                let address = format!("/lacak/{}", credential.ticket);
                return Ok(go_with(&address, remember(&visit, &credential, cookie::TICKET)));
            }
            Err(trouble) if trouble.code() == ProblemCode::UnknownTicket => {}
            Err(trouble) => return Err(trouble.into()),
        }
    }
    // One message for everything, so that nobody learns which tickets exist.
    let complaint = Complaint::at("kode", words::UNKNOWN_TICKET);
    let shell = visit.shell("Lacak permohonan").complaining(vec![complaint]);
    let ticket = fields.get("kode").to_owned();
    page_with(StatusCode::NOT_FOUND, &TrackPage { shell, ticket })
}

#[derive(Template)]
#[template(path = "status.html")]
struct StatusPage {
    shell: Shell,
    tracked: TrackedView,
    key: String,
    stage: &'static str,
    stage_tag: &'static str,
    since: String,
    due: Option<String>,
    explanation: &'static str,
    steps: Vec<Step>,
    lacks: Vec<LackField>,
    /// How it was closed, and why if it was refused.
    closed: Option<(&'static str, Option<&'static str>)>,
    letter_day: Option<String>,
    is_ready: bool,
    can_withdraw: bool,
}

struct Step {
    name: &'static str,
    is_current: bool,
    is_done: bool,
}

struct LackField {
    reason: &'static str,
    note: Option<String>,
    paper: PaperField,
}

/// `GET /lacak/{kode}`
pub(crate) async fn show(visit: Visit, Path(code): Path<String>) -> Result<Response, Fault> {
    let (credential, application) = own(&visit, &code).await?;
    let news = words::applicant_news(&visit.asked("kabar"));
    let shell = visit.shell(title(&credential)).telling(news);
    let lacks = lacks(&application, &BTreeMap::new(), &visit);
    let mut response = page(&status_page(&visit, shell, &application, lacks, None))?;
    // Whoever is looking may look on; half an hour after the last look the browser forgets.
    let cookie = remember(&visit, &credential, cookie::TICKET);
    response.headers_mut().extend(cookie.map(|cookie| (header::SET_COOKIE, cookie)));
    Ok(response)
}

/// `POST /lacak/{kode}`: documents again, for what was found lacking.
pub(crate) async fn mend(
    visit: Visit,
    Path(code): Path<String>,
    sent: Sent,
) -> Result<Response, Fault> {
    let (credential, application) = own(&visit, &code).await?;
    let asked: BTreeSet<_> =
        lacking(&application).iter().map(|lack| lack.requirement.clone()).collect();
    let mut intake = sent.read(visit.desk(), &asked).await?;
    let key = intake.fields.key()?;
    let result = resubmit(&visit, &credential, &mut intake).await;
    let (status, faults, whole) = match result {
        Ok(()) => {
            let address = format!("/lacak/{}?kabar=dikirim", credential.ticket);
            return Ok(go_with(&address, None));
        }
        Err(Refused::Faults(faults)) => (StatusCode::UNPROCESSABLE_ENTITY, faults, None),
        Err(Refused::Desk(error)) => {
            let code = error.code();
            (status(code), Vec::new(), Some(words::refused(&error, &application)))
        }
    };
    let mut lacks = lacks(&application, &intake.scans, &visit);
    let mut complaints: Vec<Complaint> = whole.into_iter().map(Complaint::whole).collect();
    for lack in &mut lacks {
        let pointer = format!("/documents/{}", lack.paper.code);
        if let Some(fault) = faults.iter().find(|fault| fault.pointer == pointer) {
            let text = words::field_fault(&fault.fault);
            let line = format!("{}: {text}", lack.paper.name);
            complaints.push(Complaint::at(&lack.paper.id, line));
            lack.paper.error = Some(text);
        }
    }
    let shell = visit.shell(title(&credential)).complaining(complaints);
    let key = key.as_str().to_owned();
    page_with(status, &status_page(&visit, shell, &application, lacks, Some(key)))
}

enum Refused {
    Faults(Vec<FieldFault>),
    Desk(DeskError),
}

async fn resubmit(
    visit: &Visit,
    credential: &Credential,
    intake: &mut Intake,
) -> Result<(), Refused> {
    if let Some(trouble) = intake.trouble.take() {
        return Err(Refused::Desk(trouble));
    }
    if !intake.faults.is_empty() {
        return Err(Refused::Faults(std::mem::take(&mut intake.faults)));
    }
    let key = intake.fields.key().map_err(|_| Refused::Faults(Vec::new()))?;
    let done = visit.desk().resubmit(credential, intake.scans.clone(), key).await;
    done.map(|_| ()).map_err(|error| match error {
        DeskError::Refused(Refusal::Incomplete(faults)) => {
            Refused::Faults(faults.iter().map(FieldFault::of_filing).collect())
        }
        other => Refused::Desk(other),
    })
}

#[derive(Template)]
#[template(path = "withdraw.html")]
struct WithdrawPage {
    shell: Shell,
    ticket: String,
    service: String,
    key: String,
}

/// `GET /lacak/{kode}/batal`
pub(crate) async fn confirm_withdrawal(
    visit: Visit,
    Path(code): Path<String>,
) -> Result<Response, Fault> {
    let (credential, application) = own(&visit, &code).await?;
    page(&WithdrawPage {
        shell: visit.shell("Batalkan permohonan?"),
        ticket: credential.ticket.to_string(),
        service: application.terms().service_name.clone(),
        key: visit.app.fresh_key(),
    })
}

/// `POST /lacak/{kode}/batal`
pub(crate) async fn withdraw(
    visit: Visit,
    Path(code): Path<String>,
    fields: Fields,
) -> Result<Response, Fault> {
    let (credential, _) = own(&visit, &code).await?;
    visit.desk().withdraw(&credential, fields.key()?).await?;
    Ok(go_with(&format!("/lacak/{}?kabar=dibatalkan", credential.ticket), None))
}

/// `POST /lacak/lupakan`: on a borrowed phone.
pub(crate) async fn forget(visit: Visit) -> Result<Response, Fault> {
    Ok(go_with("/lacak", cookie::set(&visit.app, cookie::TICKET, "", 0)))
}

/// The application of this address, if this browser may see it; otherwise the way leads to the
/// form that asks for the secret.
async fn own(visit: &Visit, code: &str) -> Result<(Credential, Application), Fault> {
    let ticket = Ticket::parse(code).map_err(nowhere)?;
    let known = remembered(visit, cookie::TICKET).await?;
    known
        .filter(|(credential, _)| credential.ticket == ticket)
        .ok_or_else(|| Fault::Elsewhere(format!("/lacak?kode={ticket}")))
}

fn title(credential: &Credential) -> String {
    format!("Permohonan {}", credential.ticket)
}

fn lacking(application: &Application) -> &[Lack] {
    match application.stage() {
        Stage::Returned { lacks, .. } => lacks.as_slice(),
        Stage::Submitted { .. }
        | Stage::Accepted { .. }
        | Stage::Ready { .. }
        | Stage::Collected { .. }
        | Stage::Closed { .. } => &[],
    }
}

fn lacks(
    application: &Application,
    scans: &BTreeMap<RequirementCode, ScanReceipt>,
    visit: &Visit,
) -> Vec<LackField> {
    let field = |lack: &Lack| {
        let code = &lack.requirement;
        let requirement = application.requirement(code);
        let name = requirement.map_or(code.as_str(), |requirement| requirement.name.as_str());
        let hint = requirement.map(words::what_to_upload).unwrap_or_default();
        let kept = scans.get(code).map(|receipt| Kept::of(visit.desk(), receipt));
        LackField {
            reason: words::reason(lack.reason),
            note: lack.note.as_ref().map(|note| note.expose().to_owned()),
            paper: PaperField::new(code, name, hint, kept),
        }
    };
    lacking(application).iter().map(field).collect()
}

fn status_page(
    visit: &Visit,
    shell: Shell,
    application: &Application,
    lacks: Vec<LackField>,
    key: Option<String>,
) -> StatusPage {
    let zone = visit.published.office.zone;
    let tracked = TrackedView::new(application, &visit.published.calendar);
    let name = application.stage().name();
    let since: Moment = application.stage().since();
    let steps = tracked.steps.iter().filter_map(|step| {
        Some(Step {
            name: words::stage_for_resident(StageName::parse(&step.stage).ok()?),
            is_current: step.state == "current",
            is_done: step.state == "done",
        })
    });
    StatusPage {
        key: key.unwrap_or_else(|| visit.app.fresh_key()),
        stage: words::stage_for_resident(name),
        stage_tag: words::stage_tag(name),
        since: words::moment(since, zone),
        due: tracked.due.map(words::due),
        explanation: words::what_now(name),
        steps: steps.collect(),
        closed: words::closed(application.stage()),
        letter_day: tracked.letter.as_ref().map(|letter| words::date(letter.signed_on)),
        is_ready: name == StageName::Ready,
        can_withdraw: matches!(
            name,
            StageName::Submitted | StageName::Returned | StageName::Accepted
        ),
        lacks,
        shell,
        tracked,
    }
}
