//! The pair of tables as the tree that a YAML file would give.

use std::collections::{BTreeMap, BTreeSet};

use sipoke_wire::diagnostic::DiagnosticCode;

use crate::{
    faults::{Faults, Finding, nearest},
    node::{Node, Value},
    table::{Columns, Row, Table},
};

/// One row a service.
pub(crate) const SERVICES: Columns = Columns {
    needed: &[
        "kode",
        "slug",
        "nama",
        "kategori",
        "seksi",
        "klasifikasi_2012",
        "waktu_nilai",
        "waktu_satuan",
        "biaya",
        "produk",
        "daring",
        "risiko_hukum",
        "alur",
        "dasar_hukum",
    ],
    optional: &[
        "klasifikasi_2022",
        "masa_berlaku_hari",
        "waktu_daring_hari_kerja",
        "alasan_dikecualikan",
    ],
};

/// One row a requirement.
pub(crate) const REQUIREMENTS: Columns = Columns {
    needed: &["kode_layanan", "dokumen", "nama", "bentuk", "jumlah", "wajib"],
    optional: &["urut", "syarat_berlaku", "pindai", "cocokkan_saat_pengambilan"],
};

/// The services of the two tables, in the order of the first.
pub(crate) fn services(
    services: &Table,
    requirements: Option<&Table>,
    faults: &mut Faults,
) -> Vec<Node> {
    let mut asked = match requirements {
        Some(table) => requirements_by_service(table, services, faults),
        None => BTreeMap::new(),
    };
    let mut nodes = Vec::new();
    for row in services.rows.iter().filter(|row| row.whole) {
        let code = services.text(row, "kode").unwrap_or_default();
        let papers = match (requirements, asked.remove(code)) {
            (None, _) => Value::Reported,
            (Some(_), papers) => Value::List(papers.unwrap_or_default()),
        };
        nodes.push(service(services, row, papers));
    }
    nodes
}

fn service(table: &Table, row: &Row, requirements: Value) -> Node {
    let cell = |name| table.cell(row, name);
    let whole = |value| Node { place: row.place.clone(), value };
    let group = |fields: Vec<(&str, Node)>| {
        let named = fields.into_iter().map(|(name, node)| (name.to_owned(), node)).collect();
        whole(Value::Group(named))
    };
    let time = vec![("nilai", cell("waktu_nilai")), ("satuan", cell("waktu_satuan"))];
    let product = vec![("nama", cell("produk")), ("masa_berlaku_hari", cell("masa_berlaku_hari"))];
    let channel = vec![
        ("boleh", cell("daring")),
        ("jangka_waktu_hari_kerja", cell("waktu_daring_hari_kerja")),
        ("alasan_dikecualikan", cell("alasan_dikecualikan")),
    ];
    group(vec![
        ("kode", cell("kode")),
        ("slug", cell("slug")),
        ("nama", cell("nama")),
        ("kategori", cell("kategori")),
        ("seksi", cell("seksi")),
        ("klasifikasi_2012", cell("klasifikasi_2012")),
        ("klasifikasi_2022", cell("klasifikasi_2022")),
        ("dasar_hukum", words(cell("dasar_hukum"))),
        ("persyaratan", whole(requirements)),
        ("alur", cell("alur")),
        ("jangka_waktu", group(time)),
        ("biaya", group(vec![("jumlah", cell("biaya"))])),
        ("produk", group(product)),
        ("daring", group(channel)),
        ("risiko_hukum", cell("risiko_hukum")),
    ])
}

/// A cell of words as a list of texts.
fn words(cell: Node) -> Node {
    let Node { place, value } = cell;
    let value = match value {
        Value::Text(text) => Value::List(
            text.split_whitespace()
                .map(|word| Node { place: place.clone(), value: Value::Text(word.to_owned()) })
                .collect(),
        ),
        other => other,
    };
    Node { place, value }
}

fn requirements_by_service(
    table: &Table,
    services: &Table,
    faults: &mut Faults,
) -> BTreeMap<String, Vec<Node>> {
    let known: BTreeSet<&str> =
        services.rows.iter().filter_map(|row| services.text(row, "kode")).collect();
    let mut by_service: BTreeMap<String, Vec<Node>> = BTreeMap::new();
    for row in table.rows.iter().filter(|row| row.whole) {
        let owner = table.cell(row, "kode_layanan");
        match &owner.value {
            Value::Text(code) => {
                let code = code.trim();
                if services.has("kode") && !known.contains(code) {
                    let finding = Finding::of(DiagnosticCode::UnknownService).found(code);
                    faults.add(&owner.place, finding.nearest(nearest(code, known.iter().copied())));
                }
                by_service.entry(code.to_owned()).or_default().push(requirement(table, row));
            }
            Value::Empty => {
                faults.add(&owner.place, Finding::of(DiagnosticCode::MissingValue));
            }
            Value::Reported | Value::List(_) | Value::Group(_) => {}
        }
    }
    by_service
}

fn requirement(table: &Table, row: &Row) -> Node {
    let fields = REQUIREMENTS.needed.iter().skip(1).chain(REQUIREMENTS.optional);
    let named = fields.map(|name| ((*name).to_owned(), table.cell(row, name))).collect();
    Node { place: row.place.clone(), value: Value::Group(named) }
}
