//! An office with the demo standards and one officer for each role, who signs in with the code of
//! the role. Its records are in any store, its scans in a folder; its clock stands still.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use sipoke_conformance::{memory::FixedClock, samples};
use sipoke_core::{
    access::{Actor, Role},
    application::StageName,
    catalogue::Decree,
    letters::{RegisterLine, Series},
    office,
    ports::{Page, Query},
    words::{DocumentNumber, Login, Password, PersonName, Ticket},
};
use sipoke_desk::{Desk, NewOfficer, StandardsImport};
use sipoke_http::{App, Settings};
use sipoke_import::read_standards;
use sipoke_system::SystemEntropy;
use sipoke_vault::{FolderVault, KeyRing};
use tempfile::TempDir;
use tokio::net::TcpListener;

use crate::store::{Ground, Kept, Store};

/// The password of every officer here.
pub const PASSWORD: &str = "kopi susu di pagi hari";

/// An office that lives as long as the test.
pub struct Office {
    /// Its desk.
    pub desk: Desk,
    officers: BTreeMap<Role, Actor>,
    clock: Arc<FixedClock>,
    kept: Kept,
    _folder: TempDir,
}

impl Office {
    /// A fresh office with the 34 demo standards and the records in this store.
    ///
    /// # Panics
    /// When anything of it fails.
    pub async fn on(store: Store) -> Self {
        Self::with(store, |_| {}).await
    }

    /// As [`on`](Self::on), of an office that is a little different.
    ///
    /// # Panics
    /// When anything of it fails.
    pub async fn with(store: Store, change: impl FnOnce(&mut office::Office)) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let entropy = Arc::new(SystemEntropy);
        let keys = folder.path().join("kunci.key");
        KeyRing::create(&keys, entropy.as_ref()).expect("fresh keys");
        let keys = Arc::new(KeyRing::load(&keys, entropy.clone()).expect("the keys"));
        let scans = folder.path().join("scans");
        std::fs::create_dir(&scans).expect("a folder");
        let vault = Arc::new(FolderVault::new(scans, keys.clone(), entropy));
        let clock = Arc::new(FixedClock::at(samples::morning()));
        let ground = Ground { folder: folder.path(), keys, vault, clock: clock.clone() };
        let kept = store.desk(ground).await;
        let desk = kept.desk.clone();
        publish(&desk, change).await;
        let officers = hire(&desk).await;
        Self { desk, officers, clock, kept, _folder: folder }
    }

    /// The officer with this role.
    ///
    /// # Panics
    /// Never: there is one for each.
    #[must_use]
    pub fn officer(&self, role: Role) -> Actor {
        self.officers[&role].clone()
    }

    /// Serves pages and API on a free port of this machine; answers the address.
    ///
    /// # Panics
    /// When no port can be had.
    pub async fn serve(&self) -> String {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.expect("a port");
        let address = format!("http://{}", listener.local_addr().expect("an address"));
        let entropy = Arc::new(SystemEntropy);
        let app = App::new(self.desk.clone(), self.clock.clone(), entropy, Settings::default());
        tokio::spawn(sipoke_http::serve(
            listener,
            sipoke_http::router(app),
            std::future::pending(),
        ));
        address
    }

    /// How many applications there are.
    ///
    /// # Panics
    /// When the store fails.
    pub async fn count(&self) -> usize {
        let page = Page { after: None, limit: 100 };
        let listing = self.desk.queue(&Actor::Console, &Query::default(), page).await;
        listing.expect("a list").rows.len()
    }

    /// Where this application stands.
    ///
    /// # Panics
    /// When there is none.
    pub async fn stage_of(&self, ticket: &str) -> StageName {
        let ticket = Ticket::parse(ticket).expect("a ticket");
        let found = self.desk.standing(&Actor::Console, ticket).await;
        found.expect("an application").stage().name()
    }

    /// The register of this series.
    ///
    /// # Panics
    /// When the store fails.
    pub async fn register(&self, series: &Series) -> Vec<RegisterLine> {
        let applications = &self.kept.applications;
        applications.register(self.desk.office_code(), series).await.expect("a register")
    }
}

async fn publish(desk: &Desk, change: impl FnOnce(&mut office::Office)) {
    let mut batch =
        read_standards(&[crate::fixture("standards/mekarjaya.yaml")], &[]).expect("good standards");
    change(batch.office.as_mut().expect("an office"));
    let decree = Decree {
        number: DocumentNumber::parse("05/01/Pem").expect("a number"),
        year: 2017,
        about: "Standar Pelayanan Publik (contoh)".to_owned(),
        signed_on: None,
        signer: None,
        effective_from: jiff::civil::date(2017, 5, 5),
    };
    let import = StandardsImport { office: batch.office, decree, standards: batch.standards };
    desk.publish_standards(&Actor::Console, import).await.expect("published");
}

async fn hire(desk: &Desk) -> BTreeMap<Role, Actor> {
    let mut officers = BTreeMap::new();
    for role in Role::ALL {
        let new = NewOfficer {
            login: Login::parse(role.code()).expect("a login"),
            name: PersonName::parse("PETUGAS CONTOH").expect("a name"),
            roles: BTreeSet::from([role]),
            password: Password::parse(PASSWORD).expect("a password"),
        };
        let officer = desk.add_officer(&Actor::Console, new).await.expect("hired");
        officers.insert(role, officer.actor());
    }
    officers
}

/// The bytes of a specimen scan, or of its README.
///
/// # Panics
/// When there is no such file.
#[must_use]
pub fn scan_file(name: &str) -> Vec<u8> {
    std::fs::read(crate::fixture("scans").join(name)).expect("a specimen scan")
}
