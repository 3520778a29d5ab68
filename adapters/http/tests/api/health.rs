//! What whoever looks after the server sees.

use axum::http::StatusCode;

use super::office::Office;

#[tokio::test]
async fn a_server_that_lives_and_can_work_says_so() {
    let office = Office::open().await;

    let alive = office.get("/sehat").send().await.expect(StatusCode::OK);
    let ready = office.get("/sehat/siap").send().await.expect(StatusCode::OK);

    assert_eq!((&alive["status"], &ready["status"]), (&"alive".into(), &"ready".into()));
}

#[tokio::test]
async fn requests_are_counted_by_pattern_and_status_and_no_ticket_is_shown() {
    let office = Office::open().await;
    let (ticket, secret) = office.filed().await;
    let path = format!("/api/v1/applications/{ticket}");

    office.get(&path).secret(&secret).send().await.expect(StatusCode::OK);
    office.get(&path).secret("2222-2222").send().await;
    let measured = office.measured().await;

    let count = |status: u16| {
        let route = "/api/v1/applications/{ticket}";
        let labels = format!("{{route=\"{route}\",method=\"GET\",status=\"{status}\"}} 1");
        measured.contains(&format!("sipoke_http_requests_total{labels}"))
    };
    assert!(count(200) && count(404), "{measured}");
    assert!(measured.contains("sipoke_http_answer_seconds_bucket"), "{measured}");
    assert!(measured.contains("sipoke_http_under_way 0"), "{measured}");
    assert!(!measured.contains(&ticket) && !measured.contains(&secret), "{measured}");
}
