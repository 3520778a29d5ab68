use axum::{
    body::Body,
    http::{Request, header},
};
use sipoke_core::access::Role;
use sipoke_http::routes::{Cache, Face, Method, routes};

use super::office::{NIK, Office, filled, with_papers};

const PAYLOAD: &str = "\"><script>alert(1)</script><img src=x onerror=alert(1)>{{7*7}}";

#[tokio::test]
async fn no_page_of_a_ticket_has_a_name_or_a_nik() {
    let office = Office::open().await;
    let mut resident = office.browser();
    let (ticket, _) = office.applied(&mut resident).await;
    office.made_ready(&ticket).await;

    for address in
        ["/ajukan/selesai", &format!("/lacak/{ticket}"), &format!("/lacak/{ticket}/batal")]
    {
        let page = resident.open(address).await;

        assert_eq!(page.status, 200, "{address}");
        for personal in ["Siti", NIK, "327605", "0812", "Jalan Contoh No. 2"] {
            assert!(!page.html.contains(personal), "{address} shows {personal}");
        }
    }
}

#[tokio::test]
async fn officers_see_the_nik_masked() {
    let office = Office::open().await;
    let (ticket, _) = office.applied(&mut office.browser()).await;
    let mut verifier = office.signed_in(Role::Verifier).await;

    let case = verifier.open(&format!("/petugas/permohonan/{ticket}")).await;

    assert!(case.text().contains("3276********0002"), "{}", case.text());
    assert!(!case.html.contains(NIK));
}

#[tokio::test]
async fn what_somebody_types_is_shown_as_text_in_every_field() {
    let office = Office::open().await;
    let mut resident = office.browser();
    let form = resident.open("/ajukan/keterangan-domisili").await.form("/ajukan/");
    let hostile = form.texts().into_iter().fold(form, |form, name| form.typed(&name, PAYLOAD));

    let form_again = resident.send(hostile).await;
    let search = resident.open("/layanan?cari=%22%3E%3Cscript%3Ealert(1)%3C/script%3E").await;
    let track = resident.open("/lacak?kode=%22%3E%3Cscript%3Ealert(1)%3C/script%3E").await;
    let back = resident.open("/petugas/masuk?kembali=/petugas/%22%3E%3Cscript%3E").await;

    for page in [form_again, search, track, back] {
        assert!(!page.html.contains("<script"), "{}", page.html);
        assert!(!page.html.contains("<img"), "{}", page.html);
    }
}

#[tokio::test]
async fn what_residents_and_officers_wrote_stays_text_for_each_other() {
    let office = Office::open().await;
    let mut resident = office.browser();
    let form = resident.open("/ajukan/keterangan-domisili").await.form("/ajukan/");
    let form = ["nama", "alamat", "jawaban.keperluan"]
        .iter()
        .fold(with_papers(filled(form)), |form, name| form.typed(name, PAYLOAD));
    let (ticket, _) = super::office::ticket_of(&resident.send(form).await);
    let case = format!("/petugas/permohonan/{ticket}");
    let mut verifier = office.signed_in(Role::Verifier).await;
    let shown = verifier.open(&case).await;
    let queue = verifier.open("/petugas/antrean").await;
    let form = shown.form(&case).ticked("temuan.ktp-pemohon", "unreadable");
    let form = form.typed("catatan.ktp-pemohon", PAYLOAD).pressed("kembalikan");

    let returned = verifier.send(form).await;
    let told = resident.open(&format!("/lacak/{ticket}")).await;

    for page in [shown, queue, returned, told] {
        assert_eq!(page.status, 200);
        assert!(!page.html.contains("<script") && !page.html.contains("<img"), "{}", page.html);
        assert!(super::html::text(&page.html.replace('\n', " ")).contains("<script>alert(1)"));
    }
}

