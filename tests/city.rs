//! An office as a city runs it: its records in a database, its settings in a file, and any number
//! of `sipoke-server` processes.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Stdio,
};

use serde_json::Value;
use sipoke_core::access::Role;
use sipoke_test_postgres::{APP, Database, OWNER};
use tempfile::TempDir;
use tokio::{io::AsyncWriteExt, process::Command};

use crate::{Program, office::PASSWORD, server::Server};

/// An office with the 34 demo standards that lives as long as the test.
pub struct City {
    settings: PathBuf,
    _folder: TempDir,
    _database: Database,
}

impl City {
    /// Sets it up in an empty database, as the handbook says.
    ///
    /// # Panics
    /// When anything of it fails.
    pub async fn set_up(database: Database) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        fs::create_dir(folder.path().join("scans")).expect("a folder");
        let settings = folder.path().join("sipoke-server.yaml");
        fs::write(&settings, settings_of(folder.path(), &database)).expect("a file");
        let owner = database.url(OWNER);
        let city = Self { settings, _folder: folder, _database: database };
        city.succeed(&["database", "migrate", "--owner-url", &owner]).await;
        let standards = crate::fixture("standards/mekarjaya.yaml");
        let standards = standards.to_str().expect("a path that can be typed");
        let decree = ["--decree", "05/01/Pem", "--year", "2017", "--effective-from", "2017-05-05"];
        city.succeed(&[&["standards", "import", standards, "--commit"], &decree[..]].concat())
            .await;
        city
    }

    /// Hires an officer with this role, who signs in with the code of the role.
    ///
    /// # Panics
    /// When there is one already.
    pub async fn hire(&self, role: Role) {
        let mut command = self.command(&["staff", "add", role.code(), "--password-stdin"]).await;
        command.args(["--name", "PETUGAS CONTOH", "--role", role.code()]);
        let mut process = command.stdin(Stdio::piped()).spawn().expect("the program starts");
        let mut stdin = process.stdin.take().expect("its input is ours");
        stdin.write_all(PASSWORD.as_bytes()).await.expect("it reads");
        drop(stdin);
        let output = process.wait_with_output().await.expect("it ends");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    }

    /// Starts one more server of it, on a port of its own.
    ///
    /// # Panics
    /// When it does not start.
    pub async fn serve(&self) -> Server {
        Server::start(&mut self.command(&["serve"]).await).await
    }

    /// The tickets of all applications.
    ///
    /// # Panics
    /// When they cannot be listed.
    pub async fn tickets(&self) -> Vec<String> {
        crate::tickets(&self.run(&["application", "list"]).await)
    }

    /// What a verification finds.
    ///
    /// # Panics
    /// When it cannot be made.
    pub async fn verify(&self) -> Value {
        self.run(&["verify"]).await
    }

    async fn run(&self, arguments: &[&str]) -> Value {
        crate::answer(&mut self.command(arguments).await).await
    }

    async fn succeed(&self, arguments: &[&str]) {
        let output = self.command(arguments).await.output().await.expect("the program starts");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    }

    async fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(crate::program(Program::Server).await);
        command.args(arguments).arg("--json").arg("--config").arg(&self.settings);
        command.stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    }
}

fn settings_of(folder: &Path, database: &Database) -> String {
    let (folder, url) = (folder.display(), database.url(APP));
    format!(
        "office: 32.76.05.1004
database:
  url: {url}
  connections: 16
keys: {folder}/kunci.key
scans:
  folder: {folder}/scans
http:
  listen: 127.0.0.1:0
log:
  level: error
"
    )
}
