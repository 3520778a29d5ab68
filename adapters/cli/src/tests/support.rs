//! A machine in memory with a fixed clock and chance, and transcripts of what was typed and
//! answered: exit code, standard output and standard error together.

use std::{
    collections::BTreeMap,
    io::{self, Write},
    net::SocketAddr,
    path::{Path, PathBuf},
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
};

use async_trait::async_trait;
use sipoke_conformance::{
    memory::{FixedClock, MemoryStore, MemoryVault, PlainPasswords, SeededEntropy, TestSealer},
    samples,
};
use sipoke_core::{
    access::{Actor, Role},
    application::StageName,
    documents::ScanReceipt,
    office::Holiday,
    words::{IdempotencyKey, Login, OfficeCode, Password, RequirementCode, Ticket, TicketSecret},
};
use sipoke_desk::{Desk, Filed, Ports, Published, Submission};
use sipoke_wire::diagnostic::{Diagnostic, DiagnosticCode, Severity};

use crate::{
    Demo, DemoApplication, DemoCredential, Host, HostError, Migration, Place, Reach, Ready,
    SettingsFrom, StandardsFile, Streams, run,
};

pub(super) struct TestHost {
    ports: Arc<Ports>,
    pub(super) vault: Arc<MemoryVault>,
    there: AtomicBool,
    keys: AtomicU64,
    /// The edition of the file that is imported.
    pub(super) edition: u32,
    pub(super) faulty: bool,
    pub(super) address_in_use: bool,
    pub(super) piped: String,
}

impl TestHost {
    /// A machine on which nothing is yet.
    pub(super) fn empty() -> Self {
        let store = Arc::new(MemoryStore::new());
        let vault = Arc::new(MemoryVault::new());
        let ports = Ports {
            applications: store.clone(),
            catalogue: store.clone(),
            offices: store.clone(),
            staff: store.clone(),
            outbox: store.clone(),
            ledger: store,
            vault: vault.clone(),
            sealer: Arc::new(TestSealer),
            clock: Arc::new(FixedClock::at(samples::morning())),
            entropy: Arc::new(SeededEntropy::new(1)),
            passwords: Arc::new(PlainPasswords),
        };
        Self {
            ports: Arc::new(ports),
            vault,
            there: AtomicBool::new(false),
            keys: AtomicU64::new(0),
            edition: 1,
            faulty: false,
            address_in_use: false,
            piped: "kopi susu di pagi hari\n".to_owned(),
        }
    }

    /// A machine with an office that has published its standards.
    pub(super) async fn with_office() -> Self {
        let host = Self::empty();
        let imported = transcript(&host, IMPORT_AND_COMMIT).await;
        assert!(imported.contains("exit 0"), "{imported}");
        host
    }

    pub(super) fn desk(&self) -> Desk {
        Desk::new(samples::office_code(), self.ports.clone())
    }

    /// Somebody files.
    pub(super) async fn file(&self) -> Filed {
        let desk = self.desk();
        let number = self.keys.fetch_add(1, Ordering::Relaxed);
        let mut filing = samples::filing(number);
        for receipt in filing.documents.values_mut() {
            *receipt = self.scan().await;
        }
        let service = samples::edition(1).standard.code;
        let key = IdempotencyKey::parse(&format!("test-key-{number:010}")).unwrap();
        desk.submit(&Actor::Applicant, Submission { service, filing, key }).await.unwrap()
    }

    async fn scan(&self) -> ScanReceipt {
        let mut upload = self.desk().receive_scan().await.unwrap();
        upload.write(&samples::jpeg()).await.unwrap();
        upload.finish().await.unwrap()
    }

    /// Something happens to a stored scan behind our back.
    pub(super) fn damage(&self, filed: &Filed, requirement: &RequirementCode) {
        let document = &filed.application.documents()[requirement];
        self.vault.damage(samples::office_code(), document.scan.id);
    }
}

pub(super) const IMPORT: &str =
    "standards import standar.yaml --decree 05/01/Pem --year 2017 --effective-from 2017-02-01";
pub(super) const IMPORT_AND_COMMIT: &str = "standards import standar.yaml --decree 05/01/Pem --year 2017 \
                                     --effective-from 2017-02-01 --commit";

#[async_trait]
impl Host for TestHost {
    async fn open(&self, place: &Place) -> Result<Desk, HostError> {
        if !self.there.load(Ordering::Relaxed) {
            return Err(HostError::NothingThere(place.data.clone()));
        }
        match place.office {
            Some(named) if named != samples::office_code() => Err(HostError::AnotherOffice {
                data: place.data.clone(),
                found: samples::office_code(),
            }),
            _ => Ok(self.desk()),
        }
    }

