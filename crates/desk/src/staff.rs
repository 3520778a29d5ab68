use std::collections::BTreeSet;

use sipoke_core::{
    access::{Actor, Intention, Role},
    ports::{Officer, OfficerAccount, SignInGuard},
    words::{Login, OfficerId, Password, PersonName},
};

use crate::{Desk, DeskError, case::require};

/// Somebody who joins the staff.
#[derive(Debug, Clone)]
pub struct NewOfficer {
    /// The name to sign in with.
    pub login: Login,
    /// Their name.
    pub name: PersonName,
    /// What they are.
    pub roles: BTreeSet<Role>,
    /// The first password.
    pub password: Password,
}

impl Desk {
    /// Adds an officer.
    ///
    /// # Errors
    /// [`DeskError::Refused`] without the role, [`DeskError::NoRole`],
    /// [`DeskError::LoginTaken`], [`DeskError::Busy`], or the store failed.
    pub async fn add_officer(&self, actor: &Actor, new: NewOfficer) -> Result<Officer, DeskError> {
        require(actor, Intention::ManageStaff)?;
        if new.roles.is_empty() {
            return Err(DeskError::NoRole);
        }
        let at = self.ports.clock.now();
        let officer = Officer {
            id: OfficerId::new(at, self.chance()),
            login: new.login,
            name: new.name,
            roles: new.roles,
            active: true,
        };
        let password = self.ports.passwords.hash(new.password).await?;
        let account =
            OfficerAccount { officer: officer.clone(), password, guard: SignInGuard::default() };
        self.ports.staff.add(self.office, account, at, actor.author()).await?;
        Ok(officer)
    }

    /// All officers, by login.
    ///
    /// # Errors
    /// [`DeskError::Refused`] without the role, or the store failed.
    pub async fn officers(&self, actor: &Actor) -> Result<Vec<Officer>, DeskError> {
        require(actor, Intention::ManageStaff)?;
        Ok(self.ports.staff.list(self.office).await?)
    }
}
