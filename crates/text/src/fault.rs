use sipoke_core::{application::FilingFault, ports::RejectedScan, words::Malformed};
use sipoke_wire::problem::Fault;

use crate::{Lang, file_size};

/// What is wrong with a field and how to mend it, for the line beside the field.
#[must_use]
pub fn field_fault(fault: &Fault, lang: Lang) -> String {
    match fault {
        Fault::Malformed(malformed) => malformed_text(malformed, lang),
        Fault::Filing(fault) => filing_fault(fault, lang),
        Fault::Scan(rejected) => rejected_scan(*rejected, lang),
    }
}

fn malformed_text(malformed: &Malformed, lang: Lang) -> String {
    let (indonesian, english) = match malformed {
        Malformed::Empty => ("Bagian ini belum diisi.", "This has not been filled in."),
        Malformed::TooLong { found, most } => {
            return lang.pick(
                format!("Terlalu panjang: {found} huruf, paling banyak {most}."),
                format!("Too long: {found} characters, at most {most}."),
            );
        }
        Malformed::TooShort { found, least } => {
            return lang.pick(
                format!("Terlalu pendek: {found} huruf, paling sedikit {least}."),
                format!("Too short: {found} characters, at least {least}."),
            );
        }
        Malformed::ControlCharacter => (
            "Ada tanda yang tidak terlihat, misalnya ganti baris. Hapus isinya, lalu ketik ulang.",
            "There is a character that cannot be seen, such as a line break. Delete the text and \
             type it again.",
        ),
        Malformed::Character(letter) => return character(*letter, lang),
        Malformed::NikLength { found } => {
            return lang.pick(
                format!("NIK harus 16 angka; yang diisi {found} angka."),
                format!("A NIK has 16 digits; this has {found}."),
            );
        }
        Malformed::NikLeadingZero => (
            "NIK tidak diawali angka 0. Salin 16 angka dari KTP atau KK Anda.",
            "A NIK does not begin with 0. Copy the 16 digits from your identity or family card.",
        ),
        Malformed::NikBirthDate => (
            "Angka ke-7 sampai ke-12 NIK ini bukan tanggal lahir. Cocokkan dengan KTP Anda.",
            "Digits 7 to 12 of this NIK are not a date of birth. Compare it with your identity \
             card.",
        ),
        Malformed::NikSerial => (
            "Empat angka terakhir NIK tidak mungkin 0000. Cocokkan dengan KTP Anda.",
            "The last four digits of a NIK are never 0000. Compare it with your identity card.",
        ),
        Malformed::Phone => (
            "Tulis nomor HP Indonesia yang diawali 08 atau +628.",
            "Write an Indonesian mobile number that begins with 08 or +628.",
        ),
        Malformed::TicketLength { found } => {
            return lang.pick(
                format!("Kode permohonan terdiri dari 12 huruf dan angka; yang diisi {found}."),
                format!("A ticket has 12 letters and digits; this has {found}."),
            );
        }
        Malformed::TicketCheck => (
            "Ada huruf yang salah atau tertukar. Cocokkan lagi dengan tanda terima Anda.",
            "A letter is wrong, or two are swapped. Compare it with your receipt.",
        ),
        Malformed::Region => (
            "Tulis kode wilayah dengan angka dan titik, misalnya 32.76.05.1004.",
            "Write the region code with digits and dots, such as 32.76.05.1004.",
        ),
        Malformed::Date => (
            "Tanggal ini tidak dikenal. Tulis tahun-bulan-hari, misalnya 1990-01-31.",
            "This is not a date. Write year-month-day, such as 1990-01-31.",
        ),
        Malformed::Moment => (
            "Waktu ini tidak dikenal. Tulis misalnya 2026-11-24T09:12:00Z.",
            "This is not a point in time. Write it as in 2026-11-24T09:12:00Z.",
        ),
        Malformed::Rupiah => {
            ("Tulis rupiah bulat, misalnya Rp 10.000.", "Write whole rupiah, such as Rp 10.000.")
        }
        Malformed::Id => (
            "Kode ini salah atau tidak lengkap. Salin lagi seluruhnya.",
            "This code is wrong or not whole. Copy it again from end to end.",
        ),
        Malformed::Unknown => (
            "Isian ini tidak ada dalam pilihan. Pilih salah satu yang tersedia.",
            "This is none of the choices. Choose one of them.",
        ),
    };
    lang.pick(indonesian, english).to_owned()
}

