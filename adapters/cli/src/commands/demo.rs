use std::{
    fmt::Write,
    net::{Ipv4Addr, SocketAddr},
};

use clap::Args;
use serde::Serialize;
use sipoke_text::Lang;

use super::{Context, Ended};
use crate::{
    exit::Exit,
    host::{self, Place, Reach, SettingsFrom},
    label,
    table::table,
};

/// Coba sekarang: kantor contoh lengkap di komputer ini.
///
/// Makes an office for trying things out (service standards, calendar, one officer of each role,
/// applications in every stage) and serves it on this machine only. A second start keeps all data.
#[derive(Debug, Args)]
pub(crate) struct Demo {
    /// Porta di komputer ini; 0: pilihkan yang bebas [baku: 8080].
    ///
    /// The port on this machine; 0: any free one [default: 8080].
    #[arg(long, value_name = "PORTA", default_value_t = 8080, hide_default_value = true)]
    port: u16,
    /// Mulai dari awal: hapus kantor contoh yang lama.
    ///
    /// Begins again: deletes the demo office that is there. Nothing but a demo is ever deleted.
    #[arg(long)]
    fresh: bool,
}

#[derive(Serialize)]
struct DemoView {
    address: String,
    credentials: Vec<CredentialView>,
    applications: Vec<ApplicationView>,
}

#[derive(Serialize)]
struct CredentialView {
    login: String,
    role: String,
    password: String,
}

#[derive(Serialize)]
struct ApplicationView {
    ticket: String,
    secret: String,
    stage: String,
}

pub(super) async fn run(context: &Context<'_>, arguments: &Demo) -> Ended {
    let Context { host, printer, global } = context;
    // A demo never touches what a server is set up for.
    let place = Place { settings: SettingsFrom::Nowhere, ..global.place() };
    let demo = host.demo(&place, arguments.fresh).await?;
    printer.note(if demo.kept {
        printer.pick("Kantor contoh yang lama dipakai lagi.", "The demo office is used again.")
    } else {
        printer.pick("Kantor contoh dibuat.", "A demo office was made.")
    });
    let listen = SocketAddr::from((Ipv4Addr::LOCALHOST, arguments.port));
    let (credentials, applications) = (demo.credentials, demo.applications);
    let ready = Box::new(|listening: SocketAddr| {
        let view = view(listening, &credentials, &applications);
        printer.view(&view, |view| words(view, printer.lang()));
    });
    let reach = Reach { listen: Some(listen), ..Reach::default() };
    host.serve(&place, demo.desk, reach, ready).await?;
    printer.note(printer.pick("Selesai; data tetap ada.", "Done; the data is kept."));
    Ok(Exit::Done)
}

fn view(
    listening: SocketAddr,
    credentials: &[host::DemoCredential],
    applications: &[host::DemoApplication],
) -> DemoView {
    let credential = |one: &host::DemoCredential| CredentialView {
        login: one.login.to_string(),
        role: one.role.code().to_owned(),
        password: one.password.expose().to_owned(),
    };
    let application = |one: &host::DemoApplication| ApplicationView {
        ticket: one.ticket.to_string(),
        secret: one.secret.expose(),
        stage: one.stage.code().to_owned(),
    };
    DemoView {
        address: format!("http://{listening}"),
        credentials: credentials.iter().map(credential).collect(),
        applications: applications.iter().map(application).collect(),
    }
}

fn words(view: &DemoView, lang: Lang) -> String {
    let officers: Vec<[String; 3]> = view
        .credentials
        .iter()
        .map(|one| {
            [one.login.clone(), label::role(&one.role, lang).to_owned(), one.password.clone()]
        })
        .collect();
    let cases: Vec<[String; 3]> = view
        .applications
        .iter()
        .map(|one| {
            [one.ticket.clone(), one.secret.clone(), label::stage(&one.stage, lang).to_owned()]
        })
        .collect();
    let address = &view.address;
    let mut text = String::new();
    let _ = match lang {
        Lang::Id => write!(
            text,
            "\nKantor contoh: {address}\n\nMasuk sebagai petugas: {address}/petugas/masuk\n\n{}\n\
             Lacak permohonan contoh: {address}/lacak\n\n{}\n\
             Semua data contoh; jangan dipakai untuk warga sungguhan. Tekan Ctrl-C untuk berhenti.\n",
            table(["nama masuk", "peran", "kata sandi"], &officers),
            table(["tiket", "rahasia", "tahap"], &cases),
        ),
        Lang::En => write!(
            text,
            "\nDemo office: {address}\n\nSign in as an officer: {address}/petugas/masuk\n\n{}\n\
             Track a sample application: {address}/lacak\n\n{}\n\
             All data is made up; not for real residents. Press Ctrl-C to stop.\n",
            table(["login", "role", "password"], &officers),
            table(["ticket", "secret", "stage"], &cases),
        ),
    };
    text
}
