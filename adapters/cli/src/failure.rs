//! What is said when a command was not done.

use serde::Serialize;
use sipoke_core::{problem::ProblemCode, words::Malformed};
use sipoke_desk::DeskError;
use sipoke_text::{Lang, diagnostic};
use sipoke_wire::diagnostic::Diagnostic;

use crate::{exit::Exit, host::HostError, label};

/// Why a command was not done.
pub(crate) enum Failure {
    /// The machine could not do it.
    Host(HostError),
    /// The password that was piped in is none.
    Password(Malformed),
}

/// The same for programs, one line on standard error.
#[derive(Serialize)]
pub(crate) struct FailureView {
    code: &'static str,
    title: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    detail: Option<String>,
    help: String,
    #[serde(skip_serializing_if = "<[Diagnostic]>::is_empty")]
    findings: Vec<Diagnostic>,
}

impl From<HostError> for Failure {
    fn from(error: HostError) -> Self {
        Self::Host(error)
    }
}

impl From<DeskError> for Failure {
    fn from(error: DeskError) -> Self {
        Self::Host(error.into())
    }
}

impl Failure {
    pub(crate) fn exit(&self) -> Exit {
        match self {
            Self::Host(error) => match error {
                HostError::NothingThere(_)
                | HostError::NotOurs(_)
                | HostError::AnotherOffice { .. }
                | HostError::NoSettings
                | HostError::NoOwner
                | HostError::NotBuiltIn(_)
                | HostError::Findings(_) => Exit::Refused,
                HostError::KeyMissing(_)
                | HostError::AlreadyServed(_)
                | HostError::AddressInUse(_)
                | HostError::Unavailable { .. } => Exit::Unavailable,
                HostError::Desk(error) => of_problem(error.code()),
            },
            Self::Password(_) => Exit::Refused,
        }
    }

    pub(crate) fn view(&self, lang: Lang) -> FailureView {
        let (title, help) = self.sentences(lang);
        let findings = match self {
            Self::Host(HostError::Findings(findings)) => findings.clone(),
            Self::Host(_) | Self::Password(_) => Vec::new(),
        };
        FailureView { code: self.code(), title, detail: self.detail(lang), help, findings }
    }

    pub(crate) fn words(&self, lang: Lang) -> String {
        if let Self::Host(HostError::Findings(findings)) = self {
            return diagnostic::render(findings, lang);
        }
        let (title, help) = self.sentences(lang);
        let detail = self.detail(lang).map(|detail| format!("  {detail}\n")).unwrap_or_default();
        let label = lang.pick("Gagal", "Failed");
        format!("{label} [{}]: {title}\n{detail}  {help}\n", self.code())
    }

    fn code(&self) -> &'static str {
        match self {
            Self::Host(error) => match error {
                HostError::NothingThere(_) => ProblemCode::NoOffice.code(),
                HostError::NotOurs(_) => "not-ours",
                HostError::AnotherOffice { .. } => "another-office",
                HostError::KeyMissing(_) => "key-missing",
                HostError::AlreadyServed(_) => "already-served",
                HostError::AddressInUse(_) => "address-in-use",
                HostError::NoSettings => "no-settings",
                HostError::NoOwner => "no-owner",
                HostError::NotBuiltIn(_) => "not-built-in",
                HostError::Findings(_) => "findings",
                HostError::Desk(error) => error.code().code(),
                HostError::Unavailable { .. } => ProblemCode::Unavailable.code(),
            },
            Self::Password(_) => ProblemCode::Malformed.code(),
        }
    }

    /// What it was this time.
    fn detail(&self, lang: Lang) -> Option<String> {
        match self {
            Self::Host(HostError::Unavailable { during, source }) => {
                Some(format!("{during}: {}", chain(&**source)))
            }
            Self::Host(HostError::Desk(DeskError::Refused(refusal))) => {
                Some(sipoke_text::refusal_detail(refusal, lang))
            }
            Self::Host(HostError::Desk(DeskError::Store(error))) => Some(chain(error)),
            Self::Host(HostError::Desk(DeskError::Vault(error))) => Some(chain(error)),
            Self::Password(malformed) => Some(label::malformed(malformed, lang)),
            Self::Host(_) => None,
        }
    }

    /// What is wrong, and what would help.
    fn sentences(&self, lang: Lang) -> (String, String) {
        match self {
            Self::Host(error) => host_sentences(error, lang),
            Self::Password(_) => (
                lang.pick("Kata sandi tidak dapat dipakai", "The password cannot be used").into(),
                lang.pick(
                    "Kirim satu baris berisi 12 sampai 128 huruf ke masukan standar.",
                    "Pipe in one line of 12 to 128 characters.",
                )
                .into(),
            ),
        }
    }
}

