//! Findings about an imported file, as a compiler would report them: every one has a stable code
//! and the place where it was found. The words for people are in `sipoke-text`.

use std::fmt;

use schemars::JsonSchema;
use serde::Serialize;

/// One finding about an imported file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Diagnostic {
    /// What kind of finding; match on this.
    pub code: DiagnosticCode,
    /// Whether it stops the import.
    pub severity: Severity,
    /// The name of the file as it was given.
    pub file: String,
    /// The line of a YAML file, the row of a table as a spreadsheet counts it; from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub row: Option<u32>,
    /// The character within the row where a text could not be read further; from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub character: Option<u32>,
    /// The header of the column of a table.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub column: Option<String>,
    /// The path in a YAML file, lists counted from 0: `layanan[3].persyaratan[1].bentuk`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    /// What stands there, shortened.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub found: Option<String>,
    /// What was probably meant.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub nearest: Option<String>,
    /// What may stand there, when that is a short list or a limit.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub allowed: Vec<String>,
    /// The text of the line, when there is one; shortened.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<String>,
}

/// Whether a finding stops the import.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Severity {
    /// Nothing is imported before it is mended.
    Error,
    /// Worth a look; the import goes on.
    Warning,
}

// The codes are Indonesian because the people who write the files look them up in the handbook.
macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident => $code:literal,)+) => {
        /// What kind of finding. The code never changes its meaning.
        #[derive(
            Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, JsonSchema,
        )]
        pub enum DiagnosticCode {
            $($(#[$doc])* #[serde(rename = $code)] $name,)+
        }

        impl DiagnosticCode {
            /// Every code.
            pub const ALL: &[Self] = &[$(Self::$name),+];

            /// The code as it is written everywhere.
            #[must_use]
            pub fn code(self) -> &'static str {
                match self {
                    $(Self::$name => $code,)+
                }
            }
        }
    };
}

codes! {
    /// The file cannot be opened.
    UnreadableFile => "berkas-tak-terbuka",
    /// The file is not text in UTF-8.
    NotUtf8 => "bukan-utf8",
    /// The file is larger than an import may be.
    TooLarge => "berkas-terlalu-besar",
    /// Neither a known table nor YAML.
    UnknownFormat => "format-tak-dikenal",
    /// Two files, or two places, say the same part.
    GivenTwice => "bagian-ganda",
    /// A file that belongs to it was not given.
    MissingCompanion => "berkas-pendamping-tidak-ada",
    /// The YAML cannot be read.
    MalformedYaml => "yaml-rusak",
    /// Lists within lists within lists.
    TooDeep => "susunan-terlalu-dalam",
    /// There is nothing to import in it.
    NothingFound => "tidak-ada-isi",
    /// The table lacks a column.
    MissingColumn => "kolom-tidak-ada",
    /// The table has a column that nobody reads.
    UnknownColumn => "kolom-tak-dikenal",
    /// The YAML has a field that nobody reads.
    UnknownField => "ruas-tak-dikenal",
    /// A row has more or fewer cells than the header.
    CellCount => "jumlah-sel-salah",
    /// A list, a group or a plain text was expected and something else stands there.
    WrongShape => "susunan-salah",
    /// Nothing stands where something must.
    MissingValue => "nilai-kosong",
    /// Not a whole number.
    NotANumber => "angka-salah",
    /// A whole number, but too large or too small.
    OutOfRange => "angka-di-luar-batas",
    /// A requirement of zero sheets.
    ZeroQuantity => "jumlah-nol",
    /// Not a day as `YYYY-MM-DD`.
    NotADate => "tanggal-salah",
    /// A unit of time that is not known.
    UnknownUnit => "satuan-tak-dikenal",
    /// Something was said that does not go with the rest, and would not be read.
    Contradiction => "saling-bertentangan",
    /// Not one of the words that may stand here.
    UnknownWord => "kata-tak-dikenal",
    /// A legal basis that is not in the list.
    UnknownLegalBasis => "dasar-hukum-tak-dikenal",
    /// A procedure that is not in the list.
    UnknownFlow => "alur-tak-dikenal",
    /// A section that the office does not have.
    UnknownSection => "seksi-tak-dikenal",
    /// A requirement for a service that is not in the table of services.
    UnknownService => "layanan-tak-dikenal",
    /// A code, slug, id or day that was already used.
    Duplicate => "kode-ganda",
    /// A code, slug or text with characters or a length it cannot have.
    Malformed => "tulisan-salah",
    /// A classification that lost a zero in front, as spreadsheets do.
    LostLeadingZero => "nol-depan-hilang",
    /// A counter-only service without the reason.
    MissingReason => "alasan-kosong",
    /// An online service without the working days it takes.
    MissingOnlineDays => "waktu-daring-kosong",
    /// A service of which no requirement is given.
    NoRequirements => "tanpa-persyaratan",
    /// More findings than a report shows.
    TooManyFindings => "temuan-terlalu-banyak",
}

impl fmt::Display for DiagnosticCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_code_is_kebab_case_and_the_same_in_json() {
        let mut seen = BTreeSet::new();

        for code in DiagnosticCode::ALL {
            let kebab = |letter: char| letter.is_ascii_lowercase() || "-8".contains(letter);
            assert!(code.code().chars().all(kebab), "{code}");
            assert_eq!(serde_json::to_string(code).unwrap(), format!("\"{code}\""));
            assert!(seen.insert(code.code()), "{code} stands for two findings");
        }
    }
}
