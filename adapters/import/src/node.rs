//! What a file says before it is judged: texts, lists and groups, each with its place. YAML and
//! tables become the same tree, so that one set of rules judges both.

use std::rc::Rc;

/// Where something stands.
#[derive(Debug, Clone)]
pub(crate) struct Place {
    /// Which of the files.
    pub(crate) file: usize,
    /// The row as people count it, from 1.
    pub(crate) row: u32,
    /// The line of text that begins it, from 1; differs from the row after a cell with line breaks.
    pub(crate) line: u32,
    /// The header of the column. `None` in YAML, and for a whole row.
    pub(crate) column: Option<Rc<str>>,
    /// Whether it stands in a table, where no path is told.
    pub(crate) in_table: bool,
}

/// One thing that a file says.
#[derive(Debug, Clone)]
pub(crate) struct Node {
    pub(crate) place: Place,
    pub(crate) value: Value,
}

/// The kinds of things that a file says.
#[derive(Debug, Clone)]
pub(crate) enum Value {
    /// It cannot be known, and that has been reported already.
    Reported,
    /// Nothing stands there.
    Empty,
    /// A text exactly as written: `045` keeps its zero.
    Text(String),
    /// A list.
    List(Vec<Node>),
    /// Named fields, in the order of the file.
    Group(Vec<(String, Node)>),
}

impl Node {
    /// How many nodes there are in it, and how deep they lie.
    pub(crate) fn measure(&self) -> (usize, usize) {
        let children: Vec<&Self> = match &self.value {
            Value::Reported | Value::Empty | Value::Text(_) => Vec::new(),
            Value::List(items) => items.iter().collect(),
            Value::Group(fields) => fields.iter().map(|(_, node)| node).collect(),
        };
        children
            .iter()
            .map(|child| child.measure())
            .fold((1, 1), |(size, depth), inner| (size + inner.0, depth.max(inner.1 + 1)))
    }
}
