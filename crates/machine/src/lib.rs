//! What the binaries share of the machine they run on: where an office is kept, how it is served,
//! files, signals, logs, and the demo. The commands are in `sipoke-cli`; a binary is
//! [`run`] with the stores it was built with.
//!
//! An office is kept in a data folder, or where the settings of a server say: `--config`, or the
//! environment alone ([`sipoke_import::VARIABLES`]).

mod demo;
mod host;
mod logging;
mod objects;
mod place;
mod postgres;
mod secret;
mod server;
mod settings;

use std::{env, process::ExitCode};

use sipoke_cli::Streams;

use crate::host::Machine;

/// Runs the command line of this process.
pub async fn run() -> ExitCode {
    let exit = sipoke_cli::run(&Machine, Streams::of_process(), env::args_os()).await;
    ExitCode::from(exit.code())
}
