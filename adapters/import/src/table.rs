use std::rc::Rc;

use csv::{ReaderBuilder, StringRecord};
use sipoke_wire::diagnostic::DiagnosticCode;

use crate::{
    faults::{Faults, Finding, nearest},
    node::{Node, Place, Value},
    yaml::MOST_NODES,
};

/// A table as a spreadsheet saves it: CSV with commas, semicolons or tabs.
#[derive(Debug)]
pub(crate) struct Table {
    /// Where the header stands.
    pub(crate) place: Place,
    headers: Vec<Rc<str>>,
    /// Columns that are needed and not there, once that has been reported.
    reported: Vec<&'static str>,
    /// The rows, without blank ones and remarks.
    pub(crate) rows: Vec<Row>,
    /// The remark on top, on lines that begin with `#`.
    pub(crate) note: Option<String>,
}

/// One row of a table.
#[derive(Debug)]
pub(crate) struct Row {
    pub(crate) place: Place,
    cells: Vec<String>,
    /// Whether it has as many cells as the header; else nobody knows which cell is which.
    pub(crate) whole: bool,
}

/// What a table may have.
#[derive(Debug)]
pub(crate) struct Columns {
    pub(crate) needed: &'static [&'static str],
    pub(crate) optional: &'static [&'static str],
}

impl Columns {
    fn all(&self) -> impl Iterator<Item = &'static str> {
        self.needed.iter().chain(self.optional).copied()
    }

    /// How many of a table's headers are among these.
    pub(crate) fn overlap(&self, table: &Table) -> usize {
        self.all().filter(|name| table.headers.iter().any(|header| **header == **name)).count()
    }
}

impl Table {
    /// Reads the text of a table. `None` when there is no header.
    pub(crate) fn parse(file: usize, text: &str, faults: &mut Faults) -> Option<Self> {
        let mut reader = ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .comment(Some(b'#'))
            .delimiter(delimiter(text))
            .from_reader(text.as_bytes());
        let mut lines = Lines::of(text);
        let mut table: Option<Self> = None;
        let mut cells = 0;
        for record in reader.records() {
            let Ok(record) = record else { break };
            let place = lines.place(file, &record);
            cells += record.len();
            if cells > MOST_NODES {
                faults.add(&place, Finding::of(DiagnosticCode::TooLarge));
                return None;
            }
            if is_remark(&record) {
                continue;
            }
            match &mut table {
                None => table = Some(Self::headed(place, &record, text, faults)),
                Some(table) => table.push(place, &record, faults),
            }
        }
        if table.is_none() {
            faults.add_to_file(file, Finding::of(DiagnosticCode::NothingFound));
        }
        table
    }

    fn headed(place: Place, record: &StringRecord, text: &str, faults: &mut Faults) -> Self {
        let mut headers: Vec<Rc<str>> = Vec::new();
        for cell in record {
            let name = cell.trim().to_lowercase().replace(' ', "_");
            if !name.is_empty() && headers.iter().any(|header| **header == *name) {
                faults
                    .add(&place, Finding::of(DiagnosticCode::Duplicate).column(&name).found(&name));
            }
            headers.push(name.into());
        }
        Self { place, headers, reported: Vec::new(), rows: Vec::new(), note: note(text) }
    }

    fn push(&mut self, place: Place, record: &StringRecord, faults: &mut Faults) {
        let whole = record.len() == self.headers.len();
        if !whole {
            let finding = Finding::of(DiagnosticCode::CellCount)
                .found(&record.len().to_string())
                .allowed([self.headers.len()]);
            faults.add(&place, finding);
        }
        let cells = record.iter().map(str::to_owned).collect();
        self.rows.push(Row { place, cells, whole });
    }

