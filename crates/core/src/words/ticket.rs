use std::fmt;

use super::Malformed;

/// Digits and capitals without the look-alikes 0/O and 1/I/L: 31 characters, a prime number,
/// which makes the check letter find every wrong letter and every swap.
const ALPHABET: &[u8; 31] = b"23456789ABCDEFGHJKMNPQRSTUVWXYZ";

/// The public code of an application, such as `K7M2-9QXR-3FDW`: eleven letters of chance
/// (54 bits) and a check letter.
///
/// The weighted sum of all letters is zero modulo 31, the scheme of ISBN-10 with another prime.
///
/// ```
/// use sipoke_core::words::Ticket;
///
/// let ticket = Ticket::from_chance([7; 16]);
/// assert_eq!(Ticket::parse(&ticket.to_string().to_lowercase())?, ticket);
/// # Ok::<(), sipoke_core::words::Malformed>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Ticket([u8; 12]);

impl Ticket {
    /// Makes a ticket from chance.
    #[must_use]
    pub fn from_chance(chance: [u8; 16]) -> Self {
        let mut letters = [b'2'; 12];
        draw(chance, &mut letters);
        let sum = weighted_sum(letters.iter().take(11));
        if let Some(last) = letters.last_mut() {
            // The check letter has weight 1, so it must make up what is missing to 31.
            *last = letter_of((31 - sum) % 31);
        }
        Self(letters)
    }

    /// Reads a ticket; capitals, spaces and dashes do not matter.
    ///
    /// # Errors
    /// [`Malformed::Character`] for a letter that tickets never have (0, O, 1, I, L among them),
    /// [`Malformed::TicketLength`], or [`Malformed::TicketCheck`] for a slip of the finger.
    pub fn parse(text: &str) -> Result<Self, Malformed> {
        let letters = read(text)?;
        let letters: [u8; 12] = letters
            .try_into()
            .map_err(|all: Vec<u8>| Malformed::TicketLength { found: all.len() })?;
        if weighted_sum(letters.iter()) != 0 {
            return Err(Malformed::TicketCheck);
        }
        Ok(Self(letters))
    }

    /// The twelve letters without dashes, for keys.
    #[must_use]
    pub fn compact(&self) -> String {
        self.0.iter().map(|byte| char::from(*byte)).collect()
    }
}

impl fmt::Display for Ticket {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&grouped(&self.0))
    }
}

impl fmt::Debug for Ticket {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Ticket({self})")
    }
}

super::serde_as_text!(Ticket, ToString::to_string);

/// The second half of a ticket, which only the applicant knows: eight letters (39 bits) such as
/// `7GKP-Q2MX`. Guessing is throttled.
#[derive(Clone, PartialEq, Eq)]
pub struct TicketSecret([u8; 8]);

impl TicketSecret {
    /// Makes a secret from chance.
    #[must_use]
    pub fn from_chance(chance: [u8; 16]) -> Self {
        let mut letters = [b'2'; 8];
        draw(chance, &mut letters);
        Self(letters)
    }

    /// Reads a secret; capitals, spaces and dashes do not matter.
    ///
    /// # Errors
    /// [`Malformed::Character`] or [`Malformed::TooShort`]/[`Malformed::TooLong`].
    pub fn parse(text: &str) -> Result<Self, Malformed> {
        let letters: [u8; 8] = read(text)?.try_into().map_err(|all: Vec<u8>| {
            if all.len() < 8 {
                Malformed::TooShort { found: all.len(), least: 8 }
            } else {
                Malformed::TooLong { found: all.len(), most: 8 }
            }
        })?;
        Ok(Self(letters))
    }

    /// The secret in two groups. Only for the applicant's own eyes.
    #[must_use]
    pub fn expose(&self) -> String {
        grouped(&self.0)
    }

    /// Compares without telling by its time how many letters were right.
    #[must_use]
    pub fn matches(&self, shown: &Self) -> bool {
        self.0.iter().zip(shown.0.iter()).fold(0, |diff, (a, b)| diff | (a ^ b)) == 0
    }
}

impl fmt::Debug for TicketSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TicketSecret(***)")
    }
}

fn letter_of(value: u32) -> u8 {
    usize::try_from(value).ok().and_then(|at| ALPHABET.get(at)).copied().unwrap_or(b'2')
}

fn draw(chance: [u8; 16], letters: &mut [u8]) {
    let mut rest = u128::from_be_bytes(chance);
    for letter in letters {
        *letter = letter_of(u32::try_from(rest % 31).unwrap_or_default());
        rest /= 31;
    }
}

fn read(text: &str) -> Result<Vec<u8>, Malformed> {
    let mut letters = Vec::with_capacity(12);
    for letter in text.chars() {
        match letter {
            ' ' | '-' => {}
            other => {
                let capital = u8::try_from(other.to_ascii_uppercase()).unwrap_or_default();
                if !ALPHABET.contains(&capital) {
                    return Err(Malformed::Character(other));
                }
                letters.push(capital);
            }
        }
    }
    Ok(letters)
}

/// Weights 12, 11, … 1 from the left.
fn weighted_sum<'a>(letters: impl Iterator<Item = &'a u8>) -> u32 {
    let value = |letter: &u8| {
        let at = ALPHABET.iter().position(|known| known == letter).unwrap_or_default();
        u32::try_from(at).unwrap_or_default()
    };
    letters.zip((1..=12_u32).rev()).map(|(letter, weight)| value(letter) * weight).sum::<u32>() % 31
}

fn grouped(letters: &[u8]) -> String {
    let groups: Vec<String> = letters
        .chunks(4)
        .map(|group| group.iter().map(|byte| char::from(*byte)).collect())
        .collect();
    groups.join("-")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_ticket_reads_back_from_what_is_printed(chance: [u8; 16]) {
            let ticket = Ticket::from_chance(chance);

            prop_assert_eq!(Ticket::parse(&ticket.to_string()), Ok(ticket));
            prop_assert_eq!(Ticket::parse(&ticket.compact()), Ok(ticket));
        }

        #[test]
        fn every_wrong_letter_is_found(chance: [u8; 16], at in 0..12_usize, other in 0..31_usize) {
            let ticket = Ticket::from_chance(chance);
            let mut letters = ticket.0;
            prop_assume!(letters[at] != ALPHABET[other]);
            letters[at] = ALPHABET[other];

            prop_assert_eq!(Ticket::parse(&grouped(&letters)), Err(Malformed::TicketCheck));
        }

        #[test]
        fn every_swap_of_two_letters_is_found(chance: [u8; 16], a in 0..12_usize, b in 0..12_usize) {
            let mut letters = Ticket::from_chance(chance).0;
            prop_assume!(letters[a] != letters[b]);
            letters.swap(a, b);

            prop_assert_eq!(Ticket::parse(&grouped(&letters)), Err(Malformed::TicketCheck));
        }
    }

    #[test]
    fn look_alikes_are_named_so_that_people_can_look_again() {
        assert_eq!(Ticket::parse("K7M2-9QXR-3FD0"), Err(Malformed::Character('0')));
        assert_eq!(Ticket::parse("K7M2"), Err(Malformed::TicketLength { found: 4 }));
    }

    #[test]
    fn a_secret_is_compared_whole() {
        let secret = TicketSecret::from_chance([9; 16]);

        assert!(secret.matches(&TicketSecret::parse(&secret.expose().to_lowercase()).unwrap()));
        assert!(!secret.matches(&TicketSecret::from_chance([8; 16])));
        assert_eq!(format!("{secret:?}"), "TicketSecret(***)");
    }
}
