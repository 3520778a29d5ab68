use std::collections::BTreeSet;

use serde::Serialize;
use sipoke_core::{
    access::Role,
    ports::Officer,
    words::{Login, OfficerId, PersonName},
};

use super::{text::Text, version::Version, write};

#[derive(Serialize)]
struct StoredOfficer {
    v: Version,
    id: OfficerId,
    login: Login,
    name: Text<PersonName>,
    roles: BTreeSet<Role>,
    active: bool,
}

/// The officer as bytes, for the digest of the audit line: nobody gives himself a role unseen.
/// Stores keep officers in columns, so that there is nothing to read back.
#[must_use]
pub fn encode_officer(officer: &Officer) -> Vec<u8> {
    let Officer { id, login, name, roles, active } = officer;
    write(&StoredOfficer {
        v: Version,
        id: *id,
        login: login.clone(),
        name: Text(name.clone()),
        roles: roles.clone(),
        active: *active,
    })
}
