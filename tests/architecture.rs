//! The hexagon, held: who may depend on whom, and which words stand only where they may.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

use cargo_metadata::{DependencyKind, Metadata, MetadataCommand};

/// Which packages of ours each package may be built on (development dependencies are free).
fn allowed() -> BTreeMap<&'static str, BTreeSet<&'static str>> {
    let row = |name, may: &[&'static str]| (name, may.iter().copied().collect());
    let front: &[&str] = &["sipoke-core", "sipoke-desk", "sipoke-wire", "sipoke-text"];
    BTreeMap::from([
        row("sipoke-core", &[]),
        row("sipoke-desk", &["sipoke-core"]),
        row("sipoke-wire", &["sipoke-core"]),
        row("sipoke-text", &["sipoke-core", "sipoke-wire"]),
        row("sipoke-conformance", &["sipoke-core", "sipoke-desk"]),
        row("sipoke-sqlite", &["sipoke-core", "sipoke-wire"]),
        row("sipoke-postgres", &["sipoke-core", "sipoke-wire"]),
        row("sipoke-test-postgres", &[]),
        row("sipoke-vault", &["sipoke-core"]),
        row("sipoke-system", &["sipoke-core"]),
        row("sipoke-http", front),
        row("sipoke-cli", front),
        row("sipoke-import", front),
    ])
}

/// Packages that wire everything together: they may use all, and nothing uses them.
const TOPS: [&str; 6] =
    ["sipoke", "sipoke-bench", "sipoke-machine", "sipoke-office", "sipoke-server", "sipoke-tests"];

fn metadata() -> Metadata {
    MetadataCommand::new().manifest_path(root().join("Cargo.toml")).exec().unwrap()
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

fn built_on(metadata: &Metadata, name: &str) -> BTreeSet<String> {
    let packages = metadata.workspace_packages();
    let package = packages.iter().find(|package| package.name.as_str() == name).unwrap();
    package
        .dependencies
        .iter()
        .filter(|dependency| dependency.kind == DependencyKind::Normal)
        .map(|dependency| dependency.name.clone())
        .collect()
}

#[test]
fn every_package_is_built_on_what_it_may_and_on_nothing_else() {
    let metadata = metadata();
    let allowed = allowed();

    for package in metadata.workspace_packages() {
        let name = package.name.as_str();
        if TOPS.contains(&name) {
            continue;
        }
        let may = allowed.get(name).unwrap_or_else(|| panic!("{name} has no row in the table"));
        for dependency in built_on(&metadata, name) {
            let ours = dependency.starts_with("sipoke");
            assert!(!ours || may.contains(dependency.as_str()), "{name} is built on {dependency}");
        }
    }
}

#[test]
fn what_wires_is_used_by_what_wires_only() {
    let metadata = metadata();

    for package in metadata.workspace_packages() {
        let name = package.name.as_str();
        let uses = built_on(&metadata, name);
        for last in ["sipoke-bench", "sipoke-office", "sipoke-server", "sipoke-tests"] {
            assert!(!uses.contains(last), "{name} is built on {last}");
        }
        let wires = ["sipoke-machine", "sipoke-tests"].contains(&name);
        assert!(wires || !uses.contains("sipoke"), "{name} uses the facade");
        let is_binary = ["sipoke-office", "sipoke-server"].contains(&name);
        assert!(is_binary || !uses.contains("sipoke-machine"), "{name} uses the machine");
    }
}

#[test]
fn the_inside_knows_no_runtime_no_driver_and_no_web() {
    let outside = ["tokio", "axum", "hyper", "rusqlite", "sqlx", "clap", "askama", "reqwest"];
    let metadata = metadata();

    for inside in ["sipoke-core", "sipoke-desk", "sipoke-wire", "sipoke-text"] {
        for dependency in built_on(&metadata, inside) {
            assert!(!outside.contains(&dependency.as_str()), "{inside} is built on {dependency}");
        }
    }
}

#[test]
fn a_receipt_for_a_scan_is_issued_by_vaults_only() {
    let elsewhere = sources(&root())
        .into_iter()
        .filter(|file| !is_below(file, "adapters/vault/src"))
        .filter(|file| !is_below(file, "crates/conformance/src"))
        .filter(|file| !is_below(file, "crates/core/src/documents/scan.rs"))
        .filter(|file| !is_test(file))
        .filter(|file| fs::read_to_string(file).unwrap().contains("ScanReceipt::issue"))
        .collect::<Vec<_>>();

    assert_eq!(elsewhere, Vec::<PathBuf>::new());
}

#[test]
fn every_package_forbids_unsafe_code_through_the_workspace_lints() {
    for package in metadata().workspace_packages() {
        let manifest = fs::read_to_string(&package.manifest_path).unwrap();
        let name = package.name.as_str();
        let tests = name == "sipoke-tests";
        assert!(tests || manifest.contains("[lints]\nworkspace = true"), "{name} has no lints");
    }
    let workspace = fs::read_to_string(root().join("Cargo.toml")).unwrap();
    assert!(workspace.contains("unsafe_code = \"forbid\""));
}

#[test]
fn a_file_past_600_lines_would_have_to_justify_itself_and_none_tries() {
    for file in sources(&root()) {
        let lines = fs::read_to_string(&file).unwrap().lines().count();
        assert!(lines <= 600, "{} has {lines} lines", file.display());
    }
}

fn is_below(file: &Path, place: &str) -> bool {
    file.strip_prefix(root()).unwrap().starts_with(place)
}

fn is_test(file: &Path) -> bool {
    let inside = file.strip_prefix(root()).unwrap();
    inside.components().any(|part| part.as_os_str() == "tests")
}

/// All Rust files of ours.
fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if path.is_dir() && name != "target" && name != "node_modules" && !name.starts_with('.') {
            files.extend(sources(&path));
        } else if name.ends_with(".rs") {
            files.push(path);
        }
    }
    files
}
