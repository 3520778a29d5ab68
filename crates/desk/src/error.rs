use sipoke_core::{
    application::Refusal,
    ports::{CommitError, PasswordsBusy, PublishError, StaffError, StoreError, VaultError},
    problem::ProblemCode,
};
use thiserror::Error;

/// Why the desk did not do it.
#[derive(Debug, Error)]
pub enum DeskError {
    /// The rules do not allow it.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// The office has not been set up: import its service standards first.
    #[error("the office has not been set up")]
    NoOffice,
    /// There is no such service.
    #[error("there is no such service")]
    UnknownService,
    /// There is no such application, or the secret is not its secret: nobody can tell which.
    #[error("there is no such application")]
    UnknownTicket,
    /// There is no such document in the application.
    #[error("there is no such document")]
    UnknownDocument,
    /// Somebody else changed the application since it was shown.
    #[error("the application was changed meanwhile")]
    ChangedMeanwhile,
    /// The idempotency key belongs to another request.
    #[error("the idempotency key belongs to another request")]
    KeyReused,
    /// Login or password are wrong, or too many were tried: nobody can tell which.
    #[error("the sign-in was refused")]
    SignInRefused,
    /// Nobody is signed in with this token.
    #[error("nobody is signed in")]
    NotSignedIn,
    /// Another officer has this login.
    #[error("the login is taken")]
    LoginTaken,
    /// An officer needs at least one role.
    #[error("an officer needs a role")]
    NoRole,
    /// Too much is waiting; come again in a moment.
    #[error("too much is waiting")]
    Busy,
    /// The vault did not take or give the scan.
    #[error(transparent)]
    Vault(#[from] VaultError),
    /// The store failed.
    #[error(transparent)]
    Store(StoreError),
}

impl DeskError {
    /// The stable name of the problem.
    #[must_use]
    pub fn code(&self) -> ProblemCode {
        match self {
            Self::Refused(refusal) => refusal.code(),
            Self::NoOffice => ProblemCode::NoOffice,
            Self::UnknownService => ProblemCode::UnknownService,
            Self::UnknownTicket => ProblemCode::UnknownTicket,
            Self::UnknownDocument => ProblemCode::UnknownDocument,
            Self::ChangedMeanwhile => ProblemCode::ChangedMeanwhile,
            Self::KeyReused => ProblemCode::KeyReused,
            Self::SignInRefused => ProblemCode::SignInRefused,
            Self::NotSignedIn => ProblemCode::NotSignedIn,
            Self::LoginTaken => ProblemCode::LoginTaken,
            Self::NoRole => ProblemCode::NoRole,
            Self::Busy => ProblemCode::Busy,
            Self::Vault(VaultError::Rejected(_)) => ProblemCode::ScanRejected,
            Self::Vault(VaultError::Missing | VaultError::Damaged) => ProblemCode::ScanLost,
            Self::Vault(VaultError::Unavailable(_)) | Self::Store(_) => ProblemCode::Unavailable,
        }
    }
}

impl From<StoreError> for DeskError {
    fn from(error: StoreError) -> Self {
        match error.kind {
            sipoke_core::ports::StoreErrorKind::Busy => Self::Busy,
            sipoke_core::ports::StoreErrorKind::Unavailable
            | sipoke_core::ports::StoreErrorKind::Corrupt => Self::Store(error),
        }
    }
}

impl From<CommitError> for DeskError {
    fn from(error: CommitError) -> Self {
        match error {
            CommitError::Stale { .. } | CommitError::Claimed(_) | CommitError::AlreadyDone(_) => {
                Self::ChangedMeanwhile
            }
            CommitError::KeyReused => Self::KeyReused,
            CommitError::Store(error) => error.into(),
        }
    }
}

impl From<PublishError> for DeskError {
    fn from(error: PublishError) -> Self {
        match error {
            PublishError::Stale { .. } => Self::ChangedMeanwhile,
            PublishError::Store(error) => error.into(),
        }
    }
}

impl From<StaffError> for DeskError {
    fn from(error: StaffError) -> Self {
        match error {
            StaffError::LoginTaken => Self::LoginTaken,
            StaffError::Store(error) => error.into(),
        }
    }
}

impl From<PasswordsBusy> for DeskError {
    fn from(_: PasswordsBusy) -> Self {
        Self::Busy
    }
}
