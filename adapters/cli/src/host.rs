use std::{
    collections::BTreeMap,
    error::Error,
    io,
    net::{IpAddr, SocketAddr},
    path::{Path, PathBuf},
};

use async_trait::async_trait;
use sipoke_core::{
    access::Role,
    application::StageName,
    catalogue::ServiceStandard,
    office::{Holiday, Office},
    words::{Login, OfficeCode, Password, Ticket, TicketSecret},
};
use sipoke_desk::{Desk, DeskError, Published};
use sipoke_wire::diagnostic::Diagnostic;
use thiserror::Error;

/// Where an office is kept.
#[derive(Debug, Clone)]
pub struct Place {
    /// The data folder.
    pub data: PathBuf,
    /// Where settings of a server may be, which go before the folder.
    pub settings: SettingsFrom,
    /// Which office; `None`: the only one there.
    pub office: Option<OfficeCode>,
}

/// Where settings of a server may be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SettingsFrom {
    /// Nowhere: the folder counts, whatever the environment says.
    Nowhere,
    /// In the environment alone, if it says where the database is.
    Environment,
    /// In this file, and in the environment, which goes first.
    File(PathBuf),
}

/// Service standards as files describe them.
#[derive(Debug)]
pub struct StandardsFile {
    /// The office, when the files describe it.
    pub office: Option<Office>,
    /// The services, in order.
    pub standards: Vec<ServiceStandard>,
    /// What is worth a look.
    pub warnings: Vec<Diagnostic>,
}

/// An office for trying things out.
pub struct Demo {
    /// Its desk.
    pub desk: Desk,
    /// One officer of each role.
    pub credentials: Vec<DemoCredential>,
    /// Sample applications, as they stand now.
    pub applications: Vec<DemoApplication>,
    /// Whether it was there before.
    pub kept: bool,
}

/// How to sign in to a demo.
#[derive(Debug, Clone)]
pub struct DemoCredential {
    /// The name to sign in with.
    pub login: Login,
    /// What the officer is.
    pub role: Role,
    /// The password.
    pub password: Password,
}

/// A sample application of a demo.
#[derive(Debug, Clone)]
pub struct DemoApplication {
    /// Its public code.
    pub ticket: Ticket,
    /// The applicant's half.
    pub secret: TicketSecret,
    /// Where it stands.
    pub stage: StageName,
}

/// How an office is reached while it is served.
#[derive(Debug, Clone, Default)]
pub struct Reach {
    /// Where to listen; `None`: where the settings say, or at port 8080 of this machine only.
    pub listen: Option<SocketAddr>,
    /// The address that residents use, when something in front of the server has another one, such
    /// as `https://mekarjaya.example`.
    pub public_address: Option<String>,
    /// The office's own proxies.
    pub proxies: Vec<IpAddr>,
}

/// How a schema is brought up to date.
#[derive(Debug, Clone)]
pub struct Migration {
    /// The database as the role that owns it, where the working role may not change the schema.
    pub owner_url: Option<String>,
    /// The role that works.
    pub app: String,
    /// The role that reads for reports.
    pub reader: String,
}

/// Called once, when pages can be fetched, with the address they are at.
pub type Ready<'a> = Box<dyn FnOnce(SocketAddr) + Send + 'a>;

/// What a command needs of the machine and the binary it runs in.
#[async_trait]
pub trait Host: Send + Sync {
    /// Opens an office that is there.
    ///
    /// # Errors
    /// [`HostError::NothingThere`] when none is, or why it cannot be opened.
    async fn open(&self, place: &Place) -> Result<Desk, HostError>;

    /// Opens the office, and makes an empty one first when there is none.
    ///
    /// # Errors
    /// [`HostError::NotOurs`] when something else is there, or why it cannot be made.
    async fn create(&self, place: &Place, office: OfficeCode) -> Result<Desk, HostError>;

