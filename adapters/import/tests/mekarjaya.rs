//! The sample standards of one office, in both formats.

#![expect(clippy::unwrap_used, reason = "clippy knows #[test] functions, but not their helpers")]

use std::path::{Path, PathBuf};

use sipoke_core::{
    catalogue::{ChannelPolicy, Form, Need, ServiceStandard},
    office::HolidayKind,
};
use sipoke_import::{StandardsBatch, read_calendar, read_standards, read_standards_from_bytes};

fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures").join(name)
}

fn yaml() -> StandardsBatch {
    read_standards(&[fixture("standards/mekarjaya.yaml")], &[]).unwrap()
}

fn tables(published: &[ServiceStandard]) -> StandardsBatch {
    let files = ["services.csv", "requirements.csv", "kantor.yaml"];
    let paths = files.map(|name| fixture("standards").join(name));
    read_standards(&paths, published).unwrap()
}

fn standard<'a>(batch: &'a StandardsBatch, code: &str) -> &'a ServiceStandard {
    batch.standards.iter().find(|it| it.code.as_str() == code).unwrap()
}

#[test]
fn all_services_are_read_and_nine_stay_at_the_counter() {
    let batch = yaml();

    let online = |it: &&ServiceStandard| matches!(it.channel, ChannelPolicy::Online { .. });
    assert_eq!(batch.standards.len(), 34);
    assert_eq!(batch.standards.iter().filter(online).count(), 25);
    assert_eq!(batch.warnings, []);
}

#[test]
fn the_office_says_that_its_data_is_made_up() {
    let batch = yaml();

    let office = batch.office.unwrap();
    let sections: Vec<_> = office.sections.iter().map(|it| it.code.as_str()).collect();
    assert_eq!(office.code.to_string(), "32.76.05.1004");
    assert_eq!((office.district.as_str(), office.city.as_str()), ("Sukmajaya", "Kota Depok"));
    assert_eq!(sections, ["PEM", "KEM", "EKB"]);
    assert!(office.notice.as_ref().unwrap().starts_with("DATA CONTOH (ilustrasi)"));
    assert_eq!(office.notice, batch.source_note);
}

#[test]
fn a_standard_says_what_the_file_says() {
    let batch = yaml();

    let domicile = standard(&batch, "SKD");
    assert_eq!(domicile.slug.as_str(), "keterangan-domisili");
    assert_eq!(domicile.legal_basis.len(), 4);
    assert_eq!(domicile.procedure.len(), 11);
    assert_eq!(domicile.channel, ChannelPolicy::Online { working_days: 1 });
    assert_eq!(domicile.requirements.len(), 5);
    assert_eq!(domicile.requirements[1].form, Form::CopyOriginalShown);
    assert_eq!(
        domicile.requirements[3].need,
        Need::Represented("bila pengurusan diwakilkan".to_owned())
    );
    assert!(domicile.requirements.iter().all(|it| it.scan && it.compare));
    assert_eq!(domicile.staff_count.items, ["loket: 2", "operator: 2", "agenda: 1"]);
    assert!(domicile.staff_count.inherited);
    assert_eq!(domicile.questions[1].label, "Alamat domisili");
}

#[test]
fn a_classification_keeps_its_leading_zero() {
    assert_eq!(standard(&yaml(), "LEG").classification.as_str(), "045");
    assert_eq!(standard(&tables(&[]), "LEG").classification.as_str(), "045");
}

#[test]
fn an_unnumbered_book_of_law_has_no_number() {
    let batch = yaml();

    let book = &standard(&batch, "WRS").legal_basis[0];
    assert_eq!((book.kind.as_str(), &book.number), ("KUHPerdata", &None));
}

#[test]
fn tables_give_the_same_standards_for_what_they_carry() {
    let carried = |mut standard: ServiceStandard| {
        standard.questions.clear();
        standard.fee.remark = None;
        standard
    };

    let from_yaml: Vec<_> = yaml().standards.into_iter().map(carried).collect();
    let from_tables: Vec<_> = tables(&[]).standards.into_iter().map(carried).collect();

    assert_eq!(from_tables, from_yaml);
}

#[test]
fn what_tables_do_not_carry_stays_as_published() {
    let published = yaml();

    let again = tables(&published.standards);

    assert_eq!(again.standards, published.standards);
    assert_eq!(again.office, published.office);
}

#[test]
fn the_same_files_give_the_same_values_twice() {
    assert_eq!(yaml(), yaml());
    assert_eq!(tables(&[]), tables(&[]));
}

#[test]
fn a_spreadsheets_semicolons_and_byte_order_mark_change_nothing() {
    let text = std::fs::read_to_string(fixture("standards/requirements.csv")).unwrap();
    let mut semicolons = vec![0xef, 0xbb, 0xbf];
    let mut writer = csv::WriterBuilder::new()
        .delimiter(b';')
        .terminator(csv::Terminator::CRLF)
        .from_writer(&mut semicolons);
    for record in csv::ReaderBuilder::new()
        .comment(Some(b'#'))
        .has_headers(false)
        .from_reader(text.as_bytes())
        .records()
    {
        writer.write_record(&record.unwrap()).unwrap();
    }
    drop(writer);

    let services = std::fs::read(fixture("standards/services.csv")).unwrap();
    let office = std::fs::read(fixture("standards/kantor.yaml")).unwrap();
    let batch = read_standards_from_bytes(
        &[("a.csv", &services), ("b.csv", &semicolons), ("kantor.yaml", &office)],
        &[],
    );

    assert_eq!(batch.unwrap().standards, tables(&[]).standards);
}

#[test]
fn the_calendar_is_read_with_its_kinds() {
    let batch = read_calendar(&fixture("calendar/2017-2026.csv")).unwrap();

    let count = |kind| batch.holidays.iter().filter(|it| it.kind == kind).count();
    assert_eq!(batch.holidays.len(), 77);
    assert_eq!(count(HolidayKind::National), 51);
    assert_eq!(count(HolidayKind::JointLeave), 26);
    assert_eq!(batch.holidays[0].date.to_string(), "2017-01-01");
    assert!(batch.source_note.unwrap().starts_with("DATA CONTOH (ilustrasi)"));
    assert_eq!(batch.warnings, []);
}

#[test]
fn the_example_in_the_handbook_is_read_as_it_stands() {
    let handbook = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/format-standar.md");
    let text = std::fs::read_to_string(handbook).unwrap();
    let example = text.split("```yaml\n").nth(1).unwrap().split("```").next().unwrap();

    let batch = read_standards_from_bytes(&[("contoh.yaml", example.as_bytes())], &[]).unwrap();

    assert_eq!(batch.standards.len(), 1);
    assert_eq!(batch.office.unwrap().address.as_deref(), Some("Jalan Contoh 1"));
    assert_eq!(batch.warnings, []);
}
