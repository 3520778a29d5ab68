use thiserror::Error;

use super::StageName;
use crate::{
    access::Intention,
    documents::Reason,
    office::ApprovalStep,
    words::{NonEmpty, QuestionCode, RequirementCode},
};

/// Why the rules do not allow it, with what would help. Nothing has changed.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Refusal {
    /// Nobody with these roles may do that.
    #[error("the role does not allow {0:?}")]
    NotAllowed(Intention),
    /// Only the applicant does that.
    #[error("only the applicant may do this")]
    OnlyTheApplicant,
    /// It is not the time for it.
    #[error("the application is {is:?}, this needs one of {needs:?}")]
    NotInStage {
        /// Where it stands.
        is: StageName,
        /// Where it would have to stand.
        needs: &'static [StageName],
    },
    /// The service has legal weight and stays at the counter (rule R2).
    #[error("the service is for the counter only: {reason}")]
    CounterOnly {
        /// Why, in the words of the standard.
        reason: String,
    },
    /// The form or the file has gaps; all of them are listed.
    #[error("the application is incomplete: {0:?}")]
    Incomplete(NonEmpty<FilingFault>),
    /// The service does not ask for these.
    #[error("the service does not ask for {0:?}")]
    NotAsked(NonEmpty<RequirementCode>),
    /// A reason that the applicant cannot mend is one to reject, not to return.
    #[error("{0:?} cannot be mended by the applicant")]
    CannotBeMended(Reason),
    /// Before a file is accepted, and at each step to the signature, every scan must have been found
    /// to fit.
    #[error("not every scan was found to fit: {0:?}")]
    ScansNotFit(NonEmpty<RequirementCode>),
    /// Nothing was found lacking, so there is nothing to return.
    #[error("nothing was found lacking")]
    NothingLacking,
    /// Another step comes first, or another role does it.
    #[error("the next step is {next:?}")]
    NotTheNextStep {
        /// What comes next, and by whom.
        next: ApprovalStep,
    },
    /// Originals are still to be seen (rule R1).
    #[error("no matching original was recorded for {0:?}")]
    OriginalsNotSeen(NonEmpty<RequirementCode>),
}

/// One gap in what an applicant filed or sent again.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum FilingFault {
    /// A document that is always needed is not there.
    DocumentMissing(RequirementCode),
    /// A document came for something that is not asked.
    DocumentNotAsked(RequirementCode),
    /// A question that must be answered was not.
    AnswerMissing(QuestionCode),
    /// An answer came to something that is not asked.
    AnswerNotAsked(QuestionCode),
    /// The answer is not one of the choices.
    AnswerNotAChoice(QuestionCode),
    /// The answer is no date as `YYYY-MM-DD`.
    AnswerNotADate(QuestionCode),
    /// The answer is no whole number.
    AnswerNotANumber(QuestionCode),
    /// The answer has more than 2,000 characters, or control characters.
    AnswerNotText(QuestionCode),
    /// The date of birth lies in the future.
    BornInTheFuture,
}
