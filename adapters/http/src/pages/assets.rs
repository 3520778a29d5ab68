//! The stylesheet and the mark, inside the program. An address carries the hash of its content, so
//! that browsers keep the file for ever and never show an old one.

use std::sync::LazyLock;

use axum::{
    extract::Path,
    http::header,
    response::{IntoResponse, Response},
};
use sipoke_core::problem::ProblemCode;

use super::Fault;

struct Asset {
    name: &'static str,
    ending: &'static str,
    media_type: &'static str,
    content: &'static str,
}

const STYLE: Asset = Asset {
    name: "gaya",
    ending: "css",
    media_type: "text/css; charset=utf-8",
    content: include_str!("../../assets/gaya.css"),
};
const MARK: Asset = Asset {
    name: "tanda",
    ending: "svg",
    media_type: "image/svg+xml",
    content: include_str!("../../assets/tanda.svg"),
};

/// Where the stylesheet is.
pub(super) static STYLE_ADDRESS: LazyLock<String> = LazyLock::new(|| STYLE.address());
/// Where the mark is.
pub(super) static MARK_ADDRESS: LazyLock<String> = LazyLock::new(|| MARK.address());

impl Asset {
    fn address(&self) -> String {
        format!("/aset/{}-{:016x}.{}", self.name, fingerprint(self.content), self.ending)
    }
}

/// FNV-1a: it tells one edition of a file from another, which is all that is asked of it.
fn fingerprint(content: &str) -> u64 {
    content.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}

/// `GET /aset/{nama}`
pub(crate) async fn show(Path(name): Path<String>) -> Result<Response, Fault> {
    let address = format!("/aset/{name}");
    let known = [(&*STYLE_ADDRESS, STYLE), (&*MARK_ADDRESS, MARK)];
    let found = known.into_iter().find(|(known, _)| **known == address);
    let (_, asset) = found.ok_or(Fault::of(ProblemCode::NotFound))?;
    Ok(([(header::CONTENT_TYPE, asset.media_type)], asset.content).into_response())
}
