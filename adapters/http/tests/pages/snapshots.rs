//! What every page says, so that a change of words is seen in review.

use sipoke_conformance::samples;
use sipoke_core::access::Role;

use super::{
    browser::Page,
    office::{Office, all_fit, filled, with_papers},
};

/// Title, status and main part, without what changes with every form.
fn shown(page: &Page) -> String {
    let mut html = String::new();
    for line in page.main().lines().map(str::trim_end).filter(|line| !line.is_empty()) {
        html.push_str(&without_keys(line));
        html.push('\n');
    }
    format!("{} {}\n\n{html}", page.status.as_u16(), page.title())
}

fn without_keys(line: &str) -> String {
    let hidden = ["name=\"kunci\" value=\"", "name=\"token\" value=\"", "name=\"tersimpan."];
    if line.contains("type=\"hidden\"") && hidden.iter().any(|name| line.contains(name)) {
        let name = line.split("name=\"").nth(1).and_then(|rest| rest.split('"').next());
        return format!(
            "<input type=\"hidden\" name=\"{}\" value=\"…\">",
            name.unwrap_or_default()
        );
    }
    line.to_owned()
}

#[tokio::test]
async fn pages_that_everybody_sees() {
    let office = Office::open().await;
    let mut resident = office.browser();
    for (name, address) in [
        ("depan", "/"),
        ("layanan", "/layanan"),
        ("layanan-tidak-ditemukan", "/layanan?cari=paspor"),
        ("satu-layanan", "/layanan/keterangan-domisili"),
        ("satu-layanan-loket", "/layanan/keterangan-ahli-waris"),
        ("ajukan", "/ajukan/keterangan-domisili"),
        ("ajukan-hanya-loket", "/ajukan/keterangan-ahli-waris"),
        ("lacak", "/lacak"),
        ("kontak", "/kontak"),
        ("privasi", "/privasi"),
        ("masalah", "/masalah/busy"),
        ("tidak-ada", "/tidak-ada"),
        ("masuk", "/petugas/masuk"),
    ] {
        insta::assert_snapshot!(name, shown(&resident.open(address).await));
    }
}

#[tokio::test]
async fn the_form_with_faults_and_after() {
    let office = Office::open().await;
    let mut resident = office.browser();
    let form = resident.open("/ajukan/keterangan-domisili").await.form("/ajukan/");
    let faulty = filled(form).typed("nik", "12").typed("telepon", "021-770000");
    let faulty = with_papers(faulty.typed("jawaban.keperluan", ""));

    insta::assert_snapshot!("ajukan-salah", shown(&resident.send(faulty).await));
    let (ticket, secret) = office.applied(&mut resident).await;
    insta::assert_snapshot!("selesai", shown(&resident.open("/ajukan/selesai").await));
    let status = resident.open(&format!("/lacak/{ticket}")).await;
    insta::assert_snapshot!("status-diterima", shown(&status));
    let sure = resident.open(&format!("/lacak/{ticket}/batal")).await;
    insta::assert_snapshot!("batal", shown(&sure));
    let wrong = resident.open("/lacak").await.form("/lacak");
    let wrong = wrong.typed("kode", &ticket).typed("rahasia", "ABCD-EFGH");
    assert_ne!(secret, "ABCD-EFGH");
    insta::assert_snapshot!("lacak-salah", shown(&resident.send(wrong).await));
}

#[tokio::test]
async fn the_way_of_a_case() {
    let office = Office::open().await;
    let mut resident = office.browser();
    let (ticket, _) = office.applied(&mut resident).await;
    let (case, status) = (format!("/petugas/permohonan/{ticket}"), format!("/lacak/{ticket}"));
    let mut verifier = office.signed_in(Role::Verifier).await;

    insta::assert_snapshot!("antrean", shown(&verifier.open("/petugas/antrean").await));
    let empty = verifier.open("/petugas/antrean?tahap=ready").await;
    insta::assert_snapshot!("antrean-kosong", shown(&empty));
    let page = verifier.open(&format!("{case}?lihat=ktp-pemohon")).await;
    insta::assert_snapshot!("permohonan-baru", shown(&page));
    let form = all_fit(page.form(&case)).ticked("temuan.ktp-pemohon", "unreadable");
    let form = form.typed("catatan.ktp-pemohon", "Foto gelap").pressed("kembalikan");
    insta::assert_snapshot!("permohonan-dikembalikan", shown(&verifier.send(form).await));
    let returned = resident.open(&status).await;
    insta::assert_snapshot!("status-perlu-diperbaiki", shown(&returned));
    let form = returned.form(&status);
    insta::assert_snapshot!("status-perbaikan-kosong", shown(&resident.send(form.clone()).await));
    let form = form.with_file("dokumen.ktp-pemohon", "ktp.jpg", samples::jpeg());
    resident.send(form).await;
    office.made_ready(&ticket).await;
    insta::assert_snapshot!("status-siap", shown(&resident.open(&status).await));
    let mut clerk = office.signed_in(Role::CounterClerk).await;
    insta::assert_snapshot!("ambil-cari", shown(&clerk.open("/petugas/ambil").await));
    let pickup = format!("/petugas/ambil/{ticket}");
    let page = clerk.open(&pickup).await;
    insta::assert_snapshot!("ambil", shown(&page));
    let refused = clerk.send(page.form(&pickup).pressed("serahkan")).await;
    insta::assert_snapshot!("ambil-belum-lengkap", shown(&refused));
    let form = refused.form(&pickup).ticked("asli.ktp-pemohon", "differs").ticked("yakin", "ya");
    insta::assert_snapshot!("ambil-berbeda", shown(&clerk.send(form.pressed("simpan")).await));
    insta::assert_snapshot!("status-batal", shown(&resident.open(&status).await));
    let mut head = office.signed_in(Role::Head).await;
    insta::assert_snapshot!("antrean-kabar", shown(&head.open("/petugas/antrean").await));
    insta::assert_snapshot!("jejak", shown(&head.open("/petugas/jejak").await));
    insta::assert_snapshot!("loket", shown(&clerk.open("/petugas/loket").await));
    let walk_in = clerk.open("/petugas/loket/keterangan-ahli-waris").await;
    insta::assert_snapshot!("loket-isian", shown(&walk_in));
}
