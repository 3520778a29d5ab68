//! Who may do what, asked of every route with every role: made from the table, so that a new route
//! is asked as well.

use axum::http::StatusCode;
use serde_json::json;
use sipoke_core::access::Role;
use sipoke_http::{
    Settings, routes,
    routes::{Access, Cache, Face, Method, Route},
};

use super::office::{Answer, Asking, Office};

fn api() -> impl Iterator<Item = &'static Route> {
    routes().iter().filter(|route| route.face == Face::Api)
}

/// A request to this route that says as little as it may.
fn ask(office: &Office, route: &Route) -> Asking {
    let path = route
        .path
        .replace("{ticket}", "2222-2222-2222")
        .replace("{slug}", "keterangan-domisili")
        .replace("{requirement}", "ktp-pemohon")
        .replace("{id}", "00000000000000000000000000");
    match route.method {
        Method::Get => office.get(&path),
        Method::Post => office.post(&path).json(&json!({})),
    }
}

fn code(answer: &Answer) -> String {
    super::office::text(&answer.json()["code"])
}

#[tokio::test]
async fn a_role_that_may_not_is_refused_at_the_door_of_every_route() {
    let office = Office::open().await;

    let mut asked = 0;
    for role in Role::ALL {
        let token = office.token(role).await;
        for route in api() {
            let Access::Officer(intention) = route.access else { continue };
            let answer = ask(&office, route).bearer(&token).send().await;
            let refused = answer.status == StatusCode::FORBIDDEN && code(&answer) == "not-allowed";

            assert_eq!(refused, !role.may(intention), "{} as {}", route.path, role.code());
            asked += 1;
        }
    }
    assert!(asked >= 14 * Role::ALL.len(), "only {asked} were asked");
}

#[tokio::test]
async fn without_a_token_no_route_of_officers_opens() {
    let office = Office::open().await;

    for route in api() {
        let closed = matches!(route.access, Access::SignedIn | Access::Officer(_));
        if !closed {
            continue;
        }
        let nobody = ask(&office, route).send().await;
        let stranger = ask(&office, route).bearer("YWJjZGVmZ2hpamtsbW5vcA").send().await;

        nobody.problem(StatusCode::UNAUTHORIZED, "not-signed-in");
        stranger.problem(StatusCode::UNAUTHORIZED, "not-signed-in");
        assert_eq!(nobody.header("www-authenticate"), "Bearer", "{}", route.path);
    }
}

#[tokio::test]
async fn a_wrong_secret_and_an_unknown_ticket_get_the_same_answer() {
    let office = Office::open().await;
    let (ticket, _) = office.filed().await;

    for route in api().filter(|route| route.path.contains("{ticket}")) {
        if !matches!(route.access, Access::Applicant | Access::ApplicantOr(_)) {
            continue;
        }
        let mut answers = Vec::new();
        for known in [ticket.as_str(), "2222-2222-2222"] {
            let path = route.path.replace("{ticket}", known);
            let asking = match route.method {
                Method::Get => office.get(&path),
                Method::Post if path.ends_with("resubmit") => {
                    office.post(&path).multipart(None, &[])
                }
                Method::Post => office.post(&path).json(&json!({})),
            };
            let mut problem = asking.secret("2222-2222").send().await.json();
            problem["incident"] = json!(null);
            problem["instance"] = json!(null);
            answers.push(problem);
        }

        assert_eq!(answers[0]["code"], "unknown-ticket", "{}", route.path);
        assert_eq!(answers[0], answers[1], "{}", route.path);
    }
}

#[tokio::test]
async fn every_answer_carries_the_headers_that_keep_a_browser_safe() {
    let office = Office::open().await;
    let clerk = office.token(Role::CounterClerk).await;

    for route in api() {
        let answer = ask(&office, route).bearer(&clerk).send().await;

        let policy = answer.header("content-security-policy");
        assert!(policy.contains("default-src 'none'"), "{}", route.path);
        assert!(policy.contains("frame-ancestors 'none'"), "{}", route.path);
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{}", route.path);
        let kept = answer.status.is_success() && route.cache == Cache::Revalidate;
        let cache = if kept { "no-cache" } else { "no-store" };
        assert_eq!(answer.header("cache-control"), cache, "{}", route.path);
        assert_eq!(answer.header("strict-transport-security"), "", "no TLS here");
    }
}

#[tokio::test]
async fn over_tls_browsers_are_told_to_stay_with_it() {
    let settings = Settings {
        public_address: Some("https://kantor.example".to_owned()),
        ..Settings::default()
    };
    let office = Office::reached_as(settings).await;

    let answer = office.get("/api/v1/services").send().await;

    assert!(answer.header("strict-transport-security").starts_with("max-age=31536000"));
}
