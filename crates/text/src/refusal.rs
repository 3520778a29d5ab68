use std::fmt::Display;

use sipoke_core::{
    access::{Intention, Role},
    application::{FilingFault, Refusal, StageName},
    words::NonEmpty,
};

use crate::{Lang, act, fault::filing_fault, intention, reason, role, stage};

/// What it was this time: which stage, which step and who does it, which papers.
#[must_use]
pub fn refusal_detail(refusal: &Refusal, lang: Lang) -> String {
    match refusal {
        Refusal::NotAllowed(wish) => not_allowed(*wish, lang),
        Refusal::OnlyTheApplicant => lang
            .pick(
                "Langkah ini hanya untuk warga yang mengajukan, dengan kode permohonan dan kode \
                 rahasianya.",
                "This step is only for the resident who applied, with the ticket and its secret.",
            )
            .to_owned(),
        Refusal::NotInStage { is, needs } => not_in_stage(*is, needs, lang),
        Refusal::CounterOnly { reason } => {
            let reason = reason.trim_end_matches('.');
            lang.pick(
                format!("Layanan ini hanya di loket. Alasannya: {reason}."),
                format!("This service is for the counter only. The reason: {reason}."),
            )
        }
        Refusal::Incomplete(faults) => incomplete(faults, lang),
        Refusal::NotAsked(codes) => {
            let codes = list(codes);
            lang.pick(
                format!("Layanan ini tidak meminta: {codes}."),
                format!("The service does not ask for: {codes}."),
            )
        }
        Refusal::CannotBeMended(why) => {
            let why = reason(*why, lang);
            lang.pick(
                format!("Alasan “{why}” tidak bisa diperbaiki warga."),
                format!("The resident cannot mend “{why}”."),
            )
        }
        Refusal::ScansNotFit(codes) => {
            let codes = list(codes);
            lang.pick(
                format!("Dokumen yang belum dinilai sesuai: {codes}."),
                format!("Documents that were not found to fit: {codes}."),
            )
        }
        Refusal::NothingLacking => lang
            .pick(
                "Belum ada dokumen yang ditandai kurang, jadi tidak ada yang perlu dikembalikan.",
                "No document was marked as lacking, so there is nothing to return.",
            )
            .to_owned(),
        Refusal::NotTheNextStep { next } => {
            let (act, role) = (act(next.act, lang), role(next.role, lang));
            lang.pick(
                format!("Langkah berikutnya: {act}, oleh {role}."),
                format!("The next step: {act}, by {role}."),
            )
        }
        Refusal::OriginalsNotSeen(codes) => {
            let codes = list(codes);
            lang.pick(
                format!("Dokumen asli yang belum tercatat cocok: {codes}."),
                format!("Originals that are not on record as matching: {codes}."),
            )
        }
    }
}

fn not_allowed(wish: Intention, lang: Lang) -> String {
    let holders = Role::ALL.into_iter().filter(|holder| holder.may(wish));
    let holders: Vec<_> = holders.map(|holder| role(holder, lang)).collect();
    let (wish, holders) = (intention(wish, lang), holders.join(", "));
    lang.pick(
        format!("Anda tidak boleh {wish}. Yang boleh: {holders}."),
        format!("You may not {wish}. These may: {holders}."),
    )
}

fn not_in_stage(is: StageName, needs: &[StageName], lang: Lang) -> String {
    let is = stage(is, lang);
    let or = lang.pick(" atau ", " or ");
    let needs: Vec<_> = needs.iter().map(|stage_| format!("“{}”", stage(*stage_, lang))).collect();
    let needs = needs.join(or);
    lang.pick(
        format!("Tahap permohonan ini “{is}”. Langkah ini hanya bisa pada tahap {needs}."),
        format!("The application stands at “{is}”. This step is only possible at {needs}."),
    )
}

fn incomplete(faults: &NonEmpty<FilingFault>, lang: Lang) -> String {
    let sentences: Vec<_> = faults.iter().map(|fault| filing_fault(fault, lang)).collect();
    sentences.join(" ")
}

fn list(codes: &NonEmpty<impl Display>) -> String {
    codes.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
}
