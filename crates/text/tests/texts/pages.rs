//! `docs/problems` has one page for each code, Indonesian first, and no other page.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

use sipoke_core::problem::ProblemCode;
use sipoke_text::{Lang, problem_title};

use crate::plain_language::hard_to_read;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/problems")
}

fn page(code: ProblemCode) -> String {
    let path = folder().join(format!("{}.md", code.code()));
    fs::read_to_string(&path).unwrap_or_else(|_| panic!("{} is missing", path.display()))
}

#[test]
fn every_code_has_a_page_and_every_page_a_code() {
    let names: BTreeSet<String> = fs::read_dir(folder())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name != "README.md")
        .collect();

    let expected: BTreeSet<String> =
        ProblemCode::ALL.iter().map(|code| format!("{}.md", code.code())).collect();

    assert_eq!(names, expected);
}

#[test]
fn the_list_of_pages_names_each_with_its_title() {
    let list = fs::read_to_string(folder().join("README.md")).unwrap();

    for code in ProblemCode::ALL {
        let (name, title) = (code.code(), problem_title(code, Lang::Id));
        let line = format!("[`{name}`]({name}.md) | {title} |");
        assert!(list.contains(&line), "README.md has no line with {line}");
    }
}

#[test]
fn a_page_says_what_it_means_and_what_to_do_in_both_languages() {
    for code in ProblemCode::ALL {
        let page = page(code);
        let (id, en) = (problem_title(code, Lang::Id), problem_title(code, Lang::En));

        assert!(page.starts_with(&format!("# {id}\n")), "{code:?} begins with its title");
        assert!(page.contains(&format!("\n`{}` · HTTP ", code.code())), "{code:?} has a status");
        let (indonesian, english) = page.split_once("\n## In English: ").unwrap();
        assert!(english.starts_with(&format!("{en}\n")), "{code:?} in English");
        for part in ["**Artinya.** ", "**Warga.** ", "**Petugas.** ", "**Integrator.** "] {
            assert_eq!(indonesian.matches(part).count(), 1, "{code:?} has {part}once");
        }
        for part in ["**Meaning.** ", "**Resident.** ", "**Officer.** ", "**Integrator.** "] {
            assert_eq!(english.matches(part).count(), 1, "{code:?} has {part}once");
        }
    }
}

#[test]
fn the_indonesian_half_of_a_page_is_plain() {
    for code in ProblemCode::ALL {
        let page = page(code);
        let (indonesian, _) = page.split_once("\n## In English: ").unwrap();

        let hard = hard_to_read(indonesian);

        assert!(hard.is_empty(), "{code:?}: {hard:?}");
    }
}
