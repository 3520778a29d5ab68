use std::{fmt::Write, path::PathBuf, sync::Arc};

use clap::{Args, Subcommand};
use jiff::civil::Date;
use sipoke_core::{
    access::Actor,
    catalogue::Decree,
    office::Office,
    words::{DocumentNumber, Malformed, Rupiah, ServiceCode, Slug},
};
use sipoke_desk::{Desk, DeskError, Plan, Published, StandardsImport};
use sipoke_text::{Lang, diagnostic};
use sipoke_wire::{
    request::date,
    view::{PlanView, ServiceSummary, ServiceView},
};

use super::{Context, Ended};
use crate::{
    exit::Exit,
    failure::Failure,
    grammar::TEMPLATE,
    host::{HostError, StandardsFile},
    label,
    printer::Printer,
    table::table,
};

/// Standar pelayanan yang diterbitkan kantor.
///
/// The service standards that the office publishes.
#[derive(Debug, Subcommand)]
pub(crate) enum Standards {
    #[command(help_template = TEMPLATE, next_help_heading = "Opsi")]
    Import(Box<Import>),
    /// Tampilkan semua layanan.
    ///
    /// Lists all services.
    #[command(help_template = TEMPLATE)]
    List,
    #[command(help_template = TEMPLATE)]
    Show(Show),
}

/// Baca standar pelayanan dari berkas; tanpa --commit hanya menunjukkan rencana.
///
/// Reads service standards from files. Without --commit it changes nothing and shows what would
/// change. All files of one import are given together. Importing the same again does nothing.
#[derive(Debug, Args)]
pub(crate) struct Import {
    /// Berkas YAML atau CSV.
    ///
    /// YAML or CSV files.
    #[arg(value_name = "BERKAS", required = true, help_heading = "Masukan")]
    files: Vec<PathBuf>,
    /// Nomor surat keputusan tanpa tahun, misalnya 05/01/Pem.
    ///
    /// The number of the decree without the year.
    #[arg(long, value_name = "NOMOR", value_parser = DocumentNumber::parse)]
    decree: DocumentNumber,
    /// Tahun surat keputusan, empat angka.
    ///
    /// The year of the decree.
    #[arg(long, value_name = "TAHUN", value_parser = clap::value_parser!(i16).range(1945..=9999))]
    year: i16,
    /// Hari pertama berlaku, misalnya 2026-12-01.
    ///
    /// The first day it counts.
    #[arg(long, value_name = "TANGGAL", value_parser = date)]
    effective_from: Date,
    /// Isi surat keputusan, setelah kata "tentang" [baku: Standar Pelayanan].
    ///
    /// What the decree is about.
    #[arg(
        long,
        value_name = "TENTANG",
        default_value = "Standar Pelayanan",
        hide_default_value = true,
        value_parser = about
    )]
    about: String,
    /// Tanggal surat keputusan ditandatangani.
    ///
    /// The day the decree was signed.
    #[arg(long, value_name = "TANGGAL", value_parser = date)]
    signed_on: Option<Date>,
    /// Simpan perubahannya.
    ///
    /// Stores the change.
    #[arg(long)]
    commit: bool,
}

/// Tampilkan satu layanan dengan 14 komponen standarnya.
///
/// Shows one service with the 14 components of its standard.
#[derive(Debug, Args)]
pub(crate) struct Show {
    /// Kode layanan (SKD) atau namanya di alamat laman (keterangan-domisili).
    ///
    /// The code of the service, or its name in addresses.
    #[arg(value_name = "LAYANAN", help_heading = "Masukan")]
    service: String,
}

fn about(text: &str) -> Result<String, Malformed> {
    let text = text.trim();
    if text.is_empty() { Err(Malformed::Empty) } else { Ok(text.to_owned()) }
}

pub(super) async fn run(context: &Context<'_>, arguments: Standards) -> Ended {
    match arguments {
        Standards::Import(arguments) => import(context, *arguments).await,
        Standards::List => list(context).await,
        Standards::Show(Show { service }) => show(context, &service).await,
    }
}

