//! What the services of an office share: sections, laws, procedures, components.

use std::collections::BTreeMap;

use sipoke_core::{
    catalogue::{Component, LegalBasis, ProcedureStep},
    office::Section,
    words::{DocumentNumber, SectionCode},
};
use sipoke_wire::diagnostic::DiagnosticCode;

use crate::{
    cursor::Cursor,
    faults::{Faults, Finding, nearest},
};

/// The eight components that an office mostly says once for all its services.
pub(crate) const COMPONENTS: [&str; 8] = [
    "sarana_prasarana",
    "kompetensi_pelaksana",
    "pengawasan_internal",
    "penanganan_pengaduan",
    "jumlah_pelaksana",
    "jaminan_pelayanan",
    "jaminan_keamanan",
    "evaluasi_kinerja",
];

/// A list of things that services name by their id.
#[derive(Debug)]
pub(crate) struct Register<T> {
    /// By id, with its place in the list; `None` for one that has a fault of its own.
    entries: BTreeMap<String, (usize, Option<T>)>,
    /// What to say of an id that is not there; nothing when the whole list is missing, which has
    /// been reported once.
    unknown: Option<DiagnosticCode>,
}

impl<T: Clone> Register<T> {
    /// What a service names here.
    pub(crate) fn named(&self, cursor: &Cursor<'_>, faults: &mut Faults) -> Option<T> {
        let id = cursor.raw(faults)?.trim();
        if let Some((_, entry)) = self.entries.get(id) {
            return entry.clone();
        }
        if let Some(code) = self.unknown {
            let finding = Finding::of(code).found(id);
            let known = self.entries.keys().map(String::as_str);
            cursor.fault(finding.nearest(nearest(id, known)), faults);
        }
        None
    }

