use std::{io, path::Path, sync::Arc};

use sipoke::Hold;
use sipoke_cli::{HostError, Reach, Ready};
use sipoke_desk::Desk;
use sipoke_http::{App, Settings};
use sipoke_system::{SystemClock, SystemEntropy};
use tokio::{
    net::TcpListener,
    signal::{
        ctrl_c,
        unix::{SignalKind, signal},
    },
};

use crate::host::{folder_error, unavailable};

/// Serves the office of this folder until the process is asked to end.
pub(crate) async fn serve(
    data: &Path,
    desk: Desk,
    reach: Reach,
    ready: Ready<'_>,
) -> Result<(), HostError> {
    let hold = Hold::take(data).map_err(folder_error)?;
    let listen = reach.listen;
    let listener = TcpListener::bind(listen).await.map_err(|error| match error.kind() {
        io::ErrorKind::AddrInUse => HostError::AddressInUse(listen),
        _ => unavailable("listen")(error),
    })?;
    let address = listener.local_addr().map_err(unavailable("listen"))?;
    let swept = hold.sweep().await.map_err(folder_error)?;
    if swept > 0 {
        tracing::info!(swept, "Removed {swept} uploads that an earlier process left half done");
    }
    let settings = Settings { public_address: reach.public_address };
    let app = App::new(desk, Arc::new(SystemClock), Arc::new(SystemEntropy), settings);
    let stop = stop().map_err(unavailable("signals"))?;
    ready(address);
    sipoke_http::serve(listener, app, stop).await.map_err(unavailable("serve"))
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
