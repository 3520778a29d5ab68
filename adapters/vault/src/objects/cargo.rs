use std::{fmt::Write, io, sync::Arc};

use bytes::Bytes;
use md5::Md5;
use sha2::{Digest, Sha256};

use super::{buffers::Buffers, spool::Spool};

/// What goes to the store: the sealed bytes of one scan, and how to know them again.
pub(super) struct Cargo {
    pub(super) bytes: Bytes,
    pub(super) sha256: [u8; 32],
    /// As the ETag of an object shows it. It finds accidents; attacks are found when a scan is read.
    pub(super) md5: String,
    /// The SHA-256 that travels with the object and says whose bytes it was made of. No two uploads
    /// share it, since no two share a key.
    pub(super) mark: String,
}

impl Cargo {
    pub(super) fn load(spool: Spool, buffers: &Arc<Buffers>) -> io::Result<Self> {
        let bytes = buffers.fill(|buffer| spool.load(buffer))?;
        let sha256: [u8; 32] = Sha256::digest(&bytes).into();
        let (md5, mark) = (hex(&Md5::digest(&bytes)), hex(&sha256));
        Ok(Self { bytes, sha256, md5, mark })
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        // Writing to a String cannot fail.
        let _written = write!(text, "{byte:02x}");
        text
    })
}
