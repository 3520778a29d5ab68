use clap::Subcommand;

use super::{Context, Ended};
use crate::{exit::Exit, grammar::TEMPLATE, table::table};

/// Setelan server.
///
/// The settings of a server.
#[derive(Debug, Subcommand)]
pub(crate) enum Config {
    /// Periksa berkas setelan dan lingkungan tanpa menjalankan apa pun.
    ///
    /// Checks the settings in file and environment and shows what counts, without passwords.
    /// Starts and changes nothing.
    #[command(help_template = TEMPLATE)]
    Check,
}

pub(super) fn run(context: &Context<'_>, Config::Check: &Config) -> Ended {
    let Context { host, printer, global } = context;
    let settings = host.settings(&global.place())?;
    printer.view(&settings, |settings| {
        let rows: Vec<[String; 2]> =
            settings.iter().map(|(name, value)| [name.clone(), value.clone()]).collect();
        let header = printer.pick("setelan nilai", "setting value");
        let (name, value) = header.split_once(' ').unwrap_or_default();
        let good = printer.pick("Setelan dapat dipakai.", "The settings are good.");
        format!("{}{good}\n", table([name, value], &rows))
    });
    Ok(Exit::Done)
}