fn host_sentences(error: &HostError, lang: Lang) -> (String, String) {
    let (title, help) = match (error, lang) {
        (HostError::NothingThere(data), Lang::Id) => (
            format!("Belum ada kantor di {}", data.display()),
            "Impor standar pelayanannya (sipoke standards import … --commit), tunjuk folder lain \
             dengan --data, atau coba dulu dengan sipoke demo.",
        ),
        (HostError::NothingThere(data), Lang::En) => (
            format!("There is no office in {} yet", data.display()),
            "Import its service standards (sipoke standards import … --commit), name another \
             folder with --data, or try things out with sipoke demo.",
        ),
        (HostError::NotOurs(data), Lang::Id) => (
            format!("{} berisi hal lain dan tidak disentuh", data.display()),
            "Tunjuk folder kosong atau folder baru dengan --data.",
        ),
        (HostError::NotOurs(data), Lang::En) => (
            format!("{} holds something else and was left as it is", data.display()),
            "Name an empty or new folder with --data.",
        ),
        (HostError::AnotherOffice { data, found }, Lang::Id) => (
            format!("{} adalah data kantor {found}", data.display()),
            "Periksa --office, --data, dan kode kantor di berkas.",
        ),
        (HostError::AnotherOffice { data, found }, Lang::En) => (
            format!("{} is the data of office {found}", data.display()),
            "Check --office, --data, and the office's code in the files.",
        ),
        (HostError::KeyMissing(key), Lang::Id) => (
            format!("Kunci kantor {} tidak ada", key.display()),
            "Kembalikan berkas kunci dari cadangannya; tanpa kunci ini data tidak dapat dibaca.",
        ),
        (HostError::KeyMissing(key), Lang::En) => (
            format!("The office's key {} is missing", key.display()),
            "Put the key file back from where it was saved; without it nothing can be read.",
        ),
        (HostError::AlreadyServed(data), Lang::Id) => (
            format!("{} sedang dipakai sipoke yang lain", data.display()),
            "Hentikan dulu yang lain itu, atau tunjuk folder lain dengan --data.",
        ),
        (HostError::AlreadyServed(data), Lang::En) => (
            format!("{} is in use by another sipoke", data.display()),
            "Stop that one first, or name another folder with --data.",
        ),
        (HostError::AddressInUse(address), Lang::Id) => (
            format!("Alamat {address} sedang dipakai program lain"),
            "Pilih porta lain (demo: --port 8081; serve: --listen 127.0.0.1:8081).",
        ),
        (HostError::AddressInUse(address), Lang::En) => (
            format!("The address {address} is in use by another program"),
            "Choose another port (demo: --port 8081; serve: --listen 127.0.0.1:8081).",
        ),
        (HostError::NoSettings, Lang::Id) => (
            "Belum ada setelan server".to_owned(),
            "Tunjuk berkasnya dengan --config; contohnya docs/sipoke-server.yaml.",
        ),
        (HostError::NoSettings, Lang::En) => (
            "There are no settings of a server".to_owned(),
            "Name their file with --config; docs/sipoke-server.yaml is an example.",
        ),
        (HostError::NoOwner, Lang::Id) => (
            "Pemilik basis data belum disebut".to_owned(),
            "Beri alamatnya lewat lingkungan SIPOKE_DATABASE_OWNER_URL, atau --owner-url.",
        ),
        (HostError::NoOwner, Lang::En) => (
            "The owner of the database was not named".to_owned(),
            "Give its address in the environment, SIPOKE_DATABASE_OWNER_URL, or as --owner-url.",
        ),
        (HostError::NotBuiltIn(what), Lang::Id) => {
            (format!("Program ini tidak memuat {what}"), "Pakai sipoke-server.")
        }
        (HostError::NotBuiltIn(what), Lang::En) => {
            (format!("This program was built without {what}"), "Use sipoke-server.")
        }
        (HostError::Findings(_), Lang::Id) => {
            ("Berkas belum dapat dipakai".to_owned(), "Perbaiki semua galat, lalu ulangi.")
        }
        (HostError::Findings(_), Lang::En) => {
            ("The files cannot be used yet".to_owned(), "Mend every error, then try again.")
        }
        (HostError::Unavailable { .. }, _) => return of_code(ProblemCode::Unavailable, lang),
        (HostError::Desk(error), _) => return of_code(error.code(), lang),
    };
    (title, help.to_owned())
}

