use std::{
    io,
    net::{Ipv4Addr, Ipv6Addr, SocketAddr},
    sync::Arc,
};

use sipoke::Hold;
use sipoke_cli::{HostError, Reach, Ready};
use sipoke_desk::Desk;
use sipoke_http::{App, Settings};
use sipoke_import::Http;
use sipoke_system::{SystemClock, SystemEntropy};
use tokio::{
    net::TcpListener,
    signal::{
        ctrl_c,
        unix::{SignalKind, signal},
    },
    sync::watch,
};

use crate::{
    host::unavailable,
    place::{Kept, folder_error},
};

/// Serves the office until the process is asked to end.
pub(crate) async fn serve(
    kept: Kept<'_>,
    desk: Desk,
    reach: Reach,
    ready: Ready<'_>,
) -> Result<(), HostError> {
    let (hold, http) = match kept {
        Kept::Folder(data) => (Some(Hold::take(data).map_err(folder_error)?), None),
        Kept::Settings(settings) => (None, Some(settings.http)),
    };
    let set = |of: fn(&Http) -> SocketAddr| http.as_ref().map(of);
    let usual = SocketAddr::from((Ipv4Addr::LOCALHOST, 8080));
    let listen = reach.listen.or(set(|http| http.listen)).unwrap_or(usual);
    let listener = listen_at(listen).await?;
    let measured = match http.as_ref().and_then(|http| http.metrics) {
        Some(address) => Some(listen_at(address).await?),
        None => None,
    };
    let address = listener.local_addr().map_err(unavailable("listen"))?;
    if let Some(hold) = &hold {
        let swept = hold.sweep().await.map_err(folder_error)?;
        if swept > 0 {
            tracing::info!(swept, "Removed {swept} uploads that an earlier process left half done");
        }
    }
    let settings = reached(reach, http);
    let app = App::new(desk, Arc::new(SystemClock), Arc::new(SystemEntropy), settings);
    let (end, ending) = watch::channel(());
    let stop = stop().map_err(unavailable("signals"))?;
    ready(address);
    let serving = sipoke_http::serve(listener, sipoke_http::router(app.clone()), async {
        stop.await;
        tracing::info!("Asked to end; requests under way are answered first");
        drop(end);
    });
    let measuring = async {
        match measured {
            Some(listener) => {
                let ended = |mut ending: watch::Receiver<()>| async move {
                    let _ended = ending.changed().await;
                };
                sipoke_http::serve(listener, sipoke_http::metrics(app), ended(ending)).await
            }
            None => Ok(()),
        }
    };
    tokio::try_join!(serving, measuring).map(|_| ()).map_err(unavailable("serve"))
}

/// What was said on the command line goes before the settings. Whoever has a public address has a
/// proxy in front, usually on this machine.
fn reached(reach: Reach, http: Option<Http>) -> Settings {
    let (set_address, set_proxies) =
        http.map(|http| (http.public_address, http.proxies)).unwrap_or_default();
    let public_address = reach.public_address.or(set_address);
    let mut proxies = if reach.proxies.is_empty() { set_proxies } else { reach.proxies };
    if proxies.is_empty() && public_address.is_some() {
        proxies = vec![Ipv4Addr::LOCALHOST.into(), Ipv6Addr::LOCALHOST.into()];
    }
    Settings { public_address, proxies }
}

async fn listen_at(address: SocketAddr) -> Result<TcpListener, HostError> {
    TcpListener::bind(address).await.map_err(|error| match error.kind() {
        io::ErrorKind::AddrInUse => HostError::AddressInUse(address),
        _ => unavailable("listen")(error),
    })
}

/// Ends with Ctrl-C or SIGTERM, whichever comes first.
fn stop() -> io::Result<impl Future<Output = ()> + Send> {
    let mut terminate = signal(SignalKind::terminate())?;
    Ok(async move {
        tokio::select! {
            _ = ctrl_c() => {}
            _ = terminate.recv() => {}
        }
    })
}
