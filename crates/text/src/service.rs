use sipoke_core::catalogue::{Form, LegalRisk, TimeUnit};

use crate::{Lang, lang::of};

/// What the applicant brings of a paper.
#[must_use]
pub fn form(form: Form, lang: Lang) -> &'static str {
    let both = match form {
        Form::Original => ("Asli, diserahkan", "Original, handed in"),
        Form::Copy => ("Fotokopi", "Photocopy"),
        Form::CopyOriginalShown => {
            ("Fotokopi, aslinya ditunjukkan", "Photocopy, the original is shown")
        }
    };
    of(lang, both)
}

/// How much harm a forged letter could do.
#[must_use]
pub fn risk(risk: LegalRisk, lang: Lang) -> &'static str {
    let both = match risk {
        LegalRisk::Low => ("Rendah", "Low"),
        LegalRisk::Medium => ("Sedang", "Medium"),
        LegalRisk::High => ("Tinggi", "High"),
    };
    of(lang, both)
}

/// How long the office takes: `15 menit`, `1 hari kerja`.
#[must_use]
pub fn processing_time(value: u16, unit: TimeUnit, lang: Lang) -> String {
    let one = value == 1;
    let unit = match (lang, unit) {
        (Lang::Id, TimeUnit::Minutes) => "menit",
        (Lang::Id, TimeUnit::Hours) => "jam",
        (Lang::Id, TimeUnit::WorkingDays) => "hari kerja",
        (Lang::En, TimeUnit::Minutes) if one => "minute",
        (Lang::En, TimeUnit::Minutes) => "minutes",
        (Lang::En, TimeUnit::Hours) if one => "hour",
        (Lang::En, TimeUnit::Hours) => "hours",
        (Lang::En, TimeUnit::WorkingDays) if one => "working day",
        (Lang::En, TimeUnit::WorkingDays) => "working days",
    };
    format!("{value} {unit}")
}

/// A promise in working days; none at all is the same day.
#[must_use]
pub fn working_days(days: u16, lang: Lang) -> String {
    if days == 0 {
        return lang.pick("hari itu juga", "the same day").to_owned();
    }
    processing_time(days, TimeUnit::WorkingDays, lang)
}
