use sipoke_core::ports::Entropy;

/// The operating system's source of chance (`getrandom(2)` on Linux).
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemEntropy;

impl Entropy for SystemEntropy {
    /// # Panics
    /// When the system has no chance to give. Going on would make keys that can be guessed.
    #[expect(clippy::disallowed_methods, reason = "this is the Entropy port")]
    #[expect(clippy::expect_used, reason = "without chance every key is a guess: stop here")]
    fn fill(&self, buffer: &mut [u8]) {
        getrandom::fill(buffer).expect("the operating system must give random bytes");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_whole_buffer_is_filled_and_never_twice_the_same() {
        let mut first = [0_u8; 4096];
        let mut second = [0_u8; 4096];

        SystemEntropy.fill(&mut first);
        SystemEntropy.fill(&mut second);

        assert_ne!(first, second);
        let zeros = first.iter().filter(|byte| **byte == 0).count();
        assert!(zeros < 100, "{zeros} of 4096 bytes are zero; 16 are expected");
        assert!(first.iter().rev().take(32).any(|byte| *byte != 0));
    }
}
