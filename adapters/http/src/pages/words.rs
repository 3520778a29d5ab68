//! Words of the pages: what `sipoke-text` says in Bahasa Indonesia, fitted to the place where it
//! stands. Names of papers are known here, so no code of one is shown.

use jiff::civil::Date;
use sipoke_core::{
    access::{Author, Role},
    application::{Application, Channel, Closing, FilingFault, Refusal, Stage, StageName},
    catalogue::{Form, Requirement, TimeUnit},
    documents::{Comparison, Reason, Scan, ScanKind},
    office::Act,
    ports::NoticeKind,
    problem::ProblemCode,
    words::{Moment, NonEmpty, RequirementCode, Zone},
};
use sipoke_desk::DeskError;
use sipoke_text::Lang;
use sipoke_wire::problem::Fault;

const LANG: Lang = Lang::Id;

/// The same for a ticket that is unknown and a secret that is wrong.
pub(super) const UNKNOWN_TICKET: &str =
    "Kode permohonan dan kode rahasia ini tidak cocok. Periksa lagi keduanya.";

pub(super) fn problem_title(code: ProblemCode) -> &'static str {
    sipoke_text::problem_title(code, LANG)
}

pub(super) fn problem_help(code: ProblemCode) -> &'static str {
    sipoke_text::problem_help(code, LANG)
}

pub(super) fn date(date: Date) -> String {
    sipoke_text::date(date, LANG)
}

pub(super) fn due(due: Date) -> String {
    sipoke_text::due(due, LANG)
}

pub(super) fn moment(moment: Moment, zone: Zone) -> String {
    sipoke_text::moment(moment, zone, LANG)
}

pub(super) fn time(value: u16, unit: TimeUnit) -> String {
    match unit {
        TimeUnit::WorkingDays => sipoke_text::working_days(value, LANG),
        TimeUnit::Minutes | TimeUnit::Hours => sipoke_text::processing_time(value, unit, LANG),
    }
}

pub(super) fn stage(stage: StageName) -> &'static str {
    sipoke_text::stage(stage, LANG)
}

pub(super) fn stage_for_resident(stage: StageName) -> &'static str {
    sipoke_text::stage_for_resident(stage, LANG)
}

pub(super) fn what_now(stage: StageName) -> &'static str {
    sipoke_text::what_now(stage, LANG)
}

pub(super) fn reason(reason: Reason) -> &'static str {
    sipoke_text::reason(reason, LANG)
}

pub(super) fn channel(channel: Channel) -> &'static str {
    sipoke_text::channel(channel, LANG)
}

pub(super) fn finding(code: &str) -> &str {
    sipoke_text::finding(code, LANG)
}

pub(super) fn comparison(comparison: Comparison) -> &'static str {
    sipoke_text::comparison(comparison, LANG)
}

pub(super) fn notice(kind: NoticeKind) -> &'static str {
    sipoke_text::notice(kind, LANG)
}

pub(super) fn recorded(name: &str) -> &str {
    sipoke_text::history(name, LANG)
}

pub(super) fn act(act: Act) -> &'static str {
    sipoke_text::act(act, LANG)
}

/// The colour of a stage's tag; its word is always there too.
pub(super) fn stage_tag(stage: StageName) -> &'static str {
    match stage {
        StageName::Submitted | StageName::Accepted => "jalan",
        StageName::Returned => "perbaiki",
        StageName::Ready => "baik",
        StageName::Collected => "selesai",
        StageName::Closed => "batal",
    }
}

/// `kependudukan` or `usaha-dan-ekonomi` as a heading.
pub(super) fn category(code: &str) -> String {
    let words = code.replace(['-', '_'], " ");
    let mut letters = words.chars();
    let first = letters.next().map(|first| first.to_uppercase().to_string());
    format!("{}{}", first.unwrap_or_default(), letters.as_str())
}

/// What to bring of a paper: `Fotokopi, aslinya ditunjukkan, 2 lembar`.
pub(super) fn what_to_bring(paper: &Requirement) -> String {
    let form = sipoke_text::form(paper.form, LANG);
    let sheets = match paper.quantity {
        0 | 1 => String::new(),
        many => format!(", {many} lembar"),
    };
    let compared = if paper.compare && paper.form == Form::Copy {
        ". Bawa aslinya saat mengambil surat"
    } else {
        ""
    };
    format!("{form}{sheets}{compared}.")
}

/// What to photograph of a paper.
pub(super) fn what_to_upload(paper: &Requirement) -> String {
    let compared = if paper.compare { " Bawa aslinya saat mengambil surat." } else { "" };
    format!("Foto atau PDF, semua sudut dan tulisan terlihat.{compared}")
}

/// A file that came with an earlier sending: `Sudah diunggah: foto 312 KB`.
pub(super) fn uploaded(kept: &Scan) -> String {
    format!("Sudah diunggah: {}", scan(kept))
}

/// `foto 312 KB`, `PDF 1,4 MB`.
pub(super) fn scan(scan: &Scan) -> String {
    let kind = match scan.kind {
        ScanKind::Jpeg | ScanKind::Png => "foto",
        ScanKind::Pdf => "PDF",
    };
    format!("{kind} {}", sipoke_text::file_size(scan.size, LANG))
}