    /// Opens the demo office, and fills it first when there is none; `fresh`: begins again.
    ///
    /// # Errors
    /// [`HostError::NotOurs`] when something else than a demo is there; it stays as it is.
    async fn demo(&self, place: &Place, fresh: bool) -> Result<Demo, HostError>;

    /// The settings of a server, name by name, without passwords.
    ///
    /// # Errors
    /// [`HostError::Findings`] with every fault; [`HostError::NoSettings`] when there are none.
    fn settings(&self, place: &Place) -> Result<BTreeMap<String, String>, HostError>;

    /// Brings the schema of the database up to date.
    ///
    /// # Errors
    /// Why it could not be; then it is as after the last step that was done whole.
    async fn migrate(&self, place: &Place, migration: Migration) -> Result<(), HostError>;

    /// Reads service standards from files. What tables cannot say is taken from what is
    /// `published`.
    ///
    /// # Errors
    /// [`HostError::Findings`] with every fault.
    fn read_standards(
        &self,
        files: &[PathBuf],
        published: Option<&Published>,
    ) -> Result<StandardsFile, HostError>;

    /// Reads a calendar from a file, with what is worth a look.
    ///
    /// # Errors
    /// [`HostError::Findings`] with every fault.
    fn read_calendar(&self, file: &Path) -> Result<(Vec<Holiday>, Vec<Diagnostic>), HostError>;

    /// Serves the office until somebody asks it to stop, and ends what has begun.
    ///
    /// # Errors
    /// [`HostError::AddressInUse`], [`HostError::AlreadyServed`], or why it cannot be served.
    async fn serve(
        &self,
        place: &Place,
        desk: Desk,
        reach: Reach,
        ready: Ready<'_>,
    ) -> Result<(), HostError>;

    /// A password that nobody can guess and everybody can read out.
    ///
    /// # Errors
    /// When none can be made.
    fn fresh_password(&self) -> Result<Password, HostError>;

    /// One line that is piped in, for secrets that must not stand in a command line.
    ///
    /// # Errors
    /// When there is nothing to read.
    fn piped_line(&self) -> io::Result<String>;
}

/// Why the machine could not do it.
#[derive(Debug, Error)]
pub enum HostError {
    /// There is no office at this place.
    #[error("there is no office in {}", .0.display())]
    NothingThere(PathBuf),
    /// Something else is there. It was left as it is.
    #[error("{} holds something else", .0.display())]
    NotOurs(PathBuf),
    /// The place holds another office than the one that was named.
    #[error("{} holds the office {found}", .data.display())]
    AnotherOffice {
        /// The place.
        data: PathBuf,
        /// The office that is there.
        found: OfficeCode,
    },
    /// The key of the office is not there; without it nothing can be read.
    #[error("the key {} is missing", .0.display())]
    KeyMissing(PathBuf),
    /// The records of the office are not there, though its keys are.
    #[error("the records {} are missing", .0.display())]
    RecordsMissing(PathBuf),
    /// Another process serves this office.
    #[error("{} is being served already", .0.display())]
    AlreadyServed(PathBuf),
    /// Another process listens there.
    #[error("the address {0} is in use")]
    AddressInUse(SocketAddr),
    /// Neither a file nor the environment says how the server is set up.
    #[error("there are no settings")]
    NoSettings,
    /// The settings ask for something that this program was built without.
    #[error("this program was built without {0}")]
    NotBuiltIn(&'static str),
    /// A schema is to be made and nobody says who owns it.
    #[error("the owner of the database was not named")]
    NoOwner,
    /// The files have faults.
    #[error("the files have faults")]
    Findings(Vec<Diagnostic>),
    /// The desk did not do it.
    #[error(transparent)]
    Desk(#[from] DeskError),
    /// Something that is needed cannot be reached.
    #[error("{during} failed")]
    Unavailable {
        /// What was being done.
        during: &'static str,
        /// The cause.
        #[source]
        source: Box<dyn Error + Send + Sync>,
    },
}
