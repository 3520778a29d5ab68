//! Who the office is, and its calendar.

use sipoke_core::office::{Calendar, NumberScope};

use super::support::{CONSOLE, must};
use crate::{StoreHarness, samples};

/// Nobody has set it up.
pub async fn an_unknown_office_is_not_found(store: &mut dyn StoreHarness) {
    let ports = store.ports();

    assert_eq!(must(ports.offices.office(samples::office_code()).await), None);
}

/// What is read is what was saved, new and changed.
pub async fn an_office_is_read_as_it_was_saved_last(store: &mut dyn StoreHarness) {
    let ports = store.ports();
    let mut office = samples::office();
    must(ports.offices.save_office(office.clone(), samples::morning(), CONSOLE).await);
    assert_eq!(must(ports.offices.office(office.code).await), Some(office.clone()));

    office.hours = None;
    office.sections.truncate(1);
    office.numbering.scope = NumberScope::Service;
    must(ports.offices.save_office(office.clone(), samples::morning(), CONSOLE).await);

    assert_eq!(must(ports.offices.office(office.code).await), Some(office));
}

/// Nothing stored is no holiday.
pub async fn a_calendar_that_was_never_saved_has_no_holiday(store: &mut dyn StoreHarness) {
    let ports = store.ports();

    let calendar = must(ports.offices.calendar(samples::office_code()).await);

    assert_eq!(calendar, Calendar::default());
}

/// A day that the ministers took back is a working day again.
pub async fn a_saved_calendar_replaces_the_whole_one(store: &mut dyn StoreHarness) {
    let ports = store.ports();
    let code = samples::office_code();
    let full = samples::calendar();
    must(ports.offices.save_calendar(code, full.clone(), samples::morning(), CONSOLE).await);
    assert_eq!(must(ports.offices.calendar(code).await), full);

    let fewer = Calendar::new(full.holidays().skip(1).cloned().collect());
    must(ports.offices.save_calendar(code, fewer.clone(), samples::morning(), CONSOLE).await);

    assert_eq!(must(ports.offices.calendar(code).await), fewer);
}

/// Rule R9.
pub async fn saving_office_and_calendar_is_recorded(store: &mut dyn StoreHarness) {
    let ports = store.ports();
    let code = samples::office_code();

    must(ports.offices.save_office(samples::office(), samples::morning(), CONSOLE).await);
    let calendar = samples::calendar();
    must(ports.offices.save_calendar(code, calendar, samples::morning(), CONSOLE).await);

    let lines = must(ports.ledger.lines(code, 0, 10).await);
    assert_eq!(lines.len(), 2);
    assert!(lines.iter().all(|line| line.by == CONSOLE && line.at == samples::morning()));
    assert_eq!(must(ports.ledger.audit(code).await).faults, []);
}
