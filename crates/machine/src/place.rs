//! Where an office is kept: a folder, or what settings say.

use std::{env, path::Path};

use sipoke::FolderError;
use sipoke_cli::{HostError, Place, SettingsFrom};
use sipoke_core::words::OfficeCode;
use sipoke_desk::Desk;
use sipoke_import::{ServerSettings, VARIABLES, read_settings};

use crate::{host::unavailable, logging, settings};

/// Where an office is kept.
pub(crate) enum Kept<'a> {
    Folder(&'a Path),
    Settings(Box<ServerSettings>),
}

impl<'a> Kept<'a> {
    /// Where this place says. Settings go before the folder, and are also there when the
    /// environment alone says where the database is.
    pub(crate) fn at(place: &'a Place) -> Result<Self, HostError> {
        let in_environment = VARIABLES
            .iter()
            .any(|(path, name)| *path == "database.url" && env::var_os(name).is_some());
        let file = match &place.settings {
            SettingsFrom::File(file) => Some(file.as_path()),
            SettingsFrom::Environment if in_environment => None,
            SettingsFrom::Environment | SettingsFrom::Nowhere => {
                logging::begin_quietly();
                return Ok(Self::Folder(&place.data));
            }
        };
        let settings = read_settings(file).map_err(HostError::Findings)?;
        logging::begin(&settings.log);
        Ok(Self::Settings(Box::new(settings)))
    }

    /// The settings, or that there are none.
    pub(crate) fn settings(self) -> Result<ServerSettings, HostError> {
        match self {
            Self::Folder(_) => Err(HostError::NoSettings),
            Self::Settings(settings) => Ok(*settings),
        }
    }
}

/// Opens the office of this place.
pub(crate) async fn open(place: &Place) -> Result<Desk, HostError> {
    let desk = match Kept::at(place)? {
        Kept::Folder(data) => sipoke::open(data).map_err(folder_error)?,
        Kept::Settings(settings) => settings::open(&settings).await?,
    };
    match place.office {
        Some(named) if named != desk.office_code() => Err(another(place, desk.office_code())),
        Some(_) | None => Ok(desk),
    }
}

/// Opens the office of this place, and makes it first when there is none.
pub(crate) async fn create(place: &Place, office: OfficeCode) -> Result<Desk, HostError> {
    match Kept::at(place)? {
        Kept::Folder(data) => sipoke::create(data, office).map_err(folder_error),
        Kept::Settings(settings) if settings.office != office => {
            Err(another(place, settings.office))
        }
        Kept::Settings(settings) => settings::create(&settings).await,
    }
}

fn another(place: &Place, found: OfficeCode) -> HostError {
    let data = match &place.settings {
        SettingsFrom::File(file) => file.clone(),
        SettingsFrom::Environment | SettingsFrom::Nowhere => place.data.clone(),
    };
    HostError::AnotherOffice { data, found }
}

pub(crate) fn folder_error(error: FolderError) -> HostError {
    match error {
        FolderError::NothingThere(data) => HostError::NothingThere(data),
        FolderError::NotOurs(data) => HostError::NotOurs(data),
        FolderError::AnotherOffice { data, found } => HostError::AnotherOffice { data, found },
        FolderError::RecordsMissing(records) => HostError::RecordsMissing(records),
        FolderError::KeysMissing(key) => HostError::KeyMissing(key),
        FolderError::InUse(data) => HostError::AlreadyServed(data),
        FolderError::Keys(_)
        | FolderError::Records(_)
        | FolderError::Scans(_)
        | FolderError::Io { .. } => unavailable("data")(error),
    }
}
