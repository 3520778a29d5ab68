use axum::routing::{MethodRouter, get, post};
use schemars::{JsonSchema, Schema, SchemaGenerator};
use sipoke_core::access::Intention;
use sipoke_wire::{
    request::{Check, Compare, Reject, Release, SignIn, Submit},
    view::{
        AuditLineView, CaseView, FiledView, NoticeView, QueueView, ServiceSummary, ServiceView,
        SessionView, TrackedView,
    },
};

use super::{Access, Body, Cache, Face, Gives, Method, Route, Shape};
use crate::{
    api::{self, health::Health, request::Empty},
    app::App,
    pages,
};

fn of<T: JsonSchema>(generator: &mut SchemaGenerator) -> Schema {
    generator.subschema_for::<T>()
}

type Handler = fn() -> MethodRouter<App>;

/// A `GET` of the API.
const fn read(
    path: &'static str,
    access: Access,
    shape: Shape,
    handler: Handler,
    summary: &'static str,
) -> Route {
    Route {
        method: Method::Get,
        path,
        summary,
        access,
        face: Face::Api,
        body: Body::None,
        query: &[],
        gives: Gives::Json(200, shape),
        cache: Cache::Never,
        handler,
    }
}

/// A `POST` of the API.
const fn write(
    path: &'static str,
    access: Access,
    body: Body,
    gives: Gives,
    handler: Handler,
    summary: &'static str,
) -> Route {
    let read = read(path, access, of::<Empty>, handler, summary);
    Route { method: Method::Post, body, gives, ..read }
}

/// An officer's command about one case.
const fn command(
    path: &'static str,
    intention: Intention,
    takes: Shape,
    handler: Handler,
    summary: &'static str,
) -> Route {
    let gives = Gives::Json(200, of::<CaseView>);
    write(path, Access::Officer(intention), Body::Json(takes), gives, handler, summary)
}

/// A page.
const fn page(
    path: &'static str,
    access: Access,
    handler: Handler,
    summary: &'static str,
) -> Route {
    let read = read(path, access, of::<Empty>, handler, summary);
    Route { face: Face::Page, gives: Gives::Page, ..read }
}

/// A form that a page sends.
const fn form(
    path: &'static str,
    access: Access,
    body: Body,
    handler: Handler,
    summary: &'static str,
) -> Route {
    Route { method: Method::Post, body, ..page(path, access, handler, summary) }
}

impl Route {
    const fn cached(self, cache: Cache) -> Self {
        Self { cache, ..self }
    }

    const fn asked(self, query: &'static [(&'static str, &'static str)]) -> Self {
        Self { query, ..self }
    }

    const fn giving(self, gives: Gives) -> Self {
        Self { gives, ..self }
    }
}

const READ_CASE: Access = Access::ApplicantOr(Intention::ReadCase);

