use sipoke_core::{
    access::Role,
    office::{
        Act, ApprovalChain, ApprovalStep, NumberFormat, NumberScope, Numbering, Office, Section,
    },
    words::{OfficeCode, RegionCode, Zone},
};
use sipoke_wire::diagnostic::DiagnosticCode;

use crate::{
    cursor::Cursor,
    faults::{Faults, Finding},
};

const KNOWN: [&str; 11] = [
    "kode",
    "nama",
    "kecamatan",
    "kota",
    "provinsi",
    "zona_waktu",
    "alamat",
    "telepon",
    "jam_layanan",
    "penomoran",
    "persetujuan",
];

/// Reads who the office is and how its letters are numbered and approved; what it does not say of
/// the latter two is as usual.
pub(crate) fn read(
    cursor: &Cursor<'_>,
    sections: Vec<Section>,
    notice: Option<String>,
    faults: &mut Faults,
) -> Option<Office> {
    cursor.only(&KNOWN, faults);
    let code = cursor
        .need("kode", faults)
        .and_then(|it| it.parsed(OfficeCode::parse, &["99.99.99.9999"], faults));
    let name = cursor.need("nama", faults).and_then(|it| it.text(faults));
    let district = region(cursor, "kecamatan", "99.99.99", faults);
    let city = region(cursor, "kota", "99.99", faults);
    let province = region(cursor, "provinsi", "99", faults);
    let zones = ["Asia/Jakarta", "Asia/Pontianak", "Asia/Makassar", "Asia/Jayapura"];
    let zone = cursor
        .need("zona_waktu", faults)
        .and_then(|it| it.parsed(|text| Zone::parse(text.trim()), &zones, faults));
    let mut optional = |name| cursor.get(name).and_then(|it| it.text(faults));
    let (address, phone, hours) =
        (optional("alamat"), optional("telepon"), optional("jam_layanan"));
    let numbering = match cursor.get("penomoran") {
        Some(cursor) => numbering(&cursor, faults),
        None => Some(Numbering::usual()),
    };
    let chain = match cursor.get("persetujuan") {
        Some(cursor) => chain(&cursor, faults),
        None => Some(ApprovalChain::usual()),
    };
    Some(Office {
        code: code?,
        name: name?,
        district: district?,
        city: city?,
        province: province?,
        zone: zone?,
        address,
        phone,
        hours,
        notice,
        sections,
        chain: chain?,
        numbering: numbering?,
    })
}

fn region(cursor: &Cursor<'_>, name: &str, shape: &str, faults: &mut Faults) -> Option<String> {
    let region = cursor.need(name, faults)?;
    region.only(&["kode", "nama"], faults);
    if let Some(code) = region.get("kode") {
        code.parsed(RegionCode::parse, &[shape], faults);
    }
    region.need("nama", faults)?.text(faults)
}

fn numbering(cursor: &Cursor<'_>, faults: &mut Faults) -> Option<Numbering> {
    cursor.only(&["cakupan", "format"], faults);
    let scopes = [("kantor", NumberScope::Office), ("layanan", NumberScope::Service)];
    let scope = cursor
        .need("cakupan", faults)
        .and_then(|it| it.word(&scopes, DiagnosticCode::UnknownWord, faults));
    let places = ["{klasifikasi}", "{nomor}", "{seksi}", "{bulan}", "{tahun}"];
    let format = cursor
        .need("format", faults)
        .and_then(|it| it.parsed(NumberFormat::parse, &places, faults));
    Some(Numbering { scope: scope?, format: format? })
}

fn chain(cursor: &Cursor<'_>, faults: &mut Faults) -> Option<ApprovalChain> {
    let acts = [("konsep", Act::Draft), ("paraf", Act::Initial), ("tanda_tangan", Act::Sign)];
    let roles = [
        ("petugas_loket", Role::CounterClerk),
        ("verifikator", Role::Verifier),
        ("kepala_seksi", Role::SectionHead),
        ("sekretaris", Role::Secretary),
        ("lurah", Role::Head),
    ];
    let mut steps = Vec::new();
    for step in cursor.items(faults) {
        step.only(&["tindakan", "peran"], faults);
        let act = step.need("tindakan", faults);
        let act = act.and_then(|it| it.word(&acts, DiagnosticCode::UnknownWord, faults));
        let role = step.need("peran", faults);
        let role = role.and_then(|it| it.word(&roles, DiagnosticCode::UnknownWord, faults));
        steps.push(act.zip(role).map(|(act, role)| ApprovalStep { act, role }));
    }
    let chain = ApprovalChain::new(steps.into_iter().collect::<Option<_>>()?);
    if chain.is_err() {
        // The last step, and no other, signs; each role may do its act.
        let rule = ["konsep/paraf … tanda_tangan"];
        cursor.fault(Finding::of(DiagnosticCode::Contradiction).allowed(rule), faults);
    }
    chain.ok()
}
