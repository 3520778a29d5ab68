//! What the core asks of the outside: traits that adapters keep.
//!
//! Each promise is written as MUST and proven by a case of `sipoke-conformance`. Absence is
//! `Ok(None)`; only the caller knows whether it is an error. Ports are used as `Arc<dyn Port>`.

mod applications;
mod catalogue;
mod change;
mod error;
mod keeping;
mod ledger;
mod machine;
mod offices;
mod outbox;
mod staff;
mod vault;

pub use applications::{Applications, Listing, Page, Query, Summary};
pub use catalogue::{Catalogue, Publication, PublishError};
pub use change::{
    Change, Claim, CommitError, Committed, Receipt, Revision, Settled, Signature, Versioned,
};
pub use error::{StoreError, StoreErrorKind};
pub use keeping::{Sealer, Unsealable};
pub use ledger::{AuditEntry, AuditFault, AuditLine, AuditReport, Ledger};
pub use machine::{Clock, Entropy, Passwords, PasswordsBusy};
pub use offices::Offices;
pub use outbox::{Audience, Notice, NoticeKind, Outbox};
pub use staff::{NewSession, Officer, OfficerAccount, Session, SignInGuard, Staff, StaffError};
pub use vault::{RejectedScan, ScanReader, Upload, Vault, VaultError};

#[cfg(feature = "mock")]
pub use {
    applications::MockApplications, catalogue::MockCatalogue, ledger::MockLedger,
    machine::MockPasswords, offices::MockOffices, outbox::MockOutbox, staff::MockStaff,
    vault::MockVault,
};
