use sipoke_conformance::samples;
use sipoke_core::access::Role;

use super::office::{NIK, Office, all_fit, filled, ticket_of, with_papers};

#[tokio::test]
async fn an_address_that_is_no_text_leads_to_the_page_for_what_is_not_there() {
    let office = Office::open().await;

    let page = office.browser().open("/layanan/%ff%fe").await;

    assert_eq!(page.status, 404);
    assert!(page.html.starts_with("<!doctype html>"), "{}", page.html);
}

#[tokio::test]
async fn a_letter_goes_from_the_phone_to_the_hand() {
    let office = Office::open().await;
    let mut resident = office.browser();
    let (ticket, secret) = office.applied(&mut resident).await;
    let case = format!("/petugas/permohonan/{ticket}");

    // The verifier finds one scan unreadable and sends the file back.
    let mut verifier = office.signed_in(Role::Verifier).await;
    let form = all_fit(verifier.open(&case).await.form(&case))
        .ticked("temuan.ktp-pemohon", "unreadable")
        .typed("catatan.ktp-pemohon", "Bagian bawah gelap")
        .pressed("kembalikan");
    assert!(verifier.send(form).await.text().contains("Permohonan dikembalikan ke warga."));

    // On another phone: ticket and secret, then one photo again.
    let mut tracking = office.browser();
    let form = tracking.open("/lacak").await.form("/lacak");
    let form = form.typed("kode", &ticket.to_lowercase()).typed("rahasia", &secret);
    let status = tracking.send(form).await;
    assert!(status.text().contains("Catatan petugas: Bagian bawah gelap"), "{}", status.text());
    let form = status.form(&format!("/lacak/{ticket}"));
    let form = form.with_file("dokumen.ktp-pemohon", "lagi.jpg", samples::jpeg());
    assert!(tracking.send(form).await.text().contains("Perbaikan sudah kami terima."));

    office.made_ready(&ticket).await;
    let ready = tracking.open(&format!("/lacak/{ticket}")).await.text();
    assert!(ready.contains("Ambil sekarang, bawa yang asli"), "{ready}");
    assert!(ready.contains("470/1-PEM/XI/2026"), "{ready}");

    // At the counter: the originals first.
    let mut clerk = office.signed_in(Role::CounterClerk).await;
    let pickup = format!("/petugas/ambil/{ticket}");
    let form = clerk.open(&pickup).await.form(&pickup);
    let form = samples::needed()
        .iter()
        .fold(form, |form, code| form.ticked(&format!("asli.{code}"), "matches"))
        .ticked("pengambil", "sendiri")
        .pressed("serahkan");
    assert!(clerk.send(form).await.text().contains("Surat sudah diserahkan."));
    let collected = tracking.open(&format!("/lacak/{ticket}")).await.text();
    assert!(collected.contains("Sudah diambil"), "{collected}");
}

#[tokio::test]
async fn a_fault_keeps_what_was_typed_and_what_was_uploaded() {
    let office = Office::open().await;
    let mut resident = office.browser();
    let form = resident.open("/ajukan/keterangan-domisili").await.form("/ajukan/");
    let key = form.value("kunci").to_owned();
    let form = with_papers(filled(form)).typed("nik", "32760541019000");

    let again = resident.send(form).await;
    let second = again.form("/ajukan/");

    assert_eq!(again.status, 422);
    assert!(again.title().starts_with("Ada kesalahan: "), "{}", again.title());
    assert!(again.html.contains("<a href=\"#nik\">NIK: NIK harus 16 angka"), "{}", again.main());
    assert_eq!(second.value("nama"), "Siti Contoh");
    assert_eq!(second.value("jawaban.keperluan"), "melamar kerja");
    assert_eq!(second.value("kunci"), key);
    assert!(again.text().contains("Sudah diunggah: PDF"), "{}", again.text());
    let done = resident.send(second.typed("nik", NIK)).await;
    ticket_of(&done);
    assert_eq!(office.vault.len(), 3, "no file was sent twice");
}

#[tokio::test]
async fn a_bad_file_is_named_and_the_good_ones_stay() {
    let office = Office::open().await;
    let mut resident = office.browser();
    let form = resident.open("/ajukan/keterangan-domisili").await.form("/ajukan/");
    let form = filled(form)
        .with_file("dokumen.ktp-pemohon", "ktp.jpg", b"<svg onload=alert(1)>".to_vec())
        .with_file("dokumen.kartu-keluarga", "kk.png", samples::png(10));

    let again = resident.send(form).await;

    assert_eq!(again.status, 422);
    let text = again.text();
    assert!(text.contains("KTP pemohon: Berkas ini bukan JPEG, PNG, atau PDF."), "{text}");
    let form = again.form("/ajukan/");
    assert!(!form.value("tersimpan.kartu-keluarga").is_empty());
    // What is missing is told together with the next sending: the rules see whole forms only.
    let form = form.with_file("dokumen.ktp-pemohon", "ktp.jpg", samples::jpeg());
    let still = resident.send(form).await;
    assert!(still.text().contains("Surat pengantar RT/RW: Belum ada."), "{}", still.text());
}

