use jiff::civil::{Date, Weekday};
use sipoke_core::{
    office::Calendar,
    words::{Moment, Zone},
};

use crate::{Lang, lang::of, working_days};

const MONTHS: [(&str, &str); 12] = [
    ("Januari", "January"),
    ("Februari", "February"),
    ("Maret", "March"),
    ("April", "April"),
    ("Mei", "May"),
    ("Juni", "June"),
    ("Juli", "July"),
    ("Agustus", "August"),
    ("September", "September"),
    ("Oktober", "October"),
    ("November", "November"),
    ("Desember", "December"),
];

/// A day: `24 November 2026`.
#[must_use]
pub fn date(date: Date, lang: Lang) -> String {
    let month = usize::from(date.month().unsigned_abs()).saturating_sub(1);
    let month = MONTHS.get(month).map_or("", |both| of(lang, *both));
    format!("{} {month} {}", date.day(), date.year())
}

/// The name of a day of the week.
#[must_use]
pub fn weekday(weekday: Weekday, lang: Lang) -> &'static str {
    let both = match weekday {
        Weekday::Monday => ("Senin", "Monday"),
        Weekday::Tuesday => ("Selasa", "Tuesday"),
        Weekday::Wednesday => ("Rabu", "Wednesday"),
        Weekday::Thursday => ("Kamis", "Thursday"),
        Weekday::Friday => ("Jumat", "Friday"),
        Weekday::Saturday => ("Sabtu", "Saturday"),
        Weekday::Sunday => ("Minggu", "Sunday"),
    };
    of(lang, both)
}

/// A moment on the office's wall clock: `24 November 2026, 09.12 WIB`.
#[must_use]
pub fn moment(moment: Moment, zone: Zone, lang: Lang) -> String {
    let day = date(moment.date_in(zone), lang);
    let (hour, minute) = moment.clock_in(zone);
    let between = lang.pick('.', ':');
    format!("{day}, {hour:02}{between}{minute:02} {}", zone.abbreviation())
}

/// The last day of the office's promise, for residents: `Paling lambat Kamis, 26 November 2026`.
#[must_use]
pub fn due(due: Date, lang: Lang) -> String {
    let day = weekday(due.weekday(), lang);
    format!("{} {day}, {}", lang.pick("Paling lambat", "By"), date(due, lang))
}

/// How far the last day of the promise is away, for officers: `2 hari kerja lagi`, `hari ini`,
/// `lewat 1 hari kerja`.
#[must_use]
pub fn due_in(due: Date, today: Date, calendar: &Calendar, lang: Lang) -> String {
    if due == today {
        return lang.pick("hari ini", "today").to_owned();
    }
    if due > today {
        let left = working_days(calendar.working_days_between(today, due), lang);
        return lang.pick(format!("{left} lagi"), format!("in {left}"));
    }
    match calendar.working_days_between(due, today) {
        // A weekend after the last day: late, but by no working day yet.
        0 => lang.pick("batasnya sudah lewat", "overdue").to_owned(),
        late => {
            let late = working_days(late, lang);
            lang.pick(format!("lewat {late}"), format!("{late} overdue"))
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date as day;

    use super::*;

    #[test]
    fn a_moment_is_told_by_the_clock_on_the_office_wall() {
        let evening_in_utc = Moment::parse("2026-12-31T18:12:00Z").unwrap();

        assert_eq!(moment(evening_in_utc, Zone::Wib, Lang::Id), "1 Januari 2027, 01.12 WIB");
        assert_eq!(moment(evening_in_utc, Zone::Wit, Lang::En), "1 January 2027, 03:12 WIT");
    }

    #[test]
    fn the_promise_names_its_weekday() {
        let thursday = day(2026, 11, 26);

        assert_eq!(due(thursday, Lang::Id), "Paling lambat Kamis, 26 November 2026");
        assert_eq!(due(thursday, Lang::En), "By Thursday, 26 November 2026");
    }

    #[test]
    fn how_far_the_last_day_is_away_is_counted_in_working_days() {
        let friday = day(2026, 11, 27);
        let said = |today, lang| due_in(friday, today, &Calendar::default(), lang);

        assert_eq!(said(day(2026, 11, 25), Lang::Id), "2 hari kerja lagi");
        assert_eq!(said(day(2026, 11, 26), Lang::En), "in 1 working day");
        assert_eq!(said(friday, Lang::Id), "hari ini");
        assert_eq!(said(day(2026, 11, 28), Lang::Id), "batasnya sudah lewat");
        assert_eq!(said(day(2026, 11, 30), Lang::Id), "lewat 1 hari kerja");
        assert_eq!(said(day(2026, 12, 1), Lang::En), "2 working days overdue");
    }
}
