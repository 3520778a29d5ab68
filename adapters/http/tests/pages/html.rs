//! Just enough of HTML to find links and forms in pages of ours.

/// A tag with its attributes; of an end tag only the name, with a slash.
#[derive(Debug)]
pub(crate) struct Tag {
    pub(crate) name: String,
    attributes: Vec<(String, String)>,
    /// Where the text after it begins.
    end: usize,
}

impl Tag {
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    pub(crate) fn has(&self, name: &str) -> bool {
        self.get(name).is_some()
    }
}

/// All tags in order.
pub(crate) fn tags(html: &str) -> Vec<Tag> {
    let mut tags = Vec::new();
    let mut at = 0;
    while let Some(found) = html[at..].find('<') {
        let begin = at + found + 1;
        let (tag, end) = tag(html, begin);
        tags.extend(tag);
        at = end;
    }
    tags
}

fn tag(html: &str, begin: usize) -> (Option<Tag>, usize) {
    let name_end = html[begin..].find([' ', '>', '\n', '/'].as_slice());
    let first_slash = html[begin..].starts_with('/');
    let name_end = if first_slash { html[begin..].find('>') } else { name_end };
    let Some(name_end) = name_end.map(|end| begin + end) else { return (None, html.len()) };
    let name = html[begin..name_end].to_ascii_lowercase();
    let mut attributes = Vec::new();
    let mut rest = &html[name_end..];
    loop {
        rest = rest.trim_start_matches([' ', '\n', '/']);
        if rest.is_empty() || rest.starts_with('>') {
            let end = html.len() - rest.len() + 1;
            return (Some(Tag { name, attributes, end: end.min(html.len()) }), end.min(html.len()));
        }
        let key_end = rest.find(['=', ' ', '>', '\n']).unwrap_or(rest.len());
        let key = rest[..key_end].to_owned();
        rest = &rest[key_end..];
        let mut value = String::new();
        if let Some(quoted) = rest.strip_prefix("=\"") {
            let close = quoted.find('"').expect("a closed attribute");
            value = unescaped(&quoted[..close]);
            rest = &quoted[close + 1..];
        }
        attributes.push((key, value));
    }
}

/// Text with its character references resolved.
pub(crate) fn unescaped(text: &str) -> String {
    let mut plain = String::new();
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        plain.push_str(&rest[..at]);
        let end = at + rest[at..].find(';').expect("a whole reference");
        plain.push(match &rest[at + 1..end] {
            "amp" => '&',
            "lt" => '<',
            "gt" => '>',
            "quot" => '"',
            number => {
                let number = number.strip_prefix('#').expect("a reference that is known");
                char::from_u32(number.parse().expect("a number")).expect("a character")
            }
        });
        rest = &rest[end + 1..];
    }
    plain + rest
}

/// What a reader sees of this piece of HTML, white space folded.
pub(crate) fn text(html: &str) -> String {
    let mut text = String::new();
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        text.push_str(&rest[..at]);
        text.push(' ');
        rest = rest[at..].split_once('>').map_or("", |(_, rest)| rest);
    }
    text.push_str(rest);
    unescaped(&text).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A form, with what a browser would send of it as it stands.
#[derive(Debug, Clone)]
pub(crate) struct Form {
    pub(crate) action: String,
    pub(crate) is_post: bool,
    pub(crate) is_multipart: bool,
    /// Fields with a value; radios and checkboxes only when checked.
    pub(crate) fields: Vec<(String, String)>,
    /// What may be chosen or typed: names, and for radios and checkboxes their value.
    offers: Vec<(String, Option<String>)>,
    /// Fields for files.
    files: Vec<String>,
    pub(crate) attached: Vec<(String, String, Vec<u8>)>,
    buttons: Vec<(String, String)>,
}

