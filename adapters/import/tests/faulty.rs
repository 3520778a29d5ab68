//! Every faulty file gives its whole report, and no bytes make the import panic.

#![expect(clippy::unwrap_used, reason = "clippy knows #[test] functions, but not their helpers")]

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

use proptest::prelude::*;
use sipoke_import::{read_calendar, read_calendar_from_bytes, read_standards_from_bytes};
use sipoke_text::{Lang, diagnostic::render};
use sipoke_wire::diagnostic::{Diagnostic, DiagnosticCode, Severity};

const SERVICES: &str = "\
kode,slug,nama,kategori,seksi,klasifikasi_2012,waktu_nilai,waktu_satuan,biaya,produk,daring,\
waktu_daring_hari_kerja,risiko_hukum,alur,dasar_hukum
SKD,keterangan-domisili,Surat Keterangan Domisili,kependudukan,PEM,470,15,menit,0,Surat,ya,1,\
rendah,standar,UU-25-2009
";

const REQUIREMENTS: &str = "\
kode_layanan,dokumen,nama,bentuk,jumlah,wajib
SKD,ktp-pemohon,KTP-el pemohon,fotokopi,1,selalu
SKU,ktp-pemohon,KTP-el pemohon,fotokopi,1,selalu
LEG,ktp-pemohon,KTP-el pemohon,fotokopi,1,selalu
";

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures")
}

/// Reads a faulty file together with sound files that belong to it.
fn findings(name: &str, bytes: &[u8]) -> Vec<Diagnostic> {
    let office = fs::read(fixtures().join("standards/kantor.yaml")).unwrap();
    let (part, table) = (name.split('-').next().unwrap(), name.ends_with(".csv"));
    let mut files = vec![(name, bytes)];
    match (part, table) {
        ("libur", _) => return read_calendar_from_bytes(name, bytes).unwrap_err(),
        ("layanan", true) => {
            files.push(("persyaratan.csv", REQUIREMENTS.as_bytes()));
            files.push(("kantor.yaml", &office));
        }
        ("persyaratan", _) => {
            files.push(("layanan.csv", SERVICES.as_bytes()));
            files.push(("kantor.yaml", &office));
        }
        ("layanan", false) => files.push(("kantor.yaml", &office)),
        _ => {}
    }
    read_standards_from_bytes(&files, &[]).unwrap_err()
}

fn faulty_files() -> Vec<(String, Vec<u8>)> {
    let mut files: Vec<_> = fs::read_dir(fixtures().join("faulty"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .map(|path| {
            (path.file_name().unwrap().to_str().unwrap().to_owned(), fs::read(path).unwrap())
        })
        .collect();
    files.sort();
    files
}

#[test]
fn every_faulty_file_is_reported_whole() {
    for (name, bytes) in faulty_files() {
        let report = render(&findings(&name, &bytes), Lang::Id);

        insta::assert_snapshot!(name.replace('.', "-"), report);
    }
}

#[test]
fn the_report_reads_in_english_too() {
    let (name, bytes) =
        faulty_files().into_iter().find(|(name, _)| name == "libur-salah.csv").unwrap();

    let report = render(&findings(&name, &bytes), Lang::En);

    insta::assert_snapshot!(report);
}

#[test]
fn every_code_is_found_by_some_file() {
    let mut found: BTreeSet<DiagnosticCode> = faulty_files()
        .iter()
        .flat_map(|(name, bytes)| findings(name, bytes))
        .map(|finding| finding.code)
        .collect();

    let missing = read_calendar(Path::new("tidak/ada.csv")).unwrap_err();
    let unknown = read_calendar_from_bytes("libur.xlsx", b"PK").unwrap_err();
    let many = "layanan: [".to_owned() + &"x,".repeat(1_100) + "]";
    let many = read_standards_from_bytes(&[("a.yaml", many.as_bytes())], &[]).unwrap_err();
    let bomb = read_standards_from_bytes(&[("a.yaml", bomb().as_bytes())], &[]).unwrap_err();
    found.extend(
        [&missing, &unknown, &many, &bomb].into_iter().flatten().map(|finding| finding.code),
    );

    let never: Vec<_> = DiagnosticCode::ALL.iter().filter(|code| !found.contains(code)).collect();
    assert_eq!(never, Vec::<&DiagnosticCode>::new());
    assert_eq!(many.len(), 1_001);
}

#[test]
fn tables_without_the_office_say_what_to_give_along() {
    let found =
        read_standards_from_bytes(&[("layanan.csv", SERVICES.as_bytes())], &[]).unwrap_err();

    insta::assert_snapshot!(render(&found, Lang::Id));
}

/// A file of aliases of aliases: two kilobytes that stand for 10^20 texts.
fn bomb() -> String {
    let mut bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n".to_owned();
    for level in 1..20 {
        let before = format!("*a{}, ", level - 1).repeat(10);
        bomb.push_str(&format!("a{level}: &a{level} [{before}]\n"));
    }
    bomb
}

#[test]
fn a_file_that_unfolds_without_end_is_refused() {
    let bomb = bomb();

    let found = read_standards_from_bytes(&[("bom.yaml", bomb.as_bytes())], &[]).unwrap_err();

    assert_eq!(found[0].code, DiagnosticCode::TooLarge);
}

#[test]
fn json_is_read_as_yaml() {
    let text = r#"{"layanan": [{"kode": "skd"}]}"#;

    let found = read_standards_from_bytes(&[("layanan.json", text.as_bytes())], &[]).unwrap_err();

    let code = found.iter().find(|it| it.field.as_deref() == Some("layanan[0].kode")).unwrap();
    assert_eq!((code.code, code.nearest.as_deref()), (DiagnosticCode::Malformed, Some("SKD")));
}

fn names() -> impl Strategy<Value = &'static str> {
    prop_oneof![Just("a.yaml"), Just("a.csv"), Just("a.json"), Just("a")]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_bytes_make_the_import_panic(name in names(), bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        let standards = read_standards_from_bytes(&[(name, &bytes)], &[]);
        let calendar = read_calendar_from_bytes(name, &bytes);

        for found in [standards.err(), calendar.err()].into_iter().flatten() {
            prop_assert!(found.iter().any(|finding| finding.severity == Severity::Error));
            prop_assert!(!render(&found, Lang::Id).is_empty());
        }
    }

    #[test]
    fn no_slip_in_a_sound_file_makes_the_import_panic(
        file in prop_oneof![Just("mekarjaya.yaml"), Just("services.csv"), Just("requirements.csv")],
        slips in proptest::collection::vec((any::<prop::sample::Index>(), "[\\-#:'\",;&*\\[{}a0\n\t é]{0,3}"), 1..6),
    ) {
        let mut text: Vec<u8> = fs::read(fixtures().join("standards").join(file)).unwrap();
        for (at, slip) in slips {
            let at = at.index(text.len());
            text.splice(at..(at + 2).min(text.len()), slip.bytes());
        }
        let office = fs::read(fixtures().join("standards/kantor.yaml")).unwrap();

        let files: &[(&str, &[u8])] = if file.ends_with(".csv") {
            &[(file, &text), ("kantor.yaml", &office)]
        } else {
            &[(file, &text)]
        };

        if let Err(found) = read_standards_from_bytes(files, &[]) {
            prop_assert!(found.iter().any(|finding| finding.severity == Severity::Error));
            prop_assert!(!render(&found, Lang::En).is_empty());
        }
    }
}
