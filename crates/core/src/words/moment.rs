use std::fmt;

use jiff::{Timestamp, civil::Date, tz::Offset};

use super::Malformed;

/// A point in time, to the microsecond: finer parts are cut off when it is made, because
/// PostgreSQL keeps no more and every store must give back what it was given.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Moment(Timestamp);

impl Moment {
    /// The moment this many microseconds after 1970-01-01T00:00:00Z.
    ///
    /// # Errors
    /// [`Malformed::Moment`] outside the years -9999 to 9999.
    pub fn from_micros(micros: i64) -> Result<Self, Malformed> {
        Timestamp::from_microsecond(micros).map(Self).map_err(|_| Malformed::Moment)
    }

    /// Microseconds since 1970-01-01T00:00:00Z.
    #[must_use]
    pub fn micros(self) -> i64 {
        self.0.as_microsecond()
    }

    /// Reads RFC 3339, such as `2026-11-24T09:12:00Z`.
    ///
    /// # Errors
    /// [`Malformed::Moment`] for anything else.
    pub fn parse(text: &str) -> Result<Self, Malformed> {
        let whole: Timestamp = text.parse().map_err(|_| Malformed::Moment)?;
        Self::from_micros(whole.as_microsecond())
    }

    /// This many seconds later (or earlier, when negative); stays put at the edge of time.
    #[must_use]
    pub fn plus_seconds(self, seconds: i64) -> Self {
        let micros = self.micros().saturating_add(seconds.saturating_mul(1_000_000));
        Self::from_micros(micros).unwrap_or(self)
    }

    /// The day on the office's wall calendar.
    #[must_use]
    pub fn date_in(self, zone: Zone) -> Date {
        zone.offset().to_datetime(self.0).date()
    }

    /// Hour and minute on the office's wall clock.
    #[must_use]
    pub fn clock_in(self, zone: Zone) -> (i8, i8) {
        let local = zone.offset().to_datetime(self.0);
        (local.hour(), local.minute())
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Debug for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Moment({})", self.0)
    }
}

super::serde_as_text!(Moment, ToString::to_string);

/// The three time zones of Indonesia. None has daylight saving time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Zone {
    /// Waktu Indonesia Barat, UTC+7.
    Wib,
    /// Waktu Indonesia Tengah, UTC+8.
    Wita,
    /// Waktu Indonesia Timur, UTC+9.
    Wit,
}

impl Zone {
    /// Reads the IANA name (`Asia/Jakarta`, `Asia/Makassar`, `Asia/Jayapura`) or the
    /// abbreviation (`WIB`, `WITA`, `WIT`).
    ///
    /// # Errors
    /// [`Malformed::Unknown`] for any other zone.
    pub fn parse(text: &str) -> Result<Self, Malformed> {
        match text {
            "Asia/Jakarta" | "Asia/Pontianak" | "WIB" => Ok(Self::Wib),
            "Asia/Makassar" | "WITA" => Ok(Self::Wita),
            "Asia/Jayapura" | "WIT" => Ok(Self::Wit),
            _ => Err(Malformed::Unknown),
        }
    }

    /// `WIB`, `WITA` or `WIT`.
    #[must_use]
    pub fn abbreviation(self) -> &'static str {
        match self {
            Self::Wib => "WIB",
            Self::Wita => "WITA",
            Self::Wit => "WIT",
        }
    }

    fn offset(self) -> Offset {
        match self {
            Self::Wib => Offset::constant(7),
            Self::Wita => Offset::constant(8),
            Self::Wit => Offset::constant(9),
        }
    }
}

super::serde_as_text!(Zone, |zone| zone.abbreviation().to_owned());

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_keeps_microseconds_and_cuts_off_the_rest() {
        let moment = Moment::parse("2026-11-24T09:12:00.123456789Z").unwrap();

        assert_eq!(moment.to_string(), "2026-11-24T09:12:00.123456Z");
    }

    #[test]
    fn the_day_is_the_day_on_the_office_wall() {
        let new_year_in_jakarta = Moment::parse("2026-12-31T17:00:00Z").unwrap();

        assert_eq!(new_year_in_jakarta.date_in(Zone::Wib).to_string(), "2027-01-01");
        assert_eq!(new_year_in_jakarta.clock_in(Zone::Wit), (2, 0));
    }
}
