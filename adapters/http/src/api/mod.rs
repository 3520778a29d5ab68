//! The JSON API under `/api/v1`.

pub(crate) mod applications;
pub(crate) mod cases;
pub(crate) mod documents;
pub(crate) mod health;
pub(crate) mod openapi;
pub(crate) mod records;
pub(crate) mod request;
pub(crate) mod services;
pub(crate) mod sessions;

pub(crate) use services::Shelf;
