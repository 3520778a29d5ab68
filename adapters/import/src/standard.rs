use std::collections::BTreeSet;

use sipoke_core::{
    catalogue::{
        AnswerKind, ChannelPolicy, Component, Fee, LegalBasis, LegalRisk, ProcessingTime, Product,
        Question, ServiceStandard, TimeUnit,
    },
    words::{ClassificationCode, QuestionCode, Rupiah, ServiceCode, Slug},
};
use sipoke_wire::diagnostic::DiagnosticCode;

use crate::{
    cursor::Cursor,
    definitions::{COMPONENTS, Definitions, component},
    faults::{Faults, Finding},
    requirement,
};

const KNOWN: [&str; 16] = [
    "kode",
    "slug",
    "nama",
    "kategori",
    "seksi",
    "klasifikasi_2012",
    "klasifikasi_2022",
    "dasar_hukum",
    "persyaratan",
    "alur",
    "jangka_waktu",
    "biaya",
    "produk",
    "daring",
    "risiko_hukum",
    "isian",
];

/// Reads one service. What a table cannot say is taken from `published`, the standard of the same
/// service that counts now.
pub(crate) fn read(
    cursor: &Cursor<'_>,
    definitions: &Definitions,
    published: Option<&ServiceStandard>,
    faults: &mut Faults,
) -> Option<ServiceStandard> {
    cursor.only(&[&KNOWN[..], &COMPONENTS[..]].concat(), faults);
    let code = cursor
        .need("kode", faults)
        .and_then(|it| it.parsed(ServiceCode::parse, &["A–Z", "0–9", "≤ 12"], faults));
    let slug = cursor
        .need("slug", faults)
        .and_then(|it| it.parsed(Slug::parse, &["a–z", "0–9", "-", "≤ 60"], faults));
    let name = cursor.need("nama", faults).and_then(|it| it.text(faults));
    let category = cursor.need("kategori", faults).and_then(|it| it.text(faults));
    let section =
        cursor.need("seksi", faults).and_then(|it| definitions.sections.named(&it, faults));
    let classification =
        cursor.need("klasifikasi_2012", faults).and_then(|it| classification_code(&it, faults));
    let classification_2022 =
        cursor.get("klasifikasi_2022").and_then(|it| classification_code(&it, faults));
    let risk = cursor.need("risiko_hukum", faults).and_then(|it| risk(&it, faults));
    let legal_basis =
        cursor.need("dasar_hukum", faults).and_then(|it| laws(&it, definitions, faults));
    let procedure = cursor.need("alur", faults).and_then(|it| definitions.flows.named(&it, faults));
    let processing_time = cursor.need("jangka_waktu", faults).and_then(|it| time(&it, faults));
    let fee = cursor.need("biaya", faults).and_then(|it| fee(&it, published, faults));
    let product = cursor.need("produk", faults).and_then(|it| product(&it, faults));
    let channel = cursor.need("daring", faults).and_then(|it| channel(&it, faults));
    let requirements = requirement::all(cursor, channel.as_ref(), published, faults);
    let questions = match (cursor.get("isian"), published) {
        (Some(list), _) => questions(&list, faults),
        (None, Some(published)) => Some(published.questions.clone()),
        (None, None) => Some(Vec::new()),
    };
    let mut own = |name, said: fn(&ServiceStandard) -> &Component| match cursor.get(name) {
        Some(own) => component(&own, faults).map(|items| Component { items, inherited: false }),
        None => match published.map(said) {
            Some(own) if !own.inherited => Some(own.clone()),
            Some(_) | None => definitions.shared.get(name).cloned(),
        },
    };
    let facilities = own("sarana_prasarana", |it| &it.facilities);
    let staff_competence = own("kompetensi_pelaksana", |it| &it.staff_competence);
    let internal_supervision = own("pengawasan_internal", |it| &it.internal_supervision);
    let complaint_handling = own("penanganan_pengaduan", |it| &it.complaint_handling);
    let staff_count = own("jumlah_pelaksana", |it| &it.staff_count);
    let service_guarantee = own("jaminan_pelayanan", |it| &it.service_guarantee);
    let safety_guarantee = own("jaminan_keamanan", |it| &it.safety_guarantee);
    let performance_evaluation = own("evaluasi_kinerja", |it| &it.performance_evaluation);
    Some(ServiceStandard {
        code: code?,
        slug: slug?,
        name: name?,
        category: category?,
        section: section?.code,
        classification: classification?,
        classification_2022,
        risk: risk?,
        legal_basis: legal_basis?,
        requirements: requirements?,
        procedure: procedure?,
        processing_time: processing_time?,
        fee: fee?,
        product: product?,
        facilities: facilities?,
        staff_competence: staff_competence?,
        internal_supervision: internal_supervision?,
        complaint_handling: complaint_handling?,
        staff_count: staff_count?,
        service_guarantee: service_guarantee?,
        safety_guarantee: safety_guarantee?,
        performance_evaluation: performance_evaluation?,
        channel: channel?,
        questions: questions?,
    })
}

