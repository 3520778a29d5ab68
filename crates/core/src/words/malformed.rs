use thiserror::Error;

/// Why a text is not the word it should be.
///
/// The English sentence here is for logs and developers; `sipoke-text` has the words
/// that residents and officers read.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Malformed {
    /// Nothing but white space was given.
    #[error("the text is empty")]
    Empty,
    /// More characters than the word may have.
    #[error("the text has {found} characters, at most {most} are allowed")]
    TooLong {
        /// Characters found.
        found: usize,
        /// Characters allowed.
        most: usize,
    },
    /// Fewer characters than the word needs.
    #[error("the text has {found} characters, at least {least} are needed")]
    TooShort {
        /// Characters found.
        found: usize,
        /// Characters needed.
        least: usize,
    },
    /// A control character (line break, tab, zero byte) stands in the text.
    #[error("the text has a control character")]
    ControlCharacter,
    /// A character that this word never has.
    #[error("the character {0:?} is not allowed here")]
    Character(char),
    /// A NIK has 16 digits.
    #[error("a NIK has 16 digits, found {found}")]
    NikLength {
        /// Digits found.
        found: usize,
    },
    /// A permanent NIK does not start with 0.
    #[error("a NIK does not start with 0")]
    NikLeadingZero,
    /// Digits 7 to 12 of a NIK are a date of birth (day + 40 for women).
    #[error("digits 7 to 12 of the NIK are not a date of birth")]
    NikBirthDate,
    /// The last four digits of a NIK are a serial number from 0001.
    #[error("the last four digits of a NIK are never 0000")]
    NikSerial,
    /// Not an Indonesian mobile number.
    #[error("not an Indonesian mobile number (08… or +628…)")]
    Phone,
    /// A ticket has eleven letters and a check letter.
    #[error("a ticket has 12 letters and digits, found {found}")]
    TicketLength {
        /// Letters and digits found.
        found: usize,
    },
    /// The check letter of a ticket does not fit: one letter is wrong, or two are swapped.
    #[error("the check letter of the ticket does not fit")]
    TicketCheck,
    /// A region code is dotted digits such as `32.76.05`.
    #[error("not a region code such as 32.76.05 or 32.76.05.1004")]
    Region,
    /// Not a date as `YYYY-MM-DD`, or no such day.
    #[error("not a date as YYYY-MM-DD")]
    Date,
    /// Not a moment as RFC 3339.
    #[error("not a moment as RFC 3339")]
    Moment,
    /// Not a whole number of rupiah.
    #[error("not a whole number of rupiah")]
    Rupiah,
    /// Not an id of this system.
    #[error("not an id of 32 hexadecimal digits")]
    Id,
    /// Not one of the words that are allowed here.
    #[error("not one of the allowed words")]
    Unknown,
}
