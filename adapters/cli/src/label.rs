//! Codes of a view in the words of `sipoke-text`; a code that is not known stays as it is.

use sipoke_core::{
    access::Role,
    application::{Channel, StageName},
    catalogue::{Form, TimeUnit},
    documents::Reason,
    words::{Malformed, Moment, Zone},
};
use sipoke_text::Lang;
use sipoke_wire::{problem::Fault, view::ProcessingTimeView};

pub(crate) fn stage(code: &str, lang: Lang) -> &str {
    StageName::parse(code).map_or(code, |stage| sipoke_text::stage(stage, lang))
}

pub(crate) fn channel(code: &str, lang: Lang) -> &str {
    Channel::parse(code).map_or(code, |channel| sipoke_text::channel(channel, lang))
}

pub(crate) fn role(code: &str, lang: Lang) -> &str {
    Role::parse(code).map_or(code, |role| sipoke_text::role(role, lang))
}

pub(crate) fn reason(code: &str, lang: Lang) -> &str {
    Reason::parse(code).map_or(code, |reason| sipoke_text::reason(reason, lang))
}

pub(crate) fn form(code: &str, lang: Lang) -> &str {
    Form::parse(code).map_or(code, |form| sipoke_text::form(form, lang))
}

pub(crate) fn moment(text: &str, zone: Zone, lang: Lang) -> String {
    match Moment::parse(text) {
        Ok(moment) => sipoke_text::moment(moment, zone, lang),
        Err(_) => text.to_owned(),
    }
}

pub(crate) fn processing_time(view: &ProcessingTimeView, lang: Lang) -> String {
    match TimeUnit::parse(&view.unit) {
        Ok(unit) => sipoke_text::processing_time(view.value, unit, lang),
        Err(_) => format!("{} {}", view.value, view.unit),
    }
}

pub(crate) fn malformed(malformed: &Malformed, lang: Lang) -> String {
    sipoke_text::field_fault(&Fault::Malformed(malformed.clone()), lang)
}
