use std::collections::BTreeSet;

use sipoke_core::{
    access::Role,
    ports::{Officer, OfficerAccount, SignInGuard},
    words::{Login, Moment, OfficeCode, OfficerId, PasswordHash, PersonName},
};

use super::{Field, Fields, RowError, narrow};

/// An officer as they are stored.
#[derive(Debug, Clone)]
#[expect(missing_docs, reason = "each field is named after its column")]
pub struct OfficerRow {
    pub id: [u8; 16],
    pub login: String,
    /// Sealed.
    pub name: Vec<u8>,
    /// Codes with a space between.
    pub roles: String,
    /// 0 or 1.
    pub active: i64,
}

/// An officer with what is needed to sign in, as it is stored.
#[derive(Debug, Clone)]
#[expect(missing_docs, reason = "each field is named after its column")]
pub struct AccountRow {
    pub officer: OfficerRow,
    /// The hash, sealed.
    pub password: Vec<u8>,
    pub failures: i64,
    pub locked_until: Option<i64>,
}

impl OfficerRow {
    /// The officer.
    ///
    /// # Errors
    /// [`RowError`] when a word of it is none.
    pub fn officer(&self, office: OfficeCode, fields: &Fields) -> Result<Officer, RowError> {
        let id = OfficerId::from_bytes(self.id);
        let name = fields.open_text(office, Field::OfficerName(id), &self.name)?;
        let roles: Result<BTreeSet<Role>, _> =
            self.roles.split_whitespace().map(Role::parse).collect();
        Ok(Officer {
            id,
            login: Login::parse(&self.login)?,
            name: PersonName::parse(&name)?,
            roles: roles?,
            active: self.active != 0,
        })
    }
}

impl AccountRow {
    /// The row of an account.
    #[must_use]
    pub fn of(office: OfficeCode, fields: &Fields, account: &OfficerAccount) -> Self {
        let OfficerAccount { officer, password, guard } = account;
        let name = officer.name.expose().as_bytes();
        let roles: Vec<&str> = officer.roles.iter().map(|role| role.code()).collect();
        let password = password.expose().as_bytes();
        Self {
            officer: OfficerRow {
                id: officer.id.to_bytes(),
                login: officer.login.as_str().to_owned(),
                name: fields.seal(office, Field::OfficerName(officer.id), name),
                roles: roles.join(" "),
                active: officer.active.into(),
            },
            password: fields.seal(office, Field::Password(officer.id), password),
            failures: guard.failures.into(),
            locked_until: guard.locked_until.map(Moment::micros),
        }
    }

    /// The account.
    ///
    /// # Errors
    /// [`RowError`] when a word of it is none.
    pub fn account(&self, office: OfficeCode, fields: &Fields) -> Result<OfficerAccount, RowError> {
        let officer = self.officer.officer(office, fields)?;
        let password = fields.open_text(office, Field::Password(officer.id), &self.password)?;
        let guard = SignInGuard {
            failures: narrow(self.failures)?,
            locked_until: self.locked_until.map(Moment::from_micros).transpose()?,
        };
        Ok(OfficerAccount { officer, password: PasswordHash::new(password), guard })
    }
}
