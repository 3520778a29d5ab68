//! A case that the macros do not name would never run.

use std::{fs, path::Path};

#[test]
fn the_macros_name_every_case() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let macros = fs::read_to_string(root.join("macros.rs")).unwrap();
    let named: Vec<&str> = macros.lines().map(str::trim).collect();

    let mut cases = 0;
    for file in fs::read_dir(root.join("cases")).unwrap() {
        let source = fs::read_to_string(file.unwrap().path()).unwrap();
        for line in source.lines() {
            let Some(rest) = line.strip_prefix("pub async fn ") else { continue };
            let case = rest.split('(').next().unwrap();
            assert!(named.contains(&case), "no macro names {case}");
            cases += 1;
        }
    }

    assert!(cases > 80, "only {cases} cases were found: has their shape changed?");
}