    async fn create(&self, place: &Place, _: OfficeCode) -> Result<Desk, HostError> {
        self.there.store(true, Ordering::Relaxed);
        self.open(place).await
    }

    async fn demo(&self, place: &Place, _: bool) -> Result<Demo, HostError> {
        let desk = self.open(place).await?;
        let credential = DemoCredential {
            login: Login::parse("loket").unwrap(),
            role: Role::CounterClerk,
            password: self.fresh_password()?,
        };
        let application = DemoApplication {
            ticket: Ticket::from_chance([7; 16]),
            secret: TicketSecret::from_chance([3; 16]),
            stage: StageName::Ready,
        };
        let (credentials, applications) = (vec![credential], vec![application]);
        Ok(Demo { desk, credentials, applications, kept: true })
    }

    fn read_standards(
        &self,
        _: &[PathBuf],
        _: Option<&Published>,
    ) -> Result<StandardsFile, HostError> {
        if self.faulty {
            return Err(HostError::Findings(vec![finding(Severity::Error)]));
        }
        let standards =
            vec![samples::edition(self.edition).standard, samples::counter_only_edition().standard];
        let warnings = vec![finding(Severity::Warning)];
        Ok(StandardsFile { office: Some(samples::office()), standards, warnings })
    }

    fn read_calendar(&self, _: &Path) -> Result<(Vec<Holiday>, Vec<Diagnostic>), HostError> {
        Ok((samples::calendar().holidays().cloned().collect(), Vec::new()))
    }

    fn settings(&self, place: &Place) -> Result<BTreeMap<String, String>, HostError> {
        has_settings(place)?;
        if self.faulty {
            return Err(HostError::Findings(vec![finding(Severity::Error)]));
        }
        let settings = [("database", "postgres"), ("http.listen", "127.0.0.1:8080")];
        Ok(settings.map(|(name, value)| (name.to_owned(), value.to_owned())).into())
    }

    async fn migrate(&self, place: &Place, migration: Migration) -> Result<(), HostError> {
        has_settings(place)?;
        migration.owner_url.map(|_| ()).ok_or(HostError::NoOwner)
    }

    async fn serve(
        &self,
        _: &Place,
        _: Desk,
        reach: Reach,
        ready: Ready<'_>,
    ) -> Result<(), HostError> {
        let listen = reach.listen.unwrap_or_else(|| SocketAddr::from(([127, 0, 0, 1], 8080)));
        if self.address_in_use {
            return Err(HostError::AddressInUse(listen));
        }
        ready(listen);
        Ok(())
    }

    fn fresh_password(&self) -> Result<Password, HostError> {
        Ok(Password::parse("7GKP-Q2MX-K3WD-9HTB").unwrap())
    }

    fn piped_line(&self) -> io::Result<String> {
        Ok(self.piped.clone())
    }
}

fn finding(severity: Severity) -> Diagnostic {
    Diagnostic {
        code: DiagnosticCode::NotANumber,
        severity,
        file: "standar.yaml".to_owned(),
        row: Some(12),
        character: None,
        column: None,
        field: Some("layanan[0].jangka_waktu.nilai".to_owned()),
        found: Some("lima".to_owned()),
        nearest: None,
        allowed: Vec::new(),
        line: Some("      nilai: lima".to_owned()),
    }
}

/// Types a command and writes down everything that comes back.
pub(super) async fn transcript(host: &TestHost, line: &str) -> String {
    let (out, err) = (Buffer::default(), Buffer::default());
    let streams =
        Streams { out: Box::new(out.clone()), err: Box::new(err.clone()), watched: false };
    let words = std::iter::once("sipoke").chain(line.split_whitespace());
    let exit = run(host, streams, words).await;
    let mut text = format!("$ sipoke {line}\n[exit {}]\n", exit.code());
    for (name, buffer) in [("stdout", out), ("stderr", err)] {
        let written = buffer.text();
        if !written.is_empty() {
            text.push_str(&format!("--- {name}\n{written}"));
        }
    }
    text
}

/// Several commands, one after another.
pub(super) async fn transcripts(host: &TestHost, lines: &[&str]) -> String {
    let mut text = Vec::new();
    for line in lines {
        text.push(transcript(host, line).await);
    }
    text.join("\n")
}

#[derive(Clone, Default)]
struct Buffer(Arc<Mutex<Vec<u8>>>);

impl Buffer {
    fn text(&self) -> String {
        String::from_utf8(self.0.lock().unwrap().clone()).unwrap()
    }
}

impl Write for Buffer {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn has_settings(place: &Place) -> Result<(), HostError> {
    match place.settings {
        SettingsFrom::File(_) => Ok(()),
        SettingsFrom::Environment | SettingsFrom::Nowhere => Err(HostError::NoSettings),
    }
}