/// What is wrong, beside the field that it is about: the field's name stands above it already.
pub(super) fn field_fault(fault: &Fault) -> String {
    let Fault::Filing(filing) = fault else { return sipoke_text::field_fault(fault, LANG) };
    let text = match filing {
        FilingFault::DocumentMissing(_) => "Belum ada. Pilih foto atau PDF dokumen ini.",
        FilingFault::DocumentNotAsked(_) => "Dokumen ini tidak diminta.",
        FilingFault::AnswerMissing(_) => "Bagian ini belum diisi.",
        FilingFault::AnswerNotAsked(_) => "Pertanyaan ini tidak ada di formulir.",
        FilingFault::AnswerNotAChoice(_) => "Pilih salah satu yang tersedia.",
        FilingFault::AnswerNotADate(_) => "Tulis tanggal: tahun-bulan-hari, misalnya 2026-11-24.",
        FilingFault::AnswerNotANumber(_) => "Tulis angka bulat, misalnya 3.",
        FilingFault::AnswerNotText(_) => {
            "Lebih dari 2.000 huruf, atau ada tanda yang tidak terlihat."
        }
        FilingFault::BornInTheFuture => return sipoke_text::field_fault(fault, LANG),
    };
    text.to_owned()
}

/// Why the desk did not do it, with the names of the papers of this case.
pub(super) fn refused(error: &DeskError, application: &Application) -> String {
    let names = |codes: &NonEmpty<RequirementCode>| {
        let name = |code: &RequirementCode| {
            let known = application.requirement(code).map(|requirement| requirement.name.clone());
            known.unwrap_or_else(|| code.to_string())
        };
        codes.iter().map(name).collect::<Vec<_>>().join("; ")
    };
    let code = error.code();
    let detail = match error {
        DeskError::Refused(Refusal::OriginalsNotSeen(codes)) => {
            format!("Dokumen asli yang belum tercatat cocok: {}.", names(codes))
        }
        DeskError::Refused(Refusal::ScansNotFit(codes)) => {
            format!("Dokumen yang belum dinilai sesuai: {}.", names(codes))
        }
        DeskError::Refused(
            refusal @ (Refusal::NotAllowed(_)
            | Refusal::NotInStage { .. }
            | Refusal::CannotBeMended(_)
            | Refusal::NotTheNextStep { .. }),
        ) => sipoke_text::refusal_detail(refusal, LANG),
        _ => String::new(),
    };
    format!("{}. {detail} {}", problem_title(code), problem_help(code)).replace("  ", " ")
}

/// How an application was closed.
pub(super) fn closing(why: &Closing) -> &'static str {
    let code = match why {
        Closing::Rejected { .. } => "rejected",
        Closing::Withdrawn => "withdrawn",
        Closing::Expired { .. } => "expired",
        Closing::OriginalDiffered { .. } => "original-differed",
    };
    sipoke_text::closing(code, LANG)
}

/// How and why an application was closed, once it was.
pub(super) fn closed(stage: &Stage) -> Option<(&'static str, Option<&'static str>)> {
    match stage {
        Stage::Closed { why, .. } => {
            let because = match why {
                Closing::Rejected { reason: code, .. } => Some(reason(*code)),
                Closing::Withdrawn | Closing::Expired { .. } | Closing::OriginalDiffered { .. } => {
                    None
                }
            };
            Some((closing(why), because))
        }
        Stage::Submitted { .. }
        | Stage::Returned { .. }
        | Stage::Accepted { .. }
        | Stage::Ready { .. }
        | Stage::Collected { .. } => None,
    }
}

/// What comes next, and who does it: `Paraf surat – Sekretaris`.
pub(super) fn step(next: Act, role: Role) -> String {
    format!("{} – {}", act(next), sipoke_text::role(role, LANG))
}

/// Who did it. The record knows officers by number, never by name.
pub(super) fn author(by: Author) -> String {
    match by {
        Author::Applicant => "Warga".to_owned(),
        Author::Console => "Admin di komputer kantor".to_owned(),
        Author::Stranger => "Orang yang gagal masuk".to_owned(),
        Author::Officer(id) => {
            let id = id.to_string();
            let tail: String = id.chars().skip(id.len().saturating_sub(6)).collect();
            format!("Petugas …{tail}")
        }
    }
}

/// What a resident just did, by the word in the address.
pub(super) fn applicant_news(word: &str) -> Option<String> {
    let text = match word {
        "dikirim" => "Perbaikan sudah kami terima. Petugas akan memeriksanya lagi.",
        "dibatalkan" => "Permohonan sudah dibatalkan.",
        _ => return None,
    };
    Some(text.to_owned())
}

/// What an officer just did, by the word in the address.
pub(super) fn officer_news(word: &str) -> Option<String> {
    let text = match word {
        "diperiksa" => "Pemeriksaan tersimpan.",
        "dikembalikan" => "Permohonan dikembalikan ke warga.",
        "diterima" => "Berkas lengkap. Waktu layanan mulai dihitung.",
        "konsep" => "Konsep surat tercatat.",
        "paraf" => "Paraf tercatat.",
        "ditandatangani" => "Surat ditandatangani dan mendapat nomor.",
        "ditolak" => "Permohonan ditolak dengan alasan dan dasar hukum.",
        "ditutup" => "Permohonan ditutup.",
        "dicocokkan" => "Pencocokan dokumen asli tersimpan.",
        "diserahkan" => "Surat sudah diserahkan.",
        "dibatalkan" => "Dokumen asli berbeda. Surat batal dan Lurah sudah diberi tahu.",
        _ => return None,
    };
    Some(text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_category_reads_like_a_heading() {
        assert_eq!(category("usaha-dan-ekonomi"), "Usaha dan ekonomi");
        assert_eq!(category(""), "");
    }
}
