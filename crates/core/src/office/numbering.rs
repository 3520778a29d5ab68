use jiff::civil::Date;

use crate::{
    letters::Series,
    words::{ClassificationCode, Malformed, SectionCode, ServiceCode, coded},
};

/// How the office numbers its letters. Every series begins again each year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Numbering {
    /// What shares a series.
    pub scope: NumberScope,
    /// How a number is written.
    pub format: NumberFormat,
}

/// What shares a series of numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum NumberScope {
    /// One series a year over all letters.
    Office,
    /// One series a year for each service.
    Service,
}

coded!(NumberScope {
    Office => "office",
    Service => "service",
});

impl Numbering {
    /// `470/123-PEM/XI/2026`, one series a year.
    #[must_use]
    pub fn usual() -> Self {
        Self { scope: NumberScope::Office, format: NumberFormat(USUAL.to_owned()) }
    }

    /// The series that a letter of this service signed on this day belongs to.
    #[must_use]
    pub fn series(&self, service: &ServiceCode, signed_on: Date) -> Series {
        let name = match self.scope {
            NumberScope::Office => "surat".to_owned(),
            NumberScope::Service => service.to_string(),
        };
        Series { name, year: signed_on.year() }
    }
}

const USUAL: &str = "{klasifikasi}/{nomor}-{seksi}/{bulan}/{tahun}";

/// The pattern of a letter's number. Places: `{klasifikasi}`, `{nomor}`, `{seksi}`, `{bulan}`
/// (Roman), `{tahun}`; `{nomor}` must be there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NumberFormat(String);

impl NumberFormat {
    /// Reads a pattern.
    ///
    /// # Errors
    /// [`Malformed::Unknown`] without `{nomor}` or with an unknown place.
    pub fn parse(text: &str) -> Result<Self, Malformed> {
        let format = Self(text.trim().to_owned());
        let sample = format.fill("", 1, "", 1, 2026);
        if !format.0.contains("{nomor}") || sample.contains(['{', '}']) {
            return Err(Malformed::Unknown);
        }
        Ok(format)
    }

    /// The pattern itself.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The number as it is printed on the letter.
    #[must_use]
    pub fn print(
        &self,
        classification: &ClassificationCode,
        sequence: u32,
        section: &SectionCode,
        signed_on: Date,
    ) -> String {
        self.fill(
            classification.as_str(),
            sequence,
            section.as_str(),
            signed_on.month(),
            signed_on.year(),
        )
    }

    fn fill(&self, class: &str, sequence: u32, section: &str, month: i8, year: i16) -> String {
        self.0
            .replace("{klasifikasi}", class)
            .replace("{nomor}", &sequence.to_string())
            .replace("{seksi}", section)
            .replace("{bulan}", roman(month))
            .replace("{tahun}", &year.to_string())
    }
}

fn roman(month: i8) -> &'static str {
    match month {
        1 => "I",
        2 => "II",
        3 => "III",
        4 => "IV",
        5 => "V",
        6 => "VI",
        7 => "VII",
        8 => "VIII",
        9 => "IX",
        10 => "X",
        11 => "XI",
        _ => "XII",
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn a_number_is_written_as_the_office_writes_it() {
        let class = ClassificationCode::parse("474.1").unwrap();
        let section = SectionCode::parse("PEM").unwrap();

        let text = Numbering::usual().format.print(&class, 123, &section, date(2017, 7, 3));

        assert_eq!(text, "474.1/123-PEM/VII/2017");
    }

    #[test]
    fn a_format_without_the_number_is_refused() {
        assert!(NumberFormat::parse(USUAL).is_ok());
        assert_eq!(NumberFormat::parse("{klasifikasi}/{tahun}"), Err(Malformed::Unknown));
        assert_eq!(NumberFormat::parse("{nomor}/{kota}"), Err(Malformed::Unknown));
    }
}
