//! What the documents promise is there.

use std::{
    fs,
    path::{Path, PathBuf},
};

fn root() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))
}

/// Every document of the project: those at the root and all under `docs`.
fn documents() -> Vec<PathBuf> {
    let mut files = entries(root());
    let mut folders = vec![root().join("docs")];
    while let Some(folder) = folders.pop() {
        let (inner, there): (Vec<_>, Vec<_>) =
            entries(&folder).into_iter().partition(|entry| entry.is_dir());
        folders.extend(inner);
        files.extend(there);
    }
    files.retain(|file| file.extension().is_some_and(|extension| extension == "md"));
    files
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap();
    entries.map(|entry| entry.unwrap().path()).collect()
}

/// Where the links and pictures of a document lead: `](here)`.
fn links(text: &str) -> impl Iterator<Item = &str> {
    text.split("](").skip(1).filter_map(|rest| rest.split_once(')')).map(|(link, _)| link)
}

#[test]
fn every_link_inside_the_project_leads_to_something() {
    let documents = documents();
    assert!(documents.len() > 30, "{documents:?}");

    let mut followed = 0;
    for document in documents {
        let text = fs::read_to_string(&document).unwrap();
        for link in links(&text).filter(|link| !link.contains("://") && !link.starts_with('#')) {
            let file = link.split('#').next().unwrap_or(link);
            let target = document.parent().unwrap().join(file);

            assert!(target.exists(), "{} has a link to {link}", document.display());
            followed += 1;
        }
    }
    assert!(followed > 20, "only {followed} links were followed");
}

#[test]
fn every_decision_is_in_the_list() {
    let folder = root().join("docs/decisions");
    let list = fs::read_to_string(folder.join("README.md")).unwrap();

    for entry in entries(&folder) {
        let name = entry.file_name().unwrap().to_str().unwrap();
        assert!(name == "README.md" || list.contains(&format!("({name})")), "{name} is not listed");
    }
}
