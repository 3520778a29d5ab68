use std::collections::BTreeSet;

use sipoke_core::{
    catalogue::{ChannelPolicy, Form, Need, Requirement, ServiceStandard},
    words::RequirementCode,
};
use sipoke_wire::diagnostic::DiagnosticCode;

use crate::{
    cursor::Cursor,
    faults::{Faults, Finding},
};

const KNOWN: [&str; 9] = [
    "urut",
    "dokumen",
    "nama",
    "bentuk",
    "jumlah",
    "wajib",
    "syarat_berlaku",
    "pindai",
    "cocokkan_saat_pengambilan",
];

/// Reads what a service asks for, in the order that `urut` says. A paper of an online service is
/// scanned and compared unless the file says otherwise; a table that has no such columns leaves
/// it as published.
pub(crate) fn all(
    service: &Cursor<'_>,
    channel: Option<&ChannelPolicy>,
    published: Option<&ServiceStandard>,
    faults: &mut Faults,
) -> Option<Vec<Requirement>> {
    let list = service.need("persyaratan", faults)?;
    let items = list.items(faults);
    if items.is_empty() && list.is_list() {
        list.fault(Finding::of(DiagnosticCode::NoRequirements), faults);
    }
    let online = matches!(channel, Some(ChannelPolicy::Online { .. }));
    let before = published
        .filter(|it| matches!(it.channel, ChannelPolicy::Online { .. }) == online)
        .map_or(&[][..], |it| it.requirements.as_slice());
    let mut seen = BTreeSet::new();
    let mut read = Vec::new();
    for (at, item) in items.iter().enumerate() {
        let order = item.get("urut").and_then(|it| it.number(0_usize, 9_999, faults));
        let requirement = one(item, online, before, faults);
        if let Some(requirement) = &requirement
            && !seen.insert(requirement.code.clone())
        {
            let finding = Finding::of(DiagnosticCode::Duplicate).found(requirement.code.as_str());
            match item.get("dokumen") {
                Some(cell) => cell.fault(finding, faults),
                None => item.fault(finding, faults),
            }
        }
        read.push((order.unwrap_or(at + 1), requirement));
    }
    read.sort_by_key(|(order, _)| *order);
    read.into_iter().map(|(_, requirement)| requirement).collect()
}

fn one(
    cursor: &Cursor<'_>,
    online: bool,
    before: &[Requirement],
    faults: &mut Faults,
) -> Option<Requirement> {
    cursor.only(&KNOWN, faults);
    let code = cursor
        .need("dokumen", faults)
        .and_then(|it| it.parsed(RequirementCode::parse, &["a–z", "0–9", "-", "≤ 60"], faults));
    let name = cursor.need("nama", faults).and_then(|it| it.text(faults));
    let forms = [
        ("asli", Form::Original),
        ("fotokopi", Form::Copy),
        ("fotokopi_tunjuk_asli", Form::CopyOriginalShown),
    ];
    let form = cursor
        .need("bentuk", faults)
        .and_then(|it| it.word(&forms, DiagnosticCode::UnknownWord, faults));
    let quantity = cursor.need("jumlah", faults).and_then(|it| quantity(&it, faults));
    let need = need(cursor, faults);
    let mut flag = |name| cursor.get(name).map(|it| it.yes(faults));
    let (scan, compare) = (flag("pindai"), flag("cocokkan_saat_pengambilan"));
    let code = code?;
    let same = before.iter().find(|it| it.code == code);
    Some(Requirement {
        code,
        name: name?,
        form: form?,
        quantity: quantity?,
        need: need?,
        scan: scan.unwrap_or(Some(same.map_or(online, |it| it.scan)))?,
        compare: compare.unwrap_or(Some(same.map_or(online, |it| it.compare)))?,
    })
}

fn quantity(cursor: &Cursor<'_>, faults: &mut Faults) -> Option<u8> {
    let quantity = cursor.number(0_u8, u8::MAX, faults)?;
    if quantity == 0 {
        cursor.fault(Finding::of(DiagnosticCode::ZeroQuantity).found("0"), faults);
        return None;
    }
    Some(quantity)
}

/// Who needs a paper; all but the first word ask for the case in the words of the decree.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Needed {
    Always,
    InCase,
    ByProxies,
}

fn need(cursor: &Cursor<'_>, faults: &mut Faults) -> Option<Need> {
    let words = [
        ("selalu", Needed::Always),
        ("bersyarat", Needed::InCase),
        ("diwakilkan", Needed::ByProxies),
    ];
    let needed = cursor.need("wajib", faults)?.word(&words, DiagnosticCode::UnknownWord, faults)?;
    let case = match needed {
        Needed::Always => {
            if let Some(useless) = cursor.get("syarat_berlaku") {
                let text = useless.raw(faults)?;
                useless.fault(Finding::of(DiagnosticCode::Contradiction).found(text), faults);
            }
            return Some(Need::Always);
        }
        Needed::InCase | Needed::ByProxies => {
            cursor.need("syarat_berlaku", faults)?.text(faults)?
        }
    };
    Some(if needed == Needed::ByProxies { Need::Represented(case) } else { Need::When(case) })
}
