use crate::{
    access::Author,
    documents::{Lack, OriginalsSeen, Reason},
    letters::LetterNumber,
    office::{Act, ApprovalChain},
    words::{Moment, NonEmpty, Note, RequirementCode, coded},
};

/// Where an application stands. Each stage has the facts that are true in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Stage {
    /// Filed; an officer is to check the scans.
    Submitted {
        /// Since when.
        at: Moment,
    },
    /// Sent back; the applicant is to mend something. The clock stands still.
    Returned {
        /// Since when.
        at: Moment,
        /// What is to be mended.
        lacks: NonEmpty<Lack>,
    },
    /// The file is complete; the letter is on its way to the signature. The clock runs.
    Accepted {
        /// Since when.
        at: Moment,
        /// The chain as it was configured at that moment.
        chain: ApprovalChain,
        /// The steps that are done, in order.
        endorsed: Vec<Endorsement>,
    },
    /// Signed and numbered; waits to be collected.
    Ready {
        /// Since when.
        at: Moment,
        /// The number of the letter.
        number: LetterNumber,
    },
    /// Handed over against the originals.
    Collected {
        /// When.
        at: Moment,
        /// The number of the letter.
        number: LetterNumber,
        /// The proof of rule R1.
        originals: OriginalsSeen,
    },
    /// Ended without a letter in the applicant's hands.
    Closed {
        /// When.
        at: Moment,
        /// How.
        why: Closing,
    },
}

/// A step of the approval chain that was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Endorsement {
    /// What was done.
    pub act: Act,
    /// When.
    pub at: Moment,
    /// By whom.
    pub by: Author,
}

/// How an application ended without a letter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Closing {
    /// Refused.
    Rejected {
        /// Why.
        reason: Reason,
        /// The rule that says so.
        legal_ground: Note,
    },
    /// Taken back by the applicant.
    Withdrawn,
    /// The applicant did not answer, or did not come.
    Expired {
        /// The letter that was ready and is void now.
        void: Option<LetterNumber>,
    },
    /// An original differed from its scan.
    OriginalDiffered {
        /// The letter that is void now; its number stays in the register.
        void: LetterNumber,
        /// The requirements whose originals differed.
        differing: NonEmpty<RequirementCode>,
    },
}

/// The stages by name, for lists and filters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum StageName {
    /// *Diterima, menunggu diperiksa*
    Submitted,
    /// *Perlu diperbaiki*
    Returned,
    /// *Sedang diproses*
    Accepted,
    /// *Siap diambil*
    Ready,
    /// *Sudah diambil*
    Collected,
    /// *Ditutup*
    Closed,
}

coded!(StageName {
    Submitted => "submitted",
    Returned => "returned",
    Accepted => "accepted",
    Ready => "ready",
    Collected => "collected",
    Closed => "closed",
});

impl Stage {
    /// The name of the stage.
    #[must_use]
    pub fn name(&self) -> StageName {
        match self {
            Self::Submitted { .. } => StageName::Submitted,
            Self::Returned { .. } => StageName::Returned,
            Self::Accepted { .. } => StageName::Accepted,
            Self::Ready { .. } => StageName::Ready,
            Self::Collected { .. } => StageName::Collected,
            Self::Closed { .. } => StageName::Closed,
        }
    }

    /// Since when it stands here.
    #[must_use]
    pub fn since(&self) -> Moment {
        match self {
            Self::Submitted { at }
            | Self::Returned { at, .. }
            | Self::Accepted { at, .. }
            | Self::Ready { at, .. }
            | Self::Collected { at, .. }
            | Self::Closed { at, .. } => *at,
        }
    }
}