/// Every route there is: first the API, then the pages.
pub(super) const ROUTES: &[Route] = &[
    read(
        "/api/v1/services",
        Access::Public,
        of::<Vec<ServiceSummary>>,
        || get(api::services::list),
        "Lists the services of the office",
    )
    .cached(Cache::Revalidate),
    read(
        "/api/v1/services/{slug}",
        Access::Public,
        of::<ServiceView>,
        || get(api::services::show),
        "Shows the whole standard of a service",
    )
    .cached(Cache::Revalidate),
    write(
        "/api/v1/applications",
        Access::Public,
        Body::JsonOrUpload(of::<Submit>),
        Gives::Json(201, of::<FiledView>),
        || post(api::applications::submit),
        "Files an application: online, or at the counter with the token of a clerk who names the \
         originals they see",
    ),
    read(
        "/api/v1/applications",
        Access::Officer(Intention::ReadQueue),
        of::<QueueView>,
        || get(api::cases::queue),
        "Lists the office's cases, oldest first",
    )
    .asked(&[
        ("stage", "Only cases in this stage."),
        ("service", "Only cases of the service with this code."),
        ("after", "Only what comes after this; the `next` of the page before."),
        ("limit", "At most this many rows: 1 to 200, usually 50."),
    ]),
    read(
        "/api/v1/applications/{ticket}",
        READ_CASE,
        of::<TrackedOrCase>,
        || get(api::applications::show),
        "Shows an application: to its applicant as they follow it, to an officer whole",
    ),
    write(
        "/api/v1/applications/{ticket}/resubmit",
        Access::Applicant,
        Body::Upload,
        Gives::Json(200, of::<TrackedView>),
        || post(api::applications::resubmit),
        "Sends documents again for what was found lacking",
    ),
    write(
        "/api/v1/applications/{ticket}/withdraw",
        Access::Applicant,
        Body::Json(of::<Empty>),
        Gives::Json(200, of::<TrackedView>),
        || post(api::applications::withdraw),
        "Takes an application back",
    ),
    command(
        "/api/v1/applications/{ticket}/check",
        Intention::CheckScans,
        of::<Check>,
        || post(api::cases::check),
        "Records what scans are worth",
    ),
    command(
        "/api/v1/applications/{ticket}/return",
        Intention::Return,
        of::<Empty>,
        || post(api::cases::send_back),
        "Sends the file back to the applicant with what was found lacking",
    ),
    command(
        "/api/v1/applications/{ticket}/accept",
        Intention::Accept,
        of::<Empty>,
        || post(api::cases::accept),
        "Declares the file complete; the clock runs",
    ),
    command(
        "/api/v1/applications/{ticket}/draft",
        Intention::Draft,
        of::<Empty>,
        || post(api::cases::draft),
        "Records that the letter was written",
    ),
    command(
        "/api/v1/applications/{ticket}/initial",
        Intention::Initial,
        of::<Empty>,
        || post(api::cases::initial),
        "Initials the letter",
    ),
    command(
        "/api/v1/applications/{ticket}/sign",
        Intention::Sign,
        of::<Empty>,
        || post(api::cases::sign),
        "Signs the letter; it gets its number",
    ),
    command(
        "/api/v1/applications/{ticket}/compare",
        Intention::CompareOriginals,
        of::<Compare>,
        || post(api::cases::compare),
        "Records how originals compare with their scans; one that differs voids the letter",
    ),
    command(
        "/api/v1/applications/{ticket}/release",
        Intention::Release,
        of::<Release>,
        || post(api::cases::release),
        "Hands the letter over, when every original was seen and matches",
    ),
    command(
        "/api/v1/applications/{ticket}/reject",
        Intention::Reject,
        of::<Reject>,
        || post(api::cases::reject),
        "Refuses the application with reason and legal ground",
    ),
    command(
        "/api/v1/applications/{ticket}/expire",
        Intention::Expire,
        of::<Empty>,
        || post(api::cases::expire),
        "Closes a case nobody answered or came for",
    ),
    read(
        "/api/v1/applications/{ticket}/documents/{requirement}",
        Access::Officer(Intention::ViewScan),
        of::<Empty>,
        || get(api::documents::show),
        "Shows a scan; the view is on record before the first byte",
    )
    .giving(Gives::Scan),
    write(
        "/api/v1/sessions",
        Access::Public,
        Body::Json(of::<SignIn>),
        Gives::Json(201, of::<SessionView>),
        || post(api::sessions::begin),
        "Signs an officer in",
    ),
    write(
        "/api/v1/sessions/end",
        Access::SignedIn,
        Body::Json(of::<Empty>),
        Gives::Nothing,
        || post(api::sessions::end),
        "Ends the session of the token",
    ),
    read(
        "/api/v1/notices",
        Access::Officer(Intention::ReadNotices),
        of::<Vec<NoticeView>>,
        || get(api::records::notices),
        "Lists what the officer's roles have to be told, oldest first",
    ),
    write(
        "/api/v1/notices/{id}/read",
        Access::Officer(Intention::ReadNotices),
        Body::Json(of::<Empty>),
        Gives::Nothing,
        || post(api::records::notice_read),
        "Ticks a notice off that was read",
    ),
    read(
        "/api/v1/audit",
        Access::Officer(Intention::VerifyRecords),
        of::<Vec<AuditLineView>>,
        || get(api::records::audit),
        "Shows lines of the audit trail in order",
    )
    .asked(&[
        ("after", "Only lines after the one with this number."),
        ("limit", "At most this many lines: 1 to 1000, usually 100."),
    ]),
    read(
        "/api/v1/openapi.json",
        Access::Public,
        of::<serde_json::Value>,
        || get(api::openapi::show),
        "Describes this API (OpenAPI 3.1)",
    )
    .cached(Cache::Revalidate),
    read(
        "/sehat",
        Access::Public,
        of::<Health>,
        || get(api::health::alive),
        "Says that the process lives",
    ),
    read(
        "/sehat/siap",
        Access::Public,
        of::<Health>,
        || get(api::health::ready),
        "Says whether requests can be served: the store answers",
    ),
    page("/", Access::Public, || get(pages::home::show), "The front page")
        .cached(Cache::Revalidate),
    page(
        "/layanan",
        Access::Public,
        || get(pages::services::list),
        "Lists the services by category",
    )
    .cached(Cache::Revalidate)
    .asked(&[("cari", "Only services with these words.")]),
    page(
        "/layanan/{slug}",
        Access::Public,
        || get(pages::services::show),
        "Shows the whole standard of a service",
    )
    .cached(Cache::Revalidate),
    page("/ajukan/{slug}", Access::Public, || get(pages::apply::form), "The form of a service"),
    form(
        "/ajukan/{slug}",
        Access::Public,
        Body::Upload,
        || post(pages::apply::send),
        "Files an application",
    ),
    page(
        "/ajukan/selesai",
        Access::Applicant,
        || get(pages::apply::done),
        "Shows the ticket and its secret",
    ),
    page("/lacak", Access::Public, || get(pages::track::ask), "Asks for ticket and secret")
        .asked(&[("kode", "Puts this ticket into the form.")]),
    form(
        "/lacak",
        Access::Public,
        Body::Form,
        || post(pages::track::look),
        "Remembers a ticket in this browser",
    ),
    form(
        "/lacak/lupakan",
        Access::Public,
        Body::Form,
        || post(pages::track::forget),
        "Forgets the ticket in this browser",
    ),
    page(
        "/lacak/{kode}",
        Access::Applicant,
        || get(pages::track::show),
        "Shows an application as its applicant follows it",
    ),
    form(
        "/lacak/{kode}",
        Access::Applicant,
        Body::Upload,
        || post(pages::track::mend),
        "Sends documents again for what was found lacking",
    ),
    page(
        "/lacak/{kode}/batal",
        Access::Applicant,
        || get(pages::track::confirm_withdrawal),
        "Asks whether to take an application back",
    ),
    form(
        "/lacak/{kode}/batal",
        Access::Applicant,
        Body::Form,
        || post(pages::track::withdraw),
        "Takes an application back",
    ),
    page(
        "/masalah/{code}",
        Access::Public,
        || get(pages::home::problem),
        "Explains a problem by its code",
    )
    .cached(Cache::Revalidate),
    page(
        "/kontak",
        Access::Public,
        || get(pages::home::contact),
        "Where the office is and where to complain",
    )
    .cached(Cache::Revalidate),
    page(
        "/privasi",
        Access::Public,
        || get(pages::home::privacy),
        "What happens with personal data",
    )
    .cached(Cache::Revalidate),
    page(
        "/aset/{nama}",
        Access::Public,
        || get(pages::assets::show),
        "The stylesheet and the mark",
    )
    .cached(Cache::Immutable),
    page(
        "/petugas/masuk",
        Access::Public,
        || get(pages::officer::sign_in::form),
        "Asks for login and password",
    )
    .asked(&[("kembali", "The page to come back to.")]),
    form(
        "/petugas/masuk",
        Access::Public,
        Body::Form,
        || post(pages::officer::sign_in::sign_in),
        "Signs an officer in",
    ),
    form(
        "/petugas/keluar",
        Access::SignedIn,
        Body::Form,
        || post(pages::officer::sign_in::sign_out),
        "Signs the officer out",
    ),
    page("/petugas", Access::SignedIn, || get(pages::officer::queue::start), "Leads to the queue"),
    page(
        "/petugas/antrean",
        Access::Officer(Intention::ReadQueue),
        || get(pages::officer::queue::show),
        "Lists cases by stage, oldest first",
    )
    .asked(&[
        ("tahap", "Only cases in this stage."),
        ("setelah", "Only what comes after this case."),
    ]),
    form(
        "/petugas/antrean",
        Access::Officer(Intention::ReadNotices),
        Body::Form,
        || post(pages::officer::queue::notice_read),
        "Ticks a notice off that was read",
    ),
    page(
        "/petugas/permohonan/{kode}",
        Access::Officer(Intention::ReadCase),
        || get(pages::officer::case::show),
        "Shows a case whole",
    )
    .asked(&[("lihat", "Shows the scan of this paper; the view is recorded.")]),
    form(
        "/petugas/permohonan/{kode}",
        Access::SignedIn,
        Body::Form,
        || post(pages::officer::case::act),
        "Checks, returns, accepts, drafts, initials, signs, rejects or closes",
    ),
    page(
        "/petugas/permohonan/{kode}/pindaian/{syarat}",
        Access::Officer(Intention::ViewScan),
        || get(pages::officer::case::scan),
        "Shows a scan; the view is on record before the first byte",
    )
    .giving(Gives::Scan),
    page(
        "/petugas/ambil",
        Access::Officer(Intention::CompareOriginals),
        || get(pages::officer::pickup::find),
        "Finds a letter to hand over",
    )
    .asked(&[("kode", "The ticket.")]),
    page(
        "/petugas/ambil/{kode}",
        Access::Officer(Intention::CompareOriginals),
        || get(pages::officer::pickup::show),
        "Lists the originals to compare",
    ),
    form(
        "/petugas/ambil/{kode}",
        Access::Officer(Intention::CompareOriginals),
        Body::Form,
        || post(pages::officer::pickup::act),
        "Records comparisons and hands the letter over",
    ),
    page(
        "/petugas/loket",
        Access::Officer(Intention::FileAtCounter),
        || get(pages::officer::counter::list),
        "Lists the services for a walk-in",
    ),
    page(
        "/petugas/loket/tanda-terima",
        Access::Officer(Intention::FileAtCounter),
        || get(pages::officer::counter::receipt),
        "The receipt of a walk-in",
    ),
    page(
        "/petugas/loket/{slug}",
        Access::Officer(Intention::FileAtCounter),
        || get(pages::officer::counter::form),
        "The form of a walk-in",
    ),
    form(
        "/petugas/loket/{slug}",
        Access::Officer(Intention::FileAtCounter),
        Body::Upload,
        || post(pages::officer::counter::send),
        "Files an application at the counter",
    ),
    page(
        "/petugas/jejak",
        Access::Officer(Intention::VerifyRecords),
        || get(pages::officer::trail::show),
        "Shows the audit trail line by line",
    )
    .asked(&[("setelah", "Only lines after the one with this number.")]),
];

/// What [`api::applications::show`] gives: one or the other, by who asks.
#[derive(JsonSchema)]
#[serde(untagged)]
#[expect(dead_code, reason = "it only describes")]
enum TrackedOrCase {
    Tracked(TrackedView),
    Case(CaseView),
}
