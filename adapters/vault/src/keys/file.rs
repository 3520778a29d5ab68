use std::{
    collections::BTreeMap,
    fmt::Write as _,
    fs::{self, File, OpenOptions},
    io::{self, Read, Write},
    os::unix::fs::{OpenOptionsExt, PermissionsExt},
    path::{Path, PathBuf},
};

use sha2::{Digest, Sha256};
use sipoke_core::ports::Entropy;
use zeroize::Zeroizing;

use super::{KeyFileError, derive::Secret};

const FORMAT: &str = "sipoke-keys 1";
const PREAMBLE: &str = "\
# Kunci kantor SIP OKE. Tanpa berkas ini data dan hasil pindai tidak dapat dibuka lagi.
# Simpan salinannya di tempat aman, terpisah dari cadangan data. Jangan diubah dengan tangan.
";
/// No key file is longer; reading stops here.
const MOST_BYTES: u64 = 1 << 20;

/// What a key file holds. The key with the highest id is the current one.
///
/// ```text
/// sipoke-keys 1
/// lookup 4f…        for fingerprints; never changes
/// key 1 9a…
/// key 2 c3…         the current one
/// check 77…         the first eight bytes of the SHA-256 of all lines before
/// ```
pub(super) struct KeyFile {
    pub(super) lookup: Secret,
    pub(super) keys: BTreeMap<u32, Secret>,
}

impl KeyFile {
    pub(super) fn fresh(entropy: &dyn Entropy) -> Self {
        Self { lookup: secret(entropy), keys: BTreeMap::from([(1, secret(entropy))]) }
    }

    /// The id of the current key.
    pub(super) fn current(&self) -> u32 {
        self.keys.last_key_value().map_or(0, |(id, _)| *id)
    }

    pub(super) fn add_key(&mut self, entropy: &dyn Entropy) -> u32 {
        let id = self.current().saturating_add(1);
        self.keys.insert(id, secret(entropy));
        id
    }

    pub(super) fn read(path: &Path) -> Result<Self, KeyFileError> {
        let file = File::open(path).map_err(|error| match error.kind() {
            io::ErrorKind::NotFound => KeyFileError::Missing { path: path.to_owned() },
            _ => failed(path)(error),
        })?;
        // Asked of the opened file, so that it cannot be another one than is read.
        let metadata = file.metadata().map_err(failed(path))?;
        let mode = metadata.permissions().mode() & 0o7777;
        if mode & 0o077 != 0 {
            return Err(KeyFileError::Open { path: path.to_owned(), mode });
        }
        let length = metadata.len().min(MOST_BYTES);
        // Room for all of it at once: growing would leave copies of keys behind.
        let room = usize::try_from(length).unwrap_or_default();
        let mut text = Zeroizing::new(String::with_capacity(room));
        file.take(length).read_to_string(&mut text).map_err(failed(path))?;
        Self::parse(&text).map_err(|fault| match fault {
            Fault::Newer => KeyFileError::Newer { path: path.to_owned() },
            Fault::Line(line) => KeyFileError::Damaged { path: path.to_owned(), line },
        })
    }

    /// Writes a file that is not there yet.
    pub(super) fn write_new(&self, path: &Path) -> Result<(), KeyFileError> {
        self.write(path).map_err(|error| match error.kind() {
            io::ErrorKind::AlreadyExists => KeyFileError::Exists { path: path.to_owned() },
            _ => failed(path)(error),
        })?;
        sync_folder_of(path).map_err(failed(path))
    }

    /// Puts this in the place of the file that is there: all of it, or nothing.
    pub(super) fn replace(&self, path: &Path) -> Result<(), KeyFileError> {
        let mut beside = path.as_os_str().to_owned();
        beside.push(".new");
        let beside = PathBuf::from(beside);
        self.write(&beside).map_err(failed(&beside))?;
        fs::rename(&beside, path).map_err(failed(path))?;
        sync_folder_of(path).map_err(failed(path))
    }

