use std::{
    collections::BTreeMap,
    error::Error,
    io::{self, BufRead},
    path::{Path, PathBuf},
};

use async_trait::async_trait;
use sipoke_cli::{Demo, Host, HostError, Migration, Place, Reach, Ready, StandardsFile};
use sipoke_core::{
    office::Holiday,
    words::{OfficeCode, Password},
};
use sipoke_desk::{Desk, Published};
use sipoke_import::{read_calendar, read_standards};
use sipoke_wire::diagnostic::Diagnostic;

use crate::{
    demo, logging,
    place::{self, Kept},
    secret, server, settings,
};

/// This machine: offices where a place says, the operating system's clock and chance.
pub(crate) struct Machine;

#[async_trait]
impl Host for Machine {
    async fn open(&self, place: &Place) -> Result<Desk, HostError> {
        place::open(place).await
    }

    async fn create(&self, place: &Place, office: OfficeCode) -> Result<Desk, HostError> {
        place::create(place, office).await
    }

    fn settings(&self, place: &Place) -> Result<BTreeMap<String, String>, HostError> {
        Ok(settings::shown(&Kept::at(place)?.settings()?))
    }

    async fn migrate(&self, place: &Place, migration: Migration) -> Result<(), HostError> {
        match Kept::at(place)? {
            Kept::Folder(_) => self.open(place).await.map(drop),
            Kept::Settings(settings) => settings::migrate(&settings, migration).await,
        }
    }

    async fn demo(&self, place: &Place, fresh: bool) -> Result<Demo, HostError> {
        logging::begin_quietly();
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
        server::serve(Kept::at(place)?, desk, reach, ready).await
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

/// Names what was being done when something failed.
pub(crate) fn unavailable<E>(during: &'static str) -> impl Fn(E) -> HostError
where
    E: Error + Send + Sync + 'static,
{
    move |error| HostError::Unavailable { during, source: Box::new(error) }
}