async fn import(context: &Context<'_>, arguments: Import) -> Ended {
    let Context { host, printer, global } = context;
    let desk = match host.open(&global.place()).await {
        Err(HostError::NothingThere(_)) => None,
        opened => Some(opened?),
    };
    let published = published(desk.as_ref()).await?;
    let StandardsFile { office, standards, warnings } =
        host.read_standards(&arguments.files, published.as_deref())?;
    if !warnings.is_empty() {
        printer.note(&diagnostic::render(&warnings, printer.lang()));
    }
    if let (Some(desk), Some(office)) = (&desk, &office) {
        this_office(desk, office, context)?;
    }
    let decree = Decree {
        number: arguments.decree,
        year: arguments.year,
        about: arguments.about,
        signed_on: arguments.signed_on,
        signer: None,
        effective_from: arguments.effective_from,
    };
    let import = StandardsImport { office, decree, standards };
    let plan = if arguments.commit {
        commit(context, desk, import).await?
    } else {
        look(context, desk, &import).await?
    };
    let lists = [&*plan.added, &*plan.changed, &*plan.unchanged];
    let view = PlanView::new(arguments.commit, plan.office_changes, lists);
    printer.view(&view, |view| plan_words(view, plan.is_empty(), printer));
    Ok(Exit::Done)
}

/// What is published so far; `None` before the first import.
async fn published(desk: Option<&Desk>) -> Result<Option<Arc<Published>>, DeskError> {
    let Some(desk) = desk else { return Ok(None) };
    match desk.published().await {
        Err(DeskError::NoOffice) => Ok(None),
        published => published.map(Some),
    }
}

/// Standards of one office are never published as those of another.
fn this_office(desk: &Desk, office: &Office, context: &Context<'_>) -> Result<(), HostError> {
    let found = desk.office_code();
    if office.code == found {
        return Ok(());
    }
    Err(HostError::AnotherOffice { data: context.global.data.clone(), found })
}

/// The first import makes the office: the files say which one it is.
async fn commit(
    context: &Context<'_>,
    desk: Option<Desk>,
    import: StandardsImport,
) -> Result<Plan, Failure> {
    let desk = match (desk, &import.office) {
        (Some(desk), _) => desk,
        (None, Some(office)) => context.host.create(&context.global.place(), office.code).await?,
        (None, None) => return Err(HostError::NothingThere(context.global.data.clone()).into()),
    };
    Ok(desk.publish_standards(&Actor::Console, import).await?)
}

async fn look(
    context: &Context<'_>,
    desk: Option<Desk>,
    import: &StandardsImport,
) -> Result<Plan, Failure> {
    match desk {
        Some(desk) => Ok(desk.plan_standards(&Actor::Console, import).await?),
        None if import.office.is_none() => {
            Err(HostError::NothingThere(context.global.data.clone()).into())
        }
        // Looking makes nothing: to an office that is not there everything is new.
        None => {
            let added = import.standards.iter().map(|standard| standard.code.clone()).collect();
            Ok(Plan { office_changes: true, added, ..Plan::default() })
        }
    }
}

fn plan_words(view: &PlanView, nothing_to_do: bool, printer: &Printer) -> String {
    if nothing_to_do {
        let sentence = printer.pick(
            "Tidak ada yang berubah: semuanya sudah terbit persis seperti ini.",
            "Nothing to do: everything is published just so already.",
        );
        return format!("{sentence}\n");
    }
    let mut text = String::new();
    let head = match (printer.lang(), view.committed) {
        (Lang::Id, true) => "Tersimpan.",
        (Lang::En, true) => "Stored.",
        (Lang::Id, false) => "Rencana; belum ada yang disimpan.",
        (Lang::En, false) => "The plan; nothing is stored yet.",
    };
    let _ = writeln!(text, "{head}");
    if view.office_changes {
        let line = printer.pick("data kantor diperbarui", "the office's data changes");
        let _ = writeln!(text, "  {line}");
    }
    let mut line = |label: &str, codes: &[String]| {
        if !codes.is_empty() {
            let _ = writeln!(text, "  {label} ({}): {}", codes.len(), codes.join(" "));
        }
    };
    line(printer.pick("layanan baru", "new services"), &view.added);
    line(printer.pick("edisi baru", "new editions"), &view.changed);
    line(printer.pick("tetap", "unchanged"), &view.unchanged);
    if !view.committed {
        let line = printer.pick(
            "Ulangi dengan --commit untuk menyimpannya.",
            "Run it again with --commit to store it.",
        );
        let _ = writeln!(text, "{line}");
    }
    text
}

async fn list(context: &Context<'_>) -> Ended {
    let Context { host, printer, global } = context;
    let desk = host.open(&global.place()).await?;
    let published = desk.published().await?;
    let views: Vec<ServiceSummary> = published.editions.iter().map(ServiceSummary::from).collect();
    printer.view(&views, |views| {
        let rows: Vec<[String; 5]> = views.iter().map(|view| summary_row(view, printer)).collect();
        let header = match printer.lang() {
            Lang::Id => ["kode", "nama", "daring", "waktu", "biaya"],
            Lang::En => ["code", "name", "online", "time", "fee"],
        };
        table(header, &rows)
    });
    Ok(Exit::Done)
}

