use std::fmt;

use super::Malformed;

/// What a client sends along with a write so that a repeated request has one effect.
///
/// Chosen by the client, 16 to 100 visible characters, and unguessable: whoever knows the key and
/// the whole request gets the same answer again.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct IdempotencyKey(String);

impl IdempotencyKey {
    /// Reads a key.
    ///
    /// # Errors
    /// [`Malformed`] for a wrong length or a character that is not visible ASCII.
    pub fn parse(text: &str) -> Result<Self, Malformed> {
        if let Some(wrong) = text.chars().find(|letter| !letter.is_ascii_graphic()) {
            return Err(Malformed::Character(wrong));
        }
        match text.len() {
            found @ 0..=15 => Err(Malformed::TooShort { found, least: 16 }),
            found @ 101.. => Err(Malformed::TooLong { found, most: 100 }),
            _ => Ok(Self(text.to_owned())),
        }
    }

    /// The key as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for IdempotencyKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("IdempotencyKey(***)")
    }
}

/// A keyed hash of everything a request asks for, without the key of its idempotency. Two
/// requests with the same key must have the same hash.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct RequestHash(pub [u8; 32]);
