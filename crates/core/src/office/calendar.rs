use std::collections::BTreeMap;

use jiff::civil::{Date, Weekday};

use crate::words::coded;

/// A day on which the office does not work although it is no weekend.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holiday {
    /// The day.
    pub date: Date,
    /// By which rule it is free.
    pub kind: HolidayKind,
    /// Its name.
    pub name: String,
}

/// The kinds of days in the yearly joint decree of three ministers (SKB), and the office's own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum HolidayKind {
    /// *libur nasional*
    National,
    /// *cuti bersama*: for civil servants not a working day.
    JointLeave,
    /// A day the office or the city closes for its own reason.
    Local,
}

coded!(HolidayKind {
    National => "national",
    JointLeave => "joint-leave",
    Local => "local",
});

/// The working days of an office: Monday to Friday, except holidays. Data, not code: the list is
/// changed during the year.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Calendar {
    holidays: BTreeMap<Date, Holiday>,
}

impl Calendar {
    /// A calendar with these holidays; of two on one day the later in the list counts.
    #[must_use]
    pub fn new(holidays: Vec<Holiday>) -> Self {
        Self { holidays: holidays.into_iter().map(|holiday| (holiday.date, holiday)).collect() }
    }

    /// All holidays, by date.
    pub fn holidays(&self) -> impl Iterator<Item = &Holiday> {
        self.holidays.values()
    }

    /// The holiday on this day, if it is one.
    #[must_use]
    pub fn holiday(&self, date: Date) -> Option<&Holiday> {
        self.holidays.get(&date)
    }

    /// Whether the office works on this day.
    #[must_use]
    pub fn is_working_day(&self, date: Date) -> bool {
        let weekend = matches!(date.weekday(), Weekday::Saturday | Weekday::Sunday);
        !weekend && !self.holidays.contains_key(&date)
    }

    /// The day on which `days` working days after `start` are over. The start itself does not
    /// count; zero days is the start, or the next working day when the office is closed.
    #[must_use]
    pub fn add_working_days(&self, start: Date, days: u16) -> Date {
        let mut date = start;
        let mut left = days;
        while left > 0 || !self.is_working_day(date) {
            let Ok(next) = date.tomorrow() else { return date };
            date = next;
            if left > 0 && self.is_working_day(date) {
                left -= 1;
            }
        }
        date
    }

    /// Working days after `start` up to and including `end`; zero when `end` is not later.
    #[must_use]
    pub fn working_days_between(&self, start: Date, end: Date) -> u16 {
        let mut count: u16 = 0;
        let mut date = start;
        while date < end {
            let Ok(next) = date.tomorrow() else { return count };
            date = next;
            count = count.saturating_add(u16::from(self.is_working_day(date)));
        }
        count
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;

    fn christmas() -> Calendar {
        Calendar::new(vec![
            Holiday {
                date: date(2026, 12, 24),
                kind: HolidayKind::JointLeave,
                name: "Cuti bersama Natal".into(),
            },
            Holiday { date: date(2026, 12, 25), kind: HolidayKind::National, name: "Natal".into() },
        ])
    }

    #[test]
    fn holidays_and_weekends_are_stepped_over() {
        let wednesday = date(2026, 12, 23);

        assert_eq!(christmas().add_working_days(wednesday, 1), date(2026, 12, 28));
        assert_eq!(christmas().add_working_days(wednesday, 0), wednesday);
        assert_eq!(christmas().add_working_days(date(2026, 12, 24), 0), date(2026, 12, 28));
        assert_eq!(christmas().working_days_between(wednesday, date(2026, 12, 28)), 1);
    }

    proptest! {
        #[test]
        fn counting_forward_and_counting_between_agree(offset in 0..400_i32, days in 1..60_u16) {
            let start = date(2026, 1, 1).saturating_add(jiff::Span::new().days(offset));
            let calendar = christmas();

            let end = calendar.add_working_days(start, days);

            prop_assert!(calendar.is_working_day(end));
            prop_assert_eq!(calendar.working_days_between(start, end), days);
        }
    }
}
