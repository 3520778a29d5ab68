use sipoke_core::words::Malformed;
use sipoke_wire::diagnostic::DiagnosticCode;

use crate::{
    faults::{Faults, Finding, nearest},
    node::{Node, Value},
};

/// Characters that a text of a standard may have.
const LONGEST: usize = 2_000;

/// A node and the path to it. What it cannot read it reports, and gives `None`.
#[derive(Debug, Clone)]
pub(crate) struct Cursor<'a> {
    pub(crate) node: &'a Node,
    path: String,
}

impl<'a> Cursor<'a> {
    pub(crate) fn root(node: &'a Node) -> Self {
        Self { node, path: String::new() }
    }

    /// The field of this name, when something stands there.
    pub(crate) fn get(&self, name: &str) -> Option<Self> {
        let node = self.field(name)?;
        if matches!(node.value, Value::Empty | Value::Reported) {
            return None;
        }
        Some(Self { node, path: self.child(name) })
    }

    /// The field of this name, which must be there.
    pub(crate) fn need(&self, name: &str, faults: &mut Faults) -> Option<Self> {
        self.need_or(name, DiagnosticCode::MissingValue, faults)
    }

    /// The field of this name; when nothing stands there, that is reported under this code. That
    /// this is no group at all has been reported by [`Cursor::only`].
    pub(crate) fn need_or(
        &self,
        name: &str,
        code: DiagnosticCode,
        faults: &mut Faults,
    ) -> Option<Self> {
        let missing = || Finding::of(code).field(&self.child(name));
        match self.field(name) {
            None if !self.is_group() => {}
            None => faults.add(&self.node.place, missing()),
            Some(node) if matches!(node.value, Value::Empty) => faults.add(&node.place, missing()),
            Some(node) if matches!(node.value, Value::Reported) => {}
            Some(node) => return Some(Self { node, path: self.child(name) }),
        }
        None
    }

    /// The fields by name.
    pub(crate) fn fields(&self, faults: &mut Faults) -> Vec<(&'a str, Self)> {
        match &self.node.value {
            Value::Group(fields) => fields
                .iter()
                .map(|(name, node)| (name.as_str(), Self { node, path: self.child(name) }))
                .collect(),
            Value::Reported | Value::Empty => Vec::new(),
            Value::Text(_) | Value::List(_) => {
                self.fault(Finding::of(DiagnosticCode::WrongShape), faults);
                Vec::new()
            }
        }
    }

    /// The elements of the list.
    pub(crate) fn items(&self, faults: &mut Faults) -> Vec<Self> {
        match &self.node.value {
            Value::List(items) => items
                .iter()
                .enumerate()
                .map(|(at, node)| Self { node, path: format!("{}[{at}]", self.path) })
                .collect(),
            Value::Reported | Value::Empty => Vec::new(),
            Value::Text(_) | Value::Group(_) => {
                self.fault(Finding::of(DiagnosticCode::WrongShape), faults);
                Vec::new()
            }
        }
    }

    /// Warns of fields that nobody reads. A table has its header checked instead.
    pub(crate) fn only(&self, known: &[&str], faults: &mut Faults) {
        if self.node.place.in_table {
            return;
        }
        for (name, field) in self.fields(faults) {
            if !known.contains(&name) {
                let missing = known.iter().copied().filter(|other| self.field(other).is_none());
                let finding = Finding::of(DiagnosticCode::UnknownField)
                    .found(name)
                    .nearest(nearest(name, missing));
                field.fault(finding, faults);
            }
        }
    }

    /// A text on one line, white space made single.
    pub(crate) fn text(&self, faults: &mut Faults) -> Option<String> {
        let text = self.raw(faults)?.split_whitespace().collect::<Vec<_>>().join(" ");
        let fits = text.chars().count() <= LONGEST && !text.chars().any(char::is_control);
        if !fits || text.is_empty() {
            let finding = Finding::of(DiagnosticCode::Malformed).found(&text);
            self.fault(finding.allowed([format!("≤ {LONGEST}")]), faults);
            return None;
        }
        Some(text)
    }

