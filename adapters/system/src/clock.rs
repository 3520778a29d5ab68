use sipoke_core::{ports::Clock, words::Moment};

/// The wall clock of the machine. It may be set back: nothing may rely on its going forward only.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "this is the Clock port")]
    #[expect(clippy::expect_used, reason = "a moment holds every timestamp jiff can make")]
    fn now(&self) -> Moment {
        let now = jiff::Timestamp::now();
        Moment::from_micros(now.as_microsecond()).expect("jiff's range is the range of a moment")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_clock_is_past_the_day_this_was_written() {
        let written = Moment::parse("2026-01-01T00:00:00Z").unwrap();

        let now = SystemClock.now();

        assert!(now > written, "{now}");
    }
}
