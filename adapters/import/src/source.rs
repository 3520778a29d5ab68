use std::{
    fs::File,
    io::Read,
    path::{Path, PathBuf},
};

use sipoke_wire::diagnostic::DiagnosticCode;

use crate::{
    faults::{Faults, Finding},
    node::Place,
};

/// More than ten thousand services; a larger file is not what it says it is.
const MOST_BYTES: u64 = 32 * 1024 * 1024;

/// A file's content.
#[derive(Debug)]
pub(crate) struct Source {
    pub(crate) kind: Option<Kind>,
    /// The text; `None` when it could not be read, which has been reported.
    pub(crate) text: Option<String>,
}

/// How a file is written, by the ending of its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Yaml,
    Table,
}

impl Source {
    /// Reads the file.
    pub(crate) fn open(path: &Path, faults: &mut Faults) -> Self {
        let name = path.display().to_string();
        let mut bytes = Vec::new();
        let read =
            File::open(path).and_then(|file| file.take(MOST_BYTES + 1).read_to_end(&mut bytes));
        match read {
            Ok(_) => Self::from_bytes(&name, &bytes, faults),
            Err(_) => {
                let file = faults.file(&name);
                faults.add_to_file(file, Finding::of(DiagnosticCode::UnreadableFile));
                Self { kind: None, text: None }
            }
        }
    }

    /// Takes bytes that came another way.
    pub(crate) fn from_bytes(name: &str, bytes: &[u8], faults: &mut Faults) -> Self {
        let file = faults.file(name);
        let kind = kind(name);
        let mut text = None;
        if kind.is_none() {
            let known = [".yaml", ".yml", ".json", ".csv"];
            let finding = Finding::of(DiagnosticCode::UnknownFormat).allowed(known);
            faults.add_to_file(file, finding);
        } else if u64::try_from(bytes.len()).unwrap_or(u64::MAX) > MOST_BYTES {
            let most = format!("≤ {} MiB", MOST_BYTES / 1024 / 1024);
            faults.add_to_file(file, Finding::of(DiagnosticCode::TooLarge).allowed([most]));
        } else {
            text = utf8(file, bytes, faults);
        }
        Self { kind, text }
    }
}

/// Reads files; each has its place in the list, readable or not.
pub(crate) fn open_all(paths: &[PathBuf], faults: &mut Faults) -> Vec<Source> {
    paths.iter().map(|path| Source::open(path, faults)).collect()
}

fn kind(name: &str) -> Option<Kind> {
    let ending = Path::new(name).extension()?.to_str()?.to_ascii_lowercase();
    match ending.as_str() {
        "yaml" | "yml" | "json" => Some(Kind::Yaml),
        "csv" | "tsv" => Some(Kind::Table),
        _ => None,
    }
}

/// The text without the byte order mark that spreadsheets put in front.
fn utf8(file: usize, bytes: &[u8], faults: &mut Faults) -> Option<String> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    match std::str::from_utf8(bytes) {
        Ok(text) => Some(text.to_owned()),
        Err(error) => {
            let before = bytes.get(..error.valid_up_to()).unwrap_or_default();
            let breaks = before.iter().filter(|byte| **byte == b'\n').count();
            let row = u32::try_from(breaks + 1).unwrap_or(u32::MAX);
            let place = Place { file, row, line: row, column: None, in_table: false };
            faults.add(&place, Finding::of(DiagnosticCode::NotUtf8));
            None
        }
    }
}
