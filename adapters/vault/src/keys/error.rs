use std::{io, path::PathBuf};

use thiserror::Error;

/// Why the key file cannot be used. It never shows what is in the file.
#[derive(Debug, Error)]
pub enum KeyFileError {
    /// There is no such file.
    #[error("there is no key file {}", path.display())]
    Missing {
        /// Where it was looked for.
        path: PathBuf,
    },
    /// There is one already; keys are never written over.
    #[error("the key file {} is there already and is never written over", path.display())]
    Exists {
        /// The file.
        path: PathBuf,
    },
    /// Others on this machine may read or change it.
    #[error(
        "the key file {} has mode {mode:04o} and is open to others; run: chmod 600 '{}'",
        path.display(), path.display()
    )]
    Open {
        /// The file.
        path: PathBuf,
        /// Its permission bits.
        mode: u32,
    },
    /// A newer version of the software wrote it.
    #[error("the key file {} has a format of a newer version of the software", path.display())]
    Newer {
        /// The file.
        path: PathBuf,
    },
    /// It was cut off or changed.
    #[error("line {line} of the key file {} is damaged; put the copy of the file back", path.display())]
    Damaged {
        /// The file.
        path: PathBuf,
        /// The line, from 1.
        line: usize,
    },
    /// It cannot be read or written.
    #[error("the key file {} cannot be read or written", path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// What the system said.
        #[source]
        source: io::Error,
    },
}
