//! `sipoke-server`: the office of a city. PostgreSQL or SQLite, scans in a folder or in object storage,
//! pages and every command.

use std::process::ExitCode;

#[tokio::main]
async fn main() -> ExitCode {
    sipoke_machine::run().await
}
