use jiff::civil::Date;

use crate::office::Calendar;

/// The promise of the service standard, counted in working days from the complete file. It stands
/// still while the applicant must act. The software warns; it never grants or refuses by itself
/// (UU 30/2014 article 53; rule R6).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Timer {
    /// Working days promised.
    pub allowed: u16,
    /// Working days used up before the clock was last started.
    pub used: u16,
    /// The day it was last started; `None` while it stands.
    pub running_since: Option<Date>,
}

impl Timer {
    /// A clock that has not been started.
    #[must_use]
    pub fn new(working_days: u16) -> Self {
        Self { allowed: working_days, used: 0, running_since: None }
    }

    /// Starts or goes on.
    #[must_use]
    pub fn started(self, on: Date) -> Self {
        Self { running_since: Some(on), ..self }
    }

    /// Stands still, with this many working days used up in all.
    #[must_use]
    pub fn paused(self, used: u16) -> Self {
        Self { used, running_since: None, ..self }
    }

    /// Working days used up when it is `today`.
    #[must_use]
    pub fn used_by(self, today: Date, calendar: &Calendar) -> u16 {
        let running =
            self.running_since.map_or(0, |since| calendar.working_days_between(since, today));
        self.used.saturating_add(running)
    }

    /// The last day on which the promise is kept; `None` while the clock stands.
    #[must_use]
    pub fn due(self, calendar: &Calendar) -> Option<Date> {
        let left = self.allowed.saturating_sub(self.used);
        self.running_since.map(|since| calendar.add_working_days(since, left))
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn days_in_which_the_applicant_must_act_do_not_count() {
        let calendar = Calendar::default();
        let monday = date(2026, 11, 23);
        let timer = Timer::new(3).started(monday);
        assert_eq!(timer.due(&calendar), Some(date(2026, 11, 26)));

        let returned_on_tuesday = timer.paused(timer.used_by(date(2026, 11, 24), &calendar));
        assert_eq!(returned_on_tuesday.due(&calendar), None);

        let again = returned_on_tuesday.started(date(2026, 12, 7));
        assert_eq!(again.due(&calendar), Some(date(2026, 12, 9)));
    }
}
