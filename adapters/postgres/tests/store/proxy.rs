//! Stands between the store and the server, and cuts the line when it is told to.

use std::sync::{
    Arc, Mutex,
    atomic::{AtomicU32, Ordering},
};

use sipoke_test_postgres::Database;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream, UnixStream},
};

/// When the line is cut: at the next `COMMIT` that is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Cut {
    /// Before it reaches the server.
    Before,
    /// As soon as it was sent on, while the server is still at it.
    During,
    /// After the server did it and before its answer.
    After,
}

/// A line to the server that can be cut.
pub(crate) struct Proxy {
    port: u16,
    cuts: Arc<Mutex<Vec<Cut>>>,
    asked: Arc<AtomicU32>,
}

/// What the pool asks a connection that comes back, while nobody waits for it.
const PING: &[u8] = b"S\0\0\0\x04";

impl Proxy {
    pub(crate) async fn start(socket: String) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let cuts = Arc::new(Mutex::new(Vec::new()));
        let next = Arc::clone(&cuts);
        let asked = Arc::new(AtomicU32::new(0));
        let count = Arc::clone(&asked);
        tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                let server = UnixStream::connect(&socket).await.unwrap();
                tokio::spawn(carry(client, server, Arc::clone(&next), Arc::clone(&count)));
            }
        });
        Self { port, cuts, asked }
    }

    /// The address of the database through this line.
    pub(crate) fn url(&self, database: &Database, role: &str) -> String {
        format!("postgres://{role}@127.0.0.1:{}/{}?sslmode=disable", self.port, database.name())
    }

    /// Has the line cut at the next commits.
    pub(crate) fn cut(&self, cuts: &[Cut]) {
        *self.cuts.lock().unwrap() = cuts.iter().rev().copied().collect();
    }

    /// How often the server was asked while somebody waited, since the last time.
    pub(crate) fn round_trips(&self) -> u32 {
        self.asked.swap(0, Ordering::Relaxed)
    }

    /// Whether all cuts were made.
    pub(crate) fn was_cut(&self) -> bool {
        self.cuts.lock().unwrap().is_empty()
    }
}

async fn carry(
    mut client: TcpStream,
    mut server: UnixStream,
    cuts: Arc<Mutex<Vec<Cut>>>,
    count: Arc<AtomicU32>,
) {
    let (mut asked, mut answered) = (vec![0; 65_536], vec![0; 65_536]);
    loop {
        tokio::select! {
            read = client.read(&mut asked) => {
                let Ok(length @ 1..) = read else { return };
                count.fetch_add(u32::from(&asked[..length] != PING), Ordering::Relaxed);
                let commits = asked[..length].windows(7).any(|part| part == b"COMMIT\0");
                let cut = if commits { cuts.lock().unwrap().pop() } else { None };
                if cut == Some(Cut::Before) {
                    return;
                }
                server.write_all(&asked[..length]).await.unwrap();
                if cut == Some(Cut::During) {
                    return;
                }
                if cut == Some(Cut::After) {
                    let done = server.read(&mut answered).await.unwrap();
                    assert!(answered[..done].windows(7).any(|part| part == b"COMMIT\0"));
                    return;
                }
            }
            read = server.read(&mut answered) => {
                let Ok(length @ 1..) = read else { return };
                if client.write_all(&answered[..length]).await.is_err() {
                    return;
                }
            }
        }
    }
}
