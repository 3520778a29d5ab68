use sipoke_cli::{DemoCredential, HostError};
use sipoke_core::{
    access::{Actor, Role},
    words::{Login, PersonName},
};
use sipoke_desk::{Desk, NewOfficer};

use super::misread;
use crate::{host::unavailable, secret};

/// One officer of each role; the names are made up.
const STAFF: [(&str, Role, &str); 7] = [
    ("admin", Role::Admin, "Admin Contoh"),
    ("loket", Role::CounterClerk, "Lilis Contoh"),
    ("verifikator", Role::Verifier, "Vera Contoh"),
    ("kasi", Role::SectionHead, "Kasno Contoh"),
    ("sekretaris", Role::Secretary, "Sekar Contoh"),
    ("lurah", Role::Head, "Luhur Contoh"),
    ("pemeriksa", Role::Auditor, "Periska Contoh"),
];

/// Those who do something in the samples.
pub(super) struct Officers {
    pub(super) counter: Actor,
    pub(super) verifier: Actor,
    pub(super) section_head: Actor,
    pub(super) secretary: Actor,
    pub(super) head: Actor,
}

/// A fresh password for each.
pub(super) fn credentials() -> Result<Vec<DemoCredential>, HostError> {
    let credential = |(login, role, _): &(&str, Role, &str)| {
        let login = Login::parse(login).map_err(misread)?;
        let password = secret::password().map_err(unavailable("password"))?;
        Ok(DemoCredential { login, role: *role, password })
    };
    STAFF.iter().map(credential).collect()
}

/// Adds all of them.
pub(super) async fn hire(
    desk: &Desk,
    credentials: &[DemoCredential],
) -> Result<Officers, HostError> {
    let mut hired = Vec::new();
    for (credential, (_, _, name)) in credentials.iter().zip(STAFF) {
        let DemoCredential { login, role, password } = credential.clone();
        let name = PersonName::parse(name).map_err(misread)?;
        let new = NewOfficer { login, name, roles: [role].into(), password };
        hired.push(desk.add_officer(&Actor::Console, new).await?);
    }
    let with = |role: Role| {
        let officer = hired.iter().find(|officer| officer.roles.contains(&role));
        officer.map_or(Actor::Console, |officer| officer.actor())
    };
    Ok(Officers {
        counter: with(Role::CounterClerk),
        verifier: with(Role::Verifier),
        section_head: with(Role::SectionHead),
        secretary: with(Role::Secretary),
        head: with(Role::Head),
    })
}
