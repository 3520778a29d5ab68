//! What is refused before a store is asked, and what never shows.

use std::{io, sync::Arc};

use sipoke_conformance::{memory::SeededEntropy, samples};
use sipoke_core::ports::VaultError;
use sipoke_vault::{Credentials, ObjectSettings, ObjectSettingsError, ObjectVault};
use tokio::{io::AsyncReadExt, net::TcpListener};

use crate::{
    bench::{Bench, id, put},
    server::SECRET,
};

/// The fault of these settings, if any.
fn fault(bench: &Bench, change: impl FnOnce(&mut ObjectSettings)) -> Option<ObjectSettingsError> {
    let mut settings = bench.settings.clone();
    change(&mut settings);
    ObjectVault::new(&settings, bench.keys(), Arc::new(SeededEntropy::new(1))).err()
}

#[tokio::test]
async fn an_endpoint_is_the_address_of_a_store_and_nothing_more() {
    let bench = Bench::new().await;
    let endpoint = |address: &str| fault(&bench, |settings| settings.endpoint = address.to_owned());

    for address in ["s3.kota.example", "https://s3.kota.example:9000", "http://127.0.0.1:9000/"] {
        assert!(endpoint(address).is_none(), "{address}");
    }
    for address in
        ["", "ftp://s3.example", "https://", "https://a@s3.example", "s3.example/b", "s3.example?x"]
    {
        let fault = endpoint(address);
        assert!(matches!(fault, Some(ObjectSettingsError::Endpoint)), "{address}: {fault:?}");
    }
}

#[tokio::test]
async fn names_that_s3_does_not_allow_are_refused() {
    let bench = Bench::new().await;

    for name in ["", "ab", "Pindaian", "pindaian/x", "-pindaian", "pindaian.", "pin daian"] {
        let fault = fault(&bench, |settings| settings.bucket = name.to_owned());
        assert!(matches!(fault, Some(ObjectSettingsError::Bucket)), "{name}: {fault:?}");
    }
    for prefix in ["../x", "a//b", "a/../b"] {
        let fault = fault(&bench, |settings| settings.prefix = prefix.to_owned());
        assert!(matches!(fault, Some(ObjectSettingsError::Prefix)), "{prefix}: {fault:?}");
    }
    let none = fault(&bench, |settings| settings.at_once = 0);
    assert!(matches!(none, Some(ObjectSettingsError::AtOnce)), "{none:?}");
}

#[tokio::test]
async fn credentials_never_show() {
    let bench = Bench::new().await;

    let shown = format!("{:?} {:#?}", bench.settings, bench.settings.credentials);

    assert!(!shown.contains(SECRET) && !shown.contains("kantor\""), "{shown}");
}

#[tokio::test]
async fn a_wrong_secret_stores_nothing_and_shows_no_secret() {
    let bench = Bench::with(|settings| {
        settings.credentials = Credentials::new("kantor", "SALAH-SEKALI");
    })
    .await;

    let refused = bench.put(id(1), &samples::pdf()).await;

    let shown = format!("{refused:?}");
    assert!(matches!(refused, Err(VaultError::Unavailable(_))), "{shown}");
    assert!(!shown.contains("SALAH-SEKALI"), "{shown}");
    assert_eq!(bench.server.asked(), "PUT");
}

#[tokio::test]
async fn a_store_that_is_not_there_is_unavailable() {
    let free = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = free.local_addr().unwrap();
    drop(free);
    let bench = Bench::with(|settings| settings.endpoint = format!("http://{address}")).await;

    let stored = bench.put(id(1), &samples::pdf()).await;

    assert!(matches!(stored, Err(VaultError::Unavailable(_))), "{stored:?}");
}

/// The first byte that a client sends: 22 begins a TLS handshake (RFC 8446, section 5.1), `P` a PUT.
async fn first_byte(scheme: &str) -> io::Result<u8> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let address = listener.local_addr()?;
    let bench = Bench::with(|settings| {
        settings.endpoint = format!("{scheme}{address}");
        settings.patience.retries = 0;
    })
    .await;
    let sending = tokio::spawn(async move { put(&*bench.vault, id(1), &samples::pdf()).await });

    let (mut socket, _) = listener.accept().await?;
    let first = socket.read_u8().await?;
    sending.abort();
    Ok(first)
}

#[tokio::test]
async fn without_a_scheme_the_store_is_asked_over_tls() {
    assert_eq!(first_byte("").await.unwrap(), 22);
    assert_eq!(first_byte("https://").await.unwrap(), 22);
    assert_eq!(first_byte("http://").await.unwrap(), b'P');
}
