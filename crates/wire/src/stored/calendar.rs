use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use sipoke_core::office::{Calendar, Holiday, HolidayKind};

use super::{StoredError, read, version::Version, write};

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct StoredCalendar {
    v: Version,
    holidays: Vec<StoredHoliday>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct StoredHoliday {
    date: Date,
    kind: HolidayKind,
    name: String,
}

/// The calendar as bytes.
#[must_use]
pub fn encode_calendar(calendar: &Calendar) -> Vec<u8> {
    let holidays = calendar
        .holidays()
        .map(|Holiday { date, kind, name }| StoredHoliday {
            date: *date,
            kind: *kind,
            name: name.clone(),
        })
        .collect();
    write(&StoredCalendar { v: Version, holidays })
}

/// Reads a calendar.
///
/// # Errors
/// [`StoredError`] when the bytes are none.
pub fn decode_calendar(bytes: &[u8]) -> Result<Calendar, StoredError> {
    let stored: StoredCalendar = read(bytes)?;
    let holidays = stored
        .holidays
        .into_iter()
        .map(|StoredHoliday { date, kind, name }| Holiday { date, kind, name })
        .collect();
    Ok(Calendar::new(holidays))
}
