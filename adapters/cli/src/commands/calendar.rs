use std::path::PathBuf;

use clap::{Args, Subcommand};
use jiff::civil::Date;
use serde::Serialize;
use sipoke_core::access::Actor;
use sipoke_text::{Lang, date, diagnostic};

use super::{Context, Ended};
use crate::{exit::Exit, grammar::TEMPLATE};

/// Kalender hari libur kantor.
///
/// The office's calendar of holidays.
#[derive(Debug, Subcommand)]
#[command(next_help_heading = "Opsi")]
pub(crate) enum Calendar {
    #[command(help_template = TEMPLATE)]
    Import(Import),
}

/// Ganti seluruh kalender hari libur dengan isi berkas.
///
/// Replaces the whole calendar of holidays by what the file says.
#[derive(Debug, Args)]
pub(crate) struct Import {
    /// Berkas CSV dengan kolom tanggal, jenis, nama.
    ///
    /// A CSV file with the columns tanggal, jenis, nama.
    #[arg(value_name = "BERKAS", help_heading = "Masukan")]
    file: PathBuf,
}

/// What the calendar is now.
#[derive(Serialize)]
struct CalendarView {
    holidays: usize,
    first: Option<Date>,
    last: Option<Date>,
}

pub(super) async fn run(context: &Context<'_>, arguments: Calendar) -> Ended {
    let Calendar::Import(Import { file }) = arguments;
    let Context { host, printer, global } = context;
    let (holidays, warnings) = host.read_calendar(&file)?;
    let desk = host.open(&global.place()).await?;
    if !warnings.is_empty() {
        printer.note(&diagnostic::render(&warnings, printer.lang()));
    }
    let calendar = desk.set_calendar(&Actor::Console, holidays).await?;
    let view = CalendarView {
        holidays: calendar.holidays().count(),
        first: calendar.holidays().next().map(|holiday| holiday.date),
        last: calendar.holidays().last().map(|holiday| holiday.date),
    };
    printer.view(&view, |view| words(view, printer.lang()));
    Ok(Exit::Done)
}

fn words(view: &CalendarView, lang: Lang) -> String {
    let count = view.holidays;
    let day = |day: Option<Date>| day.map_or_else(|| "–".to_owned(), |day| date(day, lang));
    let (first, last) = (day(view.first), day(view.last));
    match lang {
        Lang::Id => format!("Kalender diganti: {count} hari libur, {first} sampai {last}.\n"),
        Lang::En => format!("Calendar replaced: {count} holidays, {first} to {last}.\n"),
    }
}
