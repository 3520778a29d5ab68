//! The front page, and two pages of words that every page links to.

use askama::Template;
use axum::{extract::Path, response::Response};
use sipoke_core::{catalogue::ChannelPolicy, problem::ProblemCode, words::Rupiah};

use super::{
    Fault,
    fault::ProblemPage,
    shell::{Shell, page},
    visit::{Visit, nowhere},
    words,
};

/// As many as fit on a phone without looking long.
const SHOWN: usize = 6;

#[derive(Template)]
#[template(path = "home.html")]
struct HomePage<'a> {
    shell: Shell,
    services: Vec<Door<'a>>,
    all_free: bool,
}

struct Door<'a> {
    slug: &'a str,
    name: &'a str,
}

/// `GET /`
pub(crate) async fn show(visit: Visit) -> Result<Response, Fault> {
    let editions = &visit.published.editions;
    let online = |channel: &ChannelPolicy| matches!(channel, ChannelPolicy::Online { .. });
    let shown = editions.iter().filter(|edition| online(&edition.standard.channel)).take(SHOWN);
    let services = shown
        .map(|edition| Door { slug: edition.standard.slug.as_str(), name: &edition.standard.name })
        .collect();
    let all_free = editions.iter().all(|edition| edition.standard.fee.amount == Rupiah::ZERO);
    let title = format!("Layanan {}", visit.published.office.name);
    page(&HomePage { shell: visit.shell(title), services, all_free })
}

#[derive(Template)]
#[template(path = "contact.html")]
struct ContactPage {
    shell: Shell,
}

/// `GET /kontak`
pub(crate) async fn contact(visit: Visit) -> Result<Response, Fault> {
    page(&ContactPage { shell: visit.shell("Kontak dan pengaduan") })
}

#[derive(Template)]
#[template(path = "privacy.html")]
struct PrivacyPage {
    shell: Shell,
}

/// `GET /privasi`
pub(crate) async fn privacy(visit: Visit) -> Result<Response, Fault> {
    page(&PrivacyPage { shell: visit.shell("Data pribadi Anda") })
}

/// `GET /masalah/{code}`
pub(crate) async fn problem(visit: Visit, Path(code): Path<String>) -> Result<Response, Fault> {
    let code = ProblemCode::parse(&code).map_err(nowhere)?;
    page(&ProblemPage {
        shell: visit.shell(words::problem_title(code)),
        help: words::problem_help(code),
        code: code.code(),
        incident: None,
    })
}
