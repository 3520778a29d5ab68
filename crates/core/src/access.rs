//! Who may do what: one table, consulted by [`decide`](crate::application::decide) and by the
//! desk, drawn by tests and pages.

use std::collections::BTreeSet;

use crate::{
    office::Act,
    words::{OfficerId, coded},
};

/// What somebody is in the office. One person may be several.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Role {
    /// Keeps standards, calendar and staff. Decides no case.
    Admin,
    /// *Petugas loket*: receives walk-ins, compares originals, hands over.
    CounterClerk,
    /// *Verifikator*: checks scans, accepts or returns, drafts.
    Verifier,
    /// *Kepala seksi*.
    SectionHead,
    /// *Sekretaris*.
    Secretary,
    /// *Lurah*.
    Head,
    /// Reads the audit trail. Changes nothing.
    Auditor,
}

coded!(Role {
    Admin => "admin",
    CounterClerk => "counter-clerk",
    Verifier => "verifier",
    SectionHead => "section-head",
    Secretary => "secretary",
    Head => "head",
    Auditor => "auditor",
});

impl Role {
    /// Whether this role may do that.
    #[must_use]
    pub fn may(self, intention: Intention) -> bool {
        use Role::{Admin, Auditor, CounterClerk, Head, Secretary, SectionHead, Verifier};
        let allowed: &[Self] = match intention {
            Intention::ReadQueue => {
                &[CounterClerk, Verifier, SectionHead, Secretary, Head, Auditor]
            }
            Intention::ReadCase | Intention::ViewScan => {
                &[CounterClerk, Verifier, SectionHead, Secretary, Head]
            }
            Intention::FileAtCounter => &[CounterClerk],
            Intention::CheckScans | Intention::Return | Intention::Accept => {
                &[CounterClerk, Verifier]
            }
            Intention::Draft => &[CounterClerk, Verifier],
            Intention::Initial => &[SectionHead, Secretary],
            Intention::Sign => &[Head, Secretary],
            Intention::Reject => &[SectionHead, Secretary, Head],
            Intention::CompareOriginals | Intention::Release => &[CounterClerk],
            Intention::Expire => &[CounterClerk, Head],
            Intention::ReadNotices => {
                &[Admin, CounterClerk, Verifier, SectionHead, Secretary, Head]
            }
            Intention::PublishStandards | Intention::ChangeCalendar | Intention::ManageStaff => {
                &[Admin]
            }
            Intention::VerifyRecords => &[Admin, Head, Auditor],
        };
        allowed.contains(&self)
    }
}

/// Something that only some of the staff may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Intention {
    /// See the list of cases.
    ReadQueue,
    /// See one case whole.
    ReadCase,
    /// Look at a scan (recorded before the first byte).
    ViewScan,
    /// Register a resident who came in person.
    FileAtCounter,
    /// Record what a scan is worth.
    CheckScans,
    /// Send a file back to the applicant.
    Return,
    /// Declare a file complete; the clock runs.
    Accept,
    /// Write the letter.
    Draft,
    /// Initial the letter.
    Initial,
    /// Sign the letter; it gets its number.
    Sign,
    /// Refuse with reason and legal ground.
    Reject,
    /// Hold an original against its scan.
    CompareOriginals,
    /// Hand the letter over.
    Release,
    /// Close a case nobody came for.
    Expire,
    /// Read the notices to one's role.
    ReadNotices,
    /// Publish service standards.
    PublishStandards,
    /// Change the working calendar.
    ChangeCalendar,
    /// Add and list officers.
    ManageStaff,
    /// Check database, audit chain and scans.
    VerifyRecords,
}

coded!(Intention {
    ReadQueue => "read-queue",
    ReadCase => "read-case",
    ViewScan => "view-scan",
    FileAtCounter => "file-at-counter",
    CheckScans => "check-scans",
    Return => "return",
    Accept => "accept",
    Draft => "draft",
    Initial => "initial",
    Sign => "sign",
    Reject => "reject",
    CompareOriginals => "compare-originals",
    Release => "release",
    Expire => "expire",
    ReadNotices => "read-notices",
    PublishStandards => "publish-standards",
    ChangeCalendar => "change-calendar",
    ManageStaff => "manage-staff",
    VerifyRecords => "verify-records",
});

impl Act {
    /// What an officer must be allowed to do for it.
    #[must_use]
    pub fn intention(self) -> Intention {
        match self {
            Self::Draft => Intention::Draft,
            Self::Initial => Intention::Initial,
            Self::Sign => Intention::Sign,
        }
    }
}

/// Who asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Actor {
    /// Whoever holds the ticket and its secret, or files a new application.
    Applicant,
    /// A member of the staff who signed in.
    Officer {
        /// Which one.
        id: OfficerId,
        /// What they are.
        roles: BTreeSet<Role>,
    },
    /// The administrator at the machine itself: command line, demo. May do what an
    /// [`Role::Admin`] may, and no more.
    Console,
}

impl Actor {
    /// Whether any of the actor's roles may do that.
    #[must_use]
    pub fn may(&self, intention: Intention) -> bool {
        match self {
            Self::Applicant => false,
            Self::Officer { roles, .. } => roles.iter().any(|role| role.may(intention)),
            Self::Console => Role::Admin.may(intention) || intention == Intention::ReadQueue,
        }
    }

    /// Whether the actor has this role.
    #[must_use]
    pub fn is(&self, role: Role) -> bool {
        match self {
            Self::Officer { roles, .. } => roles.contains(&role),
            Self::Applicant | Self::Console => false,
        }
    }

    /// What the record keeps of the actor.
    #[must_use]
    pub fn author(&self) -> Author {
        match self {
            Self::Applicant => Author::Applicant,
            Self::Officer { id, .. } => Author::Officer(*id),
            Self::Console => Author::Console,
        }
    }
}

/// Who did it, as the record keeps it: never a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Author {
    /// The applicant.
    Applicant,
    /// This officer.
    Officer(OfficerId),
    /// The administrator at the machine.
    Console,
    /// Somebody who tried to sign in and was refused.
    Stranger,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn admin_and_auditor_decide_no_case() {
        let deciding = [
            Intention::Accept,
            Intention::Return,
            Intention::Draft,
            Intention::Initial,
            Intention::Sign,
            Intention::Reject,
            Intention::CompareOriginals,
            Intention::Release,
            Intention::Expire,
            Intention::ViewScan,
        ];

        for intention in deciding {
            assert!(!Role::Admin.may(intention), "{intention:?}");
            assert!(!Role::Auditor.may(intention), "{intention:?}");
            assert!(!Actor::Console.may(intention), "{intention:?}");
            assert!(!Actor::Applicant.may(intention), "{intention:?}");
        }
    }

    #[test]
    fn every_intention_is_somebodys() {
        for intention in Intention::ALL {
            assert!(Role::ALL.iter().any(|role| role.may(intention)), "{intention:?}");
        }
    }

    #[test]
    fn only_the_counter_hands_over() {
        for role in Role::ALL {
            assert_eq!(role.may(Intention::Release), role == Role::CounterClerk);
        }
    }
}
