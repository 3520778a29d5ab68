use http::{Uri, uri::Scheme};
use object_store::{
    BackoffConfig, RetryConfig,
    aws::{AmazonS3, AmazonS3Builder, Checksum, S3ConditionalPut},
    path::Path,
};

use super::{
    settings::{ObjectSettings, ObjectSettingsError},
    transport::Transport,
};

/// A client for the bucket, and the path that all keys begin with.
pub(super) fn connect(settings: &ObjectSettings) -> Result<(AmazonS3, Path), ObjectSettingsError> {
    let (scheme, authority) = store(&settings.endpoint).ok_or(ObjectSettingsError::Endpoint)?;
    if !is_bucket(&settings.bucket) {
        return Err(ObjectSettingsError::Bucket);
    }
    let prefix = Path::parse(&settings.prefix).map_err(|_| ObjectSettingsError::Prefix)?;
    if settings.at_once == 0 {
        return Err(ObjectSettingsError::AtOnce);
    }
    // The library wants the bucket in the endpoint when it is part of the host.
    let endpoint = match settings.path_style {
        true => format!("{scheme}://{authority}"),
        false => format!("{scheme}://{}.{authority}", settings.bucket),
    };
    let plain = scheme == Scheme::HTTP;
    let patience = settings.patience;
    let transport = Transport::new(plain, patience).map_err(ObjectSettingsError::Certificates)?;
    let client = AmazonS3Builder::new()
        .with_endpoint(endpoint)
        .with_region(&settings.region)
        .with_bucket_name(&settings.bucket)
        .with_virtual_hosted_style_request(!settings.path_style)
        .with_access_key_id(settings.credentials.access_key.as_str())
        .with_secret_access_key(settings.credentials.secret_key.as_str())
        .with_allow_http(plain)
        // A store that knows it refuses what was changed on the way; the signature covers it too.
        .with_checksum_algorithm(Checksum::SHA256)
        // One object at a time is removed, and not every store knows how to remove many.
        .with_disable_bulk_delete(true)
        .with_conditional_put(S3ConditionalPut::ETagMatch)
        .with_retry(RetryConfig {
            backoff: BackoffConfig {
                init_backoff: patience.pause,
                max_backoff: patience.longest_pause,
                base: 2.0,
            },
            max_retries: patience.retries,
            retry_timeout: patience.request,
        })
        .with_http_connector(transport)
        .build()
        .map_err(|fault| ObjectSettingsError::Client(Box::new(fault)))?;
    Ok((client, prefix))
}

/// Scheme and authority of an endpoint; HTTPS when it names none.
fn store(endpoint: &str) -> Option<(Scheme, String)> {
    let whole = match endpoint.contains("://") {
        true => endpoint.to_owned(),
        false => format!("https://{endpoint}"),
    };
    let uri: Uri = whole.parse().ok()?;
    let scheme = uri.scheme().filter(|scheme| [Scheme::HTTPS, Scheme::HTTP].contains(scheme))?;
    let authority = uri.authority()?.as_str();
    let bare = uri.path() == "/" && uri.query().is_none() && !authority.contains('@');
    bare.then(|| (scheme.clone(), authority.to_owned()))
}

fn is_bucket(name: &str) -> bool {
    let inside = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
    (3..=63).contains(&name.len())
        && name.bytes().all(|byte| inside(byte) || matches!(byte, b'.' | b'-'))
        && name.bytes().next().is_some_and(inside)
        && name.bytes().next_back().is_some_and(inside)
}
