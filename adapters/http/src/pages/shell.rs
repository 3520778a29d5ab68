//! What every page has around it.

use askama::Template;
use axum::{
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use sipoke_core::{access::Intention, office::Office, problem::ProblemCode};

use super::{
    Fault,
    assets::{MARK_ADDRESS, STYLE_ADDRESS},
    officer::Signed,
};

/// The frame of a page.
pub(super) struct Shell {
    /// What the page is about; unique, and the same as its heading where that can be.
    pub(super) title: String,
    pub(super) office: OfficeCard,
    pub(super) officer: Option<OfficerBar>,
    /// Everything that is wrong with what was sent, for the summary at the top.
    pub(super) complaints: Vec<Complaint>,
    /// What was just done.
    pub(super) news: Option<String>,
    pub(super) style: &'static str,
    pub(super) mark: &'static str,
}

/// Who the office is, for header and footer.
#[derive(Default)]
pub(super) struct OfficeCard {
    pub(super) name: String,
    pub(super) place: String,
    pub(super) address: Option<String>,
    pub(super) phone: Option<String>,
    pub(super) hours: Option<String>,
    pub(super) notice: Option<String>,
}

/// The officer who is signed in, and where they may go.
pub(super) struct OfficerBar {
    pub(super) name: String,
    pub(super) token: String,
    pub(super) links: Vec<(&'static str, &'static str)>,
}

/// One line of the error summary.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Complaint {
    /// The id of the field it leads to; empty when it is about the page as a whole.
    pub(super) target: String,
    pub(super) text: String,
}

impl Complaint {
    pub(super) fn at(target: impl Into<String>, text: impl Into<String>) -> Self {
        Self { target: target.into(), text: text.into() }
    }

    pub(super) fn whole(text: impl Into<String>) -> Self {
        Self::at("", text)
    }
}

impl Shell {
    pub(super) fn new(title: impl Into<String>, office: Option<&Office>) -> Self {
        Self {
            title: title.into(),
            office: office.map_or_else(OfficeCard::unknown, OfficeCard::from),
            officer: None,
            complaints: Vec::new(),
            news: None,
            style: &STYLE_ADDRESS,
            mark: &MARK_ADDRESS,
        }
    }

    pub(super) fn signed(mut self, signed: &Signed) -> Self {
        self.officer = Some(OfficerBar::from(signed));
        self
    }

    pub(super) fn complaining(mut self, complaints: Vec<Complaint>) -> Self {
        self.complaints = complaints;
        self
    }

    pub(super) fn telling(mut self, news: Option<String>) -> Self {
        self.news = news;
        self
    }
}

impl OfficeCard {
    /// Before the office is set up, and when the store cannot be asked.
    fn unknown() -> Self {
        Self { name: "SIP OKE".to_owned(), ..Self::default() }
    }
}

impl From<&Office> for OfficeCard {
    fn from(office: &Office) -> Self {
        Self {
            name: office.name.clone(),
            place: format!("{}, {}", office.district, office.city),
            address: office.address.clone(),
            phone: office.phone.clone(),
            hours: office.hours.clone(),
            notice: office.notice.clone(),
        }
    }
}

impl From<&Signed> for OfficerBar {
    fn from(signed: &Signed) -> Self {
        let places = [
            (Intention::ReadQueue, "/petugas/antrean", "Antrean"),
            (Intention::CompareOriginals, "/petugas/ambil", "Ambil surat"),
            (Intention::FileAtCounter, "/petugas/loket", "Loket"),
            (Intention::VerifyRecords, "/petugas/jejak", "Jejak"),
        ];
        Self {
            name: signed.officer.name.expose().to_owned(),
            token: signed.form_token.clone(),
            links: places
                .into_iter()
                .filter(|(intention, ..)| signed.actor.may(*intention))
                .map(|(_, address, name)| (address, name))
                .collect(),
        }
    }
}

/// A template as an answer.
pub(super) fn page(template: &impl Template) -> Result<Response, Fault> {
    page_with(StatusCode::OK, template)
}

/// A template as an answer with this status.
pub(super) fn page_with(status: StatusCode, template: &impl Template) -> Result<Response, Fault> {
    let html = template.render().map_err(|error| {
        Fault::of(ProblemCode::Internal).because(format!("a template failed: {error}"))
    })?;
    Ok((status, [(header::CONTENT_TYPE, "text/html; charset=utf-8")], html).into_response())
}
