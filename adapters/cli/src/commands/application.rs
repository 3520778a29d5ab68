use std::fmt::Write;

use clap::{Args, Subcommand};
use sipoke_core::{
    access::Actor,
    application::StageName,
    ports::{Page, Query},
    words::{ServiceCode, Ticket},
};
use sipoke_text::Lang;
use sipoke_wire::view::{QueueRowView, QueueView, TrackedView};

use super::{Context, Ended};
use crate::{exit::Exit, grammar::TEMPLATE, printer::Printer, table::table};

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
    /// Kode tiket, misalnya K7M2-9QXR-3FDW.
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
    printer.view(&view, |view| queue_words(view, printer));
    Ok(Exit::Done)
}

fn queue_words(view: &QueueView, printer: &Printer) -> String {
    if view.rows.is_empty() {
        return format!("{}\n", printer.pick("Tidak ada permohonan.", "No applications."));
    }
    let rows: Vec<[String; 6]> = view
        .rows
        .iter()
        .map(|row| {
            [
                row.ticket.clone(),
                row.service.clone(),
                row.channel.clone(),
                row.filed_at.clone(),
                row.stage.clone(),
                row.due.map_or_else(|| "–".to_owned(), |due| due.to_string()),
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
    printer.view(&view, |view| tracked_words(view, printer));
    Ok(Exit::Done)
}

fn tracked_words(view: &TrackedView, printer: &Printer) -> String {
    let mut text = String::new();
    let mut line = |indonesian: &str, english: &str, value: &str| {
        let _ = writeln!(text, "{:<14}{value}", printer.pick(indonesian, english));
    };
    line("tiket", "ticket", &view.ticket);
    line("layanan", "service", &format!("{} – {}", view.service, view.service_name));
    line("edisi", "edition", &view.edition.to_string());
    line("jalur", "channel", &view.channel);
    line("diajukan", "filed", &view.filed_at);
    line("tahap", "stage", &view.stage);
    line("sejak", "since", &view.since);
    if let Some(due) = view.due {
        line("batas waktu", "due", &due.to_string());
    }
    for lack in &view.lacks {
        let note = lack.note.as_ref().map(|note| format!(" – {note}")).unwrap_or_default();
        line("perbaiki", "to mend", &format!("{} ({}){note}", lack.name, lack.reason));
    }
    if let Some(letter) = &view.letter {
        line("surat", "letter", &format!("{} ({})", letter.number, letter.state));
    }
    if let Some(closing) = &view.closing {
        line("ditutup", "closed", closing);
    }
    if let Some(reason) = &view.reason {
        line("alasan", "reason", reason);
    }
    if let Some(ground) = &view.legal_ground {
        line("dasar hukum", "legal ground", ground);
    }
    text
}
