//! `sipoke`: the office in one file. SQLite, a folder of scans, pages, and every command.
//!
//! The commands are in `sipoke-cli`; here is only what they need of the machine.

mod demo;
mod host;
mod secret;
mod server;

use std::{env, io, process::ExitCode};

use sipoke_cli::Streams;
use tracing_subscriber::EnvFilter;

use crate::host::Machine;

#[tokio::main]
async fn main() -> ExitCode {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("warn"));
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(io::stderr).init();
    let exit = sipoke_cli::run(&Machine, Streams::of_process(), env::args_os()).await;
    ExitCode::from(exit.code())
}
