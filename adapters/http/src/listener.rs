//! Takes connections, with a limit on everything that a stranger can send slowly, without end, or
//! very often.

use std::{
    error::Error,
    fmt,
    future::Future,
    io,
    pin::{Pin, pin},
    sync::Arc,
    task::{Context, Poll},
    time::Duration,
};

use axum::{Router, body::Body, body::Bytes};
use hyper::{
    Request,
    body::{Body as HttpBody, Frame, Incoming, SizeHint},
    server::conn::http1,
    service::service_fn,
};
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::{
    net::{TcpListener, TcpStream},
    sync::{Semaphore, watch},
    task::JoinSet,
    time::{Instant, Sleep, sleep, timeout},
};
use tower::ServiceExt;

use crate::peer::Peer;

/// More connections than this wait in the kernel until one ends.
const MOST_CONNECTIONS: usize = 4_096;
/// The head of a request must come within this time; also how long a connection may idle between
/// two requests.
const HEAD_TIME: Duration = Duration::from_secs(10);
/// The most bytes a head may have, and the piece in which bodies are read.
const BUFFER: usize = 32 * 1024;
const MOST_HEADERS: usize = 64;
/// The next piece of a body must come within this time.
const PIECE_TIME: Duration = Duration::from_secs(15);
/// A body may be as slow as it likes for this long, then it must have come at [`LEAST_RATE`].
const GRACE: Duration = Duration::from_secs(10);
/// Bytes a second: a fifth of what the slowest mobile network (EDGE) gives.
const LEAST_RATE: u32 = 1_024;
/// However well it comes, a body ends some time: nobody keeps a place for hours.
const LONGEST: Duration = Duration::from_secs(30 * 60);
/// Requests under way at the end may take this long.
const DRAIN_TIME: Duration = Duration::from_secs(10);
/// After a failed accept (usually: too many open files) something has to end first.
const PAUSE_AFTER_FAILURE: Duration = Duration::from_millis(100);

/// Serves what the router has on this listener until `shutdown` is done and the requests under way have
/// been answered, but no longer than ten seconds after.
///
/// # Errors
/// The listener cannot be used at all. What goes wrong on one connection ends that one.
pub async fn serve(
    listener: TcpListener,
    router: Router,
    shutdown: impl Future<Output = ()>,
) -> io::Result<()> {
    listener.local_addr()?;
    let room = Arc::new(Semaphore::new(MOST_CONNECTIONS));
    let (end, ending) = watch::channel(());
    let mut connections = JoinSet::new();
    let mut shutdown = pin!(shutdown);
    loop {
        let accepted = async {
            let place = room.clone().acquire_owned().await;
            (place, listener.accept().await)
        };
        tokio::select! {
            () = &mut shutdown => break,
            Some(_ended) = connections.join_next(), if !connections.is_empty() => {}
            (place, accepted) = accepted => match accepted {
                Ok((stream, address)) => {
                    let router = router.clone();
                    let (peer, ending) = (Peer::at(address.ip()), ending.clone());
                    connections.spawn(async move {
                        let _place = place;
                        converse(stream, peer, router, ending).await;
                    });
                }
                Err(error) => {
                    tracing::warn!(%error, "A connection could not be taken");
                    sleep(PAUSE_AFTER_FAILURE).await;
                }
            },
        }
    }
    drop(listener);
    end.send_replace(());
    let drained = async { while connections.join_next().await.is_some() {} };
    if timeout(DRAIN_TIME, drained).await.is_err() {
        tracing::warn!(left = connections.len(), "Requests under way were cut off");
    }
    Ok(())
}

/// One connection until it ends.
async fn converse(stream: TcpStream, peer: Peer, router: Router, mut ending: watch::Receiver<()>) {
    if let Err(error) = stream.set_nodelay(true) {
        tracing::debug!(%error, "A connection ended before it began");
        return;
    }
    let service = service_fn(move |request: Request<Incoming>| {
        let mut request = request.map(|body| Body::new(Paced::new(body)));
        request.extensions_mut().insert(peer);
        router.clone().oneshot(request)
    });
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD_TIME)
        .max_headers(MOST_HEADERS)
        .max_buf_size(BUFFER)
        .serve_connection(TokioIo::new(stream), service);
    let mut connection = pin!(connection);
    let ended = tokio::select! {
        ended = &mut connection => ended,
        _ = ending.changed() => {
            connection.as_mut().graceful_shutdown();
            connection.await
        }
    };
    if let Err(error) = ended {
        tracing::debug!(%error, "A connection ended in the middle");
    }
}

/// A body that has to keep coming. Only the time spent waiting for the client counts, so that a
/// slow disk of ours is not held against them.
struct Paced<B> {
    body: B,
    bytes: u64,
    waited: Duration,
    waiting: Option<(Instant, Pin<Box<Sleep>>)>,
}

impl<B> Paced<B> {
    fn new(body: B) -> Self {
        Self { body, bytes: 0, waited: Duration::ZERO, waiting: None }
    }

    /// How long the next piece may take.
    fn patience(&self) -> Duration {
        if self.waited > LONGEST {
            return Duration::ZERO;
        }
        let earned = Duration::from_secs(self.bytes / u64::from(LEAST_RATE));
        PIECE_TIME.min((GRACE + earned).saturating_sub(self.waited))
    }
}

impl<B> HttpBody for Paced<B>
where
    B: HttpBody<Data = Bytes> + Unpin,
    B::Error: Into<Box<dyn Error + Send + Sync>>,
{
    type Data = Bytes;
    type Error = Box<dyn Error + Send + Sync>;

    fn poll_frame(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Self::Error>>> {
        let this = self.get_mut();
        if let Poll::Ready(frame) = Pin::new(&mut this.body).poll_frame(context) {
            if let Some((since, _)) = this.waiting.take() {
                this.waited += since.elapsed();
            }
            if let Some(Ok(frame)) = &frame {
                let more = frame.data_ref().map_or(0, Bytes::len);
                this.bytes = this.bytes.saturating_add(u64::try_from(more).unwrap_or_default());
            }
            return Poll::Ready(frame.map(|frame| frame.map_err(Into::into)));
        }
        let patience = this.patience();
        let (_, limit) =
            this.waiting.get_or_insert_with(|| (Instant::now(), Box::pin(sleep(patience))));
        match limit.as_mut().poll(context) {
            Poll::Ready(()) => Poll::Ready(Some(Err(Box::new(TooSlow)))),
            Poll::Pending => Poll::Pending,
        }
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

/// The client stopped sending, or sends less than a kilobyte a second.
#[derive(Debug)]
struct TooSlow;

impl fmt::Display for TooSlow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the body came too slowly")
    }
}

impl Error for TooSlow {}
