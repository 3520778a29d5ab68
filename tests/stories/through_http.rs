//! The whole job through HTTP, as an integrator and a clerk's program would do it.

use reqwest::{
    Client, Response, StatusCode,
    multipart::{Form, Part},
};
use serde_json::{Value, json};
use sipoke_core::{access::Role, application::StageName};
use sipoke_tests::office::{Office, PASSWORD, scan_file};

sipoke_tests::on_every_store! {
    a_letter_goes_from_the_phone_to_the_hand
    a_counter_only_service_is_shown_whole_and_refused_online
    bad_input_is_answered_field_by_field_and_nothing_is_written
    no_route_releases_a_letter_whose_originals_were_not_seen
}

struct Api {
    client: Client,
    address: String,
}

impl Api {
    async fn of(office: &Office) -> Self {
        Self { client: Client::new(), address: office.serve().await }
    }

    fn url(&self, path: &str) -> String {
        format!("{}/api/v1/{path}", self.address)
    }

    async fn sign_in(&self, role: Role) -> String {
        let body = json!({ "login": role.code(), "password": PASSWORD });
        let response = self.client.post(self.url("sessions")).json(&body).send().await.unwrap();
        let session = expect(response, StatusCode::CREATED).await;
        session["token"].as_str().unwrap().to_owned()
    }

    async fn act(&self, token: &str, ticket: &str, command: &str, body: Value) -> Response {
        let url = self.url(&format!("applications/{ticket}/{command}"));
        self.client.post(url).bearer_auth(token).json(&body).send().await.unwrap()
    }

    async fn acted(&self, role: Role, ticket: &str, command: &str, body: Value) -> Value {
        let token = self.sign_in(role).await;
        expect(self.act(&token, ticket, command, body).await, StatusCode::OK).await
    }

    async fn submit(&self, application: &Value, files: &[(&str, &str)], key: &str) -> Response {
        let part = Part::text(application.to_string()).mime_str("application/json").unwrap();
        let form = with_files(Form::new().part("application", part), files);
        let request = self.client.post(self.url("applications"));
        request.header("idempotency-key", key).multipart(form).send().await.unwrap()
    }

    async fn track(&self, ticket: &str, secret: &str) -> Response {
        let request = self.client.get(self.url(&format!("applications/{ticket}")));
        request.header("x-ticket-secret", secret).send().await.unwrap()
    }
}

fn with_files(form: Form, files: &[(&str, &str)]) -> Form {
    files.iter().fold(form, |form, (code, name)| {
        let part = Part::bytes(scan_file(name)).file_name((*name).to_owned());
        form.part((*code).to_owned(), part)
    })
}

async fn expect(response: Response, status: StatusCode) -> Value {
    let found = response.status();
    let text = response.text().await.unwrap();
    assert_eq!(found, status, "{text}");
    serde_json::from_str(&text).unwrap()
}

fn domicile() -> Value {
    json!({
        "service": "SKD",
        "applicant": {
            "name": "SITI CONTOH",
            "nik": "3276054101900002",
            "birth_date": "1990-01-01",
            "phone": "0812-0000-0001",
            "address": "Jalan Contoh 1 RT 006/RW 010",
        },
        "answers": {
            "keperluan": "melamar kerja",
            "alamat_domisili": "Jalan Contoh 1",
            "status_tinggal": "milik",
        },
    })
}

const FILES: [(&str, &str); 3] =
    [("pengantar-rt-rw", "pengantar.pdf"), ("ktp-pemohon", "buram.jpg"), ("kk-pemohon", "kk.png")];

fn checked(ktp: &str) -> Value {
    json!({ "findings": [
        { "requirement": "pengantar-rt-rw", "finding": "fits" },
        { "requirement": "ktp-pemohon", "finding": ktp, "note": "Foto ulang di tempat terang." },
        { "requirement": "kk-pemohon", "finding": "fits" },
    ] })
}

fn compared(ktp: &str) -> Value {
    json!({ "originals": [
        { "requirement": "pengantar-rt-rw", "comparison": "matches" },
        { "requirement": "ktp-pemohon", "comparison": ktp },
        { "requirement": "kk-pemohon", "comparison": "matches" },
    ] })
}

async fn a_letter_goes_from_the_phone_to_the_hand(office: Office) {
    let api = Api::of(&office).await;

    let filed = api.submit(&domicile(), &FILES, "cerita-lewat-http-1").await;
    let filed = expect(filed, StatusCode::CREATED).await;
    let again = api.submit(&domicile(), &FILES, "cerita-lewat-http-1").await;
    assert_eq!(again.json::<Value>().await.unwrap(), filed, "the same key, the same answer");
    let ticket = filed["ticket"].as_str().unwrap();
    let secret = filed["secret"].as_str().unwrap();

    api.acted(Role::Verifier, ticket, "check", checked("unreadable")).await;
    api.acted(Role::Verifier, ticket, "return", json!({})).await;
    let tracked = expect(api.track(ticket, secret).await, StatusCode::OK).await;
    assert_eq!(tracked["stage"], "returned");
    assert_eq!(tracked["lacks"][0]["requirement"], "ktp-pemohon");

    let form = with_files(Form::new(), &[("ktp-pemohon", "ktp.jpg")]);
    let url = api.url(&format!("applications/{ticket}/resubmit"));
    let request = api.client.post(url).header("x-ticket-secret", secret);
    expect(request.multipart(form).send().await.unwrap(), StatusCode::OK).await;

    api.acted(Role::Verifier, ticket, "check", checked("fits")).await;
    api.acted(Role::Verifier, ticket, "accept", json!({})).await;
    api.acted(Role::Verifier, ticket, "draft", json!({})).await;
    api.acted(Role::SectionHead, ticket, "initial", json!({})).await;
    api.acted(Role::Secretary, ticket, "initial", json!({})).await;
    let signed = api.acted(Role::Head, ticket, "sign", json!({})).await;
    assert!(signed["letter"]["number"].as_str().unwrap().starts_with("470/1-PEM/"), "{signed}");

    let clerk = api.sign_in(Role::CounterClerk).await;
    let refused = api.act(&clerk, ticket, "release", json!({})).await;
    let refused = expect(refused, StatusCode::CONFLICT).await;
    assert_eq!(refused["code"], "originals-not-seen");
    expect(api.act(&clerk, ticket, "compare", compared("matches")).await, StatusCode::OK).await;
    let released =
        expect(api.act(&clerk, ticket, "release", json!({})).await, StatusCode::OK).await;
    assert_eq!(released["stage"], "collected");

    let tracked = api.track(ticket, secret).await.text().await.unwrap();
    assert!(tracked.contains("\"collected\""), "{tracked}");
    assert!(!tracked.contains("SITI") && !tracked.contains("327605"), "{tracked}");
}

