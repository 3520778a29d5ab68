//! What measuring needs besides the system itself: a store filled as years of work would fill it,
//! and the plainest insert that a database can be asked for. `tests/bench/run` drives both;
//! docs/performance.md says how.

#![expect(clippy::print_stdout, reason = "a tool for the command line: it answers on stdout")]

mod case;
mod city;
mod copy;
mod insert;
mod seed;

use std::{error::Error, path::PathBuf};

use clap::{Args, Parser, Subcommand};

/// Why it ended early.
pub(crate) type Failure = Box<dyn Error + Send + Sync>;

/// Fills a store with made-up applications, and measures what is compared with.
#[derive(Parser)]
#[command(name = "sipoke-bench")]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Fills a SQLite file, or a PostgreSQL database, with applications that replay and an audit
    /// chain that holds, and writes settings with which `sipoke-server` serves the first office.
    Seed(Seed),
    /// Inserts one row at a time into a table without anything else, durably: what the database
    /// itself can do. Answers one line of JSON.
    Insert(Insert),
}

#[derive(Args)]
pub(crate) struct Seed {
    /// The folder for keys, scans, settings and, without --postgres, the database. Must not exist.
    #[arg(long)]
    data: PathBuf,
    /// An empty PostgreSQL database, as its owner: postgres://OWNER@HOST/DATABASE
    #[arg(long, requires = "app")]
    postgres: Option<String>,
    /// The same database as the role that the server uses: postgres://APP@HOST/DATABASE
    #[arg(long, requires = "postgres")]
    app: Option<String>,
    /// Applications, over all offices and the last year.
    #[arg(long, default_value_t = 1_000_000)]
    applications: u64,
    /// Offices, each with standards, staff, and its own audit chain.
    #[arg(long, default_value_t = 63, value_parser = clap::value_parser!(u64).range(1..=800))]
    offices: u64,
    /// One application in so many is still open; the others were collected.
    #[arg(long, default_value_t = 40, value_parser = clap::value_parser!(u64).range(1..))]
    open_every: u64,
}

#[derive(Args)]
pub(crate) struct Insert {
    /// The database: postgres://ROLE@HOST/DATABASE
    #[arg(long)]
    postgres: String,
    /// Connections, each with one insert at a time.
    #[arg(long, default_value_t = 16)]
    clients: u32,
    /// How long.
    #[arg(long, default_value_t = 3)]
    seconds: u64,
    /// Bytes of the row's body: about what the history of a filed application has.
    #[arg(long, default_value_t = 2_500)]
    bytes: usize,
}

#[tokio::main]
async fn main() -> Result<(), Failure> {
    match Cli::parse().command {
        Command::Seed(asked) => seed::seed(&asked).await,
        Command::Insert(asked) => insert::insert(&asked).await,
    }
}
