use std::collections::BTreeSet;

use async_trait::async_trait;
use thiserror::Error;

use super::StoreError;
use crate::{
    access::{Actor, Author, Role},
    words::{Login, Moment, OfficeCode, OfficerId, PasswordHash, PersonName},
};

/// A member of the staff.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Officer {
    /// Who.
    pub id: OfficerId,
    /// The name they sign in with.
    pub login: Login,
    /// Their name.
    pub name: PersonName,
    /// What they are. Never empty.
    pub roles: BTreeSet<Role>,
    /// Whether they may sign in.
    pub active: bool,
}

impl Officer {
    /// The officer as somebody who asks for things.
    #[must_use]
    pub fn actor(&self) -> Actor {
        Actor::Officer { id: self.id, roles: self.roles.clone() }
    }
}

/// An officer with what is needed to sign in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OfficerAccount {
    /// The officer.
    pub officer: Officer,
    /// The hash of the password.
    pub password: PasswordHash,
    /// Failed attempts.
    pub guard: SignInGuard,
}

/// What slows guessing down.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct SignInGuard {
    /// Failures in a row.
    pub failures: u32,
    /// No attempt is evaluated before this moment.
    pub locked_until: Option<Moment>,
}

/// A session that begins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewSession {
    /// The keyed hash of the token; the token itself is never stored.
    pub token: [u8; 32],
    /// Whose.
    pub officer: OfficerId,
    /// Since when.
    pub began_at: Moment,
    /// When it ends whatever happens.
    pub ends_at: Moment,
}

/// A session with its officer, as they are now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// The officer, with the roles of today.
    pub officer: Officer,
    /// When it was last used.
    pub used_at: Moment,
    /// When it ends whatever happens.
    pub ends_at: Moment,
}

/// Keeps officers and their sessions.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait Staff: Send + Sync {
    /// Adds an officer, with an audit line.
    ///
    /// # Errors
    /// [`StaffError::LoginTaken`], or the store failed.
    async fn add(
        &self,
        office: OfficeCode,
        account: OfficerAccount,
        at: Moment,
        by: Author,
    ) -> Result<(), StaffError>;

    /// All officers, by login.
    ///
    /// # Errors
    /// [`StoreError`].
    async fn list(&self, office: OfficeCode) -> Result<Vec<Officer>, StoreError>;

    /// The account with this login.
    ///
    /// # Errors
    /// [`StoreError`].
    async fn account(
        &self,
        office: OfficeCode,
        login: &Login,
    ) -> Result<Option<OfficerAccount>, StoreError>;

    /// Counts an attempt before its password is looked at: if the account is not locked at `at`,
    /// it stores `failed` as the guard and answers `true`; if it is locked, it changes nothing and
    /// answers `false`. MUST be atomic, so that parallel guesses are all counted.
    ///
    /// # Errors
    /// [`StoreError`].
    async fn count_attempt(
        &self,
        office: OfficeCode,
        officer: OfficerId,
        at: Moment,
        failed: SignInGuard,
    ) -> Result<bool, StoreError>;

    /// Opens a session, clears the guard, and writes an audit line.
    ///
    /// # Errors
    /// [`StoreError`].
    async fn open_session(&self, office: OfficeCode, session: NewSession)
    -> Result<(), StoreError>;

    /// The session of this token, if it has not ended, with the officer as they are now.
    ///
    /// # Errors
    /// [`StoreError`].
    async fn session(
        &self,
        office: OfficeCode,
        token: [u8; 32],
    ) -> Result<Option<Session>, StoreError>;

    /// Remembers that the session was used.
    ///
    /// # Errors
    /// [`StoreError`].
    async fn touch_session(
        &self,
        office: OfficeCode,
        token: [u8; 32],
        at: Moment,
    ) -> Result<(), StoreError>;

    /// Ends a session, with an audit line. An unknown session changes nothing.
    ///
    /// # Errors
    /// [`StoreError`].
    async fn end_session(
        &self,
        office: OfficeCode,
        token: [u8; 32],
        at: Moment,
    ) -> Result<(), StoreError>;
}

/// Why an officer was not added.
#[derive(Debug, Error)]
pub enum StaffError {
    /// Another officer of the office has this login.
    #[error("the login is taken")]
    LoginTaken,
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}
