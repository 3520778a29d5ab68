//! Scans in a folder: `ROOT/OFFICE/ab/SCANID`, with `ROOT/OFFICE/tmp` for what is on its way.

mod disk;
mod reader;
mod upload;
mod vault;

pub use vault::FolderVault;

#[cfg(test)]
pub(crate) use {
    disk::{Disk, RealDisk},
    upload::FolderUpload,
};
