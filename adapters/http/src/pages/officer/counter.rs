//! The counter: a resident who came in person is registered; originals are seen at once.

use askama::Template;
use axum::{extract::Path, response::Response};
use sipoke_core::{access::Intention, application::Channel, catalogue::Edition};

use super::{
    super::{
        Fault, apply,
        apply::{FiledPage, keep_and_go, remembered},
        cookie,
        field::FilingForm,
        intake::Sent,
        services,
        shell::{Shell, page, page_with},
        visit::Visit,
    },
    Signed,
};

#[derive(Template)]
#[template(path = "officer/counter.html")]
struct CounterPage<'a> {
    shell: Shell,
    services: Vec<(&'a str, &'a str)>,
}

/// `GET /petugas/loket`
pub(crate) async fn list(visit: Visit, signed: Signed) -> Result<Response, Fault> {
    signed.require(Intention::FileAtCounter)?;
    let standards = visit.published.editions.iter().map(|edition| &edition.standard);
    let mut services: Vec<_> =
        standards.map(|standard| (standard.slug.as_str(), standard.name.as_str())).collect();
    services.sort_by_key(|(_, name)| name.to_lowercase());
    page(&CounterPage { shell: visit.shell("Loket").signed(&signed), services })
}

#[derive(Template)]
#[template(path = "officer/walk_in.html")]
struct WalkInPage {
    shell: Shell,
    token: String,
    slug: String,
    key: String,
    form: FilingForm,
}

/// `GET /petugas/loket/{slug}`
pub(crate) async fn form(
    visit: Visit,
    signed: Signed,
    Path(slug): Path<String>,
) -> Result<Response, Fault> {
    signed.require(Intention::FileAtCounter)?;
    let edition = services::find(&visit, &slug)?;
    page(&WalkInPage {
        shell: visit.shell(title(edition)).signed(&signed),
        token: signed.form_token.clone(),
        slug,
        key: visit.app.fresh_key(),
        form: FilingForm::empty(edition, true),
    })
}

/// `POST /petugas/loket/{slug}`
pub(crate) async fn send(
    visit: Visit,
    signed: Signed,
    Path(slug): Path<String>,
    sent: Sent,
) -> Result<Response, Fault> {
    signed.require(Intention::FileAtCounter)?;
    let edition = services::find(&visit, &slug)?;
    let mut intake = sent.read(visit.desk(), &apply::papers_asked(edition)).await?;
    signed.holds(&intake.fields)?;
    let key = intake.fields.key()?;
    let filed = apply::submit(&visit, edition, &mut intake, &signed.actor, Channel::Counter).await;
    match filed {
        Ok(filed) => {
            Ok(keep_and_go(&visit, &filed, cookie::RECEIPT, "/petugas/loket/tanda-terima"))
        }
        Err(unfiled) => {
            let mut form = FilingForm::filled(edition, true, &intake, visit.desk());
            let (status, complaints) = unfiled.explain(&mut form)?;
            let page = WalkInPage {
                shell: visit.shell(title(edition)).signed(&signed).complaining(complaints),
                token: signed.form_token.clone(),
                slug,
                key: key.as_str().to_owned(),
                form,
            };
            page_with(status, &page)
        }
    }
}

fn title(edition: &Edition) -> String {
    format!("Daftarkan {}", edition.standard.name)
}

/// `GET /petugas/loket/tanda-terima`
pub(crate) async fn receipt(visit: Visit, signed: Signed) -> Result<Response, Fault> {
    signed.require(Intention::FileAtCounter)?;
    match remembered(&visit, cookie::RECEIPT).await? {
        Some((credential, application)) => {
            let shell = visit.shell("Tanda terima permohonan").signed(&signed);
            let mut receipt = FiledPage::new(shell, &visit, &application);
            receipt.next = Some(format!("/petugas/permohonan/{}", credential.ticket));
            page(&receipt)
        }
        None => Err(Fault::Elsewhere("/petugas/loket".to_owned())),
    }
}
