//! What the stories and crash tests share: an office on SQLite, and the real binary as a server.

pub mod office;
pub mod server;
pub mod store;

use std::path::{Path, PathBuf};

use tokio::{process::Command, sync::OnceCell};

/// The `sipoke` binary of this very source, built if it is not.
///
/// # Panics
/// When it does not build.
pub async fn binary() -> &'static Path {
    static BINARY: OnceCell<PathBuf> = OnceCell::const_new();
    BINARY.get_or_init(build).await
}

async fn build() -> PathBuf {
    let output = Command::new(env!("CARGO"))
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .args(["build", "--package", "sipoke-office", "--bin", "sipoke"])
        .args(["--message-format", "json-render-diagnostics"])
        .output()
        .await
        .expect("cargo runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let messages = String::from_utf8(output.stdout).expect("cargo writes UTF-8");
    messages
        .lines()
        .filter_map(|line| serde_json::from_str::<serde_json::Value>(line).ok())
        .find_map(|message| message["executable"].as_str().map(PathBuf::from))
        .expect("cargo names the executable")
}
