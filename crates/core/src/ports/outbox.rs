use async_trait::async_trait;

use super::StoreError;
use crate::{
    access::Role,
    words::{ApplicationId, Moment, NoticeId, OfficeCode, Ticket, coded},
};

/// Something that somebody must be told. It carries no name, no NIK and no secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// Its id.
    pub id: NoticeId,
    /// Whom to tell.
    pub audience: Audience,
    /// What.
    pub kind: NoticeKind,
    /// About which application.
    pub application: ApplicationId,
    /// Its public code.
    pub ticket: Ticket,
    /// Since when it is true.
    pub at: Moment,
}

/// Whom to tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Audience {
    /// The applicant.
    Applicant,
    /// Whoever has this role in the office.
    Role(Role),
}

/// What to tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum NoticeKind {
    /// The application is in.
    Received,
    /// Something must be mended.
    Returned,
    /// The file is complete.
    Accepted,
    /// The letter waits; bring the originals.
    Ready,
    /// It was refused.
    Rejected,
    /// An original differed; the letter is void.
    LetterVoided,
    /// It was closed because nobody answered or came.
    Expired,
}

coded!(NoticeKind {
    Received => "received",
    Returned => "returned",
    Accepted => "accepted",
    Ready => "ready",
    Rejected => "rejected",
    LetterVoided => "letter-voided",
    Expired => "expired",
});

/// Reads the notices that commits left behind, and ticks off those that were told.
///
/// Notices are written by [`Applications::commit`](super::Applications::commit) in the commit of
/// what they tell, so nothing is told before it is true and nothing true is forgotten.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait Outbox: Send + Sync {
    /// Notices to this audience that were not told yet, oldest first, at most `limit`.
    ///
    /// # Errors
    /// [`StoreError`].
    async fn untold(
        &self,
        office: OfficeCode,
        audience: Audience,
        limit: u16,
    ) -> Result<Vec<Notice>, StoreError>;

    /// Ticks a notice off. Doing so twice, or for an unknown notice, changes nothing.
    ///
    /// # Errors
    /// [`StoreError`].
    async fn told(
        &self,
        office: OfficeCode,
        notice: NoticeId,
        at: Moment,
    ) -> Result<(), StoreError>;
}
