use std::{
    env, fmt,
    net::{IpAddr, Ipv4Addr, SocketAddr},
    path::{Path, PathBuf},
};

use sipoke_core::words::OfficeCode;
use sipoke_wire::diagnostic::{Diagnostic, DiagnosticCode, Severity};

use crate::{
    cursor::Cursor,
    faults::{Faults, Finding},
    node::{Node, Place, Value},
    source::Source,
    yaml,
};

/// How a server is set up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServerSettings {
    /// The office it serves.
    pub office: OfficeCode,
    /// Where the records are.
    pub database: Database,
    /// The file with the office's keys.
    pub keys: PathBuf,
    /// Where the scans are.
    pub scans: Scans,
    /// How it is reached.
    pub http: Http,
    /// What it writes about itself.
    pub log: Log,
}

/// Where the records are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Database {
    /// `sqlite:` and the path of a file.
    Sqlite(PathBuf),
    /// A PostgreSQL database, shared by any number of servers.
    Postgres {
        /// `postgres://…`, as the role that works.
        url: Hidden,
        /// Connections at most.
        connections: u32,
    },
}

/// Where the scans are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Scans {
    /// In a folder.
    Folder(PathBuf),
    /// In a bucket of an S3-compatible store.
    Bucket(Bucket),
}

/// A bucket of an S3-compatible store.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bucket {
    /// `https://…`
    pub endpoint: String,
    /// Its name.
    pub name: String,
    /// The region; many stores take any.
    pub region: String,
    /// Who asks.
    pub access_key: Hidden,
    /// The proof of it.
    pub secret_key: Hidden,
    /// A folder of this machine for scans on their way.
    pub spool: PathBuf,
}

/// How the server is reached.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Http {
    /// Where to listen.
    pub listen: SocketAddr,
    /// The address that residents use.
    pub public_address: Option<String>,
    /// The office's own proxies, which say whom they speak for.
    pub proxies: Vec<IpAddr>,
    /// Where to show measurements, for the office's own network only.
    pub metrics: Option<SocketAddr>,
}

/// What the server writes about itself, on standard error.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Log {
    /// Whether each line is JSON.
    pub json: bool,
    /// `info`, or a filter such as `warn,sipoke_http=debug`.
    pub level: String,
}

/// A text that is not shown: it has a password in it, or is one.
#[derive(Clone, PartialEq, Eq)]
pub struct Hidden(String);

impl Hidden {
    /// The text itself.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Hidden {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("…")
    }
}

/// Every setting with the variable of the environment that goes before the file.
pub const VARIABLES: [(&str, &str); 16] = [
    ("office", "SIPOKE_OFFICE"),
    ("database.url", "SIPOKE_DATABASE_URL"),
    ("database.connections", "SIPOKE_DATABASE_CONNECTIONS"),
    ("keys", "SIPOKE_KEYS"),
    ("scans.folder", "SIPOKE_SCANS_FOLDER"),
    ("scans.endpoint", "SIPOKE_SCANS_ENDPOINT"),
    ("scans.bucket", "SIPOKE_SCANS_BUCKET"),
    ("scans.region", "SIPOKE_SCANS_REGION"),
    ("scans.access_key", "SIPOKE_SCANS_ACCESS_KEY"),
    ("scans.secret_key", "SIPOKE_SCANS_SECRET_KEY"),
    ("http.listen", "SIPOKE_HTTP_LISTEN"),
    ("http.public_address", "SIPOKE_HTTP_PUBLIC_ADDRESS"),
    ("http.proxies", "SIPOKE_HTTP_PROXIES"),
    ("http.metrics", "SIPOKE_HTTP_METRICS"),
    ("log.format", "SIPOKE_LOG_FORMAT"),
    ("log.level", "SIPOKE_LOG_LEVEL"),
];

const USUAL_LISTEN: SocketAddr = SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), 8080);
const USUAL_CONNECTIONS: u32 = 16;
const MOST_CONNECTIONS: u32 = 1_000;

/// Reads the settings of a server from a YAML file, if there is one, and from the environment,
/// which goes first.
///
/// # Errors
/// Every fault, with its place: a line of the file, or the name of a variable.
pub fn read_settings(file: Option<&Path>) -> Result<ServerSettings, Vec<Diagnostic>> {
    let mut faults = Faults::default();
    let text = match file {
        Some(file) => Source::open(file, &mut faults).text,
        None => None,
    };
    read(text, |name| env::var(name).ok(), faults)
}

