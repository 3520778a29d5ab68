use std::{
    error::Error,
    io::{self, BufRead},
    path::{Path, PathBuf},
};

use async_trait::async_trait;
use sipoke::FolderError;
use sipoke_cli::{Demo, Host, HostError, Place, Reach, Ready, StandardsFile};
use sipoke_core::{
    office::Holiday,
    words::{OfficeCode, Password},
};
use sipoke_desk::{Desk, Published};
use sipoke_import::{read_calendar, read_standards};
use sipoke_wire::diagnostic::Diagnostic;

use crate::{demo, secret, server};

/// This machine: offices in folders, the operating system's clock and chance.
pub(crate) struct Machine;

#[async_trait]
impl Host for Machine {
    async fn open(&self, place: &Place) -> Result<Desk, HostError> {
        let desk = sipoke::open(&place.data).map_err(folder_error)?;
        match place.office {
            Some(named) if named != desk.office_code() => Err(HostError::AnotherOffice {
                data: place.data.clone(),
                found: desk.office_code(),
            }),
            Some(_) | None => Ok(desk),
        }
    }

    async fn create(&self, place: &Place, office: OfficeCode) -> Result<Desk, HostError> {
        sipoke::create(&place.data, office).map_err(folder_error)
    }

    async fn demo(&self, place: &Place, fresh: bool) -> Result<Demo, HostError> {
        demo::open(&place.data, fresh).await
    }

    fn read_standards(
        &self,
        files: &[PathBuf],
        published: Option<&Published>,
    ) -> Result<StandardsFile, HostError> {
        let editions = published.map(|published| published.editions.as_slice());
        let known: Vec<_> =
            editions.unwrap_or_default().iter().map(|one| one.standard.clone()).collect();
        let batch = read_standards(files, &known).map_err(HostError::Findings)?;
        let (office, standards, warnings) = (batch.office, batch.standards, batch.warnings);
        Ok(StandardsFile { office, standards, warnings })
    }

    fn read_calendar(&self, file: &Path) -> Result<(Vec<Holiday>, Vec<Diagnostic>), HostError> {
        let batch = read_calendar(file).map_err(HostError::Findings)?;
        Ok((batch.holidays, batch.warnings))
    }

    async fn serve(
        &self,
        place: &Place,
        desk: Desk,
        reach: Reach,
        ready: Ready<'_>,
    ) -> Result<(), HostError> {
        server::serve(&place.data, desk, reach, ready).await
    }

    fn fresh_password(&self) -> Result<Password, HostError> {
        secret::password().map_err(unavailable("password"))
    }

    fn piped_line(&self) -> io::Result<String> {
        let mut line = String::new();
        io::stdin().lock().read_line(&mut line)?;
        Ok(line)
    }
}

pub(crate) fn folder_error(error: FolderError) -> HostError {
    match error {
        FolderError::NothingThere(data) => HostError::NothingThere(data),
        FolderError::NotOurs(data) => HostError::NotOurs(data),
        FolderError::AnotherOffice { data, found } => HostError::AnotherOffice { data, found },
        FolderError::KeysMissing(key) => HostError::KeyMissing(key),
        FolderError::InUse(data) => HostError::AlreadyServed(data),
        FolderError::Keys(_)
        | FolderError::Records(_)
        | FolderError::Scans(_)
        | FolderError::Io { .. } => unavailable("data")(error),
    }
}

/// Names what was being done when something failed.
pub(crate) fn unavailable<E>(during: &'static str) -> impl Fn(E) -> HostError
where
    E: Error + Send + Sync + 'static,
{
    move |error| HostError::Unavailable { during, source: Box::new(error) }
}
