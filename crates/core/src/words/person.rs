use std::fmt;

use super::Malformed;

/// The text, if it is neither empty nor longer than `most` characters.
pub(crate) fn sized(text: &str, most: usize) -> Result<String, Malformed> {
    match text.chars().count() {
        0 => Err(Malformed::Empty),
        found if found > most => Err(Malformed::TooLong { found, most }),
        _ => Ok(text.to_owned()),
    }
}

/// Whether a letter is not seen, or turns around how others are seen: a name with one of these is
/// not the name that people read.
fn is_unseen(letter: char) -> bool {
    matches!(
        letter,
        '\u{00AD}' | '\u{061C}' | '\u{180E}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}'
            | '\u{2060}'..='\u{206F}' | '\u{3164}' | '\u{FEFF}'
    )
}

fn one_line(text: &str, most: usize) -> Result<String, Malformed> {
    let text = text.trim();
    if text.chars().any(|letter| letter.is_control() || is_unseen(letter)) {
        return Err(Malformed::ControlCharacter);
    }
    sized(text, most)
}

/// Text that tells something of a person: no `Display`, and `Debug` shows nothing.
macro_rules! personal {
    ($(#[$doc:meta])* $name:ident, $parse:expr) => {
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, Hash)]
        pub struct $name(String);

        impl $name {
            /// Reads the text; white space around it is ignored.
            ///
            /// # Errors
            /// [`Malformed`] when it is empty, too long, or has a control character.
            pub fn parse(text: &str) -> Result<Self, Malformed> {
                let parse: fn(&str) -> Result<String, Malformed> = $parse;
                parse(text).map(Self)
            }

            /// The text itself. Never for logs.
            #[must_use]
            pub fn expose(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(concat!(stringify!($name), "(***)"))
            }
        }
    };
}

personal!(
    /// A name as it stands on the identity card, at most 100 characters. One word is a name.
    PersonName, |text| one_line(text, 100)
);
personal!(
    /// Where somebody lives, at most 300 characters.
    Address, |text| one_line(text, 300)
);
personal!(
    /// Free words of a resident or an officer, at most 2,000 characters; lines are kept.
    Note, |text| {
        let text = text.trim().replace("\r\n", "\n");
        if text.chars().any(|letter| letter.is_control() && letter != '\n') {
            return Err(Malformed::ControlCharacter);
        }
        sized(&text, 2_000)
    }
);

/// The name an officer signs in with: small letters, digits, dot, dash, underscore.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Login(String);

impl Login {
    /// Reads a login of 2 to 60 characters; capitals are made small.
    ///
    /// # Errors
    /// [`Malformed`] for a character that a login never has, or a wrong length.
    pub fn parse(text: &str) -> Result<Self, Malformed> {
        let text = text.trim().to_ascii_lowercase();
        let allowed = |letter: char| letter.is_ascii_alphanumeric() || "._-".contains(letter);
        if let Some(wrong) = text.chars().find(|letter| !allowed(*letter)) {
            return Err(Malformed::Character(wrong));
        }
        if text.len() == 1 {
            return Err(Malformed::TooShort { found: 1, least: 2 });
        }
        sized(&text, 60).map(Self)
    }

    /// The login as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Login {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

super::serde_as_text!(Login, ToString::to_string);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_of_one_word_is_a_name() {
        assert_eq!(PersonName::parse("  SUPARMI ").unwrap().expose(), "SUPARMI");
        assert_eq!(format!("{:?}", PersonName::parse("SUPARMI").unwrap()), "PersonName(***)");
        assert_eq!(PersonName::parse(" "), Err(Malformed::Empty));
        assert_eq!(PersonName::parse("A\nB"), Err(Malformed::ControlCharacter));
    }

    #[test]
    fn a_name_is_what_is_seen_of_it() {
        for unseen in ["SITI\u{202E}AMINA", "\u{200B}\u{200B}", "SI\u{00AD}TI", "\u{FEFF}SITI"] {
            assert_eq!(PersonName::parse(unseen), Err(Malformed::ControlCharacter), "{unseen:?}");
        }
        assert!(PersonName::parse("Ma'ruf D\u{301}").is_ok());
    }

    #[test]
    fn a_note_keeps_its_lines() {
        assert_eq!(Note::parse("satu\r\ndua").unwrap().expose(), "satu\ndua");
        assert_eq!(Note::parse("satu\0"), Err(Malformed::ControlCharacter));
    }
}
