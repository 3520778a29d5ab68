use std::{error::Error, io, time::Duration};

use async_trait::async_trait;
use http::{StatusCode, header::RETRY_AFTER};
use http_body_util::BodyExt;
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::{
    client::legacy::{Client, connect::HttpConnector as Connector},
    rt::{TokioExecutor, TokioTimer},
};
use object_store::{
    ClientOptions,
    client::{
        HttpClient, HttpConnector, HttpError, HttpErrorKind, HttpRequest, HttpRequestBody,
        HttpResponse, HttpResponseBody, HttpService,
    },
};
use tokio::time::{sleep, timeout};

use super::settings::Patience;

/// The longest wait for a connection: a store that is there answers at once.
const CONNECT: Duration = Duration::from_secs(5);

/// How requests get to the store: hyper with rustls, ring, and the authorities that this machine
/// trusts. It follows no redirect and no proxy of the environment: the store is where the settings
/// say, or nowhere.
#[derive(Debug, Clone)]
pub(super) struct Transport {
    client: Client<HttpsConnector<Connector>, HttpRequestBody>,
    patience: Patience,
}

impl Transport {
    pub(super) fn new(plain: bool, patience: Patience) -> io::Result<Self> {
        let provider = rustls::crypto::ring::default_provider();
        let tls = HttpsConnectorBuilder::new().with_provider_and_native_roots(provider)?;
        let schemes = if plain { tls.https_or_http() } else { tls.https_only() };
        let mut tcp = Connector::new();
        tcp.enforce_http(false);
        tcp.set_nodelay(true);
        tcp.set_connect_timeout(Some(patience.request.min(CONNECT)));
        let connector = schemes.enable_http1().wrap_connector(tcp);
        let client = Client::builder(TokioExecutor::new())
            .pool_timer(TokioTimer::new())
            .pool_idle_timeout(Duration::from_secs(60))
            .build(connector);
        Ok(Self { client, patience })
    }
}

impl HttpConnector for Transport {
    fn connect(&self, _options: &ClientOptions) -> object_store::Result<HttpClient> {
        Ok(HttpClient::new(self.clone()))
    }
}

#[async_trait]
impl HttpService for Transport {
    async fn call(&self, request: HttpRequest) -> Result<HttpResponse, HttpError> {
        let asked = timeout(self.patience.request, self.client.request(request));
        let response = match asked.await {
            Ok(Ok(response)) => response,
            Ok(Err(fault)) if fault.is_connect() => {
                return Err(HttpError::new(HttpErrorKind::Connect, fault));
            }
            // The request may have been carried out, so only what may be repeated is.
            Ok(Err(fault)) => return Err(HttpError::new(HttpErrorKind::Interrupted, fault)),
            Err(elapsed) => return Err(HttpError::new(HttpErrorKind::Timeout, elapsed)),
        };
        if let Some(pause) = pause_asked_for(&response) {
            // The library repeats on its own schedule; this makes it wait as the store asked.
            sleep(pause.min(self.patience.longest_pause)).await;
        }
        let (head, body) = response.into_parts();
        let body = body.map_err(|fault| HttpError::new(HttpErrorKind::Interrupted, fault));
        Ok(HttpResponse::from_parts(head, HttpResponseBody::new(body)))
    }
}

fn pause_asked_for<B>(response: &http::Response<B>) -> Option<Duration> {
    let busy = [StatusCode::SERVICE_UNAVAILABLE, StatusCode::TOO_MANY_REQUESTS];
    let asked =
        response.headers().get(RETRY_AFTER).filter(|_| busy.contains(&response.status()))?;
    asked.to_str().ok()?.parse().ok().map(Duration::from_secs)
}

/// Everything that led to a fault, in one line: the library hides the answer of the store below.
pub(super) fn whole_story(fault: &(dyn Error + 'static)) -> String {
    let causes = std::iter::successors(Some(fault), |cause| (*cause).source());
    causes.map(ToString::to_string).collect::<Vec<_>>().join(": ")
}
