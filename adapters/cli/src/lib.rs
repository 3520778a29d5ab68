//! The command line: one grammar for every binary of the project.
//!
//! [`run`] reads the arguments, calls one method of the [`Desk`](sipoke_desk::Desk), and shows a
//! view of `sipoke-wire`, as a table for people or as JSON. It knows no store and no server: what
//! a machine gives is behind [`Host`], which a binary implements. Only the [`Printer`] prints.

mod commands;
mod exit;
mod failure;
mod grammar;
mod host;
mod label;
mod printer;
mod table;
#[cfg(test)]
mod tests;
mod usage;

use std::ffi::OsString;

use clap::Parser;
pub use exit::Exit;
pub use host::{
    Demo, DemoApplication, DemoCredential, Host, HostError, Migration, Place, Reach, Ready,
    SettingsFrom, StandardsFile,
};
pub use printer::{Printer, Streams};

use crate::grammar::Cli;

/// Runs one command line, with the name of the program in front, and says how it ended.
///
/// Arguments that cannot be read, `--help` and `--version` are answered here as well.
pub async fn run<I>(host: &dyn Host, streams: Streams, arguments: I) -> Exit
where
    I: IntoIterator<Item: Into<OsString> + Clone>,
{
    let arguments: Vec<OsString> = arguments.into_iter().map(Into::into).collect();
    let cli = match Cli::try_parse_from(&arguments) {
        Ok(cli) => cli,
        Err(error) => return usage::answer(&error, usage::lang_of(&arguments), streams),
    };
    let printer = Printer::new(streams, cli.global.lang, cli.global.json);
    match commands::run(host, &printer, cli).await {
        Ok(exit) => exit,
        Err(failure) => {
            printer.failure(&failure);
            failure.exit()
        }
    }
}