/// Names the character when it can be seen on a page, and the ones it is often taken for.
fn character(letter: char, lang: Lang) -> String {
    let shown = if letter.is_alphanumeric() || letter.is_ascii_punctuation() {
        format!("“{letter}”")
    } else if letter == ' ' {
        lang.pick("spasi", "space").to_owned()
    } else {
        format!("U+{:04X}", u32::from(letter))
    };
    let mut text = lang.pick(
        format!("Tanda {shown} tidak dipakai di sini."),
        format!("The character {shown} is not used here."),
    );
    if matches!(letter, 'O' | 'o' | '0') {
        text.push_str(lang.pick(
            " Huruf O dan angka 0 sering tertukar.",
            " The letter O and the digit 0 are easily mistaken.",
        ));
    } else if matches!(letter, 'I' | 'i' | 'L' | 'l' | '1') {
        text.push_str(lang.pick(
            " Huruf I atau L dan angka 1 sering tertukar.",
            " The letters I or L and the digit 1 are easily mistaken.",
        ));
    }
    text
}

pub(crate) fn filing_fault(fault: &FilingFault, lang: Lang) -> String {
    match fault {
        FilingFault::DocumentMissing(code) => lang.pick(
            format!("Dokumen {code} belum ada. Unggah fotonya, atau bawa aslinya ke loket."),
            format!("The document {code} is missing. Upload a photo, or bring it to the counter."),
        ),
        FilingFault::DocumentNotAsked(code) => lang.pick(
            format!("Dokumen {code} tidak diminta. Lepaskan dokumen itu."),
            format!("The document {code} is not asked for. Remove it."),
        ),
        FilingFault::AnswerMissing(code) => lang.pick(
            format!("Pertanyaan {code} belum dijawab."),
            format!("The question {code} has not been answered."),
        ),
        FilingFault::AnswerNotAsked(code) => lang.pick(
            format!("Pertanyaan {code} tidak ada di formulir ini. Hapus jawabannya."),
            format!("The question {code} is not on this form. Remove the answer."),
        ),
        FilingFault::AnswerNotAChoice(code) => lang.pick(
            format!("Jawaban {code} tidak ada dalam pilihan. Pilih salah satu yang tersedia."),
            format!("The answer to {code} is none of the choices. Choose one of them."),
        ),
        FilingFault::AnswerNotADate(code) => lang.pick(
            format!("Jawaban {code} harus tanggal, misalnya 2026-11-24."),
            format!("The answer to {code} must be a date, such as 2026-11-24."),
        ),
        FilingFault::AnswerNotANumber(code) => lang.pick(
            format!("Jawaban {code} harus angka bulat, misalnya 3."),
            format!("The answer to {code} must be a whole number, such as 3."),
        ),
        FilingFault::AnswerNotText(code) => lang.pick(
            format!("Jawaban {code} lebih dari 2.000 huruf atau memuat tanda yang tidak terlihat."),
            format!(
                "The answer to {code} has more than 2,000 characters or some that cannot be seen."
            ),
        ),
        FilingFault::BornInTheFuture => lang
            .pick(
                "Tanggal lahir tidak boleh sesudah hari ini.",
                "A date of birth is never later than today.",
            )
            .to_owned(),
    }
}

fn rejected_scan(rejected: RejectedScan, lang: Lang) -> String {
    let (indonesian, english) = match rejected {
        RejectedScan::Empty => (
            "Berkas ini kosong. Pilih lagi berkasnya atau ambil foto lagi.",
            "This file is empty. Choose it again or take the photo again.",
        ),
        RejectedScan::TooLarge { limit } => {
            let limit = file_size(limit, lang);
            return lang.pick(
                format!("Berkas ini lebih besar dari {limit}. Perkecil atau ambil foto lagi."),
                format!(
                    "This file is larger than {limit}. Make it smaller or take the photo again."
                ),
            );
        }
        RejectedScan::UnknownKind => (
            "Berkas ini bukan JPEG, PNG, atau PDF. Ambil foto dokumennya, lalu kirim foto itu.",
            "This is no JPEG, PNG or PDF. Take a photo of the document and send that.",
        ),
        RejectedScan::Broken => (
            "Berkas ini rusak atau terpotong. Ambil foto lagi, lalu kirim ulang.",
            "This file is broken or cut off. Take the photo again and send it again.",
        ),
        RejectedScan::TooManyPixels => (
            "Gambar ini lebih dari 40 megapiksel. Ambil foto lagi dengan ukuran lebih kecil.",
            "This picture has more than 40 megapixels. Take the photo again in a smaller size.",
        ),
        RejectedScan::ActivePdf => (
            "PDF ini berisi program, lampiran, atau kata sandi. Ambil foto dokumennya, atau \
             simpan ulang sebagai PDF biasa.",
            "This PDF has a script, an attachment or a password. Take a photo of the document, or \
             save it again as a plain PDF.",
        ),
    };
    lang.pick(indonesian, english).to_owned()
}
