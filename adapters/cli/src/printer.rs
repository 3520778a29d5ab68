//! The only place that prints.

use std::{
    io::{self, IsTerminal, Write},
    sync::{Mutex, PoisonError},
};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use serde::Serialize;
use sipoke_text::Lang;

use crate::failure::Failure;

/// Where output goes.
pub struct Streams {
    /// What was asked for: views, help.
    pub out: Box<dyn Write + Send>,
    /// What is said about it: warnings, problems.
    pub err: Box<dyn Write + Send>,
    /// Whether somebody watches, so that progress is worth drawing.
    pub watched: bool,
}

impl Streams {
    /// The streams of the process.
    #[must_use]
    pub fn of_process() -> Self {
        let watched = io::stderr().is_terminal();
        Self { out: Box::new(io::stdout()), err: Box::new(io::stderr()), watched }
    }
}

/// Shows what commands answer, for people or for programs.
pub struct Printer {
    streams: Mutex<Streams>,
    lang: Lang,
    json: bool,
}

impl Printer {
    pub(crate) fn new(streams: Streams, lang: Lang, json: bool) -> Self {
        Self { streams: Mutex::new(streams), lang, json }
    }

    pub(crate) fn lang(&self) -> Lang {
        self.lang
    }

    /// One of the two.
    pub(crate) fn pick<'a>(&self, indonesian: &'a str, english: &'a str) -> &'a str {
        self.lang.pick(indonesian, english)
    }

    /// Shows a view: as one line of JSON, or in words.
    pub(crate) fn view<V: Serialize>(&self, view: &V, words: impl FnOnce(&V) -> String) {
        let text = if self.json {
            let mut line = serde_json::to_string(view).unwrap_or_default();
            line.push('\n');
            line
        } else {
            words(view)
        };
        self.with(|streams| write_to(&mut streams.out, &text));
    }

    /// Says something beside the answer; programs do not hear it.
    pub(crate) fn note(&self, text: &str) {
        if !self.json && !text.is_empty() {
            self.with(|streams| write_to(&mut streams.err, &format!("{}\n", text.trim_end())));
        }
    }

    pub(crate) fn failure(&self, failure: &Failure) {
        let text = if self.json {
            let mut line = serde_json::to_string(&failure.view(self.lang)).unwrap_or_default();
            line.push('\n');
            line
        } else {
            failure.words(self.lang)
        };
        self.with(|streams| write_to(&mut streams.err, &text));
    }

    /// A bar for something that takes long, drawn only when somebody watches.
    pub(crate) fn progress(&self, template: &str) -> ProgressBar {
        let watched = !self.json && self.with(|streams| streams.watched);
        let target =
            if watched { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() };
        let bar = ProgressBar::with_draw_target(None, target);
        match ProgressStyle::with_template(template) {
            Ok(style) => bar.with_style(style),
            Err(_) => bar,
        }
    }

    fn with<T>(&self, use_them: impl FnOnce(&mut Streams) -> T) -> T {
        use_them(&mut self.streams.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// A reader that went away (`| head`) is no reason to fail: what was asked for was done.
pub(crate) fn write_to(stream: &mut dyn Write, text: &str) {
    let _gone = stream.write_all(text.as_bytes()).and_then(|()| stream.flush());
}
