use std::{
    io::{BufRead, BufReader},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
};

/// A server of one test alone, which it may stop as a power cut would. It goes with the test, also
/// when the test is killed: it lives as long as somebody holds the other end of a pipe.
#[derive(Debug)]
pub struct Cluster {
    address: String,
    holder: Child,
}

impl Cluster {
    /// Makes it and starts it; waits until it answers.
    ///
    /// # Panics
    /// When PostgreSQL is missing or does not start.
    #[must_use]
    pub fn start() -> Self {
        let mut holder = Command::new(script("with-postgres"))
            .args(["sh", "-c", &format!("echo \"${}\"; cat >/dev/null", crate::VARIABLE)])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("the script starts");
        let mut address = String::new();
        let said = holder.stdout.as_mut().expect("its output is ours");
        BufReader::new(said).read_line(&mut address).expect("it says where it is");
        let address = address.trim_end().to_owned();
        assert!(!address.is_empty(), "PostgreSQL does not start; see above");
        Self { address, holder }
    }

    /// Its address, as the role that may do everything.
    #[must_use]
    pub fn address(&self) -> &str {
        &self.address
    }

    /// Stops it at once (`pg_ctl stop -m immediate`): connections are cut, and what was not
    /// committed is lost.
    ///
    /// # Panics
    /// When it does not run.
    pub fn cut_power(&self) {
        self.tell("stop");
    }

    /// Starts it again; waits until it has recovered and answers.
    ///
    /// # Panics
    /// When it does not start.
    pub fn give_power(&self) {
        self.tell("start");
    }

    fn tell(&self, what: &str) {
        let folder = self.address.rsplit_once("?host=").expect("a folder").1;
        let ended = Command::new(script("cluster")).args([what, folder]).status();
        assert!(ended.expect("the script starts").success(), "cannot {what} the server");
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        drop(self.holder.stdin.take());
        // What is left of it is no reason to fail.
        drop(self.holder.wait());
    }
}

fn script(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(name)
}
