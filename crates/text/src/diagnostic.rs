//! What is said about an imported file: a message and a hint for each code, and the report, which
//! reads like a compiler's.

use std::fmt::Write;

use sipoke_wire::diagnostic::{Diagnostic, DiagnosticCode, Severity};

use crate::Lang;

/// What is wrong, in one sentence without a full stop.
#[must_use]
pub fn message(diagnostic: &Diagnostic, lang: Lang) -> String {
    let (indonesian, english) = sentence(diagnostic.code);
    let mut text = pick(lang, indonesian, english).to_owned();
    if let Some(found) = &diagnostic.found {
        let _ = write!(text, ": “{found}”");
    }
    text
}

/// What would help: what was probably meant, what may stand there, and what to do.
#[must_use]
pub fn hint(diagnostic: &Diagnostic, lang: Lang) -> String {
    let mut parts = Vec::new();
    if let Some(nearest) = &diagnostic.nearest {
        let question = pick(lang, "Mungkin maksudnya", "Perhaps you meant");
        parts.push(format!("{question} “{nearest}”?"));
    }
    if !diagnostic.allowed.is_empty() {
        let allowed = diagnostic.allowed.join(", ");
        parts.push(format!("{} {allowed}.", pick(lang, "Yang berlaku:", "What counts:")));
    }
    let (indonesian, english) = advice(diagnostic.code);
    parts.push(pick(lang, indonesian, english).to_owned());
    parts.join(" ")
}

/// The whole report, by file and place; ends with how many findings there are.
#[must_use]
pub fn render(diagnostics: &[Diagnostic], lang: Lang) -> String {
    let mut sorted: Vec<&Diagnostic> = diagnostics.iter().collect();
    sorted.sort_by_key(|finding| place(finding));
    let mut report = String::new();
    for finding in sorted {
        entry(&mut report, finding, lang);
    }
    let count = |severity| diagnostics.iter().filter(|it| it.severity == severity).count();
    let (errors, warnings) = (count(Severity::Error), count(Severity::Warning));
    let _ = match lang {
        Lang::Id => writeln!(report, "{errors} galat, {warnings} peringatan."),
        Lang::En => writeln!(report, "Errors: {errors}, warnings: {warnings}."),
    };
    report
}

/// What findings are sorted by: the file, then the place in it.
fn place(finding: &Diagnostic) -> (&str, Option<u32>, Option<u32>, Severity, DiagnosticCode) {
    (&finding.file, finding.row, finding.character, finding.severity, finding.code)
}

fn entry(report: &mut String, finding: &Diagnostic, lang: Lang) {
    let mut head = finding.file.clone();
    if let Some(row) = finding.row {
        let _ = write!(head, ":{row}");
    }
    if let Some(character) = finding.character {
        let _ = write!(head, ":{character}");
    }
    if let Some(column) = finding.column.as_ref().or(finding.field.as_ref()) {
        let _ = write!(head, ":{column}");
    }
    let severity = match finding.severity {
        Severity::Error => pick(lang, "galat", "error"),
        Severity::Warning => pick(lang, "peringatan", "warning"),
    };
    let _ = writeln!(report, "{head}: {severity}[{}]: {}", finding.code, message(finding, lang));
    let number = finding.row.map(|row| row.to_string()).unwrap_or_default();
    let margin = " ".repeat(number.len());
    if let Some(line) = &finding.line {
        let _ = writeln!(report, "{margin} |\n{number} | {line}");
        if let Some(character) = finding.character {
            let before = " ".repeat(usize::try_from(character).unwrap_or(1).saturating_sub(1));
            let _ = writeln!(report, "{margin} | {before}^");
        } else {
            let _ = writeln!(report, "{margin} |");
        }
    }
    let label = pick(lang, "petunjuk", "hint");
    let _ = writeln!(report, "{margin} = {label}: {}\n", hint(finding, lang));
}

fn pick<'a>(lang: Lang, indonesian: &'a str, english: &'a str) -> &'a str {
    match lang {
        Lang::Id => indonesian,
        Lang::En => english,
    }
}

