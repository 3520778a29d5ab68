//! An office in memory behind the whole front end, and a client that needs no network.

use std::sync::Arc;

use axum::{
    Router,
    body::{Body, Bytes, to_bytes},
    http::{HeaderMap, HeaderName, Method, Request, StatusCode, header},
};
use serde_json::{Value, json};
use sipoke_conformance::{
    memory::{FixedClock, MemoryStore, MemoryVault, PlainPasswords, SeededEntropy, TestSealer},
    samples,
};
use sipoke_core::{
    access::{Actor, Author, Role},
    ports::{Offices, Staff},
    words::{Login, Password},
};
use sipoke_desk::{Desk, Ports, StandardsImport};
use sipoke_http::{App, Settings, metrics, router};
use tower::ServiceExt;

/// An office that lives as long as the test.
pub(crate) struct Office {
    pub(crate) router: Router,
    pub(crate) app: App,
    pub(crate) desk: Desk,
    pub(crate) clock: Arc<FixedClock>,
    pub(crate) vault: MemoryVault,
}

impl Office {
    pub(crate) async fn open() -> Self {
        Self::reached_as(Settings::default()).await
    }

    pub(crate) async fn reached_as(settings: Settings) -> Self {
        let store = Arc::new(MemoryStore::new());
        let vault = MemoryVault::new();
        let clock = Arc::new(FixedClock::at(samples::morning()));
        let entropy = Arc::new(SeededEntropy::new(1));
        let ports = Ports {
            applications: store.clone(),
            catalogue: store.clone(),
            offices: store.clone(),
            staff: store.clone(),
            outbox: store.clone(),
            ledger: store.clone(),
            vault: Arc::new(vault.clone()),
            sealer: Arc::new(TestSealer),
            clock: clock.clone(),
            entropy: entropy.clone(),
            passwords: Arc::new(PlainPasswords),
        };
        let (office, at) = (samples::office_code(), samples::morning());
        store.save_office(samples::office(), at, Author::Console).await.unwrap();
        for role in Role::ALL {
            store.add(office, samples::account(role), at, Author::Console).await.unwrap();
        }
        let desk = Desk::new(office, Arc::new(ports));
        publish(&desk).await;
        let app = App::new(desk.clone(), clock.clone(), entropy, settings);
        Self { router: router(app.clone()), app, desk, clock, vault }
    }

    pub(crate) fn get(&self, path: &str) -> Asking {
        self.asking(Method::GET, path)
    }

    pub(crate) fn post(&self, path: &str) -> Asking {
        self.asking(Method::POST, path)
    }

    pub(crate) fn asking(&self, method: Method, path: &str) -> Asking {
        let request = Request::builder().method(method).uri(path).header(header::HOST, "kantor");
        Asking { router: self.router.clone(), request, body: Body::empty() }
    }

    /// What is measured, as text.
    pub(crate) async fn measured(&self) -> String {
        let router = metrics(self.app.clone());
        let request = Request::builder().uri("/metrics");
        let answer = Asking { router, request, body: Body::empty() }.send().await;
        assert_eq!(answer.status, StatusCode::OK);
        answer.text().to_owned()
    }

    /// The token of the officer with this role.
    pub(crate) async fn token(&self, role: Role) -> String {
        let login = Login::parse(role.code()).unwrap();
        let password = Password::parse("kata sandi contoh").unwrap();
        self.desk.sign_in(&login, password, None).await.unwrap().token.expose().to_owned()
    }

    /// An officer's command about one case.
    pub(crate) async fn act(&self, role: Role, ticket: &str, command: &str, body: Value) -> Answer {
        let path = format!("/api/v1/applications/{ticket}/{command}");
        let token = self.token(role).await;
        self.post(&path).bearer(&token).json(&body).send().await
    }

    /// Files for the sample applicant with three good scans.
    pub(crate) async fn filed(&self) -> (String, String) {
        let answer = self.file(&domicile(), &three_scans(), "kunci-uji-pertama").await;
        let filed = answer.expect(StatusCode::CREATED);
        (text(&filed["ticket"]), text(&filed["secret"]))
    }

    pub(crate) async fn file(
        &self,
        application: &Value,
        files: &[(&str, Vec<u8>)],
        key: &str,
    ) -> Answer {
        let request = self.post("/api/v1/applications").header("idempotency-key", key);
        request.multipart(Some(application), files).send().await
    }
}

async fn publish(desk: &Desk) {
    let standards =
        [samples::edition(1), samples::counter_only_edition()].map(|edition| edition.standard);
    let import =
        StandardsImport { office: None, decree: samples::decree(), standards: standards.into() };
    desk.publish_standards(&Actor::Console, import).await.unwrap();
}

