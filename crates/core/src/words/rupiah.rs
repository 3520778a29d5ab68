use std::fmt;

use super::Malformed;

/// A whole amount of rupiah. Most fees are `Rp 0`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Rupiah(u64);

impl Rupiah {
    /// Free of charge.
    pub const ZERO: Self = Self(0);

    /// This many rupiah.
    #[must_use]
    pub fn new(amount: u64) -> Self {
        Self(amount)
    }

    /// The amount.
    #[must_use]
    pub fn amount(self) -> u64 {
        self.0
    }

    /// Reads digits, with or without `Rp` and dots between thousands.
    ///
    /// # Errors
    /// [`Malformed::Rupiah`] for anything else.
    pub fn parse(text: &str) -> Result<Self, Malformed> {
        let bare = text.trim();
        let bare = bare.strip_prefix("Rp").unwrap_or(bare).trim_start();
        let grouped = bare.contains('.');
        if grouped && !bare.split('.').skip(1).all(|group| group.len() == 3) {
            return Err(Malformed::Rupiah);
        }
        let digits: String = bare.chars().filter(|letter| *letter != '.').collect();
        if !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(Malformed::Rupiah);
        }
        digits.parse().map(Self).map_err(|_| Malformed::Rupiah)
    }
}

impl fmt::Display for Rupiah {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let digits = self.0.to_string();
        f.write_str("Rp ")?;
        for (at, digit) in digits.chars().enumerate() {
            if at > 0 && (digits.len() - at).is_multiple_of(3) {
                f.write_str(".")?;
            }
            write!(f, "{digit}")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rupiah_are_written_with_dots_between_thousands() {
        assert_eq!(Rupiah::ZERO.to_string(), "Rp 0");
        assert_eq!(Rupiah::new(10_000).to_string(), "Rp 10.000");
        assert_eq!(Rupiah::parse("Rp 1.250.000"), Ok(Rupiah::new(1_250_000)));
        assert_eq!(Rupiah::parse("10.00"), Err(Malformed::Rupiah));
        assert_eq!(Rupiah::parse("-5"), Err(Malformed::Rupiah));
        assert_eq!(Rupiah::parse(""), Err(Malformed::Rupiah));
    }
}