fn sentence(code: DiagnosticCode) -> (&'static str, &'static str) {
    use DiagnosticCode as Code;
    match code {
        Code::UnreadableFile => ("berkas tidak dapat dibuka", "the file cannot be opened"),
        Code::NotUtf8 => ("berkas bukan teks UTF-8", "the file is not text in UTF-8"),
        Code::TooLarge => ("berkas terlalu besar", "the file is too large"),
        Code::UnknownFormat => ("isi berkas tidak dikenali", "the file is of no known kind"),
        Code::GivenTwice => ("bagian ini diberikan dua kali", "this part is given twice"),
        Code::MissingCompanion => {
            ("berkas yang menyertainya belum diberikan", "a file that belongs to it is missing")
        }
        Code::MalformedYaml => ("susunan YAML tidak dapat dibaca", "the YAML cannot be read"),
        Code::TooDeep => ("susunan terlalu dalam", "lists or groups lie too deep in each other"),
        Code::NothingFound => ("tidak ada yang dapat diimpor", "there is nothing to import"),
        Code::MissingColumn => ("kolom tidak ada", "a column is missing"),
        Code::UnknownColumn => ("kolom tidak dikenal", "an unknown column"),
        Code::UnknownField => ("ruas tidak dikenal", "an unknown field"),
        Code::CellCount => {
            ("jumlah sel tidak sama dengan jumlah judul kolom", "not as many cells as headers")
        }
        Code::WrongShape => {
            ("susunannya tidak seperti yang diharapkan", "not the shape that is expected here")
        }
        Code::MissingValue => ("belum diisi", "nothing stands here"),
        Code::NotANumber => ("bukan bilangan bulat", "not a whole number"),
        Code::OutOfRange => ("angka di luar batas", "a number out of range"),
        Code::ZeroQuantity => ("jumlah tidak boleh nol", "a quantity is never zero"),
        Code::NotADate => ("bukan tanggal", "not a date"),
        Code::UnknownUnit => ("satuan waktu tidak dikenal", "an unknown unit of time"),
        Code::UnknownWord => ("kata tidak dikenal di sini", "an unknown word here"),
        Code::Contradiction => {
            ("tidak cocok dengan isian lainnya", "does not go with what is said beside it")
        }
        Code::UnknownLegalBasis => ("dasar hukum tidak ada di daftar", "an unknown legal basis"),
        Code::UnknownFlow => ("alur tidak ada di daftar", "an unknown procedure"),
        Code::UnknownSection => ("seksi tidak ada di daftar", "an unknown section"),
        Code::UnknownService => ("layanan tidak ada di tabel layanan", "an unknown service"),
        Code::Duplicate => ("sudah dipakai sebelumnya", "already used above"),
        Code::Malformed => {
            ("huruf atau panjangnya tidak sesuai", "not the characters or length it may have")
        }
        Code::LostLeadingZero => {
            ("klasifikasi kurang dari tiga angka", "a classification of fewer than three digits")
        }
        Code::MissingReason => {
            ("layanan hanya di loket tanpa alasan", "a counter-only service without the reason")
        }
        Code::MissingOnlineDays => {
            ("layanan daring tanpa jangka waktu", "an online service without its time")
        }
        Code::NoRequirements => ("layanan tanpa persyaratan", "a service without requirements"),
        Code::TooManyFindings => ("temuan terlalu banyak", "too many findings"),
    }
}

