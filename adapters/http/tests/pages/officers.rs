use sipoke_conformance::samples;
use sipoke_core::access::Role;

use super::{
    browser::{Browser, Page},
    office::{Office, all_fit, filled, ticket_of},
};

#[tokio::test]
async fn a_letter_does_not_leave_without_its_originals_and_the_page_names_them() {
    let office = Office::open().await;
    let (ticket, _) = office.applied(&mut office.browser()).await;
    office.made_ready(&ticket).await;
    let mut clerk = office.signed_in(Role::CounterClerk).await;
    let pickup = format!("/petugas/ambil/{ticket}");
    let form = clerk.open(&pickup).await.form(&pickup);
    let form = form.ticked("asli.ktp-pemohon", "matches").pressed("serahkan");

    let refused = clerk.send(form).await;

    assert_eq!(refused.status, 409);
    let text = refused.text();
    assert!(
        text.contains("belum tercatat cocok: Surat pengantar RT/RW; Kartu Keluarga."),
        "{text}"
    );
    assert_eq!(refused.form(&pickup).value("asli.ktp-pemohon"), "matches");
}

#[tokio::test]
async fn an_original_that_differs_voids_the_letter_after_a_second_thought() {
    let office = Office::open().await;
    let (ticket, _) = office.applied(&mut office.browser()).await;
    office.made_ready(&ticket).await;
    let mut clerk = office.signed_in(Role::CounterClerk).await;
    let pickup = format!("/petugas/ambil/{ticket}");
    let form = clerk.open(&pickup).await.form(&pickup);

    let asked = clerk.send(form.ticked("asli.ktp-pemohon", "differs").pressed("simpan")).await;
    let form = asked.form(&pickup).ticked("yakin", "ya").pressed("simpan");
    let done = clerk.send(form).await;
    let mut head = office.signed_in(Role::Head).await;
    let told = head.open("/petugas/antrean").await;
    let read = head.send(told.form("/petugas/antrean")).await;

    assert_eq!(asked.status, 422);
    assert!(asked.text().contains("Surat akan batal untuk selamanya."), "{}", asked.text());
    assert!(done.text().contains("Surat batal dan Lurah sudah diberi tahu."), "{}", done.text());
    assert!(done.text().contains("470/1-PEM/XI/2026 Batal"), "{}", done.text());
    assert!(told.text().contains("Kabar untuk Anda") && told.text().contains(&ticket));
    assert!(!read.text().contains("Kabar untuk Anda"), "{}", read.text());
}

#[tokio::test]
async fn a_proxy_is_named() {
    let office = Office::open().await;
    let (ticket, _) = office.applied(&mut office.browser()).await;
    office.made_ready(&ticket).await;
    let mut clerk = office.signed_in(Role::CounterClerk).await;
    let pickup = format!("/petugas/ambil/{ticket}");
    let form = clerk.open(&pickup).await.form(&pickup).ticked("pengambil", "wakil");

    let refused = clerk.send(form.pressed("serahkan")).await;

    assert_eq!(refused.status, 422);
    assert!(refused.text().contains("Nama wakil belum diisi."), "{}", refused.text());
}

#[tokio::test]
async fn who_looks_at_an_old_page_is_told_and_nothing_changes() {
    let office = Office::open().await;
    let (ticket, _) = office.applied(&mut office.browser()).await;
    let case = format!("/petugas/permohonan/{ticket}");
    let mut first = office.signed_in(Role::Verifier).await;
    let mut second = office.signed_in(Role::CounterClerk).await;
    let seen = second.open(&case).await.form(&case);
    let form = all_fit(first.open(&case).await.form(&case)).pressed("simpan");
    assert_eq!(first.send(form).await.status, 200);

    let form = seen.ticked("temuan.ktp-pemohon", "unreadable");
    let form = form.typed("catatan.ktp-pemohon", "buram").pressed("simpan");
    let late = second.send(form).await;

    assert_eq!(late.status, 409);
    assert!(late.text().contains("Data ini baru saja diubah orang lain"), "{}", late.text());
    let again = late.form(&case);
    assert_eq!(again.value("temuan.ktp-pemohon"), "unreadable");
    assert_eq!(again.value("catatan.ktp-pemohon"), "buram");
    assert_eq!(second.open(&case).await.form(&case).value("temuan.ktp-pemohon"), "fits");
}

