/// How a command ended. The numbers are part of the grammar: scripts match on them
/// (`docs/cli.md`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// It was done.
    Done,
    /// The command line cannot be read.
    Usage,
    /// A rule does not allow it, or the input has faults; nothing has changed.
    Refused,
    /// Something that is needed cannot be reached just now.
    Unavailable,
    /// The records were read and have faults.
    Faults,
    /// A fault of ours.
    Internal,
}

impl Exit {
    /// The number that the process ends with.
    #[must_use]
    pub fn code(self) -> u8 {
        match self {
            Self::Done => 0,
            Self::Usage => 2,
            Self::Refused => 3,
            Self::Unavailable => 4,
            Self::Faults => 5,
            Self::Internal => 70,
        }
    }
}
