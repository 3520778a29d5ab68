use async_trait::async_trait;
use sipoke_core::{
    access::Author,
    ports::{
        NewSession, Officer, OfficerAccount, Session, SignInGuard, Staff, StaffError, StoreError,
    },
    words::{Login, Moment, OfficeCode, OfficerId},
};

use super::{MemoryStore, state::OfficeState};

#[async_trait]
impl Staff for MemoryStore {
    async fn add(
        &self,
        office: OfficeCode,
        account: OfficerAccount,
        at: Moment,
        by: Author,
    ) -> Result<(), StaffError> {
        self.with(office, |office| {
            if office.accounts.contains_key(&account.officer.login) {
                return Err(StaffError::LoginTaken);
            }
            office.record(at, by, "officer-added", account.officer.id.to_string(), None);
            office.accounts.insert(account.officer.login.clone(), account);
            Ok(())
        })
    }

    async fn list(&self, office: OfficeCode) -> Result<Vec<Officer>, StoreError> {
        Ok(self.with(office, |office| {
            office.accounts.values().map(|account| account.officer.clone()).collect()
        }))
    }

    async fn account(
        &self,
        office: OfficeCode,
        login: &Login,
    ) -> Result<Option<OfficerAccount>, StoreError> {
        Ok(self.with(office, |office| office.accounts.get(login).cloned()))
    }

    async fn count_attempt(
        &self,
        office: OfficeCode,
        officer: OfficerId,
        at: Moment,
        failed: SignInGuard,
    ) -> Result<bool, StoreError> {
        Ok(self.with(office, |office| {
            let open = office
                .account_of(officer)
                .filter(|account| account.guard.locked_until.is_none_or(|until| until <= at));
            open.map(|account| account.guard = failed).is_some()
        }))
    }

    async fn open_session(
        &self,
        office: OfficeCode,
        session: NewSession,
    ) -> Result<(), StoreError> {
        self.with(office, |office| {
            let Some(account) = office.account_of(session.officer) else { return };
            account.guard = SignInGuard::default();
            let opened = Session {
                officer: account.officer.clone(),
                used_at: session.began_at,
                ends_at: session.ends_at,
            };
            office.sessions.insert(session.token, opened);
            let by = Author::Officer(session.officer);
            let subject = session.officer.to_string();
            office.record(session.began_at, by, "signed-in", subject, None);
        });
        Ok(())
    }

    async fn session(
        &self,
        office: OfficeCode,
        token: [u8; 32],
    ) -> Result<Option<Session>, StoreError> {
        Ok(self.with(office, |office| office.sessions.get(&token).cloned()))
    }

    async fn touch_session(
        &self,
        office: OfficeCode,
        token: [u8; 32],
        at: Moment,
    ) -> Result<(), StoreError> {
        self.with(office, |office| {
            if let Some(session) = office.sessions.get_mut(&token) {
                session.used_at = at;
            }
        });
        Ok(())
    }

    async fn end_session(
        &self,
        office: OfficeCode,
        token: [u8; 32],
        at: Moment,
    ) -> Result<(), StoreError> {
        self.with(office, |office| {
            if let Some(ended) = office.sessions.remove(&token) {
                let id = ended.officer.id;
                office.record(at, Author::Officer(id), "signed-out", id.to_string(), None);
            }
        });
        Ok(())
    }
}

impl OfficeState {
    fn account_of(&mut self, officer: OfficerId) -> Option<&mut OfficerAccount> {
        self.accounts.values_mut().find(|account| account.officer.id == officer)
    }
}
