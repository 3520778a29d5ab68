use std::{collections::BTreeSet, path::PathBuf};

use sipoke_core::{catalogue::ServiceStandard, office::Office};
use sipoke_wire::diagnostic::{Diagnostic, DiagnosticCode};

use crate::{
    cursor::Cursor,
    definitions::Definitions,
    faults::{Faults, Finding},
    node::Node,
    office,
    source::{self, Kind, Source},
    standard,
    standards_table::{self, REQUIREMENTS, SERVICES},
    table::Table,
    yaml,
};

/// What the files of one import say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StandardsBatch {
    /// The office, when a file tells of it. Files do not say how letters come to be signed: the
    /// chain is the usual one, so that for an office that exists its own must be kept.
    pub office: Option<Office>,
    /// The standards in the order of the files.
    pub standards: Vec<ServiceStandard>,
    /// What the files say about themselves, such as that their data is made up.
    pub source_note: Option<String>,
    /// What does not stop the import.
    pub warnings: Vec<Diagnostic>,
}

/// Reads service standards: YAML files, or the pair of tables with the office's YAML file beside.
///
/// A table cannot say everything (questions, remarks on the fee, components of one service): that
/// is taken from `published`, the standards that count now. A YAML file says everything itself.
///
/// # Errors
/// Every finding of all files by place, at least one of them an error.
pub fn read_standards(
    paths: &[PathBuf],
    published: &[ServiceStandard],
) -> Result<StandardsBatch, Vec<Diagnostic>> {
    let mut faults = Faults::default();
    let sources = source::open_all(paths, &mut faults);
    finish(&sources, published, faults)
}

/// [`read_standards`] for files that are in memory already, each with its name.
///
/// # Errors
/// As [`read_standards`].
pub fn read_standards_from_bytes(
    files: &[(&str, &[u8])],
    published: &[ServiceStandard],
) -> Result<StandardsBatch, Vec<Diagnostic>> {
    let mut faults = Faults::default();
    let sources: Vec<Source> =
        files.iter().map(|(name, bytes)| Source::from_bytes(name, bytes, &mut faults)).collect();
    finish(&sources, published, faults)
}

fn finish(
    sources: &[Source],
    published: &[ServiceStandard],
    mut faults: Faults,
) -> Result<StandardsBatch, Vec<Diagnostic>> {
    let mut batch = judge(&Content::read(sources, &mut faults), published, &mut faults);
    let texts: Vec<&str> = sources.iter().map(|it| it.text.as_deref().unwrap_or("")).collect();
    let failed = faults.any_error();
    let report = faults.report(&texts);
    if failed {
        return Err(report);
    }
    batch.warnings = report;
    Ok(batch)
}

/// The files, read but not judged.
#[derive(Default)]
struct Content {
    roots: Vec<Node>,
    services: Option<Table>,
    requirements: Option<Table>,
    /// Whether every file could be read.
    complete: bool,
}

impl Content {
    fn read(sources: &[Source], faults: &mut Faults) -> Self {
        let mut content = Self { complete: true, ..Self::default() };
        for (file, source) in sources.iter().enumerate() {
            let taken = match (source.kind, &source.text) {
                (Some(Kind::Yaml), Some(text)) => {
                    yaml::parse(file, text, faults).map(|root| content.roots.push(root))
                }
                (Some(Kind::Table), Some(text)) => Table::parse(file, text, faults)
                    .and_then(|table| content.take_table(table, faults)),
                (Some(_), None) | (None, _) => None,
            };
            content.complete &= taken.is_some();
        }
        content
    }

