//! One case: who asks, each paper beside its verdict, and what may be done now.

use std::collections::BTreeMap;

use askama::Template;
use axum::{
    body::Body,
    extract::Path,
    http::{HeaderValue, StatusCode, header},
    response::Response,
};
use sipoke_core::{
    access::Intention,
    application::{Application, Circumstance, Command, StageName, decide},
    documents::{Finding, Reason, ScanKind},
    office::Act,
    ports::Revision,
    problem::ProblemCode,
    words::{IdempotencyKey, NonEmpty, Note, QuestionCode, RequirementCode, Ticket},
};
use sipoke_desk::{Case, CaseRequest, DeskError};
use sipoke_wire::{
    request::{Check, CheckFinding, Reject},
    view::CaseView,
};

use super::{
    super::{
        Fault,
        apply::{go_with, one_line_ends},
        shell::{Complaint, Shell, page_with},
        visit::{Fields, Visit, nowhere, unreadable},
        words,
    },
    Signed,
};
use crate::problem::status;

#[derive(Template)]
#[template(path = "officer/case.html")]
struct CasePage {
    shell: Shell,
    token: String,
    key: String,
    case: CaseView,
    stage: &'static str,
    stage_tag: &'static str,
    since: String,
    filed_at: String,
    channel: &'static str,
    birth_date: String,
    due: Option<String>,
    is_late: bool,
    answers: Vec<(String, String)>,
    papers: Vec<PaperLine>,
    reasons: Vec<(&'static str, &'static str)>,
    may: May,
    waits_for: Option<String>,
    grounds: Vec<(&'static str, &'static str)>,
    rejection: (String, String),
    history: Vec<(String, String, String)>,
    /// How it was closed, and why if it was refused.
    closed: Option<(&'static str, Option<&'static str>)>,
    letter_day: Option<String>,
}

/// A paper with its verdict.
struct PaperLine {
    code: String,
    name: String,
    condition: Option<String>,
    scan: Option<String>,
    is_image: bool,
    is_shown: bool,
    finding: String,
    verdict: String,
    note: String,
    original: Option<&'static str>,
}

/// What the core would allow this officer now.
struct May {
    check: bool,
    send_back: bool,
    accept: bool,
    draft: bool,
    initial: bool,
    sign: bool,
    reject: bool,
    expire: bool,
    hand_over: bool,
}

impl May {
    /// Asks the rules themselves, so that the page can never offer what they refuse.
    fn of(visit: &Visit, signed: &Signed, application: &Application) -> Self {
        let circumstance = Circumstance {
            now: visit.app.clock().now(),
            actor: &signed.actor,
            office: &visit.published.office,
            calendar: &visit.published.calendar,
        };
        let would = |command: Command| decide(application, command, &circumstance).is_ok();
        let lacking = Finding::Lacking { reason: Reason::Incomplete, note: None };
        let first = application.terms().requirements.first();
        let check = first.is_some_and(|first| {
            would(Command::CheckScans(NonEmpty::of((first.code.clone(), lacking))))
        });
        let reject = Note::parse("-").is_ok_and(|legal_ground| {
            would(Command::Reject { reason: Reason::NotAResident, legal_ground })
        });
        let is_open =
            matches!(application.stage().name(), StageName::Submitted | StageName::Accepted);
        let is_ready = application.stage().name() == StageName::Ready;
        Self {
            check,
            // Findings that are in the form but not stored yet can be a reason to send back.
            send_back: is_open && signed.actor.may(Intention::Return),
            accept: application.stage().name() == StageName::Submitted
                && signed.actor.may(Intention::Accept),
            draft: would(Command::Endorse(Act::Draft)),
            initial: would(Command::Endorse(Act::Initial)),
            sign: would(Command::Endorse(Act::Sign)),
            reject,
            expire: would(Command::Expire),
            hand_over: is_ready && signed.actor.may(Intention::CompareOriginals),
        }
    }
}

/// What the officer sent and must see again when it was not taken.
#[derive(Default)]
struct Typed {
    findings: BTreeMap<String, (String, String)>,
    rejection: (String, String),
}