#[tokio::test]
async fn a_page_offers_only_what_the_rules_allow_this_officer() {
    let office = Office::open().await;
    let (ticket, _) = office.applied(&mut office.browser()).await;
    let case = format!("/petugas/permohonan/{ticket}");

    let verifier = office.signed_in(Role::Verifier).await.open(&case).await.form(&case);
    let head = office.signed_in(Role::Head).await.open(&case).await;
    let auditor = office.signed_in(Role::Auditor).await.open(&case).await;

    assert!(verifier.has_button("simpan") && verifier.has_button("terima"));
    assert!(!verifier.has_button("tanda-tangan") && !verifier.has_button("paraf"));
    assert!(!head.form(&case).has_button("terima") && !head.form(&case).has_button("tanda-tangan"));
    assert!(head.text().contains("Tolak permohonan"), "{}", head.text());
    assert_eq!(auditor.status, 403);
}

#[tokio::test]
async fn a_refusal_needs_a_reason_and_a_ground_and_the_resident_reads_both() {
    let office = Office::open().await;
    let mut resident = office.browser();
    let (ticket, _) = office.applied(&mut resident).await;
    let case = format!("/petugas/permohonan/{ticket}");
    let mut head = office.signed_in(Role::Head).await;
    let forms = super::html::Form::all(&head.open(&case).await.html);
    let form = forms.into_iter().find(|form| form.has_button("tolak")).unwrap();

    let empty = head.send(form.clone().pressed("tolak")).await;
    let form = form.ticked("alasan", "not-a-resident").typed("dasar", "UU 24/2013 pasal 15");
    let done = head.send(form.pressed("tolak")).await;

    assert_eq!(empty.status, 422);
    assert!(empty.text().contains("Pilih alasan penolakan."), "{}", empty.text());
    assert!(done.text().contains("Permohonan ditolak dengan alasan"), "{}", done.text());
    let told = resident.open(&format!("/lacak/{ticket}")).await.text();
    assert!(told.contains("Pemohon tidak berdomisili di kelurahan ini"), "{told}");
    assert!(told.contains("UU 24/2013 pasal 15"), "{told}");
}

#[tokio::test]
async fn a_scan_is_shown_only_when_asked_for_and_the_view_is_on_record() {
    let office = Office::open().await;
    let (ticket, _) = office.applied(&mut office.browser()).await;
    let case = format!("/petugas/permohonan/{ticket}");
    let mut verifier = office.signed_in(Role::Verifier).await;

    let all = verifier.open(&case).await;
    let one = verifier.open(&format!("{case}?lihat=ktp-pemohon")).await;
    let scan = verifier.open(&format!("{case}/pindaian/ktp-pemohon")).await;
    let letter = verifier.open(&format!("{case}/pindaian/surat-pengantar-rt-rw")).await;
    let trail = office.signed_in(Role::Auditor).await.open("/petugas/jejak").await.text();

    assert!(!all.html.contains("<img"));
    assert_eq!(one.html.matches("<img").count(), 1);
    assert_eq!(scan.bytes, samples::jpeg());
    assert_eq!(scan.headers["content-type"], "image/jpeg");
    assert!(scan.headers["content-security-policy"].to_str().unwrap().contains("sandbox"));
    assert_eq!(scan.headers["cache-control"], "no-store");
    assert!(letter.headers["content-disposition"].to_str().unwrap().starts_with("attachment"));
    assert_eq!(trail.matches("Hasil pindai dilihat").count(), 2, "{trail}");
}

#[tokio::test]
async fn a_walk_in_is_registered_with_originals_seen_and_gets_a_receipt() {
    let office = Office::open().await;
    let mut clerk = office.signed_in(Role::CounterClerk).await;
    let list = clerk.open("/petugas/loket").await;
    let form = clerk.open("/petugas/loket/keterangan-domisili").await.form("/petugas/loket/");

    let missing = clerk.send(filled(form)).await;
    let form = missing.form("/petugas/loket/");
    let form = samples::needed()
        .iter()
        .fold(form, |form, code| form.ticked(&format!("asli.{code}"), "ya"));
    let receipt = clerk.send(form).await;

    assert!(list.text().contains("Surat Pernyataan Ahli Waris"), "{}", list.text());
    assert_eq!(missing.status, 422);
    assert!(missing.text().contains("Kartu Keluarga: Belum ada."), "{}", missing.text());
    assert!(receipt.text().starts_with("Tanda terima permohonan"), "{}", receipt.text());
    ticket_of(&receipt);
}