impl Form {
    /// All forms of a page.
    pub(crate) fn all(html: &str) -> Vec<Self> {
        let mut forms: Vec<Self> = Vec::new();
        let mut open = false;
        for tag in tags(html) {
            match tag.name.as_str() {
                "form" => {
                    open = true;
                    forms.push(Self::begun(&tag));
                }
                "/form" => open = false,
                "input" | "textarea" | "button" if open => {
                    forms.last_mut().expect("a form").take(&tag, html);
                }
                _ => {}
            }
        }
        forms
    }

    fn begun(tag: &Tag) -> Self {
        Self {
            action: tag.get("action").expect("a form says where it goes").to_owned(),
            is_post: tag.get("method") == Some("post"),
            is_multipart: tag.get("enctype") == Some("multipart/form-data"),
            fields: Vec::new(),
            offers: Vec::new(),
            files: Vec::new(),
            attached: Vec::new(),
            buttons: Vec::new(),
        }
    }

    fn take(&mut self, tag: &Tag, html: &str) {
        let Some(name) = tag.get("name").map(str::to_owned) else { return };
        let value = tag.get("value").unwrap_or_default().to_owned();
        match (tag.name.as_str(), tag.get("type").unwrap_or("text")) {
            ("button", _) => self.buttons.push((name, value)),
            ("textarea", _) => {
                let rest = &html[tag.end..];
                let end = rest.find("</textarea>").expect("a closed field");
                self.offers.push((name.clone(), None));
                self.fields.push((name, unescaped(&rest[..end])));
            }
            (_, "file") => self.files.push(name),
            (_, "radio" | "checkbox") => {
                self.offers.push((name.clone(), Some(value.clone())));
                if tag.has("checked") {
                    self.fields.push((name, value));
                }
            }
            (_, "hidden") => self.fields.push((name, value)),
            _ => {
                self.offers.push((name.clone(), None));
                self.fields.push((name, value));
            }
        }
    }

    /// Types into a field.
    #[track_caller]
    pub(crate) fn typed(mut self, name: &str, value: &str) -> Self {
        assert!(self.offers.contains(&(name.to_owned(), None)), "no field {name}: {self:?}");
        self.fields.retain(|(known, _)| known != name);
        self.fields.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Ticks a radio or a checkbox.
    #[track_caller]
    pub(crate) fn ticked(mut self, name: &str, value: &str) -> Self {
        let offer = (name.to_owned(), Some(value.to_owned()));
        assert!(self.offers.contains(&offer), "no choice {name}={value}: {self:?}");
        self.fields.retain(|(known, _)| known != name);
        self.fields.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Chooses a file.
    #[track_caller]
    pub(crate) fn with_file(mut self, name: &str, file: &str, bytes: Vec<u8>) -> Self {
        assert!(self.files.iter().any(|known| known == name), "no file field {name}: {self:?}");
        self.attached.push((name.to_owned(), file.to_owned(), bytes));
        self
    }

    /// Presses one of its buttons that have a value.
    #[track_caller]
    pub(crate) fn pressed(mut self, value: &str) -> Self {
        let button = self.buttons.iter().find(|(_, known)| known == value).cloned();
        self.fields.push(button.unwrap_or_else(|| panic!("no button {value}: {self:?}")));
        self
    }

    pub(crate) fn has_button(&self, value: &str) -> bool {
        self.buttons.iter().any(|(_, known)| known == value)
    }

    #[track_caller]
    pub(crate) fn value(&self, name: &str) -> &str {
        let field = self.fields.iter().find(|(known, _)| known == name);
        field.map_or_else(|| panic!("no value of {name}"), |(_, value)| value.as_str())
    }

    /// Every name that a person can type into.
    pub(crate) fn texts(&self) -> Vec<String> {
        self.offers
            .iter()
            .filter(|(_, value)| value.is_none())
            .map(|(name, _)| name.clone())
            .collect()
    }

    /// The file fields that are left alone, as browsers send them.
    pub(crate) fn untouched_files(&self) -> Vec<&str> {
        let attached = |name: &&String| self.attached.iter().any(|(known, ..)| known == *name);
        self.files.iter().filter(|name| !attached(name)).map(String::as_str).collect()
    }
}
