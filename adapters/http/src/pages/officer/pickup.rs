//! Handing a letter over: every original is held against its scan first (rule R1).

use std::collections::BTreeMap;

use askama::Template;
use axum::{extract::Path, http::StatusCode, response::Response};
use sipoke_core::{
    access::Intention,
    application::{Application, StageName, TakenBy},
    documents::Comparison,
    ports::Revision,
    problem::ProblemCode,
    words::{NonEmpty, RequirementCode, Ticket},
};
use sipoke_desk::{Case, CaseRequest, DeskError};
use sipoke_wire::{
    request::{Compare, CompareOriginal, Release},
    view::LetterView,
};

use super::{
    super::{
        Fault,
        apply::go_with,
        shell::{Complaint, Shell, page, page_with},
        visit::{Fields, Visit, nowhere},
        words,
    },
    Signed,
    case::part_of,
};
use crate::problem::status;

#[derive(Template)]
#[template(path = "officer/find.html")]
struct FindPage {
    shell: Shell,
    code: String,
}

/// `GET /petugas/ambil`
pub(crate) async fn find(visit: Visit, signed: Signed) -> Result<Response, Fault> {
    signed.require(Intention::CompareOriginals)?;
    let code = visit.asked("kode");
    let shell = visit.shell("Ambil surat").signed(&signed);
    if code.trim().is_empty() {
        return page(&FindPage { shell, code });
    }
    let complain = |text: String| {
        let complaints = vec![Complaint::at("kode", text)];
        (shell, complaints)
    };
    let ticket = match Ticket::parse(&code) {
        Ok(ticket) => ticket,
        Err(malformed) => {
            let fault = sipoke_wire::problem::Fault::Malformed(malformed);
            let (shell, complaints) = complain(words::field_fault(&fault));
            let page = FindPage { shell: shell.complaining(complaints), code };
            return page_with(StatusCode::UNPROCESSABLE_ENTITY, &page);
        }
    };
    match visit.desk().case(&signed.actor, ticket).await {
        Ok(_) => Ok(go_with(&format!("/petugas/ambil/{ticket}"), None)),
        Err(DeskError::UnknownTicket) => {
            let title = words::problem_title(ProblemCode::UnknownTicket);
            let (shell, complaints) = complain(format!("{title}."));
            let page = FindPage { shell: shell.complaining(complaints), code };
            page_with(StatusCode::NOT_FOUND, &page)
        }
        Err(error) => Err(error.into()),
    }
}

#[derive(Template)]
#[template(path = "officer/pickup.html")]
struct PickupPage {
    shell: Shell,
    token: String,
    key: String,
    ticket: String,
    revision: u32,
    service: String,
    applicant: String,
    nik: String,
    stage: &'static str,
    stage_tag: &'static str,
    is_ready: bool,
    letter: Option<LetterView>,
    originals: Vec<OriginalLine>,
    choices: Vec<(&'static str, &'static str)>,
    proxy: String,
}

struct OriginalLine {
    /// Whether it is needed only when somebody comes for the applicant.
    for_proxies: bool,
    code: String,
    name: String,
    chosen: String,
    recorded: Option<&'static str>,
    has_scan: bool,
}

/// `GET /petugas/ambil/{kode}`
pub(crate) async fn show(
    visit: Visit,
    signed: Signed,
    Path(code): Path<String>,
) -> Result<Response, Fault> {
    signed.require(Intention::CompareOriginals)?;
    let ticket = Ticket::parse(&code).map_err(nowhere)?;
    let case = visit.desk().case(&signed.actor, ticket).await?;
    let news = words::officer_news(&visit.asked("kabar"));
    let shell = shell(&visit, &signed, ticket).telling(news);
    page(&pickup_page(&visit, &signed, shell, &case, &BTreeMap::new(), String::new()))
}

/// `POST /petugas/ambil/{kode}`
pub(crate) async fn act(
    visit: Visit,
    signed: Signed,
    Path(code): Path<String>,
    fields: Fields,
) -> Result<Response, Fault> {
    signed.holds(&fields)?;
    let ticket = Ticket::parse(&code).map_err(nowhere)?;
    let case = visit.desk().case(&signed.actor, ticket).await?;
    let (status, complaints) = match perform(&visit, &signed, &case, &fields).await? {
        Outcome::Done(news) => {
            let address = format!("/petugas/ambil/{ticket}?kabar={news}");
            return Ok(go_with(&address, None));
        }
        Outcome::Wrong(complaint) => (StatusCode::UNPROCESSABLE_ENTITY, complaint),
        Outcome::Refused(error) => {
            let text = words::refused(&error, &case.application.value);
            (status(error.code()), Complaint::whole(text))
        }
    };
    let case = visit.desk().case(&signed.actor, ticket).await?;
    let shell = shell(&visit, &signed, ticket).complaining(vec![complaints]);
    let chosen = chosen(&fields);
    let proxy = fields.get("wakil").to_owned();
    page_with(status, &pickup_page(&visit, &signed, shell, &case, &chosen, proxy))
}