    /// A whole number within these bounds.
    pub(crate) fn number<T>(&self, least: T, most: T, faults: &mut Faults) -> Option<T>
    where
        T: TryFrom<i64> + PartialOrd + std::fmt::Display,
    {
        let text = self.raw(faults)?.trim();
        let digits = text.strip_prefix('-').unwrap_or(text);
        if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            self.fault(Finding::of(DiagnosticCode::NotANumber).found(text), faults);
            return None;
        }
        let number = text.parse::<i64>().ok().and_then(|number| T::try_from(number).ok());
        let inside = number.filter(|number| *number >= least && *number <= most);
        if inside.is_none() {
            let finding = Finding::of(DiagnosticCode::OutOfRange).found(text);
            self.fault(finding.allowed([format!("{least}–{most}")]), faults);
        }
        inside
    }

    /// One of these words.
    pub(crate) fn word<T: Clone>(
        &self,
        words: &[(&str, T)],
        code: DiagnosticCode,
        faults: &mut Faults,
    ) -> Option<T> {
        let text = self.raw(faults)?.trim().to_lowercase();
        let known = words.iter().find(|(word, _)| *word == text).map(|(_, value)| value.clone());
        if known.is_none() {
            let all = words.iter().map(|(word, _)| *word);
            let finding = Finding::of(code).found(&text).nearest(nearest(&text, all.clone()));
            self.fault(finding.allowed(all), faults);
        }
        known
    }

    /// *Ya* or *tidak*.
    pub(crate) fn yes(&self, faults: &mut Faults) -> Option<bool> {
        let words = [("ya", true), ("tidak", false), ("true", true), ("false", false)];
        self.word(&words, DiagnosticCode::UnknownWord, faults)
    }

    /// A word of the domain; `rule` says how it is written.
    pub(crate) fn parsed<T>(
        &self,
        parse: impl Fn(&str) -> Result<T, Malformed>,
        rule: &[&str],
        faults: &mut Faults,
    ) -> Option<T> {
        let text = self.raw(faults)?;
        let parsed = parse(text).ok();
        if parsed.is_none() {
            let mended = [text.trim().to_uppercase(), text.trim().to_lowercase()]
                .into_iter()
                .flat_map(|text| [text.replace([' ', '_'], "-"), text.replace([' ', '-'], "_")])
                .find(|mended| parse(mended).is_ok());
            let finding = Finding::of(DiagnosticCode::Malformed).found(text);
            self.fault(finding.nearest(mended.as_deref()).allowed(rule), faults);
        }
        parsed
    }

    /// The text exactly as it stands there.
    pub(crate) fn raw(&self, faults: &mut Faults) -> Option<&'a str> {
        match &self.node.value {
            Value::Text(text) => Some(text),
            Value::Reported => None,
            Value::Empty => {
                self.fault(Finding::of(DiagnosticCode::MissingValue), faults);
                None
            }
            Value::List(_) | Value::Group(_) => {
                self.fault(Finding::of(DiagnosticCode::WrongShape), faults);
                None
            }
        }
    }

    /// Whether a list stands here.
    pub(crate) fn is_list(&self) -> bool {
        matches!(self.node.value, Value::List(_))
    }

    /// Whether named fields stand here.
    pub(crate) fn is_group(&self) -> bool {
        matches!(self.node.value, Value::Group(_))
    }

    /// Reports something about this place.
    pub(crate) fn fault(&self, finding: Finding, faults: &mut Faults) {
        faults.add(&self.node.place, finding.field(&self.path));
    }

    fn field(&self, name: &str) -> Option<&'a Node> {
        match &self.node.value {
            Value::Group(fields) => {
                fields.iter().find(|(known, _)| known == name).map(|(_, node)| node)
            }
            Value::Reported | Value::Empty | Value::Text(_) | Value::List(_) => None,
        }
    }

    fn child(&self, name: &str) -> String {
        if self.path.is_empty() { name.to_owned() } else { format!("{}.{name}", self.path) }
    }
}
