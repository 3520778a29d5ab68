use std::fmt;

use super::Malformed;

/// An Indonesian mobile number, kept as E.164 (`+628…`).
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct PhoneNumber(String);

impl PhoneNumber {
    /// Reads `08…`, `628…` or `+628…`; spaces, dashes, dots and brackets are ignored. The
    /// national part is `8`, one of `1-3 5-9`, then seven to ten digits.
    ///
    /// # Errors
    /// [`Malformed::Character`] for a letter, [`Malformed::Phone`] for another kind of number.
    pub fn parse(text: &str) -> Result<Self, Malformed> {
        let mut digits = String::with_capacity(16);
        for (at, letter) in text.trim().chars().enumerate() {
            match letter {
                ' ' | '-' | '.' | '(' | ')' => {}
                '+' if at == 0 => {}
                '0'..='9' => digits.push(letter),
                other => return Err(Malformed::Character(other)),
            }
        }
        let national = digits
            .strip_prefix("62")
            .or_else(|| digits.strip_prefix('0'))
            .ok_or(Malformed::Phone)?;
        let rest = national.strip_prefix('8').ok_or(Malformed::Phone)?;
        let known = rest.starts_with(['1', '2', '3', '5', '6', '7', '8', '9']);
        if !known || !(8..=11).contains(&rest.len()) {
            return Err(Malformed::Phone);
        }
        Ok(Self(format!("+62{national}")))
    }

    /// The whole number as E.164.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// The form that may be shown: `+628*****901`.
    #[must_use]
    pub fn masked(&self) -> String {
        let tail: String = self.0.chars().skip(self.0.len().saturating_sub(3)).collect();
        format!("+628*****{tail}")
    }
}

impl fmt::Debug for PhoneNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PhoneNumber(***)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ways_people_write_a_number_are_one_number() {
        let plain = PhoneNumber::parse("081234567890").unwrap();

        assert_eq!(PhoneNumber::parse("+62 812-3456-7890").unwrap(), plain);
        assert_eq!(PhoneNumber::parse("(0812) 3456 7890").unwrap(), plain);
        assert_eq!(plain.expose(), "+6281234567890");
        assert_eq!(plain.masked(), "+628*****890");
    }

    #[test]
    fn landlines_and_foreign_numbers_are_refused() {
        for other in ["0217700123", "+14155550100", "0841234567", "0812345", "08123456789012"] {
            assert_eq!(PhoneNumber::parse(other), Err(Malformed::Phone), "{other}");
        }
        assert_eq!(PhoneNumber::parse("0812abc"), Err(Malformed::Character('a')));
    }
}