/// A classification begins with three digits in both schemes; a spreadsheet that takes `045` for
/// a number leaves `45`.
fn classification_code(cursor: &Cursor<'_>, faults: &mut Faults) -> Option<ClassificationCode> {
    let code = cursor.parsed(ClassificationCode::parse, &["0–9", ".", "≤ 20"], faults)?;
    let main = code.as_str().split('.').next().unwrap_or_default();
    if main.len() < 3 {
        let finding = Finding::of(DiagnosticCode::LostLeadingZero).found(code.as_str());
        let whole = format!("{}{code}", "0".repeat(3 - main.len()));
        cursor.fault(finding.nearest(Some(&whole)), faults);
        return None;
    }
    Some(code)
}

fn risk(cursor: &Cursor<'_>, faults: &mut Faults) -> Option<LegalRisk> {
    let words =
        [("rendah", LegalRisk::Low), ("sedang", LegalRisk::Medium), ("tinggi", LegalRisk::High)];
    cursor.word(&words, DiagnosticCode::UnknownWord, faults)
}

fn laws(
    cursor: &Cursor<'_>,
    definitions: &Definitions,
    faults: &mut Faults,
) -> Option<Vec<LegalBasis>> {
    let named: Vec<_> =
        cursor.items(faults).iter().map(|item| definitions.laws.named(item, faults)).collect();
    named.into_iter().collect()
}

fn time(cursor: &Cursor<'_>, faults: &mut Faults) -> Option<ProcessingTime> {
    cursor.only(&["nilai", "satuan", "dihitung_sejak"], faults);
    let units = [
        ("menit", TimeUnit::Minutes),
        ("jam", TimeUnit::Hours),
        ("hari_kerja", TimeUnit::WorkingDays),
    ];
    let value = cursor.need("nilai", faults).and_then(|it| it.number(1_u16, u16::MAX, faults));
    let unit = cursor
        .need("satuan", faults)
        .and_then(|it| it.word(&units, DiagnosticCode::UnknownUnit, faults));
    if let Some(since) = cursor.get("dihitung_sejak") {
        since.word(&[("berkas_lengkap", ())], DiagnosticCode::UnknownWord, faults)?;
    }
    Some(ProcessingTime { value: value?, unit: unit? })
}

fn fee(
    cursor: &Cursor<'_>,
    published: Option<&ServiceStandard>,
    faults: &mut Faults,
) -> Option<Fee> {
    cursor.only(&["jumlah", "mata_uang", "keterangan"], faults);
    if let Some(currency) = cursor.get("mata_uang") {
        currency.word(&[("idr", ())], DiagnosticCode::UnknownWord, faults);
    }
    let remark = cursor.get("keterangan").and_then(|it| it.text(faults));
    let cell = cursor.need("jumlah", faults)?;
    let text = cell.raw(faults)?;
    let Ok(amount) = Rupiah::parse(text) else {
        cell.fault(Finding::of(DiagnosticCode::NotANumber).found(text), faults);
        return None;
    };
    let said_before = published.map(|it| &it.fee).filter(|fee| fee.amount == amount);
    Some(Fee { amount, remark: remark.or_else(|| said_before.and_then(|fee| fee.remark.clone())) })
}