/// `GET /petugas/permohonan/{kode}`
pub(crate) async fn show(
    visit: Visit,
    signed: Signed,
    Path(code): Path<String>,
) -> Result<Response, Fault> {
    let ticket = Ticket::parse(&code).map_err(nowhere)?;
    let case = visit.desk().case(&signed.actor, ticket).await?;
    let news = words::officer_news(&visit.asked("kabar"));
    let shell = shell(&visit, &signed, ticket).telling(news);
    page_with(StatusCode::OK, &case_page(&visit, &signed, shell, &case, &Typed::default()))
}

/// `POST /petugas/permohonan/{kode}`
pub(crate) async fn act(
    visit: Visit,
    signed: Signed,
    Path(code): Path<String>,
    fields: Fields,
) -> Result<Response, Fault> {
    signed.holds(&fields)?;
    let ticket = Ticket::parse(&code).map_err(nowhere)?;
    let case = visit.desk().case(&signed.actor, ticket).await?;
    match perform(&visit, &signed, &case, &fields).await {
        Ok(news) => {
            let address = format!("/petugas/permohonan/{ticket}?kabar={news}");
            Ok(go_with(&address, None))
        }
        Err(not_done) => {
            let (status, complaints) = not_done.explain(&case)?;
            let case = visit.desk().case(&signed.actor, ticket).await?;
            let shell = shell(&visit, &signed, ticket).complaining(complaints);
            page_with(status, &case_page(&visit, &signed, shell, &case, &typed(&fields)))
        }
    }
}

/// Why nothing, or not all, was done.
enum NotDone {
    Wrong(Vec<Complaint>),
    Desk(DeskError),
    Fault(Fault),
}

impl From<DeskError> for NotDone {
    fn from(error: DeskError) -> Self {
        Self::Desk(error)
    }
}

impl From<Fault> for NotDone {
    fn from(fault: Fault) -> Self {
        Self::Fault(fault)
    }
}

impl NotDone {
    fn explain(self, case: &Case) -> Result<(StatusCode, Vec<Complaint>), Fault> {
        match self {
            Self::Wrong(complaints) => Ok((StatusCode::UNPROCESSABLE_ENTITY, complaints)),
            Self::Desk(error) => {
                let status = status(error.code());
                Ok((
                    status,
                    vec![Complaint::whole(words::refused(&error, &case.application.value))],
                ))
            }
            Self::Fault(fault) => Err(fault),
        }
    }
}

async fn perform(
    visit: &Visit,
    signed: &Signed,
    case: &Case,
    fields: &Fields,
) -> Result<&'static str, NotDone> {
    let revision = fields.get("revisi").parse().map(Revision);
    let revision = revision.map_err(|_| Fault::of(ProblemCode::Malformed))?;
    let key = fields.key()?;
    let request = |seen, key| CaseRequest {
        actor: &signed.actor,
        ticket: case.application.value.ticket(),
        seen: Some(seen),
        key,
    };
    let desk = visit.desk();
    let action = fields.get("tindakan");
    let seen = match action {
        // What stands in the form about scans is stored first, so that what follows rests on it.
        "simpan" | "kembalikan" | "terima" => {
            match changed_findings(&case.application.value, fields)? {
                Some(findings) => {
                    let request = request(revision, part_of(&key, "periksa")?);
                    desk.check_scans(request, findings).await?.revision
                }
                None => revision,
            }
        }
        _ => revision,
    };
    let request = request(seen, key);
    match action {
        "simpan" => Ok("diperiksa"),
        "kembalikan" => desk.return_to_applicant(request).await.map(|_| "dikembalikan"),
        "terima" => desk.accept(request).await.map(|_| "diterima"),
        "konsep" => desk.draft(request).await.map(|_| "konsep"),
        "paraf" => desk.initial(request).await.map(|_| "paraf"),
        "tanda-tangan" => desk.sign(request).await.map(|_| "ditandatangani"),
        "tutup" => desk.expire(request).await.map(|_| "ditutup"),
        "tolak" => {
            let (reason, ground) = rejection(fields)?;
            desk.reject(request, reason, ground).await.map(|_| "ditolak")
        }
        _ => return Err(Fault::of(ProblemCode::Malformed).into()),
    }
    .map_err(NotDone::Desk)
}

