use sipoke_core::{
    ports::{Notice, NoticeKind},
    words::{ApplicationId, Moment, NoticeId, OfficeCode, Ticket},
};

use super::{RowError, key};
use crate::stored::{audience_name, parse_audience};

/// A notice as it is stored.
#[derive(Debug, Clone)]
#[expect(missing_docs, reason = "each field is named after its column")]
pub struct NoticeRow {
    pub office: i64,
    pub id: [u8; 16],
    pub audience: String,
    pub kind: String,
    pub application: [u8; 16],
    pub ticket: String,
    pub at: i64,
}

impl NoticeRow {
    /// The row of a notice.
    #[must_use]
    pub fn of(office: OfficeCode, notice: &Notice) -> Self {
        Self {
            office: key(office),
            id: notice.id.to_bytes(),
            audience: audience_name(notice.audience),
            kind: notice.kind.code().to_owned(),
            application: notice.application.to_bytes(),
            ticket: notice.ticket.compact(),
            at: notice.at.micros(),
        }
    }

    /// The notice.
    ///
    /// # Errors
    /// [`RowError`] when a word of it is none.
    pub fn notice(&self) -> Result<Notice, RowError> {
        Ok(Notice {
            id: NoticeId::from_bytes(self.id),
            audience: parse_audience(&self.audience)?,
            kind: NoticeKind::parse(&self.kind)?,
            application: ApplicationId::from_bytes(self.application),
            ticket: Ticket::parse(&self.ticket)?,
            at: Moment::from_micros(self.at)?,
        })
    }
}
