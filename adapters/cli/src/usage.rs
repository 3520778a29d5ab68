//! Command lines that cannot be read, and help, which clap answers the same way.

use std::ffi::OsString;

use clap::error::{ContextKind, ContextValue, ErrorKind};
use sipoke_core::words::Malformed;
use sipoke_text::Lang;

use crate::{
    exit::Exit,
    label,
    printer::{Streams, write_to},
};

/// The language that is asked for, before anything else could be read.
pub(crate) fn lang_of(arguments: &[OsString]) -> Lang {
    let english = arguments.windows(2).any(|pair| pair == ["--lang", "en"])
        || arguments.iter().any(|argument| argument == "--lang=en");
    if english { Lang::En } else { Lang::Id }
}

pub(crate) fn answer(error: &clap::Error, lang: Lang, mut streams: Streams) -> Exit {
    match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => {
            write_to(&mut streams.out, &help(error));
            Exit::Done
        }
        ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            write_to(&mut streams.err, &help(error));
            Exit::Usage
        }
        _ => {
            write_to(&mut streams.err, &words(error, lang));
            Exit::Usage
        }
    }
}

/// The only English word that no setting of clap changes.
fn help(error: &clap::Error) -> String {
    error.render().to_string().replace("[OPTIONS]", "[OPSI]")
}

fn words(error: &clap::Error, lang: Lang) -> String {
    let argument = text(error, ContextKind::InvalidArg);
    let value = text(error, ContextKind::InvalidValue);
    let sentence = match error.kind() {
        ErrorKind::InvalidSubcommand => {
            let command = text(error, ContextKind::InvalidSubcommand);
            format!("{} “{command}”", lang.pick("Tidak ada perintah", "There is no command"))
        }
        ErrorKind::UnknownArgument => {
            format!("{} “{argument}”", lang.pick("Tidak ada opsi", "There is no option"))
        }
        ErrorKind::MissingRequiredArgument => {
            format!("{} {argument}", lang.pick("Belum diberikan:", "Not given:"))
        }
        ErrorKind::ArgumentConflict => {
            format!("{} {argument}", lang.pick("Diberikan dua kali:", "Given twice:"))
        }
        ErrorKind::InvalidValue if value.is_empty() => {
            format!("{} {argument}", lang.pick("Belum ada nilai untuk", "No value for"))
        }
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
            let source = std::error::Error::source(error);
            let malformed = source.and_then(|source| source.downcast_ref::<Malformed>());
            let why = malformed.map(|malformed| label::malformed(malformed, lang));
            let why = why.map(|why| format!(": {why}")).unwrap_or_default();
            let (cannot, of) = match lang {
                Lang::Id => ("tidak dapat dibaca sebagai", "Nilai"),
                Lang::En => ("cannot be read as", "The value"),
            };
            format!("{of} “{value}” {cannot} {argument}{why}")
        }
        _ => lang.pick("Perintah tidak dapat dibaca", "The command line cannot be read").into(),
    };
    let label = lang.pick("Salah ketik", "Mistyped");
    let mut words = format!("{label}: {sentence}\n");
    for kind in [ContextKind::SuggestedSubcommand, ContextKind::SuggestedArg] {
        let meant = text(error, kind);
        if !meant.is_empty() {
            let question = lang.pick("Mungkin maksudnya", "Perhaps you meant");
            words.push_str(&format!("  {question} “{meant}”?\n"));
        }
    }
    let help = lang.pick("Bantuan: tambahkan --help", "Help: add --help");
    words.push_str(&format!("  {help}\n"));
    words
}

fn text(error: &clap::Error, kind: ContextKind) -> String {
    // Clap sorts what may have been meant by how near it is, the nearest last.
    let closest = kind == ContextKind::SuggestedSubcommand;
    match error.get(kind) {
        Some(ContextValue::String(text)) => text.clone(),
        Some(ContextValue::Strings(texts)) if closest => texts.last().cloned().unwrap_or_default(),
        Some(ContextValue::Strings(texts)) => texts.join(", "),
        Some(_) | None => String::new(),
    }
}
