//! A store that speaks S3 (s3s, with files below a folder of the test) and does wrong on request.

use std::{
    collections::VecDeque,
    fs, io,
    path::{Path, PathBuf},
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use bytes::Bytes;
use futures_util::stream;
use http::{HeaderValue, Method, Request, Response, StatusCode, header};
use http_body_util::{BodyExt, StreamBody};
use hyper::{
    body::{Frame, Incoming},
    server::conn::http1,
    service::service_fn,
};
use hyper_util::rt::TokioIo;
use s3s::{
    Body,
    auth::SimpleAuth,
    service::{S3Service, S3ServiceBuilder},
};
use s3s_fs::FileSystem;
use tempfile::TempDir;
use tokio::{
    net::TcpListener,
    sync::{Notify, watch},
    time::timeout,
};

pub(crate) const BUCKET: &str = "pindaian";
pub(crate) const ACCESS: &str = "kantor";
pub(crate) const SECRET: &str = "RAHASIA-BUCKET";

/// What the store does wrong, once.
#[derive(Clone)]
pub(crate) enum Fault {
    /// It answers this and does nothing.
    Refuse(StatusCode),
    /// It says that there is no such bucket.
    NoBucket,
    /// It is busy, does nothing, and asks to wait this many seconds.
    SlowDown(u64),
    /// It does what was asked and answers that it failed.
    FailAfter,
    /// It does what was asked; the connection is cut before the answer.
    CutAfter,
    /// It does what was asked and never answers.
    Silent,
    /// It does what was asked and shows another ETag.
    WrongETag,
    /// It says that it stored, but kept half.
    KeepHalf,
    /// It says that it stored, but one bit turned over.
    KeepChanged,
    /// It says that it stored, but kept nothing.
    KeepNothing,
    /// The connection is cut after so many bytes of the answer.
    CutBody(usize),
    /// It tells that the request came, and waits until it may go on.
    Hold(Arc<Held>),
}

#[derive(Default)]
pub(crate) struct Held {
    pub(crate) came: Notify,
    pub(crate) go_on: Notify,
}

pub(crate) struct Server {
    _root: TempDir,
    pub(crate) address: String,
    state: Arc<State>,
}

struct State {
    bucket: PathBuf,
    s3: S3Service,
    script: Mutex<VecDeque<(Method, Fault)>>,
    /// The methods that were asked, and those of which all was done.
    asked: Mutex<Vec<Method>>,
    done: watch::Sender<Vec<Method>>,
    busy: AtomicUsize,
    busiest: AtomicUsize,
}

impl Server {
    pub(crate) async fn start() -> Self {
        let root = tempfile::tempdir().unwrap();
        let bucket = root.path().join(BUCKET);
        fs::create_dir(&bucket).unwrap();
        let mut s3 = S3ServiceBuilder::new(FileSystem::new(root.path()).unwrap());
        s3.set_auth(SimpleAuth::from_single(ACCESS, SECRET));
        let state = Arc::new(State {
            bucket,
            s3: s3.build(),
            script: Mutex::default(),
            asked: Mutex::default(),
            done: watch::Sender::default(),
            busy: AtomicUsize::new(0),
            busiest: AtomicUsize::new(0),
        });
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        tokio::spawn(serve(listener, state.clone()));
        Self { _root: root, address, state }
    }

    /// The next request with this method that has no fault yet gets this one.
    pub(crate) fn fail(&self, method: Method, fault: Fault) {
        self.state.script.lock().unwrap().push_back((method, fault));
    }

    pub(crate) fn bucket(&self) -> &Path {
        &self.state.bucket
    }

    /// The objects that are stored.
    pub(crate) fn objects(&self) -> Vec<PathBuf> {
        files_below(self.bucket())
    }

    /// The methods of all requests since the last time this was asked, as one line.
    pub(crate) fn asked(&self) -> String {
        let asked = std::mem::take(&mut *self.state.asked.lock().unwrap());
        asked.iter().map(Method::as_str).collect::<Vec<_>>().join(" ")
    }

    /// Waits until a request with this method was done.
    pub(crate) async fn done(&self, method: Method) {
        let mut done = self.state.done.subscribe();
        let seen = done.wait_for(|done| done.contains(&method));
        timeout(Duration::from_secs(30), seen).await.expect("it was never asked for").unwrap();
    }

    /// How many requests to store were there at the same time.
    pub(crate) fn busiest(&self) -> usize {
        self.state.busiest.load(Ordering::SeqCst)
    }
}

async fn serve(listener: TcpListener, state: Arc<State>) {
    loop {
        let (socket, _) = listener.accept().await.unwrap();
        let state = state.clone();
        let service = service_fn(move |request| answer(state.clone(), request));
        tokio::spawn(http1::Builder::new().serve_connection(TokioIo::new(socket), service));
    }
}

async fn answer(state: Arc<State>, request: Request<Incoming>) -> io::Result<Response<Body>> {
    let method = request.method().clone();
    state.asked.lock().unwrap().push(method.clone());
    let fault = state.fault(&method);
    let path = state.bucket.parent().unwrap().join(&request.uri().path()[1..]);
    match &fault {
        Some(Fault::Refuse(status)) => return Ok(empty(*status)),
        Some(Fault::NoBucket) => {
            let xml = "<Error><Code>NoSuchBucket</Code></Error>".to_owned();
            return Ok(Response::builder().status(404).body(Body::from(xml)).unwrap());
        }
        Some(Fault::SlowDown(seconds)) => {
            let mut busy = empty(StatusCode::SERVICE_UNAVAILABLE);
            busy.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(*seconds));
            return Ok(busy);
        }
        Some(Fault::Hold(held)) => {
            held.came.notify_one();
            held.go_on.notified().await;
        }
        _ => {}
    }

    let response = state.carry_out(request).await;

    match fault {
        Some(Fault::CutAfter) => return Err(io::ErrorKind::ConnectionReset.into()),
        Some(Fault::FailAfter) => return Ok(empty(StatusCode::INTERNAL_SERVER_ERROR)),
        Some(Fault::Silent) => return std::future::pending().await,
        Some(Fault::KeepHalf) => {
            let whole = fs::read(&path).unwrap();
            fs::write(&path, &whole[..whole.len() / 2]).unwrap();
        }
        Some(Fault::KeepChanged) => change(&path),
        Some(Fault::KeepNothing) => fs::remove_file(&path).unwrap(),
        _ => {}
    }
    let mut response = response;
    match fault {
        Some(Fault::WrongETag) => {
            let other = HeaderValue::from_static("\"0123456789abcdef0123456789abcdef\"");
            response.headers_mut().insert(header::ETAG, other);
        }
        Some(Fault::CutBody(after)) => response = cut(response, after).await,
        _ => {}
    }
    Ok(response)
}