    /// Holds the header against what the table may have.
    pub(crate) fn check(&mut self, columns: &Columns, faults: &mut Faults) {
        for &name in columns.needed {
            if !self.has(name) {
                let finding = Finding::of(DiagnosticCode::MissingColumn).column(name).found(name);
                faults.add(&self.place, finding);
                self.reported.push(name);
            }
        }
        for header in &self.headers {
            if !header.is_empty() && !columns.all().any(|known| *known == **header) {
                let finding = Finding::of(DiagnosticCode::UnknownColumn)
                    .column(header)
                    .found(header)
                    .nearest(nearest(header, columns.all().filter(|name| !self.has(name))));
                faults.add(&self.place, finding);
            }
        }
    }

    /// What stands in a column of a row.
    pub(crate) fn cell(&self, row: &Row, name: &'static str) -> Node {
        let mut place = row.place.clone();
        let at = self.headers.iter().position(|header| **header == *name);
        place.column = Some(match at.and_then(|at| self.headers.get(at)) {
            Some(header) => Rc::clone(header),
            None => name.into(),
        });
        let text = at.and_then(|at| row.cells.get(at)).filter(|cell| !cell.trim().is_empty());
        let value = match text {
            _ if self.reported.contains(&name) || !row.whole => Value::Reported,
            Some(text) => Value::Text(text.clone()),
            None => Value::Empty,
        };
        Node { place, value }
    }

    /// The text in a column even of a row that has too many or too few cells.
    pub(crate) fn text<'a>(&self, row: &'a Row, name: &str) -> Option<&'a str> {
        let at = self.headers.iter().position(|header| **header == *name)?;
        row.cells.get(at).map(|cell| cell.trim()).filter(|cell| !cell.is_empty())
    }

    /// Whether there is such a column.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.headers.iter().any(|header| **header == *name)
    }
}

/// Walks along the text to tell the line on which a record begins: the reader's own count is
/// that of the blank lines and remarks before it.
struct Lines<'a> {
    lines: std::str::Lines<'a>,
    /// The number of the line that comes next.
    next: u32,
    /// Line breaks within cells so far: a spreadsheet does not count them as rows.
    within: u32,
}

impl<'a> Lines<'a> {
    fn of(text: &'a str) -> Self {
        Self { lines: text.lines(), next: 1, within: 0 }
    }

    fn place(&mut self, file: usize, record: &StringRecord) -> Place {
        for line in self.lines.by_ref() {
            self.next += 1;
            if !line.is_empty() && !line.starts_with('#') {
                break;
            }
        }
        let line = self.next - 1;
        let row = line - self.within;
        let breaks: usize = record.iter().map(|cell| cell.matches('\n').count()).sum();
        for _ in 0..breaks {
            self.lines.next();
            self.next += 1;
            self.within += 1;
        }
        Place { file, row, line, column: None, in_table: true }
    }
}

/// A blank row, or a remark whose row a spreadsheet filled up with empty cells.
fn is_remark(record: &StringRecord) -> bool {
    record.iter().all(|cell| cell.trim().is_empty())
        || record.get(0).is_some_and(|cell| cell.starts_with('#'))
}

/// What most parts the header: a comma, a semicolon (the Indonesian way of spreadsheets), a tab.
fn delimiter(text: &str) -> u8 {
    let remark =
        |line: &&str| line.trim().is_empty() || line.trim_start_matches('"').starts_with('#');
    let header = text.lines().find(|line| !remark(line)).unwrap_or_default();
    let count = |mark: u8| header.bytes().filter(|byte| *byte == mark).count();
    [b',', b';', b'\t'].into_iter().rev().max_by_key(|mark| count(*mark)).unwrap_or(b',')
}

/// The remark on top, its lines put together.
fn note(text: &str) -> Option<String> {
    let remark = |line: &'_ str| {
        let bare = line.trim_matches(['"', ',', ';', '\t', ' ']);
        bare.strip_prefix('#').map(|rest| rest.trim().to_owned())
    };
    let note = text.lines().map_while(remark).collect::<Vec<_>>().join(" ");
    (!note.is_empty()).then_some(note)
}