fn advice(code: DiagnosticCode) -> (&'static str, &'static str) {
    use DiagnosticCode as Code;
    match code {
        Code::UnreadableFile => (
            "Periksa nama berkas, foldernya, dan izin membacanya.",
            "Check the name, the folder, and the permission to read it.",
        ),
        Code::NotUtf8 => (
            "Simpan ulang sebagai “CSV UTF-8” atau teks UTF-8.",
            "Save it again as “CSV UTF-8” or as UTF-8 text.",
        ),
        Code::TooLarge => {
            ("Bagi menjadi beberapa berkas yang lebih kecil.", "Split it into smaller files.")
        }
        Code::UnknownFormat => (
            "Beri berkas .yaml atau .csv yang disusun menurut docs/format-standar.md.",
            "Give a .yaml or .csv file written as docs/format-standar.md says.",
        ),
        Code::GivenTwice => {
            ("Biarkan satu saja, di satu berkas.", "Keep only one of them, in one file.")
        }
        Code::MissingCompanion => (
            "Daftar unit, seksi, dasar_hukum, alur, dan komponen_bersama ada di kantor.yaml, \
             persyaratan di tabelnya sendiri: berikan semua berkasnya dalam satu perintah.",
            "The lists unit, seksi, dasar_hukum, alur and komponen_bersama are in kantor.yaml, \
             requirements in a table of their own: give all the files in one command.",
        ),
        Code::MalformedYaml => (
            "Periksa lekukan (spasi di awal baris), titik dua, dan tanda kutip di baris ini dan \
             baris sebelumnya.",
            "Check the indentation, colons and quotes on this line and the one before.",
        ),
        Code::NothingFound => (
            "Pastikan berkas ini yang dimaksud dan sudah disimpan dengan isinya.",
            "Check that this is the right file and that it was saved with its content.",
        ),
        Code::TooDeep => (
            "Periksa kurung dan lekukan; susunan yang benar tidak pernah sedalam ini.",
            "Check brackets and indentation; a sound file is never this deep.",
        ),
        Code::MissingColumn => {
            ("Tambahkan kolom ini di baris judul.", "Add this column to the header row.")
        }
        Code::UnknownColumn => (
            "Isinya tidak dibaca. Perbaiki namanya atau hapus kolomnya.",
            "Its content is not read. Mend its name or remove it.",
        ),
        Code::UnknownField => (
            "Isinya tidak dibaca. Perbaiki namanya atau hapus ruasnya.",
            "Its content is not read. Mend its name or remove it.",
        ),
        Code::CellCount => (
            "Isi yang memuat koma atau titik koma harus diapit tanda kutip; tanda kutip harus \
             ditutup.",
            "Put text with a comma or semicolon in quotes, and close every quote.",
        ),
        Code::WrongShape => (
            "Lihat contoh di docs/format-standar.md.",
            "See the example in docs/format-standar.md.",
        ),
        Code::MissingValue => ("Isi bagian ini.", "Fill it in."),
        Code::NotANumber => (
            "Tulis angka saja, tanpa satuan atau kata, misalnya 15.",
            "Write digits only, without a unit or words, such as 15.",
        ),
        Code::OutOfRange => {
            ("Periksa apakah angkanya salah ketik.", "Check the number for a slip.")
        }
        Code::ZeroQuantity => (
            "Tulis 1 atau lebih, atau hapus persyaratannya.",
            "Write 1 or more, or remove the requirement.",
        ),
        Code::NotADate => (
            "Tulis tahun-bulan-hari, misalnya 2026-08-17.",
            "Write year-month-day, such as 2026-08-17.",
        ),
        Code::UnknownUnit | Code::UnknownWord => {
            ("Pakai salah satu kata yang berlaku.", "Use one of the words that count.")
        }
        Code::Contradiction => (
            "Hapus isi ini, atau ubah isian yang menentukannya.",
            "Remove it, or change what decides about it.",
        ),
        Code::UnknownLegalBasis => (
            "Tambahkan ke daftar dasar_hukum atau perbaiki tulisannya.",
            "Add it to the list dasar_hukum or mend its spelling.",
        ),
        Code::UnknownFlow => (
            "Tambahkan ke daftar alur atau perbaiki tulisannya.",
            "Add it to the list alur or mend its spelling.",
        ),
        Code::UnknownSection => (
            "Tambahkan ke daftar seksi atau perbaiki tulisannya.",
            "Add it to the list seksi or mend its spelling.",
        ),
        Code::UnknownService => (
            "Tambahkan layanannya atau perbaiki kode_layanan.",
            "Add the service or mend kode_layanan.",
        ),
        Code::Duplicate => (
            "Beri nama lain atau hapus salah satu.",
            "Give it another name or remove one of the two.",
        ),
        Code::Malformed => (
            "Lihat aturan penulisannya di docs/format-standar.md.",
            "See docs/format-standar.md for how it is written.",
        ),
        Code::LostLeadingZero => (
            "Nol di depan mungkin hilang di lembar kerja. Jadikan kolomnya teks, lalu tulis \
             lengkap, misalnya 045.",
            "A zero in front may have been lost in the spreadsheet. Make the column text and \
             write it in full, such as 045.",
        ),
        Code::MissingReason => (
            "Tulis alasan_dikecualikan dengan kata yang dipahami warga.",
            "Write alasan_dikecualikan in words that residents understand.",
        ),
        Code::MissingOnlineDays => (
            "Tulis jangka waktu layanan daring dalam hari kerja.",
            "Write how many working days an online request takes.",
        ),
        Code::NoRequirements => (
            "Pastikan memang tidak ada yang harus dibawa.",
            "Make sure that really nothing must be brought.",
        ),
        Code::TooManyFindings => (
            "Laporan dipotong di sini. Perbaiki yang ada, lalu coba lagi.",
            "The report ends here. Mend these and try again.",
        ),
    }
}