/// A key for one of several steps that one form takes.
pub(super) fn part_of(key: &IdempotencyKey, part: &str) -> Result<IdempotencyKey, Fault> {
    IdempotencyKey::parse(&format!("{}-{part}", key.as_str())).map_err(unreadable)
}

/// The verdicts of the form that differ from what is stored.
fn changed_findings(
    application: &Application,
    fields: &Fields,
) -> Result<Option<NonEmpty<(RequirementCode, Finding)>>, NotDone> {
    let chosen = fields.under("temuan.").filter(|(_, finding)| !finding.is_empty());
    let findings: Vec<CheckFinding> = chosen
        .map(|(code, finding)| CheckFinding {
            requirement: code.to_owned(),
            finding: finding.to_owned(),
            note: Some(one_line_ends(fields.get(&format!("catatan.{code}")))),
        })
        .collect();
    if findings.is_empty() {
        return Ok(None);
    }
    let codes: Vec<String> = findings.iter().map(|line| line.requirement.clone()).collect();
    let read = Check { findings }.read().map_err(|faults| {
        let complaint = |fault: &sipoke_wire::problem::FieldFault| {
            let place = fault.pointer.split('/').nth(2).and_then(|at| at.parse::<usize>().ok());
            let code = place.and_then(|at| codes.get(at)).map_or("", String::as_str);
            Complaint::at(format!("catatan-{code}"), words::field_fault(&fault.fault))
        };
        NotDone::Wrong(faults.iter().map(complaint).collect())
    })?;
    let changed = read
        .into_iter()
        .filter(|(code, finding)| application.findings().get(code) != Some(finding))
        .collect();
    Ok(NonEmpty::new(changed))
}

fn rejection(fields: &Fields) -> Result<(Reason, Note), NotDone> {
    let request = Reject {
        reason: fields.get("alasan").to_owned(),
        legal_ground: one_line_ends(fields.get("dasar")),
    };
    request.read().map_err(|faults| {
        let complaint = |fault: &sipoke_wire::problem::FieldFault| match fault.pointer.as_str() {
            "/reason" => Complaint::at("alasan", "Pilih alasan penolakan."),
            _ => {
                let text = words::field_fault(&fault.fault);
                Complaint::at("dasar", format!("Dasar hukum: {text}"))
            }
        };
        NotDone::Wrong(faults.iter().map(complaint).collect())
    })
}

fn typed(fields: &Fields) -> Typed {
    let notes = fields.under("catatan.");
    let findings = notes.map(|(code, note)| {
        let finding = fields.get(&format!("temuan.{code}")).to_owned();
        (code.to_owned(), (finding, note.to_owned()))
    });
    Typed {
        findings: findings.collect(),
        rejection: (fields.get("alasan").to_owned(), fields.get("dasar").to_owned()),
    }
}

fn shell(visit: &Visit, signed: &Signed, ticket: Ticket) -> Shell {
    visit.shell(format!("Permohonan {ticket}")).signed(signed)
}

