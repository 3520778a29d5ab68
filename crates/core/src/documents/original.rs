use std::collections::BTreeMap;

use crate::{
    access::Author,
    words::{Moment, NonEmpty, RequirementCode, coded},
};

/// What an officer saw who held an original against its scan.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Comparison {
    /// The original was there and is what the scan shows.
    Matches,
    /// The original differs: the letter becomes void.
    Differs,
    /// The original was not brought; come again.
    Missing,
}

coded!(Comparison {
    Matches => "matches",
    Differs => "differs",
    Missing => "missing",
});

/// One comparison on record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OriginalCheck {
    /// What was seen.
    pub comparison: Comparison,
    /// When.
    pub at: Moment,
    /// By whom.
    pub by: Author,
}

/// Evidence that every original that was asked for has been seen and matches (rule R1).
///
/// There is no way to have one but [`OriginalsSeen::checked`], and no letter leaves without one.
///
/// ```compile_fail
/// use sipoke_core::documents::OriginalsSeen;
///
/// let forged = OriginalsSeen(Vec::new()); // the field is private
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OriginalsSeen(Vec<(RequirementCode, OriginalCheck)>);

impl OriginalsSeen {
    /// Gathers the comparisons for all that is `needed`.
    ///
    /// # Errors
    /// The requirements of which no original was recorded as matching.
    pub fn checked<'a>(
        needed: impl IntoIterator<Item = &'a RequirementCode>,
        checks: &BTreeMap<RequirementCode, OriginalCheck>,
    ) -> Result<Self, NonEmpty<RequirementCode>> {
        let mut seen = Vec::new();
        let mut missing = Vec::new();
        for code in needed {
            match checks.get(code) {
                Some(check) if check.comparison == Comparison::Matches => {
                    seen.push((code.clone(), *check));
                }
                Some(_) | None => missing.push(code.clone()),
            }
        }
        match NonEmpty::new(missing) {
            Some(missing) => Err(missing),
            None => Ok(Self(seen)),
        }
    }

    /// The comparisons, by requirement.
    pub fn iter(&self) -> impl Iterator<Item = &(RequirementCode, OriginalCheck)> {
        self.0.iter()
    }
}