    fn take_table(&mut self, mut table: Table, faults: &mut Faults) -> Option<()> {
        let (services, requirements) = (SERVICES.overlap(&table), REQUIREMENTS.overlap(&table));
        if services.max(requirements) < 2 {
            faults.add(&table.place, Finding::of(DiagnosticCode::UnknownFormat));
            return None;
        }
        let (slot, columns) = if services > requirements {
            (&mut self.services, &SERVICES)
        } else {
            (&mut self.requirements, &REQUIREMENTS)
        };
        if slot.is_some() {
            faults.add(&table.place, Finding::of(DiagnosticCode::GivenTwice));
            return None;
        }
        table.check(columns, faults);
        *slot = Some(table);
        Some(())
    }

    fn note(&self, roots: &[Cursor<'_>], faults: &mut Faults) -> Option<String> {
        let said = roots.iter().find_map(|root| root.get("catatan_data"));
        said.and_then(|it| it.text(faults))
            .or_else(|| self.services.as_ref().and_then(|table| table.note.clone()))
    }
}

const KNOWN: [&str; 8] = [
    "versi_skema",
    "catatan_data",
    "unit",
    "seksi",
    "dasar_hukum",
    "alur",
    "komponen_bersama",
    "layanan",
];

fn judge(content: &Content, published: &[ServiceStandard], faults: &mut Faults) -> StandardsBatch {
    let roots: Vec<Cursor<'_>> = content.roots.iter().map(Cursor::root).collect();
    for root in &roots {
        root.only(&KNOWN, faults);
        if let Some(version) = root.get("versi_skema") {
            version.word(&[("1", ())], DiagnosticCode::UnknownWord, faults);
        }
    }
    let lists: Vec<_> = roots.iter().filter_map(|root| root.get("layanan")).collect();
    let home = lists.first().map(|list| list.node.place.file);
    let home = content.services.as_ref().map(|table| table.place.file).or(home).unwrap_or(0);
    let definitions = Definitions::read(&roots, home, content.complete, faults);

    let tabled = match &content.services {
        Some(services) => {
            if content.requirements.is_none() && content.complete {
                let finding = Finding::of(DiagnosticCode::MissingCompanion);
                faults.add_to_file(home, finding.field("persyaratan"));
            }
            standards_table::services(services, content.requirements.as_ref(), faults)
        }
        None => Vec::new(),
    };
    let mut services: Vec<(Cursor<'_>, bool)> = Vec::new();
    for list in &lists {
        services.extend(list.items(faults).into_iter().map(|service| (service, false)));
    }
    services.extend(tabled.iter().map(|node| (Cursor::root(node), true)));
    if services.is_empty() && !faults.any_error() {
        faults.add_to_file(home, Finding::of(DiagnosticCode::NothingFound).field("layanan"));
    }

    let mut standards = Vec::new();
    let mut taken = Taken::default();
    for (cursor, from_table) in &services {
        taken.check(cursor, faults);
        let code = cursor.get("kode").and_then(|it| it.raw(faults)).unwrap_or_default().trim();
        let before = published.iter().find(|it| *from_table && it.code.as_str() == code);
        standards.extend(standard::read(cursor, &definitions, before, faults));
    }

    let source_note = content.note(&roots, faults);
    let mut units = roots.iter().filter_map(|root| root.get("unit"));
    let office = units.next().and_then(|unit| {
        office::read(&unit, definitions.sections.all(), source_note.clone(), faults)
    });
    for again in units {
        again.fault(Finding::of(DiagnosticCode::GivenTwice), faults);
    }
    StandardsBatch { office, standards, source_note, warnings: Vec::new() }
}

/// Codes and slugs that services have already.
#[derive(Default)]
struct Taken<'a>(BTreeSet<(&'static str, &'a str)>);

impl<'a> Taken<'a> {
    fn check(&mut self, service: &Cursor<'a>, faults: &mut Faults) {
        for name in ["kode", "slug"] {
            let Some(cursor) = service.get(name) else { continue };
            let Some(text) = cursor.raw(faults).map(str::trim) else { continue };
            if !self.0.insert((name, text)) {
                cursor.fault(Finding::of(DiagnosticCode::Duplicate).found(text), faults);
            }
        }
    }
}
