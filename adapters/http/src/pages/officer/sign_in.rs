//! Signing in and out.

use askama::Template;
use axum::{
    http::{HeaderName, HeaderValue, StatusCode, header},
    response::Response,
};
use sipoke_core::problem::ProblemCode;
use sipoke_desk::{DEVICE_SECONDS, SESSION_LIMIT_SECONDS};
use sipoke_wire::request::SignIn;

use super::{
    super::{
        Fault,
        apply::go_with,
        cookie,
        shell::{Complaint, Shell, page, page_with},
        visit::{Fields, Visit},
        words,
    },
    Signed,
};
use crate::peer::Peer;

#[derive(Template)]
#[template(path = "officer/sign_in.html")]
struct SignInPage {
    shell: Shell,
    login: String,
    back: String,
}

/// `GET /petugas/masuk`
pub(crate) async fn form(visit: Visit, signed: Option<Signed>) -> Result<Response, Fault> {
    let back = own_path(&visit.asked("kembali"));
    if signed.is_some() {
        return Err(Fault::Elsewhere(back));
    }
    page(&SignInPage { shell: visit.shell("Masuk petugas"), login: String::new(), back })
}

/// `POST /petugas/masuk`
pub(crate) async fn sign_in(visit: Visit, peer: Peer, fields: Fields) -> Result<Response, Fault> {
    let request =
        SignIn { login: fields.get("nama").to_owned(), password: fields.get("sandi").to_owned() };
    let back = own_path(fields.get("kembali"));
    let signed_in = match request.read() {
        Some((login, password)) => {
            visit.app.sign_in(peer, &login, password, visit.cookie(cookie::DEVICE)).await
        }
        None => Err(ProblemCode::SignInRefused.into()),
    };
    match signed_in {
        Ok(signed_in) => {
            let token = signed_in.token.expose();
            let kept = cookie::set(&visit.app, cookie::OFFICER, token, SESSION_LIMIT_SECONDS);
            let mut response = go_with(&back, kept);
            let device = visit.desk().keep_device(signed_in.officer.id);
            let device = cookie::set(&visit.app, cookie::DEVICE, &device, DEVICE_SECONDS);
            if let Some(device) = device {
                response.headers_mut().append(header::SET_COOKIE, device);
            }
            Ok(response)
        }
        Err(trouble) if trouble.code() == ProblemCode::SignInRefused => {
            let code = trouble.code();
            let complaint = Complaint::at("nama", words::problem_help(code));
            let shell = visit.shell("Masuk petugas").complaining(vec![complaint]);
            let page = SignInPage { shell, login: request.login, back };
            page_with(StatusCode::UNAUTHORIZED, &page)
        }
        Err(trouble) => Err(trouble.into()),
    }
}

/// `POST /petugas/keluar`
pub(crate) async fn sign_out(
    visit: Visit,
    signed: Signed,
    fields: Fields,
) -> Result<Response, Fault> {
    signed.holds(&fields)?;
    visit.desk().sign_out(&signed.token).await?;
    let mut response = go_with("/petugas/masuk", cookie::set(&visit.app, cookie::OFFICER, "", 0));
    // So that Back shows nothing on a computer that others use.
    let clear = HeaderName::from_static("clear-site-data");
    response.headers_mut().insert(clear, HeaderValue::from_static("\"cache\""));
    Ok(response)
}

/// Only a path of our officers' pages: the sign-in must not lead to another site.
fn own_path(wanted: &str) -> String {
    let own = wanted == "/petugas" || wanted.starts_with("/petugas/");
    let plain = wanted.chars().all(|letter| letter.is_ascii_graphic() && letter != '\\');
    if own && plain { wanted.to_owned() } else { "/petugas".to_owned() }
}

#[cfg(test)]
mod tests {
    use super::own_path;

    #[test]
    fn the_sign_in_leads_to_officers_pages_only() {
        assert_eq!(own_path("/petugas/antrean?tahap=ready"), "/petugas/antrean?tahap=ready");

        for foreign in ["//evil.example", "https://evil.example", "/petugas\r\nX: y", "/lacak", ""]
        {
            assert_eq!(own_path(foreign), "/petugas", "{foreign}");
        }
    }
}
