//! Letters: their numbers and the series these come from.

use jiff::civil::Date;

/// A series of letter numbers of one office: begins with 1 each year, has no gap and no double.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Series {
    /// What shares it: `surat` for all letters, or the code of a service.
    pub name: String,
    /// The year on the office's wall calendar in which the letter was signed.
    pub year: i16,
}

/// The number of a signed letter. Given once; a void letter keeps it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct LetterNumber {
    /// The series it comes from.
    pub series: Series,
    /// Its place in the series, from 1.
    pub sequence: u32,
    /// The number as printed: `470/1-PEM/XI/2026`.
    pub text: String,
    /// The day it was signed.
    pub signed_on: Date,
}

/// What the register says about a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum LetterState {
    /// Signed and in the office or handed over.
    Issued,
    /// Marked *batal*: the letter never left the office, or counts no more. The number stays.
    Void,
}

crate::words::coded!(LetterState {
    Issued => "issued",
    Void => "void",
});

/// A line of the register of letters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RegisterLine {
    /// The number.
    pub number: LetterNumber,
    /// The case it was made for.
    pub application: crate::words::ApplicationId,
    /// Whether it counts.
    pub state: LetterState,
}
