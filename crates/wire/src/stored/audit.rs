use sha2::{Digest, Sha256};
use sipoke_core::{
    access::Author,
    words::{Moment, OfficeCode},
};

use super::author_name;

/// Names the byte form below. Another form gets another name, so that no line of one form can
/// pass as a line of another.
const FORM: &[u8] = b"sipoke audit line 1";

/// What a line of the audit chain says.
#[derive(Debug, Clone, Copy)]
pub struct Line<'a> {
    /// The office whose chain it is in.
    pub office: OfficeCode,
    /// Its number, from 1.
    pub number: u64,
    /// When.
    pub at: Moment,
    /// By whom.
    pub by: Author,
    /// What was done.
    pub action: &'a str,
    /// To what.
    pub subject: &'a str,
    /// SHA-256 of what was stored along with it.
    pub digest: Option<[u8; 32]>,
}

/// SHA-256.
#[must_use]
pub fn digest(bytes: &[u8]) -> [u8; 32] {
    Sha256::digest(bytes).into()
}

/// The hash of a line that follows the line with the hash `previous`.
///
/// It is SHA-256 over these fields in this order, each with its length in front (eight bytes, most
/// significant first), so that no two lines have the same bytes: the name of the form; the hash
/// before (empty for the first line); office, number and microseconds (eight bytes each, most
/// significant first); author, action and subject (UTF-8); the digest (empty without one).
#[must_use]
pub fn line_hash(previous: Option<[u8; 32]>, line: &Line<'_>) -> [u8; 32] {
    let author = author_name(line.by);
    let (office, number) = (line.office.number().to_be_bytes(), line.number.to_be_bytes());
    let at = line.at.micros().to_be_bytes();
    let fields: [&[u8]; 9] = [
        FORM,
        previous.as_ref().map_or(&[], <[u8; 32]>::as_slice),
        &office,
        &number,
        &at,
        author.as_bytes(),
        line.action.as_bytes(),
        line.subject.as_bytes(),
        line.digest.as_ref().map_or(&[], <[u8; 32]>::as_slice),
    ];
    let mut hash = Sha256::new();
    for field in fields {
        let length = u64::try_from(field.len()).unwrap_or(u64::MAX);
        hash.update(length.to_be_bytes());
        hash.update(field);
    }
    hash.finalize().into()
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use sipoke_core::words::OfficerId;

    use super::*;

    fn line() -> Line<'static> {
        Line {
            office: OfficeCode::parse("32.76.05.1004").unwrap(),
            number: 2,
            at: Moment::parse("2026-11-24T09:12:00.000001Z").unwrap(),
            by: Author::Console,
            action: "edition-published",
            subject: "SKD/1",
            digest: Some([3; 32]),
        }
    }

    #[test]
    fn the_byte_form_of_a_line_never_changes() {
        let hash = line_hash(Some([1; 32]), &line());

        let digits: String = hash.iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(digits, "73906e67c7fcf3e6db246adc5f564297726de6f8cad63fe8df91b0980c5724c6");
    }

    #[test]
    fn every_field_of_a_line_is_in_its_hash() {
        let moved = |change: fn(&mut Line<'static>)| {
            let mut line = line();
            change(&mut line);
            line_hash(Some([1; 32]), &line)
        };

        let hashes = [
            moved(|_| ()),
            moved(|line| line.office = OfficeCode::parse("32.76.05.1005").unwrap()),
            moved(|line| line.number = 3),
            moved(|line| line.at = line.at.plus_seconds(1)),
            moved(|line| line.by = Author::Officer(OfficerId::from_bytes([0; 16]))),
            moved(|line| line.action = "edition-published/"),
            moved(|line| (line.action, line.subject) = ("edition-publishedS", "KD/1")),
            moved(|line| line.subject = "SKD/2"),
            moved(|line| line.digest = None),
            line_hash(None, &line()),
            line_hash(Some([2; 32]), &line()),
        ];

        assert_eq!(HashSet::from(hashes).len(), hashes.len());
    }
}