/// As [`read_settings`], of bytes that came another way, in this environment.
///
/// # Errors
/// As [`read_settings`].
pub fn read_settings_from_bytes(
    name: &str,
    bytes: &[u8],
    variable: impl Fn(&str) -> Option<String>,
) -> Result<ServerSettings, Vec<Diagnostic>> {
    let mut faults = Faults::default();
    let text = Source::from_bytes(name, bytes, &mut faults).text;
    read(text, variable, faults)
}

fn read(
    text: Option<String>,
    variable: impl Fn(&str) -> Option<String>,
    mut faults: Faults,
) -> Result<ServerSettings, Vec<Diagnostic>> {
    let root = match &text {
        _ if faults.any_error() => None,
        Some(text) => yaml::parse(0, text, &mut faults),
        None => {
            let file = faults.file("SIPOKE_*");
            Some(Node { place: whole(file), value: Value::Group(Vec::new()) })
        }
    };
    let settings = root.and_then(|mut root| {
        for (path, name) in VARIABLES {
            if let Some(value) = variable(name) {
                let place = Place {
                    file: faults.file(name),
                    row: 1,
                    line: 1,
                    column: None,
                    in_table: false,
                };
                overlay(&mut root, path, &Node { place, value: Value::Text(value) });
            }
        }
        server(&Cursor::root(&root), &mut faults)
    });
    let mut found = faults.report(&[text.as_deref().unwrap_or_default()]);
    match settings {
        Some(settings) if found.is_empty() => Ok(settings),
        _ => {
            for finding in &mut found {
                // An unknown setting would silently not be followed.
                finding.severity = Severity::Error;
                // A line may hold a password.
                finding.line = None;
            }
            Err(found)
        }
    }
}

/// The place of something that is not divided into lines.
fn whole(file: usize) -> Place {
    Place { file, row: 1, line: 1, column: None, in_table: false }
}

/// Puts a value in the place of whatever the file says there.
fn overlay(node: &mut Node, path: &str, value: &Node) {
    let Value::Group(fields) = &mut node.value else { return };
    let (name, rest) = path.split_once('.').map_or((path, None), |(name, rest)| (name, Some(rest)));
    let at = fields.iter().position(|(known, _)| known == name);
    match (rest, at.and_then(|at| fields.get_mut(at))) {
        (None, Some((_, field))) => *field = value.clone(),
        (None, None) => fields.push((name.to_owned(), value.clone())),
        (Some(rest), Some((_, field))) => {
            if matches!(field.value, Value::Empty) {
                field.value = Value::Group(Vec::new());
            }
            overlay(field, rest, value);
        }
        (Some(rest), None) => {
            let mut group = Node { place: value.place.clone(), value: Value::Group(Vec::new()) };
            overlay(&mut group, rest, value);
            fields.push((name.to_owned(), group));
        }
    }
}

fn server(cursor: &Cursor<'_>, faults: &mut Faults) -> Option<ServerSettings> {
    cursor.only(&["office", "database", "keys", "scans", "http", "log"], faults);
    let office = cursor
        .need("office", faults)
        .and_then(|it| it.parsed(OfficeCode::parse, &["99.99.99.9999"], faults));
    let database = cursor.need("database", faults).and_then(|it| database(&it, faults));
    let keys = path(cursor, "keys", faults);
    let scans = cursor.need("scans", faults).and_then(|it| scans(&it, faults));
    let http = match cursor.get("http") {
        Some(cursor) => http(&cursor, faults),
        None => Some(Http {
            listen: USUAL_LISTEN,
            public_address: None,
            proxies: Vec::new(),
            metrics: None,
        }),
    };
    let log = match cursor.get("log") {
        Some(cursor) => log(&cursor, faults),
        None => Some(Log { json: false, level: "info".to_owned() }),
    };
    Some(ServerSettings {
        office: office?,
        database: database?,
        keys: keys?,
        scans: scans?,
        http: http?,
        log: log?,
    })
}

