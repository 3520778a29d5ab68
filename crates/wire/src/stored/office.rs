use serde::{Deserialize, Serialize};
use sipoke_core::{
    access::Role,
    office::{
        Act, ApprovalChain, ApprovalStep, NumberFormat, NumberScope, Numbering, Office, Section,
    },
    words::{OfficeCode, SectionCode, Zone},
};

use super::{StoredError, read, text::Text, version::Version, write};

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct StoredOffice {
    v: Version,
    code: OfficeCode,
    name: String,
    district: String,
    city: String,
    province: String,
    zone: Zone,
    address: Option<String>,
    phone: Option<String>,
    hours: Option<String>,
    notice: Option<String>,
    sections: Vec<StoredSection>,
    chain: Vec<StoredStep>,
    numbering: StoredNumbering,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct StoredSection {
    code: SectionCode,
    name: String,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct StoredStep {
    act: Act,
    role: Role,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct StoredNumbering {
    scope: NumberScope,
    format: Text<NumberFormat>,
}

pub(super) fn write_chain(chain: &ApprovalChain) -> Vec<StoredStep> {
    chain
        .steps()
        .iter()
        .map(|ApprovalStep { act, role }| StoredStep { act: *act, role: *role })
        .collect()
}

pub(super) fn read_chain(steps: Vec<StoredStep>) -> Result<ApprovalChain, StoredError> {
    let steps = steps.into_iter().map(|StoredStep { act, role }| ApprovalStep { act, role });
    Ok(ApprovalChain::new(steps.collect())?)
}

/// The office as bytes.
#[must_use]
pub fn encode_office(office: &Office) -> Vec<u8> {
    let Office {
        code,
        name,
        district,
        city,
        province,
        zone,
        address,
        phone,
        hours,
        notice,
        sections,
        chain,
        numbering: Numbering { scope, format },
    } = office.clone();
    write(&StoredOffice {
        v: Version,
        code,
        name,
        district,
        city,
        province,
        zone,
        address,
        phone,
        hours,
        notice,
        sections: sections
            .into_iter()
            .map(|Section { code, name }| StoredSection { code, name })
            .collect(),
        chain: write_chain(&chain),
        numbering: StoredNumbering { scope, format: Text(format) },
    })
}

/// Reads an office.
///
/// # Errors
/// [`StoredError`] when the bytes are none.
pub fn decode_office(bytes: &[u8]) -> Result<Office, StoredError> {
    let StoredOffice {
        v: Version,
        code,
        name,
        district,
        city,
        province,
        zone,
        address,
        phone,
        hours,
        notice,
        sections,
        chain,
        numbering: StoredNumbering { scope, format: Text(format) },
    } = read(bytes)?;
    Ok(Office {
        code,
        name,
        district,
        city,
        province,
        zone,
        address,
        phone,
        hours,
        notice,
        sections: sections
            .into_iter()
            .map(|StoredSection { code, name }| Section { code, name })
            .collect(),
        chain: read_chain(chain)?,
        numbering: Numbering { scope, format },
    })
}
