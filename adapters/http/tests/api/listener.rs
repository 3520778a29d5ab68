//! What a stranger can do to the listener itself. The clock of these tests stands still and jumps
//! to whatever is waited for, so that nobody waits.

use std::time::Duration;

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    sync::oneshot,
    task::JoinHandle,
    time::Instant,
};

use super::office::Office;

struct Served {
    address: std::net::SocketAddr,
    stop: oneshot::Sender<()>,
    server: JoinHandle<std::io::Result<()>>,
}

async fn served() -> Served {
    let office = Office::open().await;
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let (stop, stopped) = oneshot::channel::<()>();
    let server = tokio::spawn(async move {
        sipoke_http::serve(listener, office.router, async {
            let _ = stopped.await;
        })
        .await
    });
    Served { address, stop, server }
}

/// Sends this, then nothing, and gives what came back until the server hung up, and how long that
/// took.
async fn said(address: std::net::SocketAddr, bytes: &[u8]) -> (String, Duration) {
    let mut stream = TcpStream::connect(address).await.unwrap();
    stream.write_all(bytes).await.unwrap();
    let (begun, mut answer) = (Instant::now(), Vec::new());
    let _ = stream.read_to_end(&mut answer).await;
    (String::from_utf8_lossy(&answer).into_owned(), begun.elapsed())
}

#[tokio::test(start_paused = true)]
async fn a_head_that_never_ends_is_cut_off() {
    let served = served().await;

    let (answer, after) = said(served.address, b"GET /api/v1/services HTTP/1.1\r\nHost: k").await;

    assert!(answer.is_empty() || answer.starts_with("HTTP/1.1 408"), "{answer}");
    assert!(after <= Duration::from_secs(11), "{after:?}");
}

#[tokio::test(start_paused = true)]
async fn a_body_that_stops_coming_is_cut_off_with_an_answer() {
    let served = served().await;
    let head = b"POST /api/v1/sessions HTTP/1.1\r\nHost: k\r\nContent-Type: application/json\r\n\
        Content-Length: 100\r\n\r\n{\"login\":";

    let (answer, after) = said(served.address, head).await;

    assert!(answer.starts_with("HTTP/1.1 4"), "{answer}");
    assert!(after <= Duration::from_secs(26), "{after:?}");
}

#[tokio::test(start_paused = true)]
async fn a_head_with_too_many_lines_is_refused() {
    let served = served().await;
    let lines = "X-Banyak: 1\r\n".repeat(100);
    let head = format!("GET /api/v1/services HTTP/1.1\r\nHost: k\r\n{lines}\r\n");

    let (answer, _) = said(served.address, head.as_bytes()).await;

    assert!(answer.starts_with("HTTP/1.1 431"), "{answer}");
}

#[tokio::test(start_paused = true)]
async fn a_length_that_contradicts_the_coding_is_refused() {
    let served = served().await;
    let smuggled = b"POST /api/v1/sessions HTTP/1.1\r\nHost: k\r\nContent-Length: 5\r\n\
        Content-Length: 50\r\nContent-Type: application/json\r\n\r\n{}   ";

    let (answer, _) = said(served.address, smuggled).await;

    assert!(answer.starts_with("HTTP/1.1 400"), "{answer}");
}

#[tokio::test(start_paused = true)]
async fn a_server_that_is_told_to_stop_takes_nobody_new_and_ends() {
    let Served { address, stop, server } = served().await;
    let idle = TcpStream::connect(address).await.unwrap();

    stop.send(()).unwrap();

    server.await.unwrap().unwrap();
    assert!(TcpStream::connect(address).await.is_err());
    drop(idle);
}
