//! A real program as a server of its own.

use std::{path::Path, process::Stdio};

use serde_json::Value;
use tokio::{
    io::{AsyncBufReadExt, BufReader},
    process::{Child, Command},
};

use crate::Program;

/// A running `sipoke demo` or `sipoke-server serve`.
pub struct Server {
    /// Where its pages are.
    pub address: String,
    process: Child,
}

impl Server {
    /// Starts a demo office in this folder on a free port and waits until it says that it is there.
    ///
    /// # Panics
    /// When it does not start.
    pub async fn demo(data: &Path) -> Self {
        let mut command = Command::new(crate::program(Program::Office).await);
        Self::start(command.args(["demo", "--json", "--port", "0", "--data"]).arg(data)).await
    }

    /// Starts what this command runs and waits until it says, in JSON, where its pages are.
    pub(crate) async fn start(command: &mut Command) -> Self {
        let mut process = command
            .stdout(Stdio::piped())
            .stderr(Stdio::inherit())
            .kill_on_drop(true)
            .spawn()
            .expect("the program starts");
        let stdout = process.stdout.take().expect("its output is ours");
        let mut first = String::new();
        BufReader::new(stdout).read_line(&mut first).await.expect("it says something");
        let said: Value = serde_json::from_str(&first).expect("its first line is JSON");
        let address = said["address"].as_str().expect("it names its address").to_owned();
        Self { address, process }
    }

    /// Kills it at once, as a power cut would (SIGKILL).
    ///
    /// # Panics
    /// When it is not there any more.
    pub async fn kill(&mut self) {
        self.process.kill().await.expect("it was running");
    }
}
