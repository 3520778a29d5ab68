//! The catalogue: every service, and each with the 14 components of its standard.

use std::collections::BTreeMap;

use askama::Template;
use axum::{extract::Path, response::Response};
use sipoke_core::{
    catalogue::{ChannelPolicy, Edition, ServiceStandard, TimeUnit},
    problem::ProblemCode,
    words::Slug,
};
use sipoke_wire::view::{RequirementView, ServiceView};

use super::{
    Fault,
    shell::{Shell, page},
    visit::{Visit, nowhere},
    words,
};

#[derive(Template)]
#[template(path = "services.html")]
struct ServicesPage<'a> {
    shell: Shell,
    wanted: String,
    count: usize,
    groups: Vec<Group<'a>>,
}

struct Group<'a> {
    name: String,
    services: Vec<Line<'a>>,
}

struct Line<'a> {
    slug: &'a str,
    name: &'a str,
    channel: &'static str,
}

/// `GET /layanan`
pub(crate) async fn list(visit: Visit) -> Result<Response, Fault> {
    let wanted = visit.asked("cari").trim().to_owned();
    let needles: Vec<String> = wanted.to_lowercase().split_whitespace().map(Into::into).collect();
    let mut by_category: BTreeMap<&str, Vec<Line<'_>>> = BTreeMap::new();
    for edition in &visit.published.editions {
        let standard = &edition.standard;
        if matches(standard, &needles) {
            by_category.entry(&standard.category).or_default().push(Line::from(standard));
        }
    }
    let groups: Vec<Group<'_>> = by_category
        .into_iter()
        .map(|(category, mut services)| {
            services.sort_by_key(|service| service.name.to_lowercase());
            Group { name: words::category(category), services }
        })
        .collect();
    let count = groups.iter().map(|group| group.services.len()).sum();
    let title = if wanted.is_empty() { "Semua layanan" } else { "Cari layanan" };
    page(&ServicesPage { shell: visit.shell(title), wanted, count, groups })
}

/// Whether every word that is looked for stands somewhere in what residents would look by.
fn matches(standard: &ServiceStandard, needles: &[String]) -> bool {
    let papers = standard.requirements.iter().map(|requirement| requirement.name.as_str());
    let texts = [standard.name.as_str(), &standard.category, standard.code.as_str()];
    let text = texts.into_iter().chain(papers).collect::<Vec<_>>().join(" ").to_lowercase();
    needles.iter().all(|needle| text.contains(needle))
}

impl<'a> From<&'a ServiceStandard> for Line<'a> {
    fn from(standard: &'a ServiceStandard) -> Self {
        let channel = match standard.channel {
            ChannelPolicy::Online { .. } => "Bisa dari rumah",
            ChannelPolicy::CounterOnly { .. } => "Hanya di loket",
        };
        Self { slug: standard.slug.as_str(), name: &standard.name, channel }
    }
}

#[derive(Template)]
#[template(path = "service.html")]
struct ServicePage {
    shell: Shell,
    service: ServiceView,
    papers: Vec<Paper>,
    time: String,
    online_time: Option<String>,
    effective: String,
    published: String,
}

/// A paper to bring, in words.
pub(super) struct Paper {
    pub(super) name: String,
    pub(super) what: String,
    pub(super) condition: Option<String>,
}

/// `GET /layanan/{slug}`
pub(crate) async fn show(visit: Visit, Path(slug): Path<String>) -> Result<Response, Fault> {
    let edition = find(&visit, &slug)?;
    let standard = &edition.standard;
    let zone = visit.published.office.zone;
    let online_time = match standard.channel {
        ChannelPolicy::Online { working_days } => {
            Some(words::time(working_days, TimeUnit::WorkingDays))
        }
        ChannelPolicy::CounterOnly { .. } => None,
    };
    let time = standard.processing_time;
    page(&ServicePage {
        shell: visit.shell(standard.name.clone()),
        service: ServiceView::from(edition),
        papers: papers(standard),
        time: words::time(time.value, time.unit),
        online_time,
        effective: words::date(edition.decree.effective_from),
        published: words::date(edition.published_at.date_in(zone)),
    })
}

/// The service that an address names.
pub(super) fn find<'a>(visit: &'a Visit, slug: &str) -> Result<&'a Edition, Fault> {
    let slug = Slug::parse(slug).map_err(nowhere)?;
    visit.published.service(&slug).ok_or(Fault::of(ProblemCode::UnknownService))
}

/// What to bring for this service.
pub(super) fn papers(standard: &ServiceStandard) -> Vec<Paper> {
    standard
        .requirements
        .iter()
        .map(|requirement| Paper {
            name: requirement.name.clone(),
            what: words::what_to_bring(requirement),
            condition: RequirementView::from(requirement).condition,
        })
        .collect()
}