    fn write(&self, path: &Path) -> io::Result<()> {
        let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)?;
        let written = file.write_all(self.print().as_bytes()).and_then(|()| file.sync_all());
        if written.is_err() {
            // Nothing was sealed with these keys yet, and half a key file would only confuse.
            fs::remove_file(path)?;
        }
        written
    }

    fn print(&self) -> Zeroizing<String> {
        // All at once, as in `read`.
        let room = PREAMBLE.len() + 256 + self.keys.len() * 96;
        let mut text = Zeroizing::new(String::with_capacity(room));
        text.push_str(PREAMBLE);
        text.push_str(FORMAT);
        text.push_str("\nlookup ");
        push_hex(&mut text, self.lookup.as_slice());
        for (id, key) in &self.keys {
            text.push_str("\nkey ");
            push_id(&mut text, *id);
            push_hex(&mut text, key.as_slice());
        }
        text.push('\n');
        let check = checksum(&text);
        text.push_str("check ");
        push_hex(&mut text, &check);
        text.push('\n');
        text
    }

    fn parse(text: &str) -> Result<Self, Fault> {
        let mut lookup = None;
        let mut keys = BTreeMap::new();
        let mut format = false;
        let mut start = 0;
        for (number, line) in (1..).zip(text.split_inclusive('\n')) {
            let fault = || Fault::Line(number);
            let before = text.get(..start).ok_or_else(fault)?;
            start += line.len();
            let words: Vec<&str> = line.split_ascii_whitespace().collect();
            match words.as_slice() {
                [] => {}
                [first, ..] if first.starts_with('#') => {}
                ["sipoke-keys", version] if !format => {
                    if *version != "1" {
                        return Err(Fault::Newer);
                    }
                    format = true;
                }
                ["lookup", hex] if format && lookup.is_none() => {
                    lookup = Some(secret_from(hex).ok_or_else(fault)?);
                }
                ["key", id, hex] if format => {
                    let id = id.parse().map_err(|_| fault())?;
                    let key = secret_from(hex).ok_or_else(fault)?;
                    if keys.insert(id, key).is_some() {
                        return Err(fault());
                    }
                }
                ["check", hex] if start == text.len() && !keys.is_empty() => {
                    let mut written = [0; 8];
                    if !read_hex(hex, &mut written) || written != checksum(before) {
                        return Err(fault());
                    }
                    return lookup.map(|lookup| Self { lookup, keys }).ok_or_else(fault);
                }
                _ => return Err(fault()),
            }
        }
        // Cut off: the line that is missing is the next one.
        Err(Fault::Line(text.lines().count() + 1))
    }
}

enum Fault {
    Newer,
    Line(usize),
}

fn secret(entropy: &dyn Entropy) -> Secret {
    let mut secret = Zeroizing::new([0; 32]);
    entropy.fill(secret.as_mut_slice());
    secret
}

fn secret_from(hex: &str) -> Option<Secret> {
    let mut secret = Zeroizing::new([0; 32]);
    read_hex(hex, secret.as_mut_slice()).then_some(secret)
}

/// Finds a slip of the hand or of the disk. Who can change the file on purpose has the keys anyway.
fn checksum(text: &str) -> [u8; 8] {
    let hash: [u8; 32] = Sha256::digest(text.as_bytes()).into();
    let mut check = [0; 8];
    for (to, from) in check.iter_mut().zip(hash) {
        *to = from;
    }
    check
}

fn push_hex(text: &mut String, bytes: &[u8]) {
    for byte in bytes {
        for half in [byte >> 4, byte & 15] {
            text.push(char::from_digit(u32::from(half), 16).unwrap_or('0'));
        }
    }
}

fn push_id(text: &mut String, id: u32) {
    // Writing to a String cannot fail.
    let _written = write!(text, "{id} ");
}

fn read_hex(hex: &str, into: &mut [u8]) -> bool {
    let hex = hex.as_bytes();
    let digit = |byte: u8| char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
    hex.len() == into.len() * 2
        && hex.chunks_exact(2).zip(into).all(|(pair, byte)| match pair {
            [high, low] => match (digit(*high), digit(*low)) {
                (Some(high), Some(low)) => {
                    *byte = high << 4 | low;
                    true
                }
                _ => false,
            },
            _ => false,
        })
}

fn sync_folder_of(path: &Path) -> io::Result<()> {
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    File::open(folder)?.sync_all()
}

fn failed(path: &Path) -> impl FnOnce(io::Error) -> KeyFileError {
    let path = path.to_owned();
    |source| KeyFileError::Io { path, source }
}
