//! Plain language by script: short sentences, and no word that only offices use.

use sipoke_text::Lang;

use crate::table::texts;

const LONGEST_SENTENCE: usize = 20;

/// Words of offices and of English, each with the one that a neighbour uses.
const OFFICIALESE: [(&str, &str); 14] = [
    ("melampirkan", "unggah"),
    ("dilampirkan", "diunggah"),
    ("verifikasi", "periksa"),
    ("diverifikasi", "diperiksa"),
    ("submit", "kirim"),
    ("upload", "unggah"),
    ("file", "berkas"),
    ("login", "masuk"),
    ("error", "kesalahan"),
    ("apabila", "jika"),
    ("dikarenakan", "karena"),
    ("dimohon", "(langsung katakan)"),
    ("bahwasanya", "bahwa"),
    ("guna", "untuk"),
];

/// What is hard to read in an Indonesian text; empty when nothing is.
pub(crate) fn hard_to_read(text: &str) -> Vec<String> {
    let mut hard = Vec::new();
    // What stands between backticks is code, not language.
    let text: String = text.split('`').step_by(2).collect();
    for sentence in sentences(&text) {
        let is_word = |part: &&str| part.chars().any(char::is_alphanumeric);
        let words = sentence.split_whitespace().filter(is_word).count();
        if words > LONGEST_SENTENCE {
            hard.push(format!("{words} words: {sentence}"));
        }
    }
    let lower = text.to_lowercase();
    for word in lower.split(|letter: char| !letter.is_alphanumeric()) {
        if let Some((_, better)) = OFFICIALESE.iter().find(|(known, _)| *known == word) {
            hard.push(format!("“{word}”, better “{better}”"));
        }
    }
    hard
}

/// A sentence ends with a full stop, a question mark or an exclamation mark before a space.
fn sentences(text: &str) -> impl Iterator<Item = &str> {
    let enders = [". ", "? ", "! ", ".\n", "?\n", "!\n", "\n\n"];
    let mut rest = text;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let end = enders.iter().filter_map(|ender| rest.find(ender).map(|at| at + ender.len()));
        let (sentence, after) = rest.split_at(end.min().unwrap_or(rest.len()));
        rest = after;
        Some(sentence.trim())
    })
}

#[test]
fn indonesian_sentences_are_short_and_have_no_officialese() {
    for text in texts(Lang::Id) {
        let hard = hard_to_read(&text.words);

        assert!(hard.is_empty(), "{}: {hard:?}", text.key);
    }
}

#[test]
fn residents_are_called_anda() {
    for text in texts(Lang::Id).iter().filter(|text| text.for_residents) {
        // A code of a requirement, such as `ktp-pemohon`, is the office's own word.
        let words = text.words.replace("ktp-pemohon", "").to_lowercase();

        assert!(!words.contains("pemohon"), "{}: {}", text.key, text.words);
        assert!(!words.contains("kamu"), "{}: {}", text.key, text.words);
    }
}

#[test]
fn the_lint_finds_what_it_looks_for() {
    let long = "satu ".repeat(21);

    assert_eq!(hard_to_read(&long).len(), 1);
    assert!(hard_to_read(&format!("{}. {}", "satu ".repeat(20), "dua ".repeat(20))).is_empty());
    assert_eq!(hard_to_read("Apabila gagal, coba lagi.").len(), 1);
    assert!(hard_to_read("Kodenya `login-taken`.").is_empty());
    assert!(hard_to_read("Biaya Rp 10.000. Profile dan berguna tidak dihitung.").is_empty());
}
