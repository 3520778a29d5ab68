use clap::{Args, Subcommand};

use super::{Context, Ended};
use crate::{exit::Exit, grammar::TEMPLATE, host::Migration};

/// Basis data server.
///
/// The database of a server.
#[derive(Debug, Subcommand)]
#[command(next_help_heading = "Opsi")]
pub(crate) enum Database {
    #[command(help_template = TEMPLATE)]
    Migrate(Migrate),
}

/// Buat atau perbarui skema basis data, sebagai pemiliknya.
///
/// Makes the schema of the database or brings it up to date, as the role that owns it, and says
/// what the other roles may do. The server itself works as a role that cannot.
#[derive(Debug, Args)]
pub(crate) struct Migrate {
    /// Alamat basis data sebagai pemiliknya; lebih baik lewat lingkungan:
    /// SIPOKE_DATABASE_OWNER_URL.
    ///
    /// The database as its owner. Better in the environment: others can see arguments.
    #[arg(
        long,
        value_name = "URL",
        env = "SIPOKE_DATABASE_OWNER_URL",
        hide_env = true,
        hide_env_values = true
    )]
    owner_url: Option<String>,
    /// Peran yang dipakai server [baku: sipoke_app].
    ///
    /// The role the server works as.
    #[arg(long, value_name = "PERAN", default_value = "sipoke_app", hide_default_value = true)]
    app: String,
    /// Peran yang hanya membaca, untuk laporan [baku: sipoke_reader].
    ///
    /// The role that only reads, for reports.
    #[arg(long, value_name = "PERAN", default_value = "sipoke_reader", hide_default_value = true)]
    reader: String,
}

pub(super) async fn run(context: &Context<'_>, arguments: Database) -> Ended {
    let Database::Migrate(Migrate { owner_url, app, reader }) = arguments;
    let Context { host, printer, global } = context;
    host.migrate(&global.place(), Migration { owner_url, app, reader }).await?;
    printer.note(printer.pick("Skema basis data sudah mutakhir.", "The schema is up to date."));
    Ok(Exit::Done)
}