fn database(cursor: &Cursor<'_>, faults: &mut Faults) -> Option<Database> {
    cursor.only(&["url", "connections"], faults);
    let connections = match cursor.get("connections") {
        Some(cursor) => cursor.number(1, MOST_CONNECTIONS, faults),
        None => Some(USUAL_CONNECTIONS),
    };
    let place = cursor.need("url", faults)?;
    let url = place.text(faults)?;
    if let Some(file) = url.strip_prefix("sqlite:").filter(|file| !file.is_empty()) {
        return Some(Database::Sqlite(PathBuf::from(file)));
    }
    if url.starts_with("postgres://") || url.starts_with("postgresql://") {
        return Some(Database::Postgres { url: Hidden(url), connections: connections? });
    }
    // What was found is not shown: it may hold a password.
    let kinds = ["postgres://ROLE@HOST/DATABASE", "sqlite:FILE"];
    place.fault(Finding::of(DiagnosticCode::Malformed).allowed(kinds), faults);
    None
}

fn scans(cursor: &Cursor<'_>, faults: &mut Faults) -> Option<Scans> {
    let of_a_bucket = ["endpoint", "bucket", "region", "access_key", "secret_key"];
    let known = ["folder", "endpoint", "bucket", "region", "access_key", "secret_key"];
    cursor.only(&known, faults);
    // With a bucket, the folder is where scans stay on their way there.
    let folder = path(cursor, "folder", faults);
    if of_a_bucket.iter().all(|name| cursor.get(name).is_none()) {
        return folder.map(Scans::Folder);
    }
    let mut text = |name| cursor.need(name, faults).and_then(|it| it.text(faults));
    let (endpoint, bucket) = (text("endpoint"), text("bucket"));
    let (access_key, secret_key) = (text("access_key"), text("secret_key"));
    let region =
        cursor.get("region").map_or_else(|| Some("us-east-1".to_owned()), |it| it.text(faults));
    Some(Scans::Bucket(Bucket {
        endpoint: endpoint?,
        name: bucket?,
        region: region?,
        access_key: Hidden(access_key?),
        secret_key: Hidden(secret_key?),
        spool: folder?,
    }))
}

fn http(cursor: &Cursor<'_>, faults: &mut Faults) -> Option<Http> {
    cursor.only(&["listen", "public_address", "proxies", "metrics"], faults);
    let listen = match cursor.get("listen") {
        Some(cursor) => address(&cursor, faults),
        None => Some(USUAL_LISTEN),
    };
    let public_address = match cursor.get("public_address") {
        Some(cursor) => cursor.text(faults).map(|text| {
            if !text.starts_with("https://") && !text.starts_with("http://") {
                let finding = Finding::of(DiagnosticCode::Malformed).found(&text);
                cursor.fault(finding.allowed(["https://NAME"]), faults);
            }
            Some(text)
        }),
        None => Some(None),
    };
    let proxies = match cursor.get("proxies") {
        Some(cursor) => proxies(&cursor, faults),
        None => Some(Vec::new()),
    };
    let metrics = match cursor.get("metrics") {
        Some(cursor) => address(&cursor, faults).map(Some),
        None => Some(None),
    };
    Some(Http {
        listen: listen?,
        public_address: public_address?,
        proxies: proxies?,
        metrics: metrics?,
    })
}

fn proxies(cursor: &Cursor<'_>, faults: &mut Faults) -> Option<Vec<IpAddr>> {
    let text = cursor.text(faults)?;
    let proxies: Option<Vec<IpAddr>> =
        text.split(',').map(|address| address.trim().parse().ok()).collect();
    if proxies.is_none() {
        let finding = Finding::of(DiagnosticCode::Malformed).found(&text);
        cursor.fault(finding.allowed(["127.0.0.1, 10.0.0.2"]), faults);
    }
    proxies
}

fn log(cursor: &Cursor<'_>, faults: &mut Faults) -> Option<Log> {
    cursor.only(&["format", "level"], faults);
    let formats = [("text", false), ("json", true)];
    let json = match cursor.get("format") {
        Some(cursor) => cursor.word(&formats, DiagnosticCode::UnknownWord, faults),
        None => Some(false),
    };
    let level = match cursor.get("level") {
        Some(cursor) => cursor.text(faults),
        None => Some("info".to_owned()),
    };
    Some(Log { json: json?, level: level? })
}

fn path(cursor: &Cursor<'_>, name: &str, faults: &mut Faults) -> Option<PathBuf> {
    cursor.need(name, faults)?.text(faults).map(PathBuf::from)
}

fn address(cursor: &Cursor<'_>, faults: &mut Faults) -> Option<SocketAddr> {
    let text = cursor.text(faults)?;
    let address = text.parse().ok();
    if address.is_none() {
        let finding = Finding::of(DiagnosticCode::Malformed).found(&text);
        cursor.fault(finding.allowed(["127.0.0.1:8080"]), faults);
    }
    address
}