#[tokio::test]
async fn no_form_is_taken_from_another_site() {
    let office = Office::open().await;
    let mut officer = office.signed_in(Role::CounterClerk).await;
    let forms = routes().iter().filter(|route| route.face == Face::Page);
    let forms: Vec<_> = forms.filter(|route| route.method == Method::Post).collect();
    assert!(forms.len() >= 10);

    for route in forms {
        let address = route.path.replace("{kode}", "2222-2222-2222").replace("{slug}", "x");
        let foreign = Request::post(&address)
            .header(header::HOST, "kantor.example")
            .header(header::ORIGIN, "https://evil.example")
            .header("sec-fetch-site", "cross-site")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Body::from("kunci=0123456789abcdef"))
            .unwrap();

        let refused = officer.send_raw(foreign, &address).await;

        assert_eq!(refused.status, 403, "{address}");
        assert!(refused.text().contains("datang dari situs lain"), "{address}: {}", refused.text());
    }
}

#[tokio::test]
async fn a_form_of_a_session_needs_its_token() {
    let office = Office::open().await;
    let (ticket, _) = office.applied(&mut office.browser()).await;
    let case = format!("/petugas/permohonan/{ticket}");
    let mut verifier = office.signed_in(Role::Verifier).await;
    let mut form = verifier.open(&case).await.form(&case).pressed("simpan");
    form.fields.retain(|(name, _)| name != "token");

    let refused = verifier.send(form).await;

    assert_eq!(refused.status, 403);
}

#[tokio::test]
async fn nobody_reaches_an_officers_page_without_signing_in() {
    let office = Office::open().await;
    let mut stranger = office.browser();
    let pages = routes().iter().filter(|route| route.path.starts_with("/petugas"));

    for route in pages.filter(|route| route.path != "/petugas/masuk") {
        let address = route.path.replace("{kode}", "2222-2222-2222").replace("{slug}", "x");
        let address = address.replace("{syarat}", "ktp-pemohon");
        let page = match route.method {
            Method::Get => stranger.get(&address).await,
            Method::Post => {
                let kind = if address.contains("loket/") {
                    "multipart/form-data; boundary=x"
                } else {
                    "application/x-www-form-urlencoded"
                };
                let request = Request::post(&address)
                    .header("sec-fetch-site", "same-origin")
                    .header(header::CONTENT_TYPE, kind)
                    .body(Body::empty())
                    .unwrap();
                stranger.send_raw(request, &address).await
            }
        };

        assert!(page.leads_to().starts_with("/petugas/masuk?kembali="), "{address}");
    }
}

#[tokio::test]
async fn no_personal_page_may_be_kept_and_no_page_has_script_or_style_of_its_own() {
    let office = Office::open().await;
    let mut resident = office.browser();
    let (ticket, _) = office.applied(&mut resident).await;

    let front = resident.open("/").await;
    let status = resident.open(&format!("/lacak/{ticket}")).await;

    assert_eq!(status.headers["cache-control"], "no-store");
    for page in [front, status] {
        assert!(page.html.starts_with("<!doctype html>\n<html lang=\"id\">"), "{}", page.html);
        assert!(!page.html.contains("<script") && !page.html.contains(" style=\""));
        assert!(!page.html.contains("<style"));
        assert_eq!(page.html.matches("<h1").count(), 1);
    }
}

#[tokio::test]
async fn the_stylesheet_is_kept_for_ever_under_the_hash_of_its_content() {
    let office = Office::open().await;
    let mut resident = office.browser();
    let front = resident.open("/").await;
    let links = super::html::tags(&front.html);
    let link = links.iter().find(|tag| tag.get("rel") == Some("stylesheet")).unwrap();

    let style = resident.get(link.get("href").unwrap()).await;
    let old = resident.get("/aset/gaya-0000000000000000.css").await;

    assert_eq!(style.headers["cache-control"], "public, max-age=31536000, immutable");
    assert_eq!(old.status, 404);
    assert!(routes().iter().any(|route| route.cache == Cache::Immutable));
}

#[tokio::test]
async fn over_tls_cookies_are_bound_to_this_host() {
    let office = Office::reached_at(Some("https://kantor.example")).await;
    let mut resident = office.browser();
    let form = resident.open("/ajukan/keterangan-domisili").await.form("/ajukan/");

    let filed = resident.post(with_papers(filled(form))).await;

    let cookie = filed.headers["set-cookie"].to_str().unwrap();
    assert!(cookie.starts_with("__Host-lacak="), "{cookie}");
    assert!(cookie.contains("Path=/;") && cookie.ends_with("; Secure"), "{cookie}");
    assert!(!cookie.contains("Domain"), "{cookie}");
}
