use std::{
    fs::{self, DirBuilder, File, OpenOptions},
    io,
    os::unix::fs::{DirBuilderExt, OpenOptionsExt},
    path::{Path, PathBuf},
};

/// The steps that make bytes durable, apart from the rest so that tests can watch their order and
/// let each of them fail.
pub(crate) trait Disk: Send + Sync {
    fn sync_file(&self, file: &File) -> io::Result<()>;
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()>;
    fn sync_folder(&self, folder: &Path) -> io::Result<()>;
}

/// The disk as it is.
pub(crate) struct RealDisk;

impl Disk for RealDisk {
    fn sync_file(&self, file: &File) -> io::Result<()> {
        file.sync_all()
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        fs::rename(from, to)
    }

    fn sync_folder(&self, folder: &Path) -> io::Result<()> {
        File::open(folder)?.sync_all()
    }
}

/// Makes a folder for its owner alone; one that is there already is as good.
pub(super) fn make_folder(folder: &Path) -> io::Result<()> {
    match DirBuilder::new().mode(0o700).create(folder) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
        made => made,
    }
}

/// A file that is removed when this is dropped, unless it was [kept](Self::keep).
pub(super) struct Temporary {
    path: Option<PathBuf>,
}

impl Temporary {
    /// Makes a new file for its owner alone.
    pub(super) fn create(path: PathBuf) -> io::Result<(Self, File)> {
        let file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&path)?;
        Ok((Self { path: Some(path) }, file))
    }

    /// Moves the file; where it is now it will be removed too.
    pub(super) fn rename(&mut self, disk: &dyn Disk, to: PathBuf) -> io::Result<()> {
        if let Some(from) = &self.path {
            disk.rename(from, &to)?;
        }
        self.path = Some(to);
        Ok(())
    }

    /// The file stays.
    pub(super) fn keep(mut self) {
        self.path = None;
    }
}

impl Drop for Temporary {
    fn drop(&mut self) {
        if let Some(path) = &self.path {
            // What cannot be removed now is swept at the next start.
            let _swept_later = fs::remove_file(path);
        }
    }
}
