use clap::{Args, Subcommand};
use serde::Serialize;
use sipoke_core::{
    access::{Actor, Role},
    words::{Login, Malformed, Password, PersonName},
};
use sipoke_desk::NewOfficer;
use sipoke_text::Lang;
use sipoke_wire::view::OfficerView;

use super::{Context, Ended};
use crate::{
    exit::Exit, failure::Failure, grammar::TEMPLATE, label, printer::Printer, table::table,
};

/// Petugas kantor.
///
/// The office's staff.
#[derive(Debug, Subcommand)]
pub(crate) enum Staff {
    #[command(help_template = TEMPLATE, next_help_heading = "Opsi")]
    Add(Add),
    /// Tampilkan semua petugas.
    ///
    /// Lists all officers.
    #[command(help_template = TEMPLATE)]
    List,
}

/// Tambah petugas; kata sandinya dibuatkan dan ditampilkan satu kali.
///
/// Adds an officer. A password is made and shown once, unless one is piped in.
#[derive(Debug, Args)]
pub(crate) struct Add {
    /// Nama masuk, misalnya siti.rahma.
    ///
    /// The name to sign in with.
    #[arg(value_name = "NAMA_MASUK", value_parser = Login::parse, help_heading = "Masukan")]
    login: Login,
    /// Nama lengkap.
    ///
    /// The full name.
    #[arg(long, value_name = "NAMA", value_parser = PersonName::parse)]
    name: PersonName,
    /// Peran; boleh diulang: admin, counter-clerk (loket), verifier (verifikator), section-head
    /// (kepala seksi), secretary (sekretaris), head (lurah), auditor (pemeriksa).
    ///
    /// A role; give it once for each.
    #[arg(long = "role", value_name = "PERAN", required = true, value_parser = Role::parse)]
    roles: Vec<Role>,
    /// Baca kata sandi (12 sampai 128 huruf) dari masukan standar.
    ///
    /// Reads the password (12 to 128 characters) from standard input.
    #[arg(long)]
    password_stdin: bool,
}

/// A new officer: the only place that shows the password that was made.
#[derive(Serialize)]
struct AddedView {
    officer: OfficerView,
    #[serde(skip_serializing_if = "Option::is_none")]
    password: Option<String>,
}

pub(super) async fn run(context: &Context<'_>, arguments: Staff) -> Ended {
    match arguments {
        Staff::Add(arguments) => add(context, arguments).await,
        Staff::List => list(context).await,
    }
}

async fn add(context: &Context<'_>, arguments: Add) -> Ended {
    let Context { host, printer, global } = context;
    let Add { login, name, roles, password_stdin } = arguments;
    let password = if password_stdin { piped(context)? } else { host.fresh_password()? };
    let made = (!password_stdin).then(|| password.expose().to_owned());
    let desk = host.open(&global.place()).await?;
    let new = NewOfficer { login, name, roles: roles.into_iter().collect(), password };
    let officer = desk.add_officer(&Actor::Console, new).await?;
    let view = AddedView { officer: OfficerView::from(&officer), password: made };
    printer.view(&view, |view| added_words(view, printer));
    Ok(Exit::Done)
}

fn piped(context: &Context<'_>) -> Result<Password, Failure> {
    let line = context.host.piped_line().map_err(|_| Failure::Password(Malformed::Empty))?;
    Password::parse(line.trim_end_matches(['\r', '\n'])).map_err(Failure::Password)
}

fn added_words(view: &AddedView, printer: &Printer) -> String {
    let login = &view.officer.login;
    match (printer.lang(), &view.password) {
        (Lang::Id, Some(password)) => format!(
            "Petugas {login} ditambahkan.\nKata sandi: {password}\nCatat sekarang: tidak akan \
             ditampilkan lagi.\n"
        ),
        (Lang::En, Some(password)) => format!(
            "Officer {login} was added.\nPassword: {password}\nWrite it down now: it is not shown \
             again.\n"
        ),
        (Lang::Id, None) => format!("Petugas {login} ditambahkan.\n"),
        (Lang::En, None) => format!("Officer {login} was added.\n"),
    }
}

async fn list(context: &Context<'_>) -> Ended {
    let Context { host, printer, global } = context;
    let desk = host.open(&global.place()).await?;
    let officers = desk.officers(&Actor::Console).await?;
    let views: Vec<OfficerView> = officers.iter().map(OfficerView::from).collect();
    printer.view(&views, |views| {
        let row = |view: &OfficerView| {
            let active = match (printer.lang(), view.active) {
                (Lang::Id, true) => "ya",
                (Lang::Id, false) => "tidak",
                (Lang::En, true) => "yes",
                (Lang::En, false) => "no",
            };
            let roles: Vec<&str> =
                view.roles.iter().map(|role| label::role(role, printer.lang())).collect();
            [view.login.clone(), view.name.clone(), roles.join(", "), active.to_owned()]
        };
        let rows: Vec<[String; 4]> = views.iter().map(row).collect();
        let header = match printer.lang() {
            Lang::Id => ["nama masuk", "nama", "peran", "aktif"],
            Lang::En => ["login", "name", "roles", "active"],
        };
        table(header, &rows)
    });
    Ok(Exit::Done)
}