fn case_page(visit: &Visit, signed: &Signed, shell: Shell, case: &Case, typed: &Typed) -> CasePage {
    let application = &case.application.value;
    let zone = visit.published.office.zone;
    let today = visit.app.clock().now().date_in(zone);
    let view = CaseView::new(&case.application, &case.history, case.due, &case.same_person);
    let edition = visit.published.by_code(&application.terms().edition.service);
    let label = |code: &QuestionCode| {
        let questions = edition.map(|edition| edition.standard.questions.iter());
        let known = questions.and_then(|mut known| known.find(|asked| asked.code == *code));
        known.map_or_else(|| code.to_string(), |asked| asked.label.clone())
    };
    let name = application.stage().name();
    let shown = visit.asked("lihat");
    let with_reasons = |wanted: bool| {
        let fitting = move |reason: &Reason| reason.can_be_mended() == wanted;
        let reasons = Reason::ALL.into_iter().filter(fitting);
        reasons.map(|reason| (reason.code(), words::reason(reason))).collect::<Vec<_>>()
    };
    CasePage {
        token: signed.form_token.clone(),
        key: visit.app.fresh_key(),
        stage: words::stage(name),
        stage_tag: words::stage_tag(name),
        since: words::moment(application.stage().since(), zone),
        filed_at: words::moment(application.filed_at(), zone),
        channel: words::channel(application.channel()),
        birth_date: words::date(application.applicant().birth_date),
        due: case.due.map(words::date),
        is_late: case.due.is_some_and(|due| due < today),
        answers: application
            .answers()
            .iter()
            .map(|(code, text)| (label(code), text.clone()))
            .collect(),
        papers: papers(&view, application, typed, &shown),
        reasons: with_reasons(true),
        grounds: with_reasons(false),
        rejection: typed.rejection.clone(),
        may: May::of(visit, signed, application),
        waits_for: application.next_step().map(|step| words::step(step.act, step.role)),
        history: case
            .history
            .iter()
            .map(|event| {
                let what = words::recorded(event.fact.name()).to_owned();
                (words::moment(event.at, zone), words::author(event.by), what)
            })
            .collect(),
        closed: words::closed(application.stage()),
        letter_day: view.letter.as_ref().map(|letter| words::date(letter.signed_on)),
        case: view,
        shell,
    }
}

fn papers(
    view: &CaseView,
    application: &Application,
    typed: &Typed,
    shown: &str,
) -> Vec<PaperLine> {
    let line = |document: &sipoke_wire::view::DocumentView| {
        let code = document.requirement.code.clone();
        let scan = application.documents().iter().find(|(known, _)| known.as_str() == code);
        let scan = scan.map(|(_, document)| &document.scan);
        let stored = || {
            (
                document.finding.clone().unwrap_or_default(),
                document.note.clone().unwrap_or_default(),
            )
        };
        let (finding, note) = typed.findings.get(&code).cloned().unwrap_or_else(stored);
        PaperLine {
            name: document.requirement.name.clone(),
            condition: document.requirement.condition.clone(),
            scan: scan.map(words::scan),
            is_image: scan.is_some_and(|scan| scan.kind != ScanKind::Pdf),
            is_shown: code == shown,
            verdict: words::finding(&finding).to_owned(),
            finding,
            note,
            original: application
                .originals()
                .iter()
                .find(|(known, _)| known.as_str() == code)
                .map(|(_, check)| words::comparison(check.comparison)),
            code,
        }
    };
    view.documents.iter().map(line).collect()
}

/// `GET /petugas/permohonan/{kode}/pindaian/{syarat}`: the view is on record before the first byte.
pub(crate) async fn scan(
    visit: Visit,
    signed: Signed,
    Path((code, requirement)): Path<(String, String)>,
) -> Result<Response, Fault> {
    let ticket = Ticket::parse(&code).map_err(nowhere)?;
    let requirement = RequirementCode::parse(&requirement).map_err(nowhere)?;
    let (scan, mut reader) = visit.desk().view_scan(&signed.actor, ticket, &requirement).await?;
    let mut bytes = Vec::new();
    while let Some(more) = reader.next().await.map_err(DeskError::from)? {
        bytes.extend_from_slice(&more);
    }
    // A PDF is handed to the program that the officer reads PDFs with, never shown as a page of
    // ours.
    let way = if scan.kind == ScanKind::Pdf { "attachment" } else { "inline" };
    let name = format!("{way}; filename=\"{requirement}.{}\"", scan.kind.extension());
    let mut response = Response::new(Body::from(bytes));
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(scan.kind.media_type()));
    headers
        .extend(HeaderValue::try_from(name).ok().map(|name| (header::CONTENT_DISPOSITION, name)));
    headers.insert(
        header::CONTENT_SECURITY_POLICY,
        HeaderValue::from_static("default-src 'none'; sandbox; frame-ancestors 'none'"),
    );
    Ok(response)
}
