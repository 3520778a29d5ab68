use thiserror::Error;

use crate::{
    access::Role,
    words::{NonEmpty, coded},
};

/// What an official does with a letter on its way to being signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Act {
    /// The text is written (*konsep*).
    Draft,
    /// It is initialled as checked (*paraf*).
    Initial,
    /// It is signed, and so numbered (*tanda tangan*).
    Sign,
}

coded!(Act {
    Draft => "draft",
    Initial => "initial",
    Sign => "sign",
});

/// One step of the chain.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ApprovalStep {
    /// What is done.
    pub act: Act,
    /// By whom.
    pub role: Role,
}

/// The way of a letter from an accepted file to the signature, as the office configures it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApprovalChain(NonEmpty<ApprovalStep>);

/// Why a list of steps is no chain.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum BrokenChain {
    /// There is no step.
    #[error("the approval chain has no step")]
    Empty,
    /// The last step must sign.
    #[error("the last step of the approval chain must sign")]
    NoSignature,
    /// Nothing may follow the signature, which gives the number.
    #[error("only the last step of the approval chain signs")]
    SignedTwice,
    /// The role of a step could never do its act.
    #[error("step {0} of the approval chain names a role that may not do it")]
    WrongRole(usize),
}

impl ApprovalChain {
    /// A chain of these steps.
    ///
    /// # Errors
    /// [`BrokenChain`] unless exactly the last step signs and every role may do its act.
    pub fn new(steps: Vec<ApprovalStep>) -> Result<Self, BrokenChain> {
        let steps = NonEmpty::new(steps).ok_or(BrokenChain::Empty)?;
        if let Some(at) = steps.iter().position(|step| !step.role.may(step.act.intention())) {
            return Err(BrokenChain::WrongRole(at + 1));
        }
        match steps.iter().position(|step| step.act == Act::Sign) {
            None => Err(BrokenChain::NoSignature),
            Some(at) if at + 1 < steps.as_slice().len() => Err(BrokenChain::SignedTwice),
            Some(_) => Ok(Self(steps)),
        }
    }

    /// The usual way of a kelurahan: drafted by the verifier, initialled by the section head and
    /// the secretary, signed by the head.
    #[must_use]
    pub fn usual() -> Self {
        let step = |act, role| ApprovalStep { act, role };
        Self(NonEmpty::from([
            step(Act::Draft, Role::Verifier),
            step(Act::Initial, Role::SectionHead),
            step(Act::Initial, Role::Secretary),
            step(Act::Sign, Role::Head),
        ]))
    }

    /// The steps in order.
    #[must_use]
    pub fn steps(&self) -> &[ApprovalStep] {
        self.0.as_slice()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn step(act: Act, role: Role) -> ApprovalStep {
        ApprovalStep { act, role }
    }

    #[test]
    fn the_usual_chain_is_a_chain() {
        assert!(ApprovalChain::new(ApprovalChain::usual().steps().to_vec()).is_ok());
    }

    #[test]
    fn a_chain_ends_with_its_only_signature() {
        assert_eq!(ApprovalChain::new(vec![]), Err(BrokenChain::Empty));
        assert_eq!(
            ApprovalChain::new(vec![step(Act::Initial, Role::Secretary)]),
            Err(BrokenChain::NoSignature)
        );
        assert_eq!(
            ApprovalChain::new(vec![step(Act::Sign, Role::Head), step(Act::Sign, Role::Head)]),
            Err(BrokenChain::SignedTwice)
        );
        assert_eq!(
            ApprovalChain::new(vec![step(Act::Sign, Role::CounterClerk)]),
            Err(BrokenChain::WrongRole(1))
        );
    }
}