    fn read(
        lists: &[Cursor<'_>],
        id: &str,
        unknown: DiagnosticCode,
        faults: &mut Faults,
        read: impl Fn(&Cursor<'_>, &mut Faults) -> Option<T>,
    ) -> Self {
        let mut entries = BTreeMap::new();
        for list in lists {
            for item in list.items(faults) {
                let entry = read(&item, faults);
                let Some(cursor) = item.need(id, faults) else { continue };
                let Some(name) = cursor.raw(faults) else { continue };
                let at = entries.len();
                if entries.insert(name.trim().to_owned(), (at, entry)).is_some() {
                    cursor.fault(Finding::of(DiagnosticCode::Duplicate).found(name), faults);
                }
            }
        }
        Self { entries, unknown: (!lists.is_empty()).then_some(unknown) }
    }

    /// Everything that has no fault, in the order of the file.
    pub(crate) fn all(&self) -> Vec<T> {
        let mut entries: Vec<_> = self.entries.values().collect();
        entries.sort_by_key(|(at, _)| *at);
        entries.into_iter().filter_map(|(_, entry)| entry.clone()).collect()
    }
}

/// All that services refer to.
#[derive(Debug)]
pub(crate) struct Definitions {
    pub(crate) sections: Register<Section>,
    pub(crate) laws: Register<LegalBasis>,
    pub(crate) flows: Register<Vec<ProcedureStep>>,
    /// By name; one that is missing has been reported.
    pub(crate) shared: BTreeMap<&'static str, Component>,
}

impl Definitions {
    /// Reads them from all files. `complete` says that no file was unreadable: only then is a
    /// missing part worth telling, about the file `home`.
    pub(crate) fn read(
        roots: &[Cursor<'_>],
        home: usize,
        complete: bool,
        faults: &mut Faults,
    ) -> Self {
        let mut lists = |name: &str| {
            let lists: Vec<_> = roots.iter().filter_map(|root| root.get(name)).collect();
            if lists.is_empty() && complete {
                let finding = Finding::of(DiagnosticCode::MissingCompanion).field(name);
                faults.add_to_file(home, finding);
            }
            lists
        };
        let (sections, laws, flows) = (lists("seksi"), lists("dasar_hukum"), lists("alur"));
        let shared = lists("komponen_bersama");
        Self {
            sections: Register::read(
                &sections,
                "kode",
                DiagnosticCode::UnknownSection,
                faults,
                section,
            ),
            laws: Register::read(&laws, "id", DiagnosticCode::UnknownLegalBasis, faults, law),
            flows: Register::read(&flows, "id", DiagnosticCode::UnknownFlow, faults, flow),
            shared: components(&shared, faults),
        }
    }
}

fn section(cursor: &Cursor<'_>, faults: &mut Faults) -> Option<Section> {
    cursor.only(&["kode", "nama"], faults);
    let rule = ["A–Z", "0–9", "≤ 12"];
    let code = cursor.get("kode").and_then(|it| it.parsed(SectionCode::parse, &rule, faults));
    let name = cursor.need("nama", faults).and_then(|it| it.text(faults));
    Some(Section { code: code?, name: name? })
}

fn law(cursor: &Cursor<'_>, faults: &mut Faults) -> Option<LegalBasis> {
    cursor.only(&["id", "jenis", "nomor", "tahun", "tentang", "catatan"], faults);
    let kind = cursor.need("jenis", faults).and_then(|it| it.text(faults));
    let number = cursor.need("nomor", faults).and_then(|it| match it.raw(faults)?.trim() {
        "-" => Some(None),
        _ => it.parsed(DocumentNumber::parse, &["≤ 60"], faults).map(Some),
    });
    let year = cursor.need("tahun", faults).and_then(|it| it.number(1700_i16, 2999, faults));
    let about = cursor.need("tentang", faults).and_then(|it| it.text(faults));
    let remark = cursor.get("catatan").and_then(|it| it.text(faults));
    Some(LegalBasis { kind: kind?, number: number?, year: year?, about: about?, remark })
}

fn flow(cursor: &Cursor<'_>, faults: &mut Faults) -> Option<Vec<ProcedureStep>> {
    cursor.only(&["id", "langkah"], faults);
    let steps = cursor.need("langkah", faults)?.items(faults);
    let read: Vec<_> = steps.iter().map(|item| step(item, faults)).collect();
    read.into_iter().collect()
}

fn step(cursor: &Cursor<'_>, faults: &mut Faults) -> Option<ProcedureStep> {
    cursor.only(&["urut", "pelaku", "aksi", "uraian"], faults);
    let actor = cursor.need("pelaku", faults).and_then(|it| it.text(faults));
    let text = cursor.need("uraian", faults).and_then(|it| it.text(faults));
    Some(ProcedureStep { actor: actor?, text: text? })
}

fn components(groups: &[Cursor<'_>], faults: &mut Faults) -> BTreeMap<&'static str, Component> {
    let mut shared = BTreeMap::new();
    let Some((group, twice)) = groups.split_first() else { return shared };
    for again in twice {
        again.fault(Finding::of(DiagnosticCode::GivenTwice), faults);
    }
    group.only(&COMPONENTS, faults);
    for name in COMPONENTS {
        let items = group.need(name, faults).and_then(|it| component(&it, faults));
        if let Some(items) = items {
            shared.insert(name, Component { items, inherited: true });
        }
    }
    shared
}

/// The sentences of a component: a list, or a group of numbers such as `loket: 2`.
pub(crate) fn component(cursor: &Cursor<'_>, faults: &mut Faults) -> Option<Vec<String>> {
    if cursor.is_group() {
        let fields = cursor.fields(faults);
        let lines: Vec<_> = fields
            .iter()
            .map(|(name, field)| {
                let count = field.number(0_u16, u16::MAX, faults)?;
                Some(format!("{}: {count}", name.replace('_', " ")))
            })
            .collect();
        return lines.into_iter().collect();
    }
    let lines: Vec<_> = cursor.items(faults).iter().map(|item| item.text(faults)).collect();
    lines.into_iter().collect()
}
