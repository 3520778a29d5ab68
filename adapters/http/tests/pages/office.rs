//! An office in memory whose clock and chance are fixed.

use std::sync::Arc;

use axum::Router;
use sipoke_conformance::{
    memory::{FixedClock, MemoryStore, MemoryVault, PlainPasswords, SeededEntropy, TestSealer},
    samples,
};
use sipoke_core::{
    access::{Actor, Author, Role},
    ports::{Offices, Staff},
};
use sipoke_desk::{Desk, Ports, StandardsImport};
use sipoke_http::{App, Settings, router};

use super::{
    browser::{Browser, Page},
    html::Form,
};

pub(crate) const PASSWORD: &str = "kata sandi contoh";
pub(crate) const NIK: &str = "3276054101900002";

pub(crate) struct Office {
    pub(crate) clock: Arc<FixedClock>,
    pub(crate) vault: MemoryVault,
    router: Router,
}

impl Office {
    pub(crate) async fn open() -> Self {
        Self::reached_at(None).await
    }

    pub(crate) async fn reached_at(public_address: Option<&str>) -> Self {
        let clock = Arc::new(FixedClock::at(samples::morning()));
        let entropy = Arc::new(SeededEntropy::new(7));
        let (store, vault) = (Arc::new(MemoryStore::new()), MemoryVault::new());
        let (code, at) = (samples::office_code(), samples::morning());
        store.save_calendar(code, samples::calendar(), at, Author::Console).await.unwrap();
        for role in Role::ALL {
            store.add(code, samples::account(role), at, Author::Console).await.unwrap();
        }
        let desk = Desk::new(
            code,
            Arc::new(Ports {
                applications: store.clone(),
                catalogue: store.clone(),
                offices: store.clone(),
                staff: store.clone(),
                outbox: store.clone(),
                ledger: store,
                vault: Arc::new(vault.clone()),
                sealer: Arc::new(TestSealer),
                clock: clock.clone(),
                entropy: entropy.clone(),
                passwords: Arc::new(PlainPasswords),
            }),
        );
        let mut online = samples::edition(1).standard;
        online.name = "Surat Keterangan Domisili".to_owned();
        let standards = vec![online, samples::counter_only_edition().standard];
        let office = Some(samples::office());
        let import = StandardsImport { office, decree: samples::decree(), standards };
        desk.publish_standards(&Actor::Console, import).await.unwrap();
        let settings =
            Settings { public_address: public_address.map(str::to_owned), ..Settings::default() };
        let router = router(App::new(desk, clock.clone(), entropy, settings));
        Self { clock, vault, router }
    }

    pub(crate) fn browser(&self) -> Browser {
        Browser::new(self.router.clone())
    }

    pub(crate) async fn signed_in(&self, role: Role) -> Browser {
        let mut browser = self.browser();
        let form = browser.open("/petugas/masuk").await.form("/petugas/masuk");
        let form = form.typed("nama", role.code()).typed("sandi", PASSWORD);
        assert_eq!(browser.post(form).await.leads_to(), "/petugas");
        browser
    }

    /// Files a good application; answers its ticket and secret.
    pub(crate) async fn applied(&self, resident: &mut Browser) -> (String, String) {
        let form = resident.open("/ajukan/keterangan-domisili").await.form("/ajukan/");
        let done = resident.send(with_papers(filled(form))).await;
        ticket_of(&done)
    }

    /// Takes a submitted case to the signature.
    pub(crate) async fn made_ready(&self, ticket: &str) {
        let mut verifier = self.signed_in(Role::Verifier).await;
        let address = format!("/petugas/permohonan/{ticket}");
        let form = all_fit(verifier.open(&address).await.form(&address)).pressed("terima");
        verifier.send(form).await;
        let form = verifier.open(&address).await.form(&address).pressed("konsep");
        verifier.send(form).await;
        for (role, button) in
            [(Role::SectionHead, "paraf"), (Role::Secretary, "paraf"), (Role::Head, "tanda-tangan")]
        {
            let mut officer = self.signed_in(role).await;
            let form = officer.open(&address).await.form(&address).pressed(button);
            let page = officer.send(form).await;
            assert_eq!(page.status, 200, "{}", page.text());
        }
    }
}

pub(crate) fn filled(form: Form) -> Form {
    form.typed("nama", "Siti Contoh")
        .typed("nik", NIK)
        .typed("tanggal_lahir", "1990-01-01")
        .typed("telepon", "0812 0000 0001")
        .typed("alamat", "Jalan Contoh No. 2,\r\nRT 001/RW 002")
        .typed("jawaban.keperluan", "melamar kerja")
}

pub(crate) fn with_papers(form: Form) -> Form {
    form.with_file("dokumen.surat-pengantar-rt-rw", "pengantar.pdf", samples::pdf())
        .with_file("dokumen.ktp-pemohon", "ktp.jpg", samples::jpeg())
        .with_file("dokumen.kartu-keluarga", "kk.png", samples::png(2_000))
}

pub(crate) fn all_fit(form: Form) -> Form {
    samples::needed().iter().fold(form, |form, code| form.ticked(&format!("temuan.{code}"), "fits"))
}

pub(crate) fn ticket_of(done: &Page) -> (String, String) {
    let codes = done.of_class("kode besar");
    assert_eq!(codes.len(), 2, "{}: {}", done.status, done.text());
    (codes[0].clone(), codes[1].clone())
}
