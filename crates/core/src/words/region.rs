use std::fmt;

use super::Malformed;

/// A region code of the Ministry of Home Affairs: province `32`, city `32.76`, district
/// `32.76.05`, or village `32.76.05.1004`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct RegionCode(String);

impl RegionCode {
    /// Reads dotted digits in groups of 2, 2, 2 and 4.
    ///
    /// # Errors
    /// [`Malformed::Region`] for any other shape.
    pub fn parse(text: &str) -> Result<Self, Malformed> {
        let text = text.trim();
        let groups: Vec<&str> = text.split('.').collect();
        let shaped = groups.len() <= 4
            && groups.iter().zip([2, 2, 2, 4]).all(|(group, digits)| {
                group.len() == digits && group.bytes().all(|byte| byte.is_ascii_digit())
            });
        if shaped { Ok(Self(text.to_owned())) } else { Err(Malformed::Region) }
    }
}

impl fmt::Display for RegionCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

super::serde_as_text!(RegionCode, ToString::to_string);

/// The region code of a kelurahan: ten digits as `32.76.05.1004`. Every stored row begins with it.
///
/// The last group begins with 1; villages of the other kind (desa) begin with 2 and have an
/// office of their own kind, which may use the system just as well.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct OfficeCode(u64);

impl OfficeCode {
    /// Reads `32.76.05.1004`.
    ///
    /// # Errors
    /// [`Malformed::Region`] when it is not a village's code.
    pub fn parse(text: &str) -> Result<Self, Malformed> {
        let region = RegionCode::parse(text)?;
        let digits: String = region.0.chars().filter(char::is_ascii_digit).collect();
        if digits.len() != 10 {
            return Err(Malformed::Region);
        }
        digits.parse().map(Self).map_err(|_| Malformed::Region)
    }

    /// The ten digits as a number, for keys.
    #[must_use]
    pub fn number(self) -> u64 {
        self.0
    }

    /// The office that has this number.
    ///
    /// # Errors
    /// [`Malformed::Region`] for more than ten digits.
    pub fn from_number(number: u64) -> Result<Self, Malformed> {
        if number < 10_000_000_000 { Ok(Self(number)) } else { Err(Malformed::Region) }
    }
}

impl fmt::Display for OfficeCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(code) = *self;
        let (province, city) = (code / 100_000_000, code / 1_000_000 % 100);
        write!(f, "{province:02}.{city:02}.{:02}.{:04}", code / 10_000 % 100, code % 10_000)
    }
}

impl fmt::Debug for OfficeCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "OfficeCode({self})")
    }
}

super::serde_as_text!(OfficeCode, ToString::to_string);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_office_code_reads_back_from_text_and_number() {
        let mekarjaya = OfficeCode::parse("32.76.05.1004").unwrap();

        assert_eq!(mekarjaya.to_string(), "32.76.05.1004");
        assert_eq!(OfficeCode::from_number(mekarjaya.number()), Ok(mekarjaya));
    }

    #[test]
    fn a_city_is_a_region_but_not_an_office() {
        assert!(RegionCode::parse("32.76").is_ok());
        assert_eq!(OfficeCode::parse("32.76"), Err(Malformed::Region));
        assert_eq!(RegionCode::parse("32.7"), Err(Malformed::Region));
        assert_eq!(RegionCode::parse("32.76.05.1004.1"), Err(Malformed::Region));
    }
}
