//! Applying: one form for who asks, what is asked, and the papers; then the ticket.

use std::collections::BTreeSet;

use askama::Template;
use axum::{
    extract::Path,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Redirect, Response},
};
use sipoke_core::{
    access::Actor,
    application::{Application, Channel, Filing, Refusal},
    catalogue::{ChannelPolicy, Edition},
    words::RequirementCode,
};
use sipoke_desk::{Credential, DeskError, Filed, Submission};
use sipoke_wire::{
    problem::FieldFault,
    request::{Submit, SubmitApplicant, Unread},
    view::TrackedView,
};

use super::{
    Fault, cookie,
    field::FilingForm,
    intake::{Intake, Sent},
    services::{self, Paper},
    shell::{Complaint, Shell, page, page_with},
    visit::{Fields, Visit},
    words,
};
use crate::{gaps::all_faults, problem::status};

#[derive(Template)]
#[template(path = "apply.html")]
struct ApplyPage {
    shell: Shell,
    slug: String,
    service: String,
    key: String,
    form: FilingForm,
}

#[derive(Template)]
#[template(path = "counter_only.html")]
struct CounterOnlyPage {
    shell: Shell,
    slug: String,
    service: String,
    reason: String,
    papers: Vec<Paper>,
}

/// `GET /ajukan/{slug}`
pub(crate) async fn form(visit: Visit, Path(slug): Path<String>) -> Result<Response, Fault> {
    let edition = services::find(&visit, &slug)?;
    if let ChannelPolicy::CounterOnly { reason } = &edition.standard.channel {
        return counter_only(&visit, edition, reason);
    }
    page(&ApplyPage {
        shell: visit.shell(title(edition)),
        slug,
        service: edition.standard.name.clone(),
        key: visit.app.fresh_key(),
        form: FilingForm::empty(edition, false),
    })
}

/// `POST /ajukan/{slug}`
pub(crate) async fn send(
    visit: Visit,
    Path(slug): Path<String>,
    sent: Sent,
) -> Result<Response, Fault> {
    let edition = services::find(&visit, &slug)?;
    if let ChannelPolicy::CounterOnly { reason } = &edition.standard.channel {
        return counter_only(&visit, edition, reason);
    }
    let mut intake = sent.read(visit.desk(), &papers_asked(edition)).await?;
    let key = intake.fields.key()?;
    match submit(&visit, edition, &mut intake, &Actor::Applicant, Channel::Online).await {
        Ok(filed) => Ok(keep_and_go(&visit, &filed, cookie::TICKET, "/ajukan/selesai")),
        Err(unfiled) => {
            let mut form = FilingForm::filled(edition, false, &intake, visit.desk());
            let (status, complaints) = unfiled.explain(&mut form)?;
            let page = ApplyPage {
                shell: visit.shell(title(edition)).complaining(complaints),
                slug,
                service: edition.standard.name.clone(),
                key: key.as_str().to_owned(),
                form,
            };
            page_with(status, &page)
        }
    }
}

fn title(edition: &Edition) -> String {
    format!("Ajukan {}", edition.standard.name)
}

fn counter_only(visit: &Visit, edition: &Edition, reason: &str) -> Result<Response, Fault> {
    let standard = &edition.standard;
    let template = CounterOnlyPage {
        shell: visit.shell("Layanan ini hanya di loket"),
        slug: standard.slug.to_string(),
        service: standard.name.clone(),
        reason: reason.to_owned(),
        papers: services::papers(standard),
    };
    page_with(StatusCode::FORBIDDEN, &template)
}

/// The papers of a service of which files are taken.
pub(super) fn papers_asked(edition: &Edition) -> BTreeSet<RequirementCode> {
    let papers = edition.standard.requirements.iter().filter(|paper| paper.scan);
    papers.map(|paper| paper.code.clone()).collect()
}

/// Why a form was not filed, so that it can be shown again with all that was sent.
pub(super) enum Unfiled {
    /// Fields are wrong.
    Faults(Vec<FieldFault>),
    /// The form is right, yet the desk did not take it.
    Desk(DeskError),
}

impl Unfiled {
    /// The status and the summary of the page that shows the form again.
    pub(super) fn explain(
        self,
        form: &mut FilingForm,
    ) -> Result<(StatusCode, Vec<Complaint>), Fault> {
        match self {
            Self::Faults(faults) => Ok((StatusCode::UNPROCESSABLE_ENTITY, form.blame(&faults))),
            Self::Desk(error) => {
                let code = error.code();
                tracing::warn!(code = code.code(), error = %error, "Form not filed: {error}");
                let text = format!("{}. {}", words::problem_title(code), words::problem_help(code));
                Ok((status(code), vec![Complaint::whole(text)]))
            }
        }
    }
}