fn product(cursor: &Cursor<'_>, faults: &mut Faults) -> Option<Product> {
    cursor.only(&["nama", "masa_berlaku_hari"], faults);
    let name = cursor.need("nama", faults).and_then(|it| it.text(faults));
    let days = cursor.get("masa_berlaku_hari");
    let valid_days = days.and_then(|it| it.number(1_u16, u16::MAX, faults));
    Some(Product { name: name?, valid_days })
}

fn channel(cursor: &Cursor<'_>, faults: &mut Faults) -> Option<ChannelPolicy> {
    const DAYS: &str = "jangka_waktu_hari_kerja";
    const REASON: &str = "alasan_dikecualikan";
    cursor.only(&["boleh", DAYS, REASON], faults);
    let online = cursor.need("boleh", faults)?.yes(faults)?;
    if let Some(useless) = cursor.get(if online { REASON } else { DAYS }) {
        let text = useless.raw(faults)?;
        useless.fault(Finding::of(DiagnosticCode::Contradiction).found(text), faults);
    }
    if online {
        let days = cursor.need_or(DAYS, DiagnosticCode::MissingOnlineDays, faults)?;
        Some(ChannelPolicy::Online { working_days: days.number(0, u16::MAX, faults)? })
    } else {
        let reason = cursor.need_or(REASON, DiagnosticCode::MissingReason, faults)?;
        Some(ChannelPolicy::CounterOnly { reason: reason.text(faults)? })
    }
}

fn questions(cursor: &Cursor<'_>, faults: &mut Faults) -> Option<Vec<Question>> {
    let mut seen = BTreeSet::new();
    let mut all = Vec::new();
    for item in cursor.items(faults) {
        let question = question(&item, faults);
        if let Some(question) = &question
            && !seen.insert(question.code.clone())
        {
            item.fault(
                Finding::of(DiagnosticCode::Duplicate).found(question.code.as_str()),
                faults,
            );
        }
        all.push(question);
    }
    all.into_iter().collect()
}

fn question(cursor: &Cursor<'_>, faults: &mut Faults) -> Option<Question> {
    cursor.only(&["id", "tipe", "wajib", "pilihan", "label"], faults);
    let code = cursor
        .need("id", faults)
        .and_then(|it| it.parsed(QuestionCode::parse, &["a–z", "0–9", "_", "≤ 60"], faults));
    let label = cursor.get("label").and_then(|it| it.text(faults));
    let required = cursor.need("wajib", faults).and_then(|it| it.yes(faults));
    let kind = cursor.need("tipe", faults).and_then(|it| answer_kind(&it, cursor, faults));
    let code = code?;
    let label = label.unwrap_or_else(|| label_of(&code));
    Some(Question { code, label, kind: kind?, required: required? })
}

fn answer_kind(
    cursor: &Cursor<'_>,
    question: &Cursor<'_>,
    faults: &mut Faults,
) -> Option<AnswerKind> {
    let words = [
        ("teks", AnswerKind::Text),
        ("angka", AnswerKind::Number),
        ("tanggal", AnswerKind::Date),
        ("pilihan", AnswerKind::Choice(Vec::new())),
    ];
    let kind = cursor.word(&words, DiagnosticCode::UnknownWord, faults)?;
    if let AnswerKind::Choice(_) = kind {
        let items = question.need("pilihan", faults)?.items(faults);
        let choices: Vec<_> = items.iter().map(|item| item.text(faults)).collect();
        return choices.into_iter().collect::<Option<_>>().map(AnswerKind::Choice);
    }
    if let Some(useless) = question.get("pilihan") {
        useless.fault(Finding::of(DiagnosticCode::Contradiction), faults);
    }
    Some(kind)
}

/// `alamat_domisili` reads *Alamat domisili*.
fn label_of(code: &QuestionCode) -> String {
    let words = code.as_str().replace('_', " ");
    let mut letters = words.chars();
    let first = letters.next().map(|letter| letter.to_ascii_uppercase());
    first.into_iter().chain(letters).collect()
}
