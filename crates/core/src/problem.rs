//! The stable names of everything that can go wrong for somebody outside. A code never changes
//! its meaning; texts, status numbers and pages about it hang on it.

use crate::{application::Refusal, words::coded};

/// One kind of problem.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ProblemCode {
    /// The role does not allow it.
    NotAllowed,
    /// Only the applicant does that.
    OnlyTheApplicant,
    /// The application does not stand where it would have to.
    NotInStage,
    /// The service is for the counter only.
    CounterOnly,
    /// Answers or documents are missing or wrong.
    Incomplete,
    /// A document came for something that is not asked.
    NotAsked,
    /// The reason is one that the applicant cannot mend.
    CannotBeMended,
    /// Not every scan was found to fit.
    ScansNotFit,
    /// Nothing was found lacking.
    NothingLacking,
    /// Another step comes first.
    NotTheNextStep,
    /// Originals are still to be seen.
    OriginalsNotSeen,
    /// The office has not been set up.
    NoOffice,
    /// There is no such service.
    UnknownService,
    /// There is no such application, or the secret is wrong.
    UnknownTicket,
    /// There is no such document.
    UnknownDocument,
    /// Somebody else changed it meanwhile.
    ChangedMeanwhile,
    /// The idempotency key belongs to another request.
    KeyReused,
    /// Login or password are wrong, or too many were tried.
    SignInRefused,
    /// Nobody is signed in.
    NotSignedIn,
    /// Another officer has this login.
    LoginTaken,
    /// An officer needs a role.
    NoRole,
    /// The file is not taken.
    ScanRejected,
    /// The scan is missing or damaged.
    ScanLost,
    /// Fields of the request cannot be read.
    Malformed,
    /// There is no such page.
    NotFound,
    /// The address does not take this method.
    MethodNotAllowed,
    /// The request has too many bytes.
    TooLarge,
    /// The body is of a kind that is not taken here.
    UnsupportedMediaType,
    /// Too many requests from one place.
    TooManyRequests,
    /// The request came from another site, or its form is too old.
    CrossSite,
    /// Too much is waiting.
    Busy,
    /// Store or vault cannot be reached.
    Unavailable,
    /// A fault of ours.
    Internal,
}

coded!(ProblemCode {
    NotAllowed => "not-allowed",
    OnlyTheApplicant => "only-the-applicant",
    NotInStage => "not-in-stage",
    CounterOnly => "counter-only",
    Incomplete => "incomplete",
    NotAsked => "not-asked",
    CannotBeMended => "cannot-be-mended",
    ScansNotFit => "scans-not-fit",
    NothingLacking => "nothing-lacking",
    NotTheNextStep => "not-the-next-step",
    OriginalsNotSeen => "originals-not-seen",
    NoOffice => "no-office",
    UnknownService => "unknown-service",
    UnknownTicket => "unknown-ticket",
    UnknownDocument => "unknown-document",
    ChangedMeanwhile => "changed-meanwhile",
    KeyReused => "key-reused",
    SignInRefused => "sign-in-refused",
    NotSignedIn => "not-signed-in",
    LoginTaken => "login-taken",
    NoRole => "no-role",
    ScanRejected => "scan-rejected",
    ScanLost => "scan-lost",
    Malformed => "malformed",
    NotFound => "not-found",
    MethodNotAllowed => "method-not-allowed",
    TooLarge => "too-large",
    UnsupportedMediaType => "unsupported-media-type",
    TooManyRequests => "too-many-requests",
    CrossSite => "cross-site",
    Busy => "busy",
    Unavailable => "unavailable",
    Internal => "internal",
});

impl Refusal {
    /// The stable name of the refusal.
    #[must_use]
    pub fn code(&self) -> ProblemCode {
        match self {
            Self::NotAllowed(_) => ProblemCode::NotAllowed,
            Self::OnlyTheApplicant => ProblemCode::OnlyTheApplicant,
            Self::NotInStage { .. } => ProblemCode::NotInStage,
            Self::CounterOnly { .. } => ProblemCode::CounterOnly,
            Self::Incomplete(_) => ProblemCode::Incomplete,
            Self::NotAsked(_) => ProblemCode::NotAsked,
            Self::CannotBeMended(_) => ProblemCode::CannotBeMended,
            Self::ScansNotFit(_) => ProblemCode::ScansNotFit,
            Self::NothingLacking => ProblemCode::NothingLacking,
            Self::NotTheNextStep { .. } => ProblemCode::NotTheNextStep,
            Self::OriginalsNotSeen(_) => ProblemCode::OriginalsNotSeen,
        }
    }
}