/// A request on its way.
pub(crate) struct Asking {
    router: Router,
    request: axum::http::request::Builder,
    body: Body,
}

const BOUNDARY: &str = "batas-formulir-uji";

impl Asking {
    pub(crate) fn header(self, name: impl TryInto<HeaderName>, value: &str) -> Self {
        let name = name.try_into().unwrap_or_else(|_| panic!("a header's name"));
        Self { request: self.request.header(name, value), ..self }
    }

    pub(crate) fn bearer(self, token: &str) -> Self {
        self.header("authorization", &format!("Bearer {token}"))
    }

    pub(crate) fn secret(self, secret: &str) -> Self {
        self.header("x-ticket-secret", secret)
    }

    pub(crate) fn body(self, media_type: &str, body: impl Into<Body>) -> Self {
        let asking = self.header("content-type", media_type);
        Self { body: body.into(), ..asking }
    }

    pub(crate) fn json(self, body: &Value) -> Self {
        self.body("application/json", body.to_string())
    }

    pub(crate) fn multipart(self, application: Option<&Value>, files: &[(&str, Vec<u8>)]) -> Self {
        let mut form = Vec::new();
        let mut part = |head: String, body: &[u8]| {
            form.extend(
                format!("--{BOUNDARY}\r\ncontent-disposition: form-data; {head}\r\n\r\n").bytes(),
            );
            form.extend(body);
            form.extend(b"\r\n");
        };
        if let Some(application) = application {
            part("name=\"application\"".to_owned(), application.to_string().as_bytes());
        }
        for (name, file) in files {
            part(format!("name=\"{name}\"; filename=\"foto.jpg\""), file);
        }
        form.extend(format!("--{BOUNDARY}--\r\n").bytes());
        self.body(&format!("multipart/form-data; boundary={BOUNDARY}"), form)
    }

    pub(crate) async fn send(self) -> Answer {
        let request = self.request.body(self.body).unwrap();
        let response = self.router.oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let body = to_bytes(body, usize::MAX).await.unwrap();
        Answer { status: parts.status, headers: parts.headers, body }
    }
}

/// What came back.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

impl Answer {
    pub(crate) fn text(&self) -> &str {
        std::str::from_utf8(&self.body).unwrap()
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body)
            .unwrap_or_else(|_| panic!("{}: {}", self.status, self.text()))
    }

    pub(crate) fn expect(&self, status: StatusCode) -> Value {
        assert_eq!(self.status, status, "{}", self.text());
        self.json()
    }

    /// A problem with this status and code, as it should be.
    pub(crate) fn problem(&self, status: StatusCode, code: &str) -> Value {
        let problem = self.expect(status);
        assert_eq!(self.header("content-type"), "application/problem+json");
        assert_eq!(problem["code"], code, "{problem}");
        assert_eq!(problem["status"], status.as_u16());
        assert!(!problem["incident"].as_str().unwrap().is_empty());
        problem
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }
}

pub(crate) fn text(value: &Value) -> String {
    value.as_str().unwrap().to_owned()
}

/// The pointers and codes of the fields that are wrong.
pub(crate) fn faults(problem: &Value) -> Vec<String> {
    let errors = problem["errors"].as_array().into_iter().flatten();
    errors.map(|error| format!("{} {}", text(&error["pointer"]), text(&error["code"]))).collect()
}

pub(crate) fn domicile() -> Value {
    json!({
        "service": "SKD",
        "applicant": {
            "name": "Siti Contoh",
            "nik": "3276054101900002",
            "birth_date": "1990-01-01",
            "phone": "0812 0000 0001",
            "address": "Jalan Contoh No. 2, RT 001/RW 002",
        },
        "answers": { "keperluan": "melamar kerja" },
    })
}

pub(crate) const LETTER: &str = "surat-pengantar-rt-rw";
pub(crate) const CARD: &str = "ktp-pemohon";
pub(crate) const FAMILY: &str = "kartu-keluarga";

pub(crate) fn three_scans() -> [(&'static str, Vec<u8>); 3] {
    [(LETTER, samples::pdf()), (CARD, samples::jpeg()), (FAMILY, samples::png(1_000))]
}

pub(crate) fn findings(card: &str) -> Value {
    json!({ "findings": [
        { "requirement": LETTER, "finding": "fits" },
        { "requirement": CARD, "finding": card, "note": "Foto ulang di tempat terang." },
        { "requirement": FAMILY, "finding": "fits" },
    ] })
}

pub(crate) fn originals(card: &str) -> Value {
    json!({ "originals": [
        { "requirement": LETTER, "comparison": "matches" },
        { "requirement": CARD, "comparison": card },
        { "requirement": FAMILY, "comparison": "matches" },
    ] })
}
