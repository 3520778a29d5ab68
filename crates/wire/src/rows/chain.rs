use sipoke_core::{
    access::Author,
    ports::AuditLine,
    words::{Moment, OfficeCode},
};

use super::{Fields, RowError, key};
use crate::stored::{Line, author_name, line_hash, parse_author};

/// Names of lines that stores write by themselves, besides those of facts.
#[expect(missing_docs, reason = "each says what was done")]
pub mod action {
    pub const EDITION_PUBLISHED: &str = "edition-published";
    pub const OFFICE_SAVED: &str = "office-saved";
    pub const CALENDAR_SAVED: &str = "calendar-saved";
    pub const OFFICER_ADDED: &str = "officer-added";
    pub const SIGNED_IN: &str = "signed-in";
    pub const SIGNED_OUT: &str = "signed-out";
}

/// What is to be recorded.
#[derive(Debug, Clone, Copy)]
pub struct Entry<'a> {
    /// The office.
    pub office: OfficeCode,
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

/// Where a chain ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Head {
    /// The number of the last line.
    pub number: u64,
    /// Its hash.
    pub hash: [u8; 32],
    /// The keyed hash over both.
    pub seal: [u8; 32],
}

/// A line as it stands in its table.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "each field is named after its column")]
pub struct LineRow {
    pub office: i64,
    pub number: i64,
    pub at: i64,
    pub by: String,
    pub action: String,
    pub subject: String,
    pub digest: Option<[u8; 32]>,
    pub hash: [u8; 32],
}

/// Lines that join a chain, and its new end.
#[derive(Debug, Clone)]
pub struct Link {
    /// The new lines, in order.
    pub lines: Vec<LineRow>,
    /// Where the chain ends with them.
    pub head: Head,
}

/// Joins entries of one office to its chain; `None` without entries.
///
/// # Errors
/// [`RowError::Contradiction`] when the end of the chain is not ours: a chain that was tampered
/// with must not get an honest end again.
pub fn follow(
    fields: &Fields,
    last: Option<Head>,
    entries: &[Entry<'_>],
) -> Result<Option<Link>, RowError> {
    let mut head = last;
    let mut lines = Vec::with_capacity(entries.len());
    for entry in entries {
        if let Some(last) = &head
            && last.seal != fields.head(entry.office, last.number, &last.hash)
        {
            return Err(RowError::Contradiction("the end of the audit chain is not ours"));
        }
        let number = head.map_or(1, |last| last.number.saturating_add(1));
        let Entry { office, at, by, action, subject, digest } = *entry;
        let line = Line { office, number, at, by, action, subject, digest };
        let hash = line_hash(head.map(|last| last.hash), &line);
        lines.push(LineRow {
            office: key(office),
            number: number.cast_signed(),
            at: at.micros(),
            by: author_name(by),
            action: action.to_owned(),
            subject: subject.to_owned(),
            digest,
            hash,
        });
        head = Some(Head { number, hash, seal: fields.head(office, number, &hash) });
    }
    Ok(head.filter(|_| !lines.is_empty()).map(|head| Link { lines, head }))
}

impl LineRow {
    /// The line.
    ///
    /// # Errors
    /// [`RowError`] when a word of it is none.
    pub fn line(self) -> Result<AuditLine, RowError> {
        let Self { office: _, number, at, by, action, subject, digest, hash } = self;
        let (at, by) = (Moment::from_micros(at)?, parse_author(&by)?);
        Ok(AuditLine { number: number.cast_unsigned(), at, by, action, subject, digest, hash })
    }
}