#[tokio::test]
async fn the_same_form_sent_twice_gives_the_same_ticket() {
    let office = Office::open().await;
    let mut resident = office.browser();
    let form = resident.open("/ajukan/keterangan-domisili").await.form("/ajukan/");
    let form = with_papers(filled(form)).typed("nik", "1");
    let form = resident.send(form).await.form("/ajukan/").typed("nik", NIK);

    let first = ticket_of(&resident.send(form.clone()).await);
    let second = ticket_of(&resident.send(form).await);

    assert_eq!(first, second);
}

#[tokio::test]
async fn a_counter_only_service_explains_itself_and_takes_nothing() {
    let office = Office::open().await;
    let mut resident = office.browser();
    let shown = resident.open("/layanan/keterangan-ahli-waris").await;
    let mut form = resident.open("/ajukan/keterangan-domisili").await.form("/ajukan/");
    form.action = "/ajukan/keterangan-ahli-waris".to_owned();

    let asked = resident.open("/ajukan/keterangan-ahli-waris").await;
    let sent = resident.send(filled(form)).await;

    assert!(!shown.html.contains("href=\"/ajukan/"));
    assert_eq!([asked.status, sent.status], [403, 403]);
    for page in [shown, asked, sent] {
        assert!(page.text().contains("Semua ahli waris harus hadir."), "{}", page.text());
        assert!(page.text().contains("Kartu Keluarga"), "{}", page.text());
    }
    assert!(office.vault.is_empty());
}

#[tokio::test]
async fn an_unknown_ticket_and_a_wrong_secret_look_the_same() {
    let office = Office::open().await;
    let mut resident = office.browser();
    let (ticket, _) = office.applied(&mut resident).await;
    resident.forget();
    let form = resident.open("/lacak").await.form("/lacak");

    let wrong =
        resident.send(form.clone().typed("kode", &ticket).typed("rahasia", "2222-2222")).await;
    let unknown =
        resident.send(form.typed("kode", "2222-2222-2222").typed("rahasia", "2222-2222")).await;

    assert_eq!([wrong.status, unknown.status], [404, 404]);
    assert_eq!(wrong.text(), unknown.text());
    assert_eq!(wrong.html.replace(&ticket, "2222-2222-2222"), unknown.html);
}

#[tokio::test]
async fn a_ticket_opens_for_half_an_hour_and_then_asks_again() {
    let office = Office::open().await;
    let mut resident = office.browser();
    let (ticket, _) = office.applied(&mut resident).await;
    let address = format!("/lacak/{ticket}");
    assert_eq!(resident.get(&address).await.status, 200);

    office.clock.advance(31 * 60);

    assert_eq!(resident.get(&address).await.leads_to(), format!("/lacak?kode={ticket}"));
}

#[tokio::test]
async fn an_application_is_taken_back_after_a_question() {
    let office = Office::open().await;
    let mut resident = office.browser();
    let (ticket, _) = office.applied(&mut resident).await;
    let asked = resident.open(&format!("/lacak/{ticket}/batal")).await;

    let after = resident.send(asked.form(&format!("/lacak/{ticket}/batal"))).await;

    assert!(asked.text().contains("Batalkan permohonan?"));
    assert!(after.text().contains("Dibatalkan oleh warga"), "{}", after.text());
}

#[tokio::test]
async fn a_search_finds_services_by_their_papers_too() {
    let office = Office::open().await;
    let mut resident = office.browser();
    let form = resident.open("/layanan").await.form("/layanan");

    let heirs = resident.send(form.clone().typed("cari", "waris")).await.text();
    let family = resident.send(form.clone().typed("cari", "KARTU keluarga")).await.text();
    let none = resident.send(form.typed("cari", "paspor")).await.text();

    assert!(heirs.contains("1 layanan cocok") && heirs.contains("Surat Pernyataan Ahli Waris"));
    assert!(family.contains("2 layanan cocok"), "{family}");
    assert!(none.contains("Tidak ada layanan yang cocok dengan “paspor”"), "{none}");
}
