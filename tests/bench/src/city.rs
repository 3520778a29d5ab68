//! The offices of a made-up city: the demo standards, and the same staff in each.

use std::{collections::BTreeSet, sync::Arc};

use jiff::civil::date;
use sipoke_core::{
    access::{Actor, Author, Role},
    catalogue::{Decree, Edition},
    office::Office,
    ports::{
        Applications, Catalogue, Entropy, Ledger, Officer, OfficerAccount, Offices, Outbox,
        Passwords, SignInGuard, Staff,
    },
    words::{DocumentNumber, Login, Moment, OfficeCode, OfficerId, Password, PersonName},
};
use sipoke_desk::{Desk, Ports, StandardsImport};
use sipoke_import::read_standards_from_bytes;
use sipoke_system::{PasswordPool, SystemClock, SystemEntropy};
use sipoke_vault::{FolderVault, KeyRing};

use crate::Failure;

/// The password of everybody, who signs in with the code of their role.
pub(crate) const PASSWORD: &str = "kopi susu di pagi hari";

const STANDARDS: &str = include_str!("../../../fixtures/standards/mekarjaya.yaml");

/// One office of the city.
pub(crate) struct Place {
    pub(crate) office: Office,
    pub(crate) editions: Vec<Edition>,
}

/// All who work there.
pub(crate) struct People(Vec<Officer>);

impl People {
    pub(crate) fn new(at: Moment) -> Result<Self, Failure> {
        let officer = |role: Role| {
            let mut chance = [0; 10];
            SystemEntropy.fill(&mut chance);
            Ok(Officer {
                id: OfficerId::new(at, chance),
                login: Login::parse(role.code())?,
                name: PersonName::parse("Petugas Contoh")?,
                roles: BTreeSet::from([role]),
                active: true,
            })
        };
        Ok(Self(Role::ALL.into_iter().map(officer).collect::<Result<_, Failure>>()?))
    }

    /// The one with this role.
    pub(crate) fn actor(&self, role: Role) -> Actor {
        let officer = self.0.iter().find(|officer| officer.roles.contains(&role));
        officer.map_or(Actor::Console, Officer::actor)
    }
}

/// Publishes the standards and adds the staff in every office.
pub(crate) async fn found<S>(
    store: &Arc<S>,
    keys: &Arc<KeyRing>,
    people: &People,
    offices: u64,
    at: Moment,
) -> Result<Vec<Place>, Failure>
where
    S: Applications + Catalogue + Ledger + Offices + Outbox + Staff + 'static,
{
    let entropy: Arc<dyn Entropy> = Arc::new(SystemEntropy);
    let passwords = Arc::new(PasswordPool::start(entropy.clone())?);
    let password = passwords.hash(Password::parse(PASSWORD)?).await?;
    let batch = read_standards_from_bytes(&[("mekarjaya.yaml", STANDARDS.as_bytes())], &[])
        .map_err(|_| "the demo standards are faulty")?;
    let described = batch.office.ok_or("the demo standards describe no office")?;
    let ports = Arc::new(Ports {
        applications: store.clone(),
        catalogue: store.clone(),
        offices: store.clone(),
        staff: store.clone(),
        outbox: store.clone(),
        ledger: store.clone(),
        // No scan is filed.
        vault: Arc::new(FolderVault::new("", keys.clone(), entropy.clone())),
        sealer: keys.clone(),
        clock: Arc::new(SystemClock),
        entropy,
        passwords,
    });
    let mut places = Vec::new();
    for code in codes(described.code, offices)? {
        let desk = Desk::new(code, ports.clone());
        let office = Office { code, ..described.clone() };
        let import = StandardsImport {
            office: Some(office.clone()),
            decree: Decree {
                number: DocumentNumber::parse("05/01/Pem")?,
                year: 2017,
                about: "Standar Pelayanan (contoh)".to_owned(),
                signed_on: None,
                signer: None,
                effective_from: date(2017, 2, 1),
            },
            standards: batch.standards.clone(),
        };
        desk.publish_standards(&Actor::Console, import).await?;
        for officer in &people.0 {
            let (officer, password) = (officer.clone(), password.clone());
            let account = OfficerAccount { officer, password, guard: SignInGuard::default() };
            store.add(code, account, at, Author::Console).await?;
        }
        places.push(Place { office, editions: store.current(code).await? });
    }
    Ok(places)
}

/// The first office and its made-up neighbours, nine in each district of the city.
fn codes(first: OfficeCode, count: u64) -> Result<Vec<OfficeCode>, Failure> {
    let neighbours = (0_u64..).map(|place| 3_276_011_001 + place / 9 * 10_000 + place % 9);
    let mut codes = vec![first];
    for number in neighbours.filter(|number| *number != first.number()) {
        if codes.len() as u64 >= count {
            break;
        }
        codes.push(OfficeCode::from_number(number)?);
    }
    Ok(codes)
}