async fn a_counter_only_service_is_shown_whole_and_refused_online(office: Office) {
    let api = Api::of(&office).await;

    let shown = api.client.get(api.url("services/keterangan-ahli-waris")).send().await.unwrap();
    let shown = expect(shown, StatusCode::OK).await;
    let mut heirs = domicile();
    heirs["service"] = json!("WRS");
    heirs["answers"] = json!({});
    let refused = api.submit(&heirs, &[], "cerita-lewat-http-2").await;
    let refused = expect(refused, StatusCode::FORBIDDEN).await;

    assert_eq!(shown["requirements"].as_array().unwrap().len(), 9);
    assert_eq!(shown["channel"]["online"], json!(false));
    assert_eq!(refused["code"], "counter-only");
    let reason = shown["channel"]["counter_only_reason"].as_str().unwrap();
    assert!(refused["detail"].as_str().unwrap().contains(reason), "{refused}");
}

async fn bad_input_is_answered_field_by_field_and_nothing_is_written(office: Office) {
    let api = Api::of(&office).await;
    let mut bad = domicile();
    bad["applicant"]["nik"] = json!("327605410190000");
    bad["applicant"]["birth_date"] = json!("1990-02-30");

    let unreadable = api.submit(&bad, &FILES, "cerita-lewat-http-3").await;
    let unreadable = expect(unreadable, StatusCode::UNPROCESSABLE_ENTITY).await;
    let missing = api.submit(&domicile(), &FILES[..2], "cerita-lewat-http-4").await;
    let missing = expect(missing, StatusCode::UNPROCESSABLE_ENTITY).await;
    let page = [FILES[0], ("ktp-pemohon", "README.md"), FILES[2]];
    let no_scan = api.submit(&domicile(), &page, "cerita-lewat-http-5").await;
    let no_scan = expect(no_scan, StatusCode::UNPROCESSABLE_ENTITY).await;
    let unknown = api.track("2222-2222-2222", "2222-2222").await;
    let unknown = expect(unknown, StatusCode::NOT_FOUND).await;

    let pointers = |problem: &Value| -> Vec<String> {
        let errors = problem["errors"].as_array().unwrap();
        errors.iter().map(|error| error["pointer"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(pointers(&unreadable), ["/applicant/nik", "/applicant/birth_date"]);
    assert_eq!(pointers(&missing), ["/documents/kk-pemohon"]);
    assert_eq!(pointers(&no_scan), ["/documents/ktp-pemohon"]);
    assert_eq!(no_scan["errors"][0]["code"], "scan-unknown-kind");
    assert_eq!(unknown["code"], "unknown-ticket");
    assert_eq!(office.count().await, 0);
}

async fn no_route_releases_a_letter_whose_originals_were_not_seen(office: Office) {
    let api = Api::of(&office).await;
    let filed = api.submit(&domicile(), &FILES, "cerita-lewat-http-6").await;
    let filed = expect(filed, StatusCode::CREATED).await;
    let ticket = filed["ticket"].as_str().unwrap();
    api.acted(Role::Verifier, ticket, "check", checked("fits")).await;
    for (role, command) in [
        (Role::Verifier, "accept"),
        (Role::Verifier, "draft"),
        (Role::SectionHead, "initial"),
        (Role::Secretary, "initial"),
        (Role::Head, "sign"),
    ] {
        api.acted(role, ticket, command, json!({})).await;
    }
    api.acted(Role::CounterClerk, ticket, "compare", compared("missing")).await;

    for role in Role::ALL {
        let token = api.sign_in(role).await;
        for route in sipoke_http::routes() {
            let changes = route.method == sipoke_http::routes::Method::Post;
            if !changes || ["/compare", "/expire"].iter().any(|end| route.path.ends_with(end)) {
                continue;
            }
            let path = route.path.replace("{ticket}", ticket).replace("{kode}", ticket);
            let url = format!("{}{path}", api.address);
            let body = json!({});
            let request = api.client.post(url).bearer_auth(&token).json(&body);
            let answer = request.send().await.unwrap();
            assert_ne!(answer.status(), StatusCode::INTERNAL_SERVER_ERROR, "{}", route.path);
            let stage = office.stage_of(ticket).await;
            assert_eq!(stage, StageName::Ready, "{} as {}", route.path, role.code());
        }
    }
}
