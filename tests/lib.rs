//! What stories, races and crash tests share: an office on any store, and the real programs.

pub mod city;
pub mod office;
pub mod server;
pub mod store;

use std::path::{Path, PathBuf};

use serde_json::Value;
use tokio::{process::Command, sync::OnceCell};

/// A program of ours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Program {
    /// `sipoke`, the office in one file.
    Office,
    /// `sipoke-server`, the office of a city.
    Server,
}

/// The program of this very source, built if it is not.
///
/// # Panics
/// When it does not build.
pub async fn program(program: Program) -> &'static Path {
    static OFFICE: OnceCell<PathBuf> = OnceCell::const_new();
    static SERVER: OnceCell<PathBuf> = OnceCell::const_new();
    match program {
        Program::Office => OFFICE.get_or_init(|| build("sipoke-office", "sipoke")).await,
        Program::Server => SERVER.get_or_init(|| build("sipoke-server", "sipoke-server")).await,
    }
}

async fn build(package: &str, name: &str) -> PathBuf {
    let output = Command::new(env!("CARGO"))
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .args(["build", "--package", package, "--bin", name])
        .args(["--message-format", "json-render-diagnostics"])
        .output()
        .await
        .expect("cargo runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let messages = String::from_utf8(output.stdout).expect("cargo writes UTF-8");
    messages
        .lines()
        .filter_map(|line| serde_json::from_str::<Value>(line).ok())
        .find_map(|message| message["executable"].as_str().map(PathBuf::from))
        .expect("cargo names the executable")
}

/// The JSON that this command prints.
///
/// # Panics
/// When it prints none, with what it says instead.
pub async fn answer(command: &mut Command) -> Value {
    let output = command.output().await.expect("the program starts");
    serde_json::from_slice(&output.stdout)
        .unwrap_or_else(|_| panic!("{}", String::from_utf8_lossy(&output.stderr)))
}

/// The tickets in what `application list` printed.
///
/// # Panics
/// When it is something else.
#[must_use]
pub fn tickets(listed: &Value) -> Vec<String> {
    let rows = listed["rows"].as_array().expect("rows");
    rows.iter().map(|row| row["ticket"].as_str().expect("a ticket").to_owned()).collect()
}

/// Where this fixture is.
#[must_use]
pub fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../fixtures").join(name)
}
