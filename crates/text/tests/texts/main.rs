//! Every text of this package, in one table: none is missing, all are plain, and a change of a
//! word is seen in review.

#![expect(clippy::unwrap_used, clippy::panic, reason = "helpers of tests")]

mod pages;
mod plain_language;
mod table;

use sipoke_core::{documents::Reason, problem::ProblemCode, words::Malformed};
use sipoke_text::{Lang, closing, finding, history, letter_state, problem_help, reason};

use crate::table::{Text, texts};

fn written(lang: Lang) -> String {
    texts(lang).iter().map(|text| format!("{} | {}\n", text.key, text.words)).collect()
}

#[test]
fn every_text_in_indonesian() {
    insta::assert_snapshot!(written(Lang::Id));
}

#[test]
fn every_text_in_english() {
    insta::assert_snapshot!(written(Lang::En));
}

#[test]
fn no_text_is_empty_or_its_own_code() {
    for lang in Lang::ALL {
        for Text { key, words, .. } in texts(lang) {
            let code = key.split_once(' ').map_or(key.as_str(), |(_, code)| code);

            assert!(!words.trim().is_empty(), "{key} says nothing");
            assert_eq!(words, words.trim(), "{key} has space around it");
            assert_ne!(words, code, "{key} has no words");
            assert!(!words.contains("  "), "{key} has a double space");
        }
    }
}

#[test]
fn every_text_is_said_in_both_languages() {
    let the_same_in_both = ["month", "weekday", "fee", "file-size"];

    for (indonesian, english) in texts(Lang::Id).iter().zip(texts(Lang::En)) {
        assert_eq!(indonesian.key, english.key);
        if !the_same_in_both.iter().any(|kind| english.key.starts_with(kind)) {
            assert_ne!(indonesian.words, english.words, "{}", english.key);
        }
    }
}

#[test]
fn when_the_fault_is_ours_the_counter_goes_on_serving() {
    let ours = [
        ProblemCode::Busy,
        ProblemCode::Unavailable,
        ProblemCode::Internal,
        ProblemCode::NoOffice,
        ProblemCode::ScanLost,
        ProblemCode::TooManyRequests,
    ];

    for code in ours {
        assert!(problem_help(code, Lang::Id).contains("Loket tetap melayani"), "{code:?}");
        assert!(problem_help(code, Lang::En).contains("counter goes on serving"), "{code:?}");
    }
}

#[test]
fn a_code_without_words_is_shown_as_it_is() {
    for lang in Lang::ALL {
        for words in [history, closing, finding, letter_state] {
            assert_eq!(words("dari-versi-berikut", lang), "dari-versi-berikut");
        }
    }
}

#[test]
fn a_finding_that_something_lacks_says_the_reason() {
    for why in Reason::ALL {
        assert_eq!(finding(why.code(), Lang::Id), reason(why, Lang::Id));
    }
}

#[test]
fn a_language_is_read_by_its_tag() {
    for lang in Lang::ALL {
        assert_eq!(Lang::parse(lang.code()), Ok(lang));
    }
    assert_eq!(Lang::parse("jv"), Err(Malformed::Unknown));
    assert_eq!(Lang::default(), Lang::Id);
}
