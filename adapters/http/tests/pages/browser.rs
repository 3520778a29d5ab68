//! A browser without JavaScript: it keeps cookies, follows a 303, and sends forms as they stand.

use std::collections::BTreeMap;

use axum::{
    Router,
    body::Body,
    http::{HeaderMap, Request, StatusCode, header},
};
use http_body_util::BodyExt;
use tower::ServiceExt;

use super::html::{self, Form};

const BOUNDARY: &str = "batas-antar-bagian";

pub(crate) struct Browser {
    router: Router,
    cookies: BTreeMap<String, String>,
}

pub(crate) struct Page {
    pub(crate) address: String,
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) bytes: Vec<u8>,
    pub(crate) html: String,
}

impl Browser {
    pub(crate) fn new(router: Router) -> Self {
        Self { router, cookies: BTreeMap::new() }
    }

    /// Opens an address and goes where it leads.
    pub(crate) async fn open(&mut self, address: &str) -> Page {
        let page = self.get(address).await;
        self.follow(page).await
    }

    /// Opens an address and goes nowhere else.
    pub(crate) async fn get(&mut self, address: &str) -> Page {
        let request = Request::get(address).header("sec-fetch-site", "none");
        self.send_raw(request.body(Body::empty()).unwrap(), address).await
    }

    /// Sends a form and goes where it leads.
    pub(crate) async fn send(&mut self, form: Form) -> Page {
        let page = self.post(form).await;
        self.follow(page).await
    }

    /// Sends a form and goes nowhere else.
    pub(crate) async fn post(&mut self, form: Form) -> Page {
        let action = form.action.clone();
        if !form.is_post {
            return self.get(&format!("{action}?{}", encoded(&form.fields))).await;
        }
        let request = Request::post(&action)
            .header("sec-fetch-site", "same-origin")
            .header(header::HOST, "kantor.example")
            .header(header::ORIGIN, "http://kantor.example");
        let request = if form.is_multipart {
            let media_type = format!("multipart/form-data; boundary={BOUNDARY}");
            request.header(header::CONTENT_TYPE, media_type).body(Body::from(parts(&form)))
        } else {
            let media_type = "application/x-www-form-urlencoded";
            request.header(header::CONTENT_TYPE, media_type).body(Body::from(encoded(&form.fields)))
        };
        self.send_raw(request.unwrap(), &action).await
    }

    /// Sends a request with this browser's cookies.
    pub(crate) async fn send_raw(&mut self, mut request: Request<Body>, address: &str) -> Page {
        let cookies: Vec<String> =
            self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        if !cookies.is_empty() {
            request.headers_mut().insert(header::COOKIE, cookies.join("; ").parse().unwrap());
        }
        let response = self.router.clone().oneshot(request).await.unwrap();
        for cookie in response.headers().get_all(header::SET_COOKIE) {
            self.keep(cookie.to_str().unwrap());
        }
        let (parts, body) = response.into_parts();
        let bytes = body.collect().await.unwrap().to_bytes().to_vec();
        let html = String::from_utf8_lossy(&bytes).into_owned();
        let (status, headers) = (parts.status, parts.headers);
        Page { address: address.to_owned(), status, headers, bytes, html }
    }

    /// Makes the browser forget, as closing it would.
    pub(crate) fn forget(&mut self) {
        self.cookies.clear();
    }

    fn keep(&mut self, cookie: &str) {
        let (pair, attributes) = cookie.split_once(';').expect("attributes");
        let (name, value) = pair.split_once('=').expect("a value");
        assert!(attributes.contains("HttpOnly") && attributes.contains("SameSite=Strict"));
        if attributes.contains("Max-Age=0;") {
            self.cookies.remove(name);
        } else {
            self.cookies.insert(name.to_owned(), value.to_owned());
        }
    }

    async fn follow(&mut self, mut page: Page) -> Page {
        for _ in 0..5 {
            if page.status != StatusCode::SEE_OTHER {
                return page;
            }
            let address = page.leads_to();
            page = self.get(&address).await;
        }
        panic!("{} leads in circles", page.address)
    }
}

impl Page {
    pub(crate) fn leads_to(&self) -> String {
        assert_eq!(self.status, StatusCode::SEE_OTHER, "{}", self.text());
        self.headers[header::LOCATION].to_str().unwrap().to_owned()
    }

    /// What a reader sees of the main part.
    pub(crate) fn text(&self) -> String {
        html::text(self.main())
    }

    /// The main part.
    pub(crate) fn main(&self) -> &str {
        let begin = self.html.find("<main").unwrap_or_default();
        let end = self.html.find("</main>").unwrap_or(self.html.len());
        &self.html[begin..end]
    }

    pub(crate) fn title(&self) -> String {
        let (_, rest) = self.html.split_once("<title>").expect("a title");
        html::unescaped(rest.split_once("</title>").expect("a title").0)
    }

    /// The first form that goes to an address that begins so.
    #[track_caller]
    pub(crate) fn form(&self, action: &str) -> Form {
        let mut forms = Form::all(&self.html).into_iter();
        let found = forms.find(|form| form.action.starts_with(action));
        found.unwrap_or_else(|| panic!("no form to {action} on {}: {}", self.address, self.text()))
    }

    /// The texts of the elements of this class.
    pub(crate) fn of_class(&self, class: &str) -> Vec<String> {
        let mut texts = Vec::new();
        for (at, _) in self.html.match_indices(&format!("class=\"{class}\"")) {
            let rest = &self.html[at..];
            let begin = rest.find('>').unwrap() + 1;
            let end = begin + rest[begin..].find("</").unwrap();
            texts.push(html::text(&rest[begin..end]));
        }
        texts
    }
}

fn encoded(fields: &[(String, String)]) -> String {
    form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish()
}

fn parts(form: &Form) -> Vec<u8> {
    let mut body = Vec::new();
    let mut part = |head: String, content: &[u8]| {
        body.extend(
            format!("--{BOUNDARY}\r\nContent-Disposition: form-data; {head}\r\n\r\n").bytes(),
        );
        body.extend(content);
        body.extend(b"\r\n");
    };
    for (name, value) in &form.fields {
        part(format!("name=\"{name}\""), value.as_bytes());
    }
    for (name, file, content) in &form.attached {
        let head = format!("name=\"{name}\"; filename=\"{file}\"\r\nContent-Type: image/jpeg");
        part(head, content);
    }
    for name in form.untouched_files() {
        let head =
            format!("name=\"{name}\"; filename=\"\"\r\nContent-Type: application/octet-stream");
        part(head, b"");
    }
    body.extend(format!("--{BOUNDARY}--\r\n").bytes());
    body
}
