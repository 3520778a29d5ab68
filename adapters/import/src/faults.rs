use std::collections::BTreeMap;

use sipoke_wire::diagnostic::{Diagnostic, DiagnosticCode, Severity};

use crate::node::Place;

/// More findings than anybody reads: the report ends here and says so.
const MOST: usize = 1_000;

/// Characters of a value and of a line that a finding shows.
const VALUE_SHOWN: usize = 60;
const LINE_SHOWN: usize = 160;

/// What is wrong, apart from where.
#[derive(Debug)]
pub(crate) struct Finding(Diagnostic);

impl Finding {
    pub(crate) fn of(code: DiagnosticCode) -> Self {
        Self(Diagnostic {
            code,
            severity: severity(code),
            file: String::new(),
            row: None,
            character: None,
            column: None,
            field: None,
            found: None,
            nearest: None,
            allowed: Vec::new(),
            line: None,
        })
    }

    pub(crate) fn found(mut self, text: &str) -> Self {
        self.0.found = (!text.trim().is_empty()).then(|| shorten(text, VALUE_SHOWN));
        self
    }

    pub(crate) fn nearest(mut self, text: Option<&str>) -> Self {
        self.0.nearest = text.map(str::to_owned);
        self
    }

    pub(crate) fn allowed<T: ToString>(mut self, all: impl IntoIterator<Item = T>) -> Self {
        self.0.allowed = all.into_iter().map(|one| one.to_string()).collect();
        self
    }

    pub(crate) fn field(mut self, path: &str) -> Self {
        self.0.field = (!path.is_empty()).then(|| path.to_owned());
        self
    }

    pub(crate) fn column(mut self, header: &str) -> Self {
        self.0.column = Some(header.to_owned());
        self
    }

    pub(crate) fn character(mut self, number: u32) -> Self {
        self.0.character = Some(number);
        self
    }
}

fn severity(code: DiagnosticCode) -> Severity {
    let harmless = matches!(
        code,
        DiagnosticCode::UnknownColumn
            | DiagnosticCode::UnknownField
            | DiagnosticCode::NoRequirements
    );
    if harmless { Severity::Warning } else { Severity::Error }
}

/// Gathers everything that is found about the files of one import.
#[derive(Debug, Default)]
pub(crate) struct Faults {
    names: Vec<String>,
    found: Vec<(Diagnostic, Option<(usize, u32)>)>,
    errors: usize,
}

impl Faults {
    /// Adds a file; its index stands in every [`Place`].
    pub(crate) fn file(&mut self, name: &str) -> usize {
        self.names.push(name.to_owned());
        self.names.len() - 1
    }

    /// Adds a finding about a place.
    pub(crate) fn add(&mut self, place: &Place, finding: Finding) {
        let mut found = finding.0;
        found.row = Some(place.row);
        if found.column.is_none() {
            found.column = place.column.as_deref().map(str::to_owned);
        }
        if place.in_table {
            found.field = None;
        }
        self.keep(found, place.file, Some((place.file, place.line)));
    }

    /// Adds a finding about a whole file.
    pub(crate) fn add_to_file(&mut self, file: usize, finding: Finding) {
        self.keep(finding.0, file, None);
    }

    /// Whether anything stops the import.
    pub(crate) fn any_error(&self) -> bool {
        self.errors > 0
    }

    /// Every finding, by place, each with the text of its line. `texts` has the files in the
    /// order in which they were added.
    pub(crate) fn report(self, texts: &[&str]) -> Vec<Diagnostic> {
        let mut lines: BTreeMap<(usize, u32), String> =
            self.found.iter().filter_map(|(_, at)| *at).map(|at| (at, String::new())).collect();
        for (file, text) in texts.iter().enumerate() {
            for (number, line) in (1..).zip(text.lines()) {
                if let Some(slot) = lines.get_mut(&(file, number)) {
                    *slot = shorten(line.trim_end(), LINE_SHOWN);
                }
            }
        }
        let mut report = Vec::with_capacity(self.found.len());
        for (mut finding, at) in self.found {
            finding.line = at.and_then(|at| lines.get(&at)).filter(|it| !it.is_empty()).cloned();
            report.push(finding);
        }
        report.sort_by(|one, other| {
            (&one.file, one.row, one.character).cmp(&(&other.file, other.row, other.character))
        });
        report
    }

    fn keep(&mut self, mut finding: Diagnostic, file: usize, line: Option<(usize, u32)>) {
        self.errors += usize::from(finding.severity == Severity::Error);
        if self.found.len() > MOST {
            return;
        }
        if self.found.len() == MOST {
            finding = Finding::of(DiagnosticCode::TooManyFindings).allowed([format!("≤ {MOST}")]).0;
        }
        if let Some(name) = self.names.get(file) {
            finding.file.clone_from(name);
        }
        self.found.push((finding, line));
    }
}

/// At most this many characters, on one line.
fn shorten(text: &str, most: usize) -> String {
    let clean = |letter: char| if letter.is_control() { ' ' } else { letter };
    let mut short: String = text.chars().take(most).map(clean).collect();
    if text.chars().nth(most).is_some() {
        short.push('…');
    }
    short
}

/// The candidate that a slip of the hand, or stopping half-way, could have turned into this text.
pub(crate) fn nearest<'a>(
    text: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> Option<&'a str> {
    let typed: String = text.chars().take(VALUE_SHOWN).collect::<String>().to_lowercase();
    let most = (typed.chars().count() / 3).max(1);
    candidates
        .into_iter()
        .map(|candidate| {
            let whole = candidate.to_lowercase();
            let begun = typed.len() >= 4 && whole.starts_with(&typed);
            (if begun { 1 } else { strsim::osa_distance(&typed, &whole) }, candidate)
        })
        .filter(|(distance, _)| *distance <= most)
        .min()
        .map(|(_, candidate)| candidate)
}
