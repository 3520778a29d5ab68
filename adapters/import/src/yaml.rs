use std::collections::HashMap;

use serde_saphyr::granit_parser::{Event, Parser, ScalarStyle, Span};
use sipoke_wire::diagnostic::DiagnosticCode;

use crate::{
    faults::{Faults, Finding},
    node::{Node, Place, Value},
};

/// Deeper than any file of ours; keeps a hostile one from using up the stack.
const DEEPEST: usize = 64;

/// More than the standards of ten thousand services; keeps a file of a few kilobytes of aliases
/// from unfolding into gigabytes.
pub(crate) const MOST_NODES: usize = 2_000_000;

/// More fields than any group of ours has; each new one is held against those before.
const MOST_FIELDS: usize = 500;

/// Reads the one document of a YAML file (JSON is YAML too). The scalars stay text: nothing
/// guesses that `045` is a number.
pub(crate) fn parse(file: usize, text: &str, faults: &mut Faults) -> Option<Node> {
    let mut tree = Tree { file, ..Tree::default() };
    for event in Parser::new_from_str(text) {
        let step = match event {
            Ok((event, span)) => tree.take(event, &span, faults),
            Err(error) => {
                let mark = error.marker();
                Err(Stop { code: DiagnosticCode::MalformedYaml, at: (mark.line(), mark.col()) })
            }
        };
        if let Err(stop) = step {
            let finding = Finding::of(stop.code).character(number(stop.at.1 + 1));
            faults.add(&tree.place(stop.at.0), finding);
            return None;
        }
    }
    let root = tree.root.take();
    if root.is_none() {
        faults.add_to_file(file, Finding::of(DiagnosticCode::NothingFound));
    }
    root
}

/// Why reading ends before the file does.
struct Stop {
    code: DiagnosticCode,
    at: (usize, usize),
}

/// A list or group that is still open.
struct Open {
    anchor: usize,
    node: Node,
    /// The key that waits for its value; `None` inside for a key that is no text or was there.
    key: Option<Option<String>>,
}

#[derive(Default)]
struct Tree {
    file: usize,
    open: Vec<Open>,
    anchors: HashMap<usize, Node>,
    nodes: usize,
    root: Option<Node>,
}

impl Tree {
    fn take(&mut self, event: Event<'_>, span: &Span, faults: &mut Faults) -> Result<(), Stop> {
        let at = (span.start.line(), span.start.col());
        let place = self.place(at.0);
        let (anchor, value) = match event {
            Event::Scalar(text, style, anchor, _) => (anchor, scalar(&text, style)),
            Event::SequenceStart(_, anchor, _) => {
                return self.begin(anchor, Node { place, value: Value::List(Vec::new()) }, at);
            }
            Event::MappingStart(_, anchor, _) => {
                return self.begin(anchor, Node { place, value: Value::Group(Vec::new()) }, at);
            }
            Event::SequenceEnd | Event::MappingEnd => {
                let Some(done) = self.open.pop() else { return Ok(()) };
                return self.put(done.anchor, done.node, at, faults);
            }
            Event::Alias(anchor) => {
                let Some(node) = self.anchors.get(&anchor) else {
                    return Err(Stop { code: DiagnosticCode::MalformedYaml, at });
                };
                let (size, depth) = node.measure();
                if self.open.len() + depth > DEEPEST {
                    return Err(Stop { code: DiagnosticCode::TooDeep, at });
                }
                let value = node.value.clone();
                self.count(size, at)?;
                (0, value)
            }
            Event::DocumentStart(..) if self.root.is_some() => {
                return Err(Stop { code: DiagnosticCode::GivenTwice, at });
            }
            _ => return Ok(()),
        };
        self.put(anchor, Node { place, value }, at, faults)
    }

    fn begin(&mut self, anchor: usize, node: Node, at: (usize, usize)) -> Result<(), Stop> {
        if self.open.len() >= DEEPEST {
            return Err(Stop { code: DiagnosticCode::TooDeep, at });
        }
        self.open.push(Open { anchor, node, key: None });
        Ok(())
    }

    fn put(
        &mut self,
        anchor: usize,
        node: Node,
        at: (usize, usize),
        faults: &mut Faults,
    ) -> Result<(), Stop> {
        self.count(1, at)?;
        if anchor > 0 {
            self.count(node.measure().0, at)?;
            self.anchors.insert(anchor, node.clone());
        }
        let Some(open) = self.open.last_mut() else {
            self.root = Some(node);
            return Ok(());
        };
        match &mut open.node.value {
            Value::List(items) => items.push(node),
            Value::Group(fields) if fields.len() == MOST_FIELDS => {
                return Err(Stop { code: DiagnosticCode::TooLarge, at });
            }
            Value::Group(fields) => match open.key.take() {
                None => open.key = Some(key(&node, fields, faults)),
                Some(None) => {}
                Some(Some(name)) => fields.push((name, node)),
            },
            Value::Reported | Value::Empty | Value::Text(_) => {}
        }
        Ok(())
    }

    fn count(&mut self, nodes: usize, at: (usize, usize)) -> Result<(), Stop> {
        self.nodes += nodes;
        if self.nodes > MOST_NODES {
            return Err(Stop { code: DiagnosticCode::TooLarge, at });
        }
        Ok(())
    }

    fn place(&self, line: usize) -> Place {
        let row = number(line);
        Place { file: self.file, row, line: row, column: None, in_table: false }
    }
}

/// The name of a field, unless it is none or was given before.
fn key(node: &Node, fields: &[(String, Node)], faults: &mut Faults) -> Option<String> {
    let Value::Text(name) = &node.value else {
        faults.add(&node.place, Finding::of(DiagnosticCode::WrongShape));
        return None;
    };
    if fields.iter().any(|(taken, _)| taken == name) {
        faults.add(&node.place, Finding::of(DiagnosticCode::Duplicate).found(name));
        return None;
    }
    Some(name.clone())
}

fn scalar(text: &str, style: ScalarStyle) -> Value {
    let nothing =
        style == ScalarStyle::Plain && matches!(text, "" | "~" | "null" | "Null" | "NULL");
    if nothing || text.trim().is_empty() { Value::Empty } else { Value::Text(text.to_owned()) }
}

fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