/// The title is the same everywhere; what helps at a console is not what helps a resident.
fn of_code(code: ProblemCode, lang: Lang) -> (String, String) {
    let help = match code {
        ProblemCode::NoOffice => lang.pick(
            "Impor dulu standar pelayanannya: sipoke standards import … --commit",
            "Import its service standards first: sipoke standards import … --commit",
        ),
        ProblemCode::UnknownService => lang
            .pick("Lihat semua layanan: sipoke standards list", "See all: sipoke standards list"),
        ProblemCode::UnknownTicket => lang.pick(
            "Lihat semua permohonan: sipoke application list",
            "See all: sipoke application list",
        ),
        ProblemCode::ChangedMeanwhile => lang.pick("Ulangi perintahnya.", "Run it again."),
        ProblemCode::Busy => lang.pick(
            "Tidak ada yang tersimpan. Tunggu sebentar, lalu ulangi perintahnya.",
            "Nothing was stored. Wait a moment, then run it again.",
        ),
        ProblemCode::Unavailable => lang.pick(
            "Periksa folder data: izin, sisa ruang, dan penyimpanannya. Loket tetap melayani \
             dengan formulir cetak.",
            "Check the data folder: permissions, free space, and the disk. The counter goes on \
             serving with printed forms.",
        ),
        other => sipoke_text::problem_help(other, lang),
    };
    (sipoke_text::problem_title(code, lang).to_owned(), help.to_owned())
}

fn of_problem(code: ProblemCode) -> Exit {
    match code {
        ProblemCode::Busy | ProblemCode::Unavailable | ProblemCode::TooManyRequests => {
            Exit::Unavailable
        }
        ProblemCode::ScanLost | ProblemCode::Internal => Exit::Internal,
        ProblemCode::NotAllowed
        | ProblemCode::OnlyTheApplicant
        | ProblemCode::NotInStage
        | ProblemCode::CounterOnly
        | ProblemCode::Incomplete
        | ProblemCode::NotAsked
        | ProblemCode::CannotBeMended
        | ProblemCode::ScansNotFit
        | ProblemCode::NothingLacking
        | ProblemCode::NotTheNextStep
        | ProblemCode::OriginalsNotSeen
        | ProblemCode::NoOffice
        | ProblemCode::UnknownService
        | ProblemCode::UnknownTicket
        | ProblemCode::UnknownDocument
        | ProblemCode::ChangedMeanwhile
        | ProblemCode::KeyReused
        | ProblemCode::SignInRefused
        | ProblemCode::NotSignedIn
        | ProblemCode::LoginTaken
        | ProblemCode::NoRole
        | ProblemCode::ScanRejected
        | ProblemCode::Malformed
        | ProblemCode::NotFound
        | ProblemCode::MethodNotAllowed
        | ProblemCode::TooLarge
        | ProblemCode::UnsupportedMediaType
        | ProblemCode::CrossSite => Exit::Refused,
    }
}

/// An error with its causes: whoever sits at the machine is who mends it.
fn chain(error: &dyn std::error::Error) -> String {
    let causes = std::iter::successors(Some(error), |error| error.source());
    causes.map(ToString::to_string).collect::<Vec<_>>().join(": ")
}
