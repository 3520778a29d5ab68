use std::fmt;

use jiff::civil::Date;

use super::Malformed;

/// Nomor Induk Kependudukan: `PPKKCC DDMMYY SSSS`, the region of first registration, the date of
/// birth (day + 40 for women), a serial number. It has no check digit.
///
/// Only what is always true is refused. Old region codes were split and a NIK never changes
/// when a person moves, so the region is not checked; doubts that a person must weigh are in
/// [`Nik::doubts`]. Rules: `UU 24/2013`, `Perpres 96/2018`.
///
/// ```
/// use sipoke_core::words::Nik;
///
/// let nik = Nik::parse("3276 0541 0190 0002")?;
/// assert_eq!(nik.masked(), "3276********0002");
/// assert_eq!(format!("{nik:?}"), "Nik(***)");
/// # Ok::<(), sipoke_core::words::Malformed>(())
/// ```
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Nik([u8; 16]);

/// Sex as a NIK encodes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sex {
    /// Day of birth + 40.
    Female,
    /// Day of birth as it is.
    Male,
}

/// Something about a NIK that an officer should look at, but that may be right.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NikDoubt {
    /// The NIK encodes another date of birth than the one that was given.
    BirthDateDiffers,
}

impl Nik {
    /// Reads 16 digits; spaces, dots and dashes between them are ignored.
    ///
    /// # Errors
    /// [`Malformed`] with the rule that is broken: length, a character that is no digit, a leading
    /// zero, a date of birth that is no day in any century, serial `0000`.
    pub fn parse(text: &str) -> Result<Self, Malformed> {
        let mut digits = Vec::with_capacity(16);
        for letter in text.trim().chars() {
            match letter {
                ' ' | '.' | '-' => {}
                '0'..='9' => digits.push(letter as u8),
                other => return Err(Malformed::Character(other)),
            }
        }
        let digits: [u8; 16] =
            digits.try_into().map_err(|all: Vec<u8>| Malformed::NikLength { found: all.len() })?;
        let nik = Self(digits);
        if digits.starts_with(b"0") {
            return Err(Malformed::NikLeadingZero);
        }
        if nik.birth_date_in(2000).is_none() && nik.birth_date_in(1900).is_none() {
            return Err(Malformed::NikBirthDate);
        }
        if digits.ends_with(b"0000") {
            return Err(Malformed::NikSerial);
        }
        Ok(nik)
    }

    /// All sixteen digits. Everything that calls this is a place where a NIK may leak.
    #[must_use]
    pub fn expose(&self) -> String {
        self.0.iter().map(|byte| char::from(*byte)).collect()
    }

    /// The form that may be shown outside the office: `3276********0002`.
    #[must_use]
    pub fn masked(&self) -> String {
        let digits = self.expose();
        let (head, rest) = digits.split_at(4);
        let (_, tail) = rest.split_at(8);
        format!("{head}********{tail}")
    }

    /// What the day of birth says about the sex.
    #[must_use]
    pub fn sex(&self) -> Sex {
        if self.pair(6) > 40 { Sex::Female } else { Sex::Male }
    }

    /// What an officer should weigh, given the date of birth on the form. The century of a NIK is
    /// ambiguous, so either century that fits is accepted.
    #[must_use]
    pub fn doubts(&self, birth_date: Date) -> Vec<NikDoubt> {
        let fits =
            [1900, 2000].iter().any(|century| self.birth_date_in(*century) == Some(birth_date));
        if fits { Vec::new() } else { vec![NikDoubt::BirthDateDiffers] }
    }

    fn birth_date_in(&self, century: i16) -> Option<Date> {
        let day = match self.pair(6) {
            day @ 1..=31 => day,
            day @ 41..=71 => day - 40,
            _ => return None,
        };
        let month = i8::try_from(self.pair(8)).ok()?;
        let year = century.checked_add(i16::from(self.pair(10)))?;
        Date::new(year, month, i8::try_from(day).ok()?).ok()
    }

    fn pair(&self, at: usize) -> u8 {
        let digit = |at: usize| self.0.get(at).map_or(0, |byte| byte - b'0');
        digit(at) * 10 + digit(at + 1)
    }
}

impl fmt::Debug for Nik {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Nik(***)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_nik_is_sixteen_digits_however_it_is_grouped() {
        assert_eq!(Nik::parse(" 327605-010190.0002 ").unwrap().expose(), "3276050101900002");
        assert_eq!(Nik::parse("327605010190000"), Err(Malformed::NikLength { found: 15 }));
        assert_eq!(Nik::parse("32760501019O0002"), Err(Malformed::Character('O')));
    }

    #[test]
    fn rules_that_always_hold_are_enforced() {
        assert_eq!(Nik::parse("0276050101900002"), Err(Malformed::NikLeadingZero));
        assert_eq!(Nik::parse("3276053201900002"), Err(Malformed::NikBirthDate));
        assert_eq!(Nik::parse("3276050113900002"), Err(Malformed::NikBirthDate));
        assert_eq!(Nik::parse("3276057201900002"), Err(Malformed::NikBirthDate));
        assert_eq!(Nik::parse("3276050101900000"), Err(Malformed::NikSerial));
    }

    #[test]
    fn the_leap_day_of_2000_is_a_day_and_that_of_1900_is_not() {
        let leap = Nik::parse("3276052902000001").unwrap();

        assert!(leap.doubts(Date::constant(2000, 2, 29)).is_empty());
        assert_eq!(Nik::parse("3276052902010001"), Err(Malformed::NikBirthDate));
    }

    #[test]
    fn women_have_forty_added_to_the_day() {
        let nik = Nik::parse("3276054101900002").unwrap();

        assert_eq!(nik.sex(), Sex::Female);
        assert!(nik.doubts(Date::constant(1990, 1, 1)).is_empty());
        assert_eq!(nik.doubts(Date::constant(1991, 1, 1)), [NikDoubt::BirthDateDiffers]);
    }

    #[test]
    fn an_unknown_region_is_not_refused() {
        assert!(Nik::parse("9999990101900002").is_ok());
    }
}
