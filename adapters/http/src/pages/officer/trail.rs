//! The audit trail, line by line.

use askama::Template;
use axum::response::Response;
use sipoke_core::problem::ProblemCode;
use sipoke_wire::view::AuditLineView;

use super::{
    super::{
        Fault,
        shell::{Shell, page},
        visit::Visit,
        words,
    },
    Signed,
};

/// Lines on a page.
const PAGE: u16 = 100;

#[derive(Template)]
#[template(path = "officer/trail.html")]
struct TrailPage {
    shell: Shell,
    lines: Vec<Line>,
    next: Option<u64>,
}

struct Line {
    view: AuditLineView,
    at: String,
    by: String,
    what: String,
    hash: String,
}

/// `GET /petugas/jejak`
pub(crate) async fn show(visit: Visit, signed: Signed) -> Result<Response, Fault> {
    let after = match visit.asked("setelah").as_str() {
        "" => 0,
        number => number.parse().map_err(|_| Fault::of(ProblemCode::NotFound))?,
    };
    let lines = visit.desk().audit_lines(&signed.actor, after, PAGE).await?;
    let full = lines.len() == usize::from(PAGE);
    let next = lines.last().filter(|_| full).map(|line| line.number);
    let zone = visit.published.office.zone;
    let lines = lines.iter().map(|line| {
        let view = AuditLineView::from(line);
        Line {
            at: words::moment(line.at, zone),
            by: words::author(line.by),
            what: words::recorded(&line.action).to_owned(),
            hash: view.hash.chars().take(12).collect(),
            view,
        }
    });
    page(&TrailPage {
        shell: visit.shell("Jejak audit").signed(&signed),
        lines: lines.collect(),
        next,
    })
}
