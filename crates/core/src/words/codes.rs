use std::fmt;

use super::Malformed;

/// Codes that people give to things: short, of few kinds of characters, the same for ever.
macro_rules! code {
    ($(#[$doc:meta])* $name:ident, most $most:literal, $allowed:expr) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(String);

        impl $name {
            /// Reads the code; white space around it is ignored.
            ///
            /// # Errors
            /// [`Malformed`] when it is empty, too long, or has a character that such a code
            /// never has.
            pub fn parse(text: &str) -> Result<Self, Malformed> {
                let text = text.trim();
                let allowed: fn(char) -> bool = $allowed;
                if let Some(wrong) = text.chars().find(|letter| !allowed(*letter)) {
                    return Err(Malformed::Character(wrong));
                }
                super::person::sized(text, $most).map(Self)
            }

            /// The code as text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        super::serde_as_text!($name, ToString::to_string);
    };
}

fn small(letter: char) -> bool {
    letter.is_ascii_lowercase() || letter.is_ascii_digit()
}

code!(
    /// The office's short name of a service, such as `SKD`.
    ServiceCode, most 12, |letter| letter.is_ascii_uppercase() || letter.is_ascii_digit()
);
code!(
    /// The name of a service in addresses of pages, such as `keterangan-domisili`.
    Slug, most 60, |letter| small(letter) || letter == '-'
);
code!(
    /// The kind of document that a requirement asks for, such as `ktp-pemohon`.
    RequirementCode, most 60, |letter| small(letter) || letter == '-'
);
code!(
    /// A question on the form of a service, such as `alamat_domisili`.
    QuestionCode, most 60, |letter| small(letter) || letter == '_'
);
code!(
    /// A section of the office, such as `PEM`.
    SectionCode, most 12, |letter| letter.is_ascii_uppercase() || letter.is_ascii_digit()
);
code!(
    /// The classification that begins a letter's number, such as `470` (Permendagri 78/2012) or
    /// `400.12.2.1` (Permendagri 83/2022).
    ClassificationCode, most 20, |letter| letter.is_ascii_digit() || letter == '.'
);
code!(
    /// The number of a decree or regulation as it is printed, such as `05/01/Pem`.
    DocumentNumber, most 60, |letter| letter.is_ascii_graphic() || letter == ' '
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_refuses_what_it_never_has() {
        assert_eq!(ServiceCode::parse(" SKD ").unwrap().as_str(), "SKD");
        assert_eq!(ServiceCode::parse("skd"), Err(Malformed::Character('s')));
        assert_eq!(ServiceCode::parse(""), Err(Malformed::Empty));
        assert_eq!(Slug::parse("../etc"), Err(Malformed::Character('.')));
        assert_eq!(
            SectionCode::parse("PEMERINTAHANX"),
            Err(Malformed::TooLong { found: 13, most: 12 })
        );
    }
}
