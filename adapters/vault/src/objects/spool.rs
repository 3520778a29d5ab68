use std::{
    fs::{self, File, OpenOptions},
    io::{self, Read, Seek, Write},
    os::unix::fs::OpenOptionsExt,
    path::Path,
};

use sipoke_core::words::{OfficeCode, ScanId};

use crate::sealed::Sink;

/// An upload under way, in a file without a name: when it is closed it is gone, also when the
/// process was killed. It is never synced, because nobody was promised anything yet.
pub(super) struct Spool(File);

impl Spool {
    pub(super) fn create(folder: &Path, office: OfficeCode, id: ScanId) -> io::Result<Self> {
        let path = folder.join(format!("{office}-{id}"));
        let mut options = OpenOptions::new();
        let file = options.read(true).write(true).create_new(true).mode(0o600).open(&path)?;
        fs::remove_file(path)?;
        Ok(Self(file))
    }

    /// Puts all that was written into this buffer.
    pub(super) fn load(mut self, buffer: &mut Vec<u8>) -> io::Result<()> {
        let length = usize::try_from(self.0.metadata()?.len()).map_err(io::Error::other)?;
        self.0.rewind()?;
        buffer.reserve_exact(length);
        self.0.read_to_end(buffer).map(drop)
    }
}

impl Write for Spool {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

impl Sink for Spool {}