fn summary_row(view: &ServiceSummary, printer: &Printer) -> [String; 5] {
    let online = match (printer.lang(), view.online) {
        (Lang::Id, true) => "ya",
        (Lang::Id, false) => "loket",
        (Lang::En, true) => "yes",
        (Lang::En, false) => "counter",
    };
    let fee = sipoke_text::fee(Rupiah::new(view.fee), printer.lang());
    [
        view.code.clone(),
        view.name.clone(),
        online.to_owned(),
        label::processing_time(&view.processing_time, printer.lang()),
        fee,
    ]
}

async fn show(context: &Context<'_>, service: &str) -> Ended {
    let Context { host, printer, global } = context;
    let desk = host.open(&global.place()).await?;
    let published = desk.published().await?;
    let by_code = ServiceCode::parse(service).ok();
    let by_slug = Slug::parse(service).ok();
    let edition = by_code
        .and_then(|code| published.by_code(&code))
        .or_else(|| by_slug.and_then(|slug| published.service(&slug)))
        .ok_or(DeskError::UnknownService)?;
    let view = ServiceView::from(edition);
    printer.view(&view, |view| service_words(view, printer));
    Ok(Exit::Done)
}

fn service_words(view: &ServiceView, printer: &Printer) -> String {
    let mut text = String::new();
    let decree = &view.decree;
    let since = sipoke_text::date(decree.effective_from, printer.lang());
    let _ = writeln!(text, "{} – {}", view.code, view.name);
    let _ = match printer.lang() {
        Lang::Id => writeln!(
            text,
            "Edisi {}, SK {} tentang {}, berlaku sejak {}",
            view.edition, decree.number, decree.about, since
        ),
        Lang::En => writeln!(
            text,
            "Edition {}, decree {} about {}, in force since {}",
            view.edition, decree.number, decree.about, since
        ),
    };
    let _ = match (&view.channel.counter_only_reason, view.channel.working_days) {
        (Some(reason), _) => {
            writeln!(text, "{}: {reason}", printer.pick("Hanya di loket", "Counter only"))
        }
        (None, days) => {
            let days = sipoke_text::working_days(days.unwrap_or_default(), printer.lang());
            match printer.lang() {
                Lang::Id => {
                    writeln!(text, "Daring dan di loket; daring {days} sejak berkas lengkap")
                }
                Lang::En => {
                    writeln!(text, "Online and at the counter; online {days} from a complete file")
                }
            }
        }
    };
    let legal: Vec<String> =
        view.legal_basis.iter().map(|basis| format!("{} – {}", basis.title, basis.about)).collect();
    let papers: Vec<String> = view
        .requirements
        .iter()
        .map(|paper| {
            let condition = paper.condition.as_ref().map(|when| format!(" ({when})"));
            format!(
                "{} [{}] ×{}{}",
                paper.name,
                label::form(&paper.form, printer.lang()),
                paper.quantity,
                condition.unwrap_or_default()
            )
        })
        .collect();
    let time = [label::processing_time(&view.processing_time, printer.lang())];
    let amount = sipoke_text::fee(Rupiah::new(view.fee.amount), printer.lang());
    let fee = view.fee.remark.as_ref().map(|remark| format!(" – {remark}"));
    let fee = [format!("{amount}{}", fee.unwrap_or_default())];
    let product = [view.product.name.clone()];
    let components: [(&str, &str, &[String]); 14] = [
        ("Dasar hukum", "Legal basis", &legal),
        ("Persyaratan", "Requirements", &papers),
        ("Sistem, mekanisme, dan prosedur", "Procedure", &view.procedure),
        ("Jangka waktu penyelesaian", "Processing time", &time),
        ("Biaya", "Fee", &fee),
        ("Produk pelayanan", "Product", &product),
        ("Sarana, prasarana, fasilitas", "Facilities", &view.facilities),
        ("Kompetensi pelaksana", "Competence of staff", &view.staff_competence),
        ("Pengawasan internal", "Internal supervision", &view.internal_supervision),
        ("Pengaduan, saran, dan masukan", "Complaints", &view.complaint_handling),
        ("Jumlah pelaksana", "Number of staff", &view.staff_count),
        ("Jaminan pelayanan", "Service guarantee", &view.service_guarantee),
        ("Jaminan keamanan dan keselamatan", "Safety guarantee", &view.safety_guarantee),
        ("Evaluasi kinerja pelaksana", "Performance evaluation", &view.performance_evaluation),
    ];
    for (letter, (indonesian, english, items)) in ('a'..).zip(components) {
        let _ = writeln!(text, "\n{letter}. {}", printer.pick(indonesian, english));
        for item in items {
            let _ = writeln!(text, "   - {item}");
        }
    }
    text
}
