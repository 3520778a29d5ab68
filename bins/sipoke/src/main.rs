//! `sipoke`: the office in one file. SQLite, a folder of scans, pages, and every command.

use std::process::ExitCode;

#[tokio::main]
async fn main() -> ExitCode {
    sipoke_machine::run().await
}
