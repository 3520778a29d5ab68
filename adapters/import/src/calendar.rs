use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
};

use jiff::civil::Date;
use sipoke_core::office::{Holiday, HolidayKind};
use sipoke_wire::diagnostic::{Diagnostic, DiagnosticCode};

use crate::{
    cursor::Cursor,
    faults::{Faults, Finding},
    node::{Node, Value},
    source::{self, Kind, Source},
    table::{Columns, Table},
};

/// One row a day.
const HOLIDAYS: Columns = Columns { needed: &["tanggal", "jenis", "nama"], optional: &[] };

/// What a calendar file says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CalendarBatch {
    /// The days, in the order of the file; no day twice.
    pub holidays: Vec<Holiday>,
    /// What the file says about itself.
    pub source_note: Option<String>,
    /// What does not stop the import.
    pub warnings: Vec<Diagnostic>,
}

/// Reads the days on which the office is closed: a table with `tanggal`, `jenis`
/// (`libur_nasional`, `cuti_bersama`, `libur_setempat`) and `nama`.
///
/// # Errors
/// Every finding by place, at least one of them an error.
pub fn read_calendar(path: &Path) -> Result<CalendarBatch, Vec<Diagnostic>> {
    let mut faults = Faults::default();
    let sources = source::open_all(&[PathBuf::from(path)], &mut faults);
    finish(&sources, faults)
}

/// [`read_calendar`] for a file that is in memory already.
///
/// # Errors
/// As [`read_calendar`].
pub fn read_calendar_from_bytes(
    name: &str,
    bytes: &[u8],
) -> Result<CalendarBatch, Vec<Diagnostic>> {
    let mut faults = Faults::default();
    let sources = [Source::from_bytes(name, bytes, &mut faults)];
    finish(&sources, faults)
}

fn finish(sources: &[Source], mut faults: Faults) -> Result<CalendarBatch, Vec<Diagnostic>> {
    let mut batch = CalendarBatch { holidays: Vec::new(), source_note: None, warnings: Vec::new() };
    for (file, source) in sources.iter().enumerate() {
        match (source.kind, &source.text) {
            (Some(Kind::Table), Some(text)) => table(file, text, &mut batch, &mut faults),
            (Some(Kind::Yaml), Some(_)) => {
                let finding = Finding::of(DiagnosticCode::UnknownFormat).allowed([".csv"]);
                faults.add_to_file(file, finding);
            }
            (Some(_), None) | (None, _) => {}
        }
    }
    let texts: Vec<&str> = sources.iter().map(|it| it.text.as_deref().unwrap_or("")).collect();
    let failed = faults.any_error();
    let report = faults.report(&texts);
    if failed {
        return Err(report);
    }
    batch.warnings = report;
    Ok(batch)
}

fn table(file: usize, text: &str, batch: &mut CalendarBatch, faults: &mut Faults) {
    let Some(mut table) = Table::parse(file, text, faults) else { return };
    table.check(&HOLIDAYS, faults);
    if table.rows.is_empty() {
        faults.add_to_file(file, Finding::of(DiagnosticCode::NothingFound));
    }
    let mut seen = BTreeSet::new();
    for row in table.rows.iter().filter(|row| row.whole) {
        let cells = HOLIDAYS.needed.iter().map(|name| ((*name).to_owned(), table.cell(row, name)));
        let node = Node { place: row.place.clone(), value: Value::Group(cells.collect()) };
        let cursor = Cursor::root(&node);
        let Some(holiday) = holiday(&cursor, faults) else { continue };
        if !seen.insert(holiday.date)
            && let Some(cell) = cursor.get("tanggal")
        {
            let date = holiday.date.to_string();
            cell.fault(Finding::of(DiagnosticCode::Duplicate).found(&date), faults);
        }
        batch.holidays.push(holiday);
    }
    batch.source_note = table.note;
}

fn holiday(cursor: &Cursor<'_>, faults: &mut Faults) -> Option<Holiday> {
    let kinds = [
        ("libur_nasional", HolidayKind::National),
        ("cuti_bersama", HolidayKind::JointLeave),
        ("libur_setempat", HolidayKind::Local),
    ];
    let date = cursor.need("tanggal", faults).and_then(|it| date(&it, faults));
    let kind = cursor
        .need("jenis", faults)
        .and_then(|it| it.word(&kinds, DiagnosticCode::UnknownWord, faults));
    let name = cursor.need("nama", faults).and_then(|it| it.text(faults));
    Some(Holiday { date: date?, kind: kind?, name: name? })
}

/// A day as `YYYY-MM-DD` and no other way: `03/04/2026` is two days in two countries.
fn date(cursor: &Cursor<'_>, faults: &mut Faults) -> Option<Date> {
    let text = cursor.raw(faults)?.trim();
    let shaped = text.len() == 10 && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
    let date = if shaped { text.parse().ok() } else { None };
    if date.is_none() {
        cursor.fault(Finding::of(DiagnosticCode::NotADate).found(text), faults);
    }
    date
}
