//! What the tests share: a vault in a folder of its own, and small files made by code.

mod disk;
mod hostile;
mod keys;
mod round_trip;

use std::{
    fs,
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

use sipoke_core::{
    documents::{Scan, ScanReceipt},
    ports::{Entropy, Vault, VaultError},
    words::{OfficeCode, ScanId},
};
use tempfile::TempDir;

use crate::{
    FolderVault, KeyRing,
    folder::{Disk, RealDisk},
    sealed::binding,
};

pub(crate) const LIMIT: u64 = 100 << 20;

/// Chance that is the same in every run.
#[derive(Default)]
pub(crate) struct Seed(AtomicU64);

impl Entropy for Seed {
    fn fill(&self, buffer: &mut [u8]) {
        for byte in buffer {
            let step = self.0.fetch_add(1, Ordering::SeqCst).wrapping_mul(0x9e37_79b9_7f4a_7c15);
            let mixed = (step ^ (step >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            *byte = (mixed >> 56) as u8;
        }
    }
}

pub(crate) struct Bench {
    pub(crate) folder: TempDir,
    pub(crate) keys: Arc<KeyRing>,
    pub(crate) vault: FolderVault,
}

impl Bench {
    pub(crate) fn new() -> Self {
        Self::on(RealDisk)
    }

    pub(crate) fn on(disk: impl Disk + 'static) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let entropy = Arc::new(Seed::default());
        let key_file = folder.path().join("office.keys");
        KeyRing::create(&key_file, &*entropy).unwrap();
        let keys = Arc::new(KeyRing::load(&key_file, entropy.clone()).unwrap());
        let root = folder.path().join("scans");
        fs::create_dir(&root).unwrap();
        let vault = FolderVault::on(disk, root, keys.clone(), entropy);
        Self { folder, keys, vault }
    }

    pub(crate) fn root(&self) -> PathBuf {
        self.folder.path().join("scans")
    }

    pub(crate) fn stored(&self, scan: &Scan) -> PathBuf {
        let id = scan.id.to_string();
        self.root().join(office().to_string()).join(&id[30..]).join(id)
    }

    /// Uploads in pieces whose border is never that of a chunk.
    pub(crate) async fn put(&self, id: ScanId, file: &[u8]) -> Result<ScanReceipt, VaultError> {
        let mut upload = self.vault.begin(office(), id, LIMIT).await?;
        for piece in file.chunks(30_011) {
            upload.write(piece).await?;
        }
        upload.finish().await
    }

    pub(crate) async fn read(&self, scan: &Scan) -> Result<Vec<u8>, VaultError> {
        let mut reader = self.vault.open(office(), scan).await?;
        let mut all = Vec::new();
        while let Some(piece) = reader.next().await? {
            all.extend(piece);
        }
        Ok(all)
    }

    /// What only the holder of the office's key can do: seals the key of a scan for another row.
    pub(crate) fn wrap_again(&self, scan: &Scan, forged: &mut Scan) {
        let key = self.keys.unwrap(1, &binding(office(), scan), &scan.wrapped_key).unwrap();
        forged.wrapped_key = self.keys.wrap(&binding(office(), forged), &key);
    }

    pub(crate) fn files(&self) -> Vec<PathBuf> {
        files_below(&self.root())
    }
}

fn files_below(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries.flat_map(|path| if path.is_dir() { files_below(&path) } else { vec![path] }).collect()
}

pub(crate) fn office() -> OfficeCode {
    OfficeCode::parse("32.76.05.1004").unwrap()
}

pub(crate) fn id(number: u8) -> ScanId {
    ScanId::from_bytes([number; 16])
}

/// A JPEG of exactly this size whose compressed data is a mark that is easy to find.
pub(crate) fn jpeg(size: usize) -> Vec<u8> {
    let mut file = vec![0xff, 0xd8, 0xff, 0xe0, 0, 4, b'J', b'F'];
    file.extend(frame(606, 960));
    file.extend([0xff, 0xda, 0, 8, 1, 1, 0, 0, 63, 0]);
    let end = [0xff, 0xd9];
    let data = size - file.len() - end.len();
    file.extend(b"RAHASIA-PENDUDUK-".iter().cycle().take(data));
    file.extend(end);
    file
}

pub(crate) fn frame(height: u16, width: u16) -> Vec<u8> {
    let mut frame = vec![0xff, 0xc0, 0, 11, 8];
    frame.extend(height.to_be_bytes());
    frame.extend(width.to_be_bytes());
    frame.extend([1, 1, 0x11, 0]);
    frame
}

/// A PNG of this size on paper, with one chunk of data that is none.
pub(crate) fn png(width: u32, height: u32) -> Vec<u8> {
    let mut file = b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR".to_vec();
    file.extend(width.to_be_bytes());
    file.extend(height.to_be_bytes());
    file.extend([8, 2, 0, 0, 0, 1, 2, 3, 4]);
    file.extend(b"\0\0\0\x05IDAThello\x01\x02\x03\x04");
    file.extend(b"\0\0\0\0IEND\xae\x42\x60\x82");
    file
}

/// A PDF with these entries in its catalogue.
pub(crate) fn pdf(catalogue: &str) -> Vec<u8> {
    format!(
        "%PDF-1.7\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R {catalogue} >>\nendobj\n\
         2 0 obj\n<< /Type /Pages /Count 0 /Kids [] >>\nendobj\n\
         trailer\n<< /Root 1 0 R /Size 3 >>\nstartxref\n0\n%%EOF\n"
    )
    .into_bytes()
}