impl State {
    fn fault(&self, method: &Method) -> Option<Fault> {
        let mut script = self.script.lock().unwrap();
        let place = script.iter().position(|(wanted, _)| wanted == method)?;
        script.remove(place).map(|(_, fault)| fault)
    }

    async fn carry_out(&self, request: Request<Incoming>) -> Response<Body> {
        let method = request.method().clone();
        let storing = usize::from(method == Method::PUT);
        let busy = self.busy.fetch_add(storing, Ordering::SeqCst) + storing;
        self.busiest.fetch_max(busy, Ordering::SeqCst);
        let response = self.s3.call(request.map(Body::from)).await.unwrap();
        self.busy.fetch_sub(storing, Ordering::SeqCst);
        self.done.send_modify(|done| done.push(method));
        response
    }
}

fn empty(status: StatusCode) -> Response<Body> {
    Response::builder().status(status).body(Body::empty()).unwrap()
}

/// The same head, and so the same length, but the body ends early with its connection.
async fn cut(response: Response<Body>, after: usize) -> Response<Body> {
    let (head, body) = response.into_parts();
    let whole = body.collect().await.unwrap().to_bytes();
    let start = Ok(Frame::data(whole.slice(..after.min(whole.len()))));
    let broken = Err::<Frame<Bytes>, io::Error>(io::ErrorKind::ConnectionReset.into());
    let body = StreamBody::new(stream::iter([start, broken]));
    Response::from_parts(head, Body::http_body(body))
}

/// Turns one bit over in the middle of a file.
pub(crate) fn change(path: &Path) {
    let mut bytes = fs::read(path).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    fs::write(path, bytes).unwrap();
}

pub(crate) fn files_below(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let entries = entries.map(|entry| entry.unwrap().path());
    entries.flat_map(|path| if path.is_dir() { files_below(&path) } else { vec![path] }).collect()
}