#[tokio::test]
async fn a_late_case_is_called_late_in_the_queue() {
    let office = Office::open().await;
    let (ticket, _) = office.applied(&mut office.browser()).await;
    let case = format!("/petugas/permohonan/{ticket}");
    let mut verifier = office.signed_in(Role::Verifier).await;
    let form = all_fit(verifier.open(&case).await.form(&case)).pressed("terima");
    verifier.send(form).await;

    office.clock.advance(7 * 24 * 3600);
    let mut verifier = office.signed_in(Role::Verifier).await;
    let queue = verifier.open("/petugas/antrean?tahap=accepted").await.text();

    assert!(queue.contains("26 November 2026 terlambat"), "{queue}");
}

#[tokio::test]
async fn a_long_queue_has_a_next_page() {
    let office = Office::open().await;
    let mut clerk = office.signed_in(Role::CounterClerk).await;
    for _ in 0..31 {
        let form = clerk.open("/petugas/loket/keterangan-domisili").await.form("/petugas/loket/");
        let form = samples::needed()
            .iter()
            .fold(filled(form), |form, code| form.ticked(&format!("asli.{code}"), "ya"));
        ticket_of(&clerk.send(form).await);
    }

    let first = clerk.open("/petugas/antrean").await;
    let (_, rest) = first.html.split_once("/petugas/antrean?tahap=submitted&#38;setelah=").unwrap();
    let after = &rest[..32];
    let second = clerk.open(&format!("/petugas/antrean?tahap=submitted&setelah={after}")).await;

    assert_eq!(first.html.matches("<tr><th scope=\"row\">").count(), 30);
    assert_eq!(second.html.matches("<tr><th scope=\"row\">").count(), 1);
}

#[tokio::test]
async fn an_ended_session_asks_to_sign_in_and_comes_back() {
    let office = Office::open().await;
    let mut clerk = office.signed_in(Role::CounterClerk).await;
    office.clock.advance(16 * 60);

    let asked = clerk.open("/petugas/antrean?tahap=ready").await;
    let form = asked.form("/petugas/masuk");
    let form = form.typed("nama", "counter-clerk").typed("sandi", super::office::PASSWORD);

    assert!(asked.text().contains("Masuk petugas"));
    assert_eq!(clerk.post(form).await.leads_to(), "/petugas/antrean?tahap=ready");
}

#[tokio::test]
async fn signing_out_ends_the_session() {
    let office = Office::open().await;
    let mut clerk = office.signed_in(Role::CounterClerk).await;
    let form = clerk.open("/petugas/loket").await.form("/petugas/keluar");

    clerk.send(form).await;

    assert!(clerk.get("/petugas/loket").await.leads_to().starts_with("/petugas/masuk?kembali="));
}

#[tokio::test]
async fn nobody_can_lock_an_officer_out_of_the_computer_they_work_with() {
    let office = Office::open().await;
    let mut own = office.signed_in(Role::Head).await;
    let sign_out = own.open("/petugas/antrean").await.form("/petugas/keluar");
    own.send(sign_out).await;
    let mut stranger = office.browser();
    for _ in 0..8 {
        sign_in(&mut stranger, "bukan kata sandinya").await;
        office.clock.advance(1);
    }

    let elsewhere = sign_in(&mut office.browser(), "kata sandi contoh").await;
    let at_work = sign_in(&mut own, "kata sandi contoh").await;

    assert_eq!(elsewhere.status, 401, "the account is locked for browsers that nobody knows");
    assert_eq!(at_work.status, 200);
    assert!(at_work.address.starts_with("/petugas"), "{}", at_work.address);
}

async fn sign_in(browser: &mut Browser, password: &str) -> Page {
    let form = browser.open("/petugas/masuk").await.form("/petugas/masuk");
    browser.send(form.typed("nama", "head").typed("sandi", password)).await
}
