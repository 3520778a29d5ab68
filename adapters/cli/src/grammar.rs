//! The grammar. Comments here are the help that people read: the first paragraph, in Bahasa
//! Indonesia, for `-h`; all of it, with English, for `--help`.

use std::path::PathBuf;

use clap::{ArgAction, Args, Parser, Subcommand};
use sipoke_core::words::OfficeCode;
use sipoke_text::Lang;

use crate::{
    commands::{application, calendar, config, database, demo, serve, staff, standards},
    host::{Place, SettingsFrom},
};

pub(crate) const TEMPLATE: &str = "\
{about-with-newline}
Pemakaian: {usage}

{all-args}{after-help}";

const EXITS: &str = "\
Kode keluar:
  0   berhasil / done
  2   perintah tidak dapat dibaca / the command line cannot be read
  3   ditolak atau masukan salah, tidak ada yang berubah / refused or faulty input, nothing changed
  4   sedang tidak tersedia / not available just now
  5   pemeriksaan menemukan kesalahan / verification found faults
  70  kesalahan program / a fault of the program";

/// SIP OKE: informasi dan pelayanan online kelurahan.
///
/// The information and online services of an Indonesian village office. Every command shows its
/// help in English after the Indonesian with --help.
#[derive(Debug, Parser)]
#[command(
    name = "sipoke",
    version,
    help_template = TEMPLATE,
    after_long_help = EXITS,
    subcommand_help_heading = "Perintah",
    subcommand_value_name = "PERINTAH",
    next_help_heading = "Opsi umum",
    disable_help_flag = true,
    disable_version_flag = true,
    disable_help_subcommand = true,
    arg_required_else_help = true,
    infer_long_args = false,
    max_term_width = 100
)]
pub(crate) struct Cli {
    #[command(flatten)]
    pub(crate) global: Global,
    /// Tampilkan versi.
    ///
    /// Shows the version.
    #[arg(long, short = 'V', action = ArgAction::Version)]
    version: Option<bool>,
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Args)]
pub(crate) struct Global {
    /// Folder data kantor [baku: sipoke-data].
    ///
    /// The office's data folder [default: sipoke-data].
    #[arg(
        long,
        global = true,
        value_name = "FOLDER",
        default_value = "sipoke-data",
        hide_default_value = true
    )]
    pub(crate) data: PathBuf,
    /// Berkas setelan server; menggantikan folder data [baku: SIPOKE_CONFIG].
    ///
    /// The settings of a server, instead of a data folder [default: SIPOKE_CONFIG].
    #[arg(long, global = true, value_name = "BERKAS", env = "SIPOKE_CONFIG", hide_env = true)]
    pub(crate) config: Option<PathBuf>,
    /// Kode kantor, misalnya 32.76.05.1004 [baku: satu-satunya kantor di folder data].
    ///
    /// The office's code [default: the only office in the data folder].
    #[arg(long, global = true, value_name = "KODE", value_parser = OfficeCode::parse)]
    pub(crate) office: Option<OfficeCode>,
    /// Keluarkan JSON untuk diolah program lain.
    ///
    /// Writes JSON for other programs.
    #[arg(long, global = true)]
    pub(crate) json: bool,
    /// Bahasa keluaran: id atau en [baku: id].
    ///
    /// The language of what is shown: id or en [default: id].
    #[arg(
        long,
        global = true,
        value_name = "BAHASA",
        default_value = "id",
        hide_default_value = true,
        value_parser = Lang::parse
    )]
    pub(crate) lang: Lang,
    /// Tampilkan bantuan; --help lebih lengkap.
    ///
    /// Shows help.
    #[arg(long, short, global = true, action = ArgAction::Help)]
    help: Option<bool>,
}

impl Global {
    pub(crate) fn place(&self) -> Place {
        Place {
            data: self.data.clone(),
            settings: self.config.clone().map_or(SettingsFrom::Environment, SettingsFrom::File),
            office: self.office,
        }
    }
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    #[command(help_template = TEMPLATE, next_help_heading = "Opsi")]
    Demo(demo::Demo),
    #[command(help_template = TEMPLATE, next_help_heading = "Opsi")]
    Serve(serve::Serve),
    #[command(subcommand, help_template = TEMPLATE, subcommand_help_heading = "Perintah", subcommand_value_name = "PERINTAH")]
    Standards(standards::Standards),
    #[command(subcommand, help_template = TEMPLATE, subcommand_help_heading = "Perintah", subcommand_value_name = "PERINTAH")]
    Application(application::Application),
    #[command(subcommand, help_template = TEMPLATE, subcommand_help_heading = "Perintah", subcommand_value_name = "PERINTAH")]
    Staff(staff::Staff),
    #[command(subcommand, help_template = TEMPLATE, subcommand_help_heading = "Perintah", subcommand_value_name = "PERINTAH")]
    Calendar(calendar::Calendar),
    #[command(subcommand, help_template = TEMPLATE, subcommand_help_heading = "Perintah", subcommand_value_name = "PERINTAH")]
    Config(config::Config),
    #[command(subcommand, help_template = TEMPLATE, subcommand_help_heading = "Perintah", subcommand_value_name = "PERINTAH")]
    Database(database::Database),
    /// Periksa basis data, jejak audit, dan semua berkas pindaian.
    ///
    /// Checks the database, the audit trail and every scan. Ends with 5 when it finds faults.
    #[command(help_template = TEMPLATE)]
    Verify,
}
