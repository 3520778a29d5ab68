use std::{
    fs::{self, File},
    io,
    os::unix::fs::PermissionsExt,
    path::Path,
    sync::{Arc, Mutex},
};

use sipoke_core::ports::{Vault, VaultError};

use super::{Bench, LIMIT, id, jpeg, office};
use crate::folder::{Disk, RealDisk};

/// Writes down every step and lets one of them fail, once.
#[derive(Clone, Default)]
struct Watched {
    steps: Arc<Mutex<Vec<String>>>,
    failing: Arc<Mutex<Option<usize>>>,
}

impl Watched {
    fn failing_at(step: usize) -> Self {
        Self { steps: Arc::default(), failing: Arc::new(Mutex::new(Some(step))) }
    }

    fn steps(&self) -> Vec<String> {
        self.steps.lock().unwrap().clone()
    }

    fn step(&self, name: String) -> io::Result<()> {
        let mut steps = self.steps.lock().unwrap();
        steps.push(name);
        let mut failing = self.failing.lock().unwrap();
        if *failing == Some(steps.len()) {
            *failing = None;
            return Err(io::Error::other("the disk failed"));
        }
        Ok(())
    }
}

impl Disk for Watched {
    fn sync_file(&self, file: &File) -> io::Result<()> {
        self.step("sync file".to_owned())?;
        RealDisk.sync_file(file)
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.step(format!(
            "rename {} {}",
            last(from.parent().unwrap()),
            last(to.parent().unwrap())
        ))?;
        RealDisk.rename(from, to)
    }

    fn sync_folder(&self, folder: &Path) -> io::Result<()> {
        self.step(format!("sync {}", last(folder)))?;
        RealDisk.sync_folder(folder)
    }
}

fn last(path: &Path) -> String {
    path.file_name().unwrap().to_str().unwrap().to_owned()
}

#[tokio::test]
async fn bytes_are_synced_before_the_name_and_the_name_before_the_receipt() {
    let disk = Watched::default();
    let bench = Bench::on(disk.clone());

    bench.put(id(1), &jpeg(1000)).await.unwrap();

    let folder = office().to_string();
    assert_eq!(
        disk.steps(),
        [
            "sync scans".to_owned(),
            "sync file".to_owned(),
            format!("sync {folder}"),
            "rename tmp 01".to_owned(),
            "sync 01".to_owned(),
        ]
    );
}

#[tokio::test]
async fn folders_that_are_known_to_be_durable_are_not_synced_again() {
    let disk = Watched::default();
    let bench = Bench::on(disk.clone());
    bench.put(id(1), &jpeg(1000)).await.unwrap();
    let before = disk.steps().len();

    let same_folder =
        sipoke_core::words::ScanId::from_bytes([2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 1]);
    bench.put(same_folder, &jpeg(1000)).await.unwrap();

    assert_eq!(disk.steps()[before..], ["sync file", "rename tmp 01", "sync 01"]);
}

#[tokio::test]
async fn whichever_step_fails_nothing_is_acknowledged_and_nothing_left_behind() {
    for step in 1..=5 {
        let disk = Watched::failing_at(step);
        let bench = Bench::on(disk.clone());

        let failed = bench.put(id(1), &jpeg(1000)).await;

        assert!(matches!(failed, Err(VaultError::Unavailable(_))), "step {step}: {failed:?}");
        assert_eq!(disk.steps().len(), step, "nothing was tried again");
        assert!(bench.files().is_empty(), "step {step}");
    }
}

#[tokio::test]
async fn after_a_folder_could_not_be_synced_nothing_is_taken_any_more() {
    let disk = Watched::failing_at(5);
    let bench = Bench::on(disk.clone());
    let before = bench.vault.begin(office(), id(1), LIMIT).await.unwrap();
    bench.put(id(2), &jpeg(1000)).await.unwrap_err();
    let steps = disk.steps().len();

    let begun = bench.vault.begin(office(), id(3), LIMIT).await.map(|_| ());
    let mut under_way = before;
    under_way.write(&jpeg(1000)).await.unwrap();
    let finished = under_way.finish().await;

    assert!(matches!(begun, Err(VaultError::Unavailable(_))), "{begun:?}");
    assert!(matches!(finished, Err(VaultError::Unavailable(_))), "{finished:?}");
    assert_eq!(disk.steps().len(), steps);
}

#[tokio::test]
async fn after_a_file_could_not_be_synced_the_next_one_may() {
    let bench = Bench::on(Watched::failing_at(2));
    bench.put(id(1), &jpeg(1000)).await.unwrap_err();

    let next = bench.put(id(2), &jpeg(1000)).await.unwrap();

    bench.vault.verify(office(), next.scan()).await.unwrap();
}

#[tokio::test]
async fn a_missing_folder_is_unavailable_and_is_not_made() {
    let bench = Bench::new();
    let receipt = bench.put(id(1), &jpeg(1000)).await.unwrap();
    fs::remove_dir_all(bench.root()).unwrap();

    let begun = bench.vault.begin(office(), id(2), LIMIT).await.map(|_| ());
    let opened = bench.vault.open(office(), receipt.scan()).await.map(|_| ());
    let swept = bench.vault.sweep_temporary().await;

    assert!(matches!(begun, Err(VaultError::Unavailable(_))), "{begun:?}");
    assert!(matches!(opened, Err(VaultError::Unavailable(_))), "{opened:?}");
    assert!(matches!(swept, Err(VaultError::Unavailable(_))), "{swept:?}");
    assert!(!bench.root().exists());
}

#[tokio::test]
async fn a_file_in_the_place_of_the_folder_is_unavailable() {
    let bench = Bench::new();
    fs::remove_dir(bench.root()).unwrap();
    fs::write(bench.root(), b"no folder").unwrap();

    let begun = bench.vault.begin(office(), id(1), LIMIT).await.map(|_| ());

    assert!(matches!(begun, Err(VaultError::Unavailable(_))), "{begun:?}");
}

#[tokio::test]
async fn a_scan_is_never_written_over() {
    let bench = Bench::new();
    let first = bench.put(id(1), &jpeg(1000)).await.unwrap();

    let second = bench.put(id(1), &jpeg(2000)).await;

    assert!(matches!(second, Err(VaultError::Unavailable(_))), "{second:?}");
    bench.vault.verify(office(), first.scan()).await.unwrap();
    assert_eq!(bench.files().len(), 1);
}

#[tokio::test]
async fn files_and_folders_are_for_their_owner_alone() {
    let bench = Bench::new();
    let receipt = bench.put(id(1), &jpeg(1000)).await.unwrap();
    let path = bench.stored(receipt.scan());
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;

    assert_eq!(mode(&path), 0o600);
    assert_eq!(mode(path.parent().unwrap()), 0o700);
    assert_eq!(mode(path.parent().unwrap().parent().unwrap()), 0o700);
}