/// Reads the form whole and files it.
pub(super) async fn submit(
    visit: &Visit,
    edition: &Edition,
    intake: &mut Intake,
    actor: &Actor,
    channel: Channel,
) -> Result<Filed, Unfiled> {
    let request = request(edition, &intake.fields, channel);
    let of_files = std::mem::take(&mut intake.faults);
    if let Some(trouble) = intake.trouble.take() {
        return Err(Unfiled::Desk(trouble));
    }
    let read = match request.read() {
        Ok(read) if of_files.is_empty() => read,
        read => {
            let unread = read.map_or_else(|unread| unread, Unread::from);
            let files = (intake.scans.keys().cloned().collect(), of_files);
            let faults = all_faults(visit.desk(), unread, channel, files).await;
            return Err(faults.map_or_else(Unfiled::Desk, Unfiled::Faults));
        }
    };
    let key = intake.fields.key().map_err(|_| Unfiled::Faults(Vec::new()))?;
    let filing = Filing {
        channel,
        applicant: read.applicant,
        answers: read.answers,
        documents: intake.scans.clone(),
        presented: read.presented,
    };
    let submission = Submission { service: edition.standard.code.clone(), filing, key };
    visit.desk().submit(actor, submission).await.map_err(|error| match error {
        DeskError::Refused(Refusal::Incomplete(faults)) => {
            Unfiled::Faults(faults.iter().map(FieldFault::of_filing).collect())
        }
        other => Unfiled::Desk(other),
    })
}

/// The form's fields as the request that every front end sends.
fn request(edition: &Edition, fields: &Fields, channel: Channel) -> Submit {
    let applicant = SubmitApplicant {
        name: fields.get("nama").to_owned(),
        nik: fields.get("nik").to_owned(),
        birth_date: fields.get("tanggal_lahir").to_owned(),
        phone: fields.get("telepon").to_owned(),
        // A text area breaks lines; an address is one.
        address: fields.get("alamat").split_whitespace().collect::<Vec<_>>().join(" "),
    };
    let answers = fields.under("jawaban.");
    let ticked = fields.under("asli.").filter(|(_, value)| *value == "ya");
    let seen = ticked.filter(|_| channel != Channel::Online);
    Submit {
        service: edition.standard.code.to_string(),
        applicant,
        answers: answers.map(|(code, text)| (code.to_owned(), one_line_ends(text))).collect(),
        presented: seen.map(|(code, _)| code.to_owned()).collect(),
    }
}

/// Browsers send line ends as CR LF.
pub(super) fn one_line_ends(text: &str) -> String {
    text.replace("\r\n", "\n")
}

/// Leaves a note of the ticket with the browser and sends it on.
pub(super) fn keep_and_go(visit: &Visit, filed: &Filed, name: &str, address: &str) -> Response {
    let credential = Credential { ticket: filed.ticket(), secret: filed.secret().clone() };
    go_with(address, remember(visit, &credential, name))
}

/// A cookie with the ticket, for half an hour.
pub(super) fn remember(visit: &Visit, credential: &Credential, name: &str) -> Option<HeaderValue> {
    let note = visit.desk().keep_credential(credential);
    cookie::set(&visit.app, name, &note, 30 * 60)
}

/// Sends the browser on (303), with a cookie to keep.
pub(super) fn go_with(address: &str, cookie: Option<HeaderValue>) -> Response {
    let mut response = Redirect::to(address).into_response();
    response.headers_mut().extend(cookie.map(|cookie| (header::SET_COOKIE, cookie)));
    response
}

/// The ticket that a note of this browser names, with the application.
pub(super) async fn remembered(
    visit: &Visit,
    name: &str,
) -> Result<Option<(Credential, Application)>, Fault> {
    let note = visit.cookie(name).and_then(|note| visit.desk().kept_credential(note));
    let Some(credential) = note else { return Ok(None) };
    match visit.desk().track(&credential).await {
        Ok(application) => Ok(Some((credential, application))),
        Err(DeskError::UnknownTicket) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

#[derive(Template)]
#[template(path = "filed.html")]
pub(super) struct FiledPage {
    pub(super) shell: Shell,
    pub(super) ticket: String,
    pub(super) secret: String,
    pub(super) service: String,
    pub(super) filed_at: String,
    pub(super) bring: Vec<String>,
    /// Where to go next, for an officer who registered a walk-in.
    pub(super) next: Option<String>,
}

impl FiledPage {
    pub(super) fn new(shell: Shell, visit: &Visit, application: &Application) -> Self {
        let tracked = TrackedView::new(application, &visit.published.calendar);
        Self {
            shell,
            ticket: tracked.ticket,
            secret: application.secret().expose(),
            service: tracked.service_name,
            filed_at: words::moment(application.filed_at(), visit.published.office.zone),
            bring: tracked.bring,
            next: None,
        }
    }
}

/// `GET /ajukan/selesai`
pub(crate) async fn done(visit: Visit) -> Result<Response, Fault> {
    match remembered(&visit, cookie::TICKET).await? {
        Some((_, application)) => {
            let shell = visit.shell("Permohonan Anda sudah kami terima");
            page(&FiledPage::new(shell, &visit, &application))
        }
        None => Err(Fault::Elsewhere("/lacak".to_owned())),
    }
}
