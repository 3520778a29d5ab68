use sipoke_core::{
    access::Author,
    ports::{AuditEntry, NewSession, Officer, SignInGuard},
    words::{Login, Moment, Password, SessionToken},
};

use crate::{Desk, DeskError};

/// A session ends after this long without use: a counter computer is often left alone
/// (OWASP ASVS 5.0, 7.3.1).
pub const SESSION_IDLE_SECONDS: i64 = 15 * 60;
/// A session ends after this long whatever happens: one working day (ASVS 7.3.2).
pub const SESSION_LIMIT_SECONDS: i64 = 10 * 60 * 60;
/// How often use is written down; a write for every page would be waste.
const TOUCH_SECONDS: i64 = 60;
/// Failures in a row that cost nothing: people mistype.
const FREE_FAILURES: u32 = 3;
/// The longest wait after a failure. Whoever keeps failing on purpose keeps strangers waiting; the
/// officer signs in with a browser that is known.
const LONGEST_LOCK_SECONDS: i64 = 15 * 60;

/// Somebody who just signed in.
#[derive(Debug, Clone)]
pub struct SignedIn {
    /// What to show from now on. It is nowhere else.
    pub token: SessionToken,
    /// Who it is.
    pub officer: Officer,
    /// When the session ends whatever happens.
    pub ends_at: Moment,
}

impl Desk {
    /// Signs an officer in. Unknown login, wrong password and too many attempts give the same
    /// answer after the same time. After three failures each attempt has to wait twice as long, but
    /// not in a browser that shows the officer's own note ([`keep_device`](Self::keep_device)):
    /// nobody can lock an officer out of it (OWASP: device cookies).
    ///
    /// # Errors
    /// [`DeskError::SignInRefused`], [`DeskError::Busy`], or the store failed.
    pub async fn sign_in(
        &self,
        login: &Login,
        password: Password,
        device: Option<&str>,
    ) -> Result<SignedIn, DeskError> {
        let now = self.ports.clock.now();
        let account = self.ports.staff.account(self.office, login).await?;
        let counted = match &account {
            Some(account) => {
                let officer = account.officer.id;
                let known = device.is_some_and(|note| self.knows_device(officer, note));
                let guard = guard_after_failure(account.guard, now);
                let staff = &self.ports.staff;
                let counted =
                    known || staff.count_attempt(self.office, officer, now, guard).await?;
                counted && account.officer.active
            }
            None => false,
        };
        let account = account.filter(|_| counted);
        let hash = account.as_ref().map(|account| account.password.clone());
        let right = self.ports.passwords.verify(password, hash).await?;
        let Some(account) = account.filter(|_| right) else {
            // Only what was tried against a real account is worth a line; strangers must not be
            // able to fill the record.
            if counted {
                self.record_refusal(login, now).await?;
            }
            return Err(DeskError::SignInRefused);
        };
        let token = SessionToken::new(self.chance());
        let session = NewSession {
            token: self.session_key(&token),
            officer: account.officer.id,
            began_at: now,
            ends_at: now.plus_seconds(SESSION_LIMIT_SECONDS),
        };
        let ends_at = session.ends_at;
        self.ports.staff.open_session(self.office, session).await?;
        Ok(SignedIn { token, officer: account.officer, ends_at })
    }

    /// The officer who is signed in with this token, with the roles of this moment.
    ///
    /// # Errors
    /// [`DeskError::NotSignedIn`], or the store failed.
    pub async fn authenticate(&self, token: &SessionToken) -> Result<Officer, DeskError> {
        let key = self.session_key(token);
        let session = self.ports.staff.session(self.office, key).await?;
        let session = session.ok_or(DeskError::NotSignedIn)?;
        let now = self.ports.clock.now();
        let idle_end = session.used_at.plus_seconds(SESSION_IDLE_SECONDS);
        if now >= session.ends_at || now >= idle_end || !session.officer.active {
            return Err(DeskError::NotSignedIn);
        }
        if now >= session.used_at.plus_seconds(TOUCH_SECONDS) {
            self.ports.staff.touch_session(self.office, key, now).await?;
        }
        Ok(session.officer)
    }

    /// Ends the session.
    ///
    /// # Errors
    /// The store failed.
    pub async fn sign_out(&self, token: &SessionToken) -> Result<(), DeskError> {
        let now = self.ports.clock.now();
        Ok(self.ports.staff.end_session(self.office, self.session_key(token), now).await?)
    }

    async fn record_refusal(&self, login: &Login, at: Moment) -> Result<(), DeskError> {
        let entry = AuditEntry {
            office: self.office,
            at,
            by: Author::Stranger,
            action: "sign-in-refused",
            subject: login.to_string(),
        };
        Ok(self.ports.ledger.append(entry).await?)
    }

    fn session_key(&self, token: &SessionToken) -> [u8; 32] {
        self.ports.sealer.fingerprint(b"session", token.expose().as_bytes())
    }
}

fn guard_after_failure(before: SignInGuard, now: Moment) -> SignInGuard {
    let failures = before.failures.saturating_add(1);
    let over = failures.saturating_sub(FREE_FAILURES);
    let wait = 1_i64.checked_shl(over).unwrap_or(i64::MAX).min(LONGEST_LOCK_SECONDS);
    let locked_until = (over > 0).then(|| now.plus_seconds(wait));
    SignInGuard { failures, locked_until }
}
