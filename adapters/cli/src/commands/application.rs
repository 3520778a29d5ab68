use std::fmt::Write;

use clap::{Args, Subcommand};
use sipoke_core::{
    access::Actor,
    application::StageName,
    ports::{Page, Query},
    words::{ServiceCode, Ticket, Zone},
};
use sipoke_text::Lang;
use sipoke_wire::view::{QueueRowView, QueueView, TrackedView};

use super::{Context, Ended};
use crate::{exit::Exit, grammar::TEMPLATE, label, printer::Printer, table::table};

/// How many rows are read at a time.
const BATCH: u16 = 500;

/// Permohonan warga.
///
/// Applications of residents.
#[derive(Debug, Subcommand)]
pub(crate) enum Application {
    #[command(help_template = TEMPLATE, next_help_heading = "Opsi")]
    List(List),
    #[command(help_template = TEMPLATE)]
    Show(Show),
}

/// Tampilkan semua permohonan, yang terlama lebih dulu.
///
/// Lists all applications, oldest first. The table has no names; the JSON has.
#[derive(Debug, Args)]
pub(crate) struct List {
    /// Hanya tahap ini: submitted, returned, accepted, ready, collected, atau closed.
    ///
    /// Only in this stage.
    #[arg(long, value_name = "TAHAP", value_parser = StageName::parse)]
    stage: Option<StageName>,
    /// Hanya layanan ini, misalnya SKD.
    ///
    /// Only for this service.
    #[arg(long, value_name = "KODE", value_parser = ServiceCode::parse)]
    service: Option<ServiceCode>,
}

/// Tampilkan sampai di mana satu permohonan, tanpa nama dan NIK.
///
/// Shows where one application stands, as its applicant sees it: without name and NIK. A whole
/// case is for officers, who sign in.
#[derive(Debug, Args)]
pub(crate) struct Show {
    /// Kode tiket, misalnya 3WKM-3BBA-JRV6.
    ///
    /// The ticket.
    #[arg(value_name = "TIKET", value_parser = Ticket::parse, help_heading = "Masukan")]
    ticket: Ticket,
}

pub(super) async fn run(context: &Context<'_>, arguments: Application) -> Ended {
    match arguments {
        Application::List(arguments) => list(context, arguments).await,
        Application::Show(arguments) => show(context, arguments.ticket).await,
    }
}

async fn list(context: &Context<'_>, arguments: List) -> Ended {
    let Context { host, printer, global } = context;
    let desk = host.open(&global.place()).await?;
    let List { stage, service } = arguments;
    let query = Query { stage, service, nik: None };
    let mut view = QueueView { rows: Vec::new(), next: None };
    let mut page = Page { after: None, limit: BATCH };
    loop {
        let listing = desk.queue(&Actor::Console, &query, page).await?;
        view.rows.extend(listing.rows.iter().map(|row| QueueRowView::new(&row.summary, row.due)));
        match listing.next {
            Some(next) => page.after = Some(next),
            None => break,
        }
    }
    let zone = desk.published().await?.office.zone;
    printer.view(&view, |view| queue_words(view, zone, printer));
    Ok(Exit::Done)
}

fn queue_words(view: &QueueView, zone: Zone, printer: &Printer) -> String {
    if view.rows.is_empty() {
        return format!("{}\n", printer.pick("Tidak ada permohonan.", "No applications."));
    }
    let lang = printer.lang();
    let rows: Vec<[String; 6]> = view
        .rows
        .iter()
        .map(|row| {
            [
                row.ticket.clone(),
                row.service.clone(),
                label::channel(&row.channel, lang).to_owned(),
                label::moment(&row.filed_at, zone, lang),
                label::stage(&row.stage, lang).to_owned(),
                row.due.map_or_else(|| "–".to_owned(), |due| sipoke_text::date(due, lang)),
            ]
        })
        .collect();
    let header = match printer.lang() {
        Lang::Id => ["tiket", "layanan", "jalur", "diajukan", "tahap", "batas waktu"],
        Lang::En => ["ticket", "service", "channel", "filed", "stage", "due"],
    };
    table(header, &rows)
}

async fn show(context: &Context<'_>, ticket: Ticket) -> Ended {
    let Context { host, printer, global } = context;
    let desk = host.open(&global.place()).await?;
    let application = desk.standing(&Actor::Console, ticket).await?;
    let published = desk.published().await?;
    let view = TrackedView::new(&application, &published.calendar);
    let zone = published.office.zone;
    printer.view(&view, |view| tracked_words(view, zone, printer));
    Ok(Exit::Done)
}

fn tracked_words(view: &TrackedView, zone: Zone, printer: &Printer) -> String {
    let lang = printer.lang();
    let mut text = String::new();
    let mut line = |indonesian: &str, english: &str, value: &str| {
        let _ = writeln!(text, "{:<14}{value}", printer.pick(indonesian, english));
    };
    line("tiket", "ticket", &view.ticket);
    line("layanan", "service", &format!("{} – {}", view.service, view.service_name));
    line("edisi", "edition", &view.edition.to_string());
    line("jalur", "channel", label::channel(&view.channel, lang));
    line("diajukan", "filed", &label::moment(&view.filed_at, zone, lang));
    line("tahap", "stage", label::stage(&view.stage, lang));
    line("sejak", "since", &label::moment(&view.since, zone, lang));
    if let Some(due) = view.due {
        line("batas waktu", "due", &sipoke_text::date(due, lang));
    }
    for lack in &view.lacks {
        let note = lack.note.as_ref().map(|note| format!(" – {note}")).unwrap_or_default();
        line(
            "perbaiki",
            "to mend",
            &format!("{} ({}){note}", lack.name, label::reason(&lack.reason, lang)),
        );
    }
    if let Some(letter) = &view.letter {
        line(
            "surat",
            "letter",
            &format!("{} ({})", letter.number, sipoke_text::letter_state(&letter.state, lang)),
        );
    }
    if let Some(closing) = &view.closing {
        line("ditutup", "closed", sipoke_text::closing(closing, lang));
    }
    if let Some(reason) = &view.reason {
        line("alasan", "reason", label::reason(reason, lang));
    }
    if let Some(ground) = &view.legal_ground {
        line("dasar hukum", "legal ground", ground);
    }
    text
}