enum Outcome {
    Done(&'static str),
    Wrong(Complaint),
    Refused(DeskError),
}

async fn perform(
    visit: &Visit,
    signed: &Signed,
    case: &Case,
    fields: &Fields,
) -> Result<Outcome, Fault> {
    let revision = fields.get("revisi").parse().map(Revision);
    let mut seen = revision.map_err(|_| Fault::of(ProblemCode::Malformed))?;
    let key = fields.key()?;
    let ticket = case.application.value.ticket();
    let request = |seen, key| CaseRequest { actor: &signed.actor, ticket, seen: Some(seen), key };
    let compared = match changed_comparisons(&case.application.value, fields) {
        Ok(compared) => compared,
        Err(complaint) => return Ok(Outcome::Wrong(complaint)),
    };
    if let Some(compared) = compared {
        let differs = compared.iter().any(|(_, what)| *what == Comparison::Differs);
        if differs && fields.get("yakin") != "ya" {
            let text = "Ada dokumen asli yang berbeda. Surat akan batal untuk selamanya. Jika \
                        benar, centang pernyataan di bawah.";
            return Ok(Outcome::Wrong(Complaint::at("yakin", text)));
        }
        let request = request(seen, part_of(&key, "cocok")?);
        match visit.desk().compare_originals(request, compared).await {
            Ok(_) if differs => return Ok(Outcome::Done("dibatalkan")),
            Ok(after) => seen = after.revision,
            Err(error) => return Ok(Outcome::Refused(error)),
        }
    }
    match fields.get("tindakan") {
        "simpan" => Ok(Outcome::Done("dicocokkan")),
        "serahkan" => {
            let taken_by = match taken_by(fields) {
                Ok(taken_by) => taken_by,
                Err(complaint) => return Ok(Outcome::Wrong(complaint)),
            };
            match visit.desk().release(request(seen, key), taken_by).await {
                Ok(_) => Ok(Outcome::Done("diserahkan")),
                Err(error) => Ok(Outcome::Refused(error)),
            }
        }
        _ => Err(Fault::of(ProblemCode::Malformed)),
    }
}

/// The comparisons of the form that differ from what is recorded.
fn changed_comparisons(
    application: &Application,
    fields: &Fields,
) -> Result<Option<NonEmpty<(RequirementCode, Comparison)>>, Complaint> {
    let chosen = fields.under("asli.").filter(|(_, comparison)| !comparison.is_empty());
    let originals: Vec<CompareOriginal> = chosen
        .map(|(code, comparison)| CompareOriginal {
            requirement: code.to_owned(),
            comparison: comparison.to_owned(),
        })
        .collect();
    if originals.is_empty() {
        return Ok(None);
    }
    let read = Compare { originals }.read().map_err(|faults| {
        let first = faults.first().map(|fault| words::field_fault(&fault.fault));
        Complaint::whole(first.unwrap_or_default())
    })?;
    let recorded = application.originals();
    let is_new = |code: &RequirementCode, what: Comparison| {
        recorded.get(code).is_none_or(|known| known.comparison != what)
    };
    let changed = read.into_iter().filter(|(code, what)| is_new(code, *what)).collect();
    Ok(NonEmpty::new(changed))
}

fn taken_by(fields: &Fields) -> Result<TakenBy, Complaint> {
    let name = match fields.get("pengambil") {
        "sendiri" => None,
        "wakil" => Some(fields.get("wakil").to_owned()),
        _ => return Err(Complaint::at("pengambil", "Pilih siapa yang mengambil surat.")),
    };
    if name.as_deref().is_some_and(|name| name.trim().is_empty()) {
        return Err(Complaint::at("wakil", "Nama wakil belum diisi."));
    }
    Release { proxy: name }.read().map_err(|faults| {
        let first = faults.first().map(|fault| words::field_fault(&fault.fault));
        Complaint::at("wakil", format!("Nama wakil: {}", first.unwrap_or_default()))
    })
}

fn chosen(fields: &Fields) -> BTreeMap<String, String> {
    fields.under("asli.").map(|(code, what)| (code.to_owned(), what.to_owned())).collect()
}

fn shell(visit: &Visit, signed: &Signed, ticket: Ticket) -> Shell {
    visit.shell(format!("Ambil surat {ticket}")).signed(signed)
}

fn pickup_page(
    visit: &Visit,
    signed: &Signed,
    shell: Shell,
    case: &Case,
    chosen: &BTreeMap<String, String>,
    proxy: String,
) -> PickupPage {
    let application = &case.application.value;
    let name = application.stage().name();
    let line = |code: &RequirementCode| {
        let recorded = application.originals().get(code).map(|check| check.comparison);
        let known = application.requirement(code);
        OriginalLine {
            name: known.map_or_else(|| code.to_string(), |known| known.name.clone()),
            chosen: chosen
                .get(code.as_str())
                .cloned()
                .or_else(|| recorded.map(|what| what.code().to_owned()))
                .unwrap_or_default(),
            recorded: recorded.map(words::comparison),
            has_scan: application.documents().contains_key(code),
            code: code.to_string(),
            for_proxies: false,
        }
    };
    let always: Vec<&RequirementCode> = application.originals_needed(false).collect();
    let mut originals: Vec<OriginalLine> = always.iter().map(|code| line(code)).collect();
    let for_proxies = application.originals_needed(true).filter(|code| !always.contains(code));
    originals.extend(for_proxies.map(|code| OriginalLine { for_proxies: true, ..line(code) }));
    PickupPage {
        token: signed.form_token.clone(),
        key: visit.app.fresh_key(),
        ticket: application.ticket().to_string(),
        revision: case.application.revision.0,
        service: application.terms().service_name.clone(),
        applicant: application.applicant().name.expose().to_owned(),
        nik: application.applicant().nik.masked(),
        stage: words::stage(name),
        stage_tag: words::stage_tag(name),
        is_ready: name == StageName::Ready,
        letter: application.letter().map(|_| letter(case)).unwrap_or_default(),
        originals,
        choices: Comparison::ALL.map(|what| (what.code(), words::comparison(what))).to_vec(),
        proxy,
        shell,
    }
}

fn letter(case: &Case) -> Option<LetterView> {
    let view = sipoke_wire::view::CaseView::new(&case.application, &case.history, case.due, &[]);
    view.letter
}
