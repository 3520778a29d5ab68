use jiff::civil::{Date, Weekday, date as day};
use sipoke_core::{
    access::{Intention, Role},
    application::{Channel, FilingFault, Refusal, StageName},
    catalogue::{Form, LegalRisk, TimeUnit},
    documents::{Comparison, Reason},
    office::{Act, ApprovalStep, HolidayKind},
    ports::{NoticeKind, RejectedScan},
    problem::ProblemCode,
    words::{Malformed, Moment, NonEmpty, QuestionCode, RequirementCode, Rupiah, Zone},
};
use sipoke_text as text;
use sipoke_text::Lang;
use sipoke_wire::problem::Fault;

/// One text with where it comes from: `kind code`.
pub(crate) struct Text {
    pub(crate) key: String,
    pub(crate) words: String,
    /// Residents read it: it calls them *Anda*, never *pemohon*.
    pub(crate) for_residents: bool,
}

struct Table(Vec<Text>);

impl Table {
    fn officer(&mut self, kind: &str, code: impl ToString, words: impl Into<String>) {
        self.push(kind, code, words, false);
    }

    fn resident(&mut self, kind: &str, code: impl ToString, words: impl Into<String>) {
        self.push(kind, code, words, true);
    }

    fn push(
        &mut self,
        kind: &str,
        code: impl ToString,
        words: impl Into<String>,
        for_residents: bool,
    ) {
        let key = format!("{kind} {}", code.to_string());
        self.0.push(Text { key, words: words.into(), for_residents });
    }
}

/// All texts in this language, in a fixed order.
pub(crate) fn texts(lang: Lang) -> Vec<Text> {
    let mut table = Table(Vec::new());
    problems(&mut table, lang);
    cases(&mut table, lang);
    office(&mut table, lang);
    services(&mut table, lang);
    times(&mut table, lang);
    table.0
}

fn problems(table: &mut Table, lang: Lang) {
    for code in ProblemCode::ALL {
        table.resident("title", code.code(), text::problem_title(code, lang));
        table.resident("help", code.code(), text::problem_help(code, lang));
    }
    for refusal in refusals() {
        table.officer("refusal", refusal.code().code(), text::refusal_detail(&refusal, lang));
    }
    for fault in faults() {
        table.resident("fault", fault.code(), text::field_fault(&fault, lang));
    }
}

fn cases(table: &mut Table, lang: Lang) {
    for stage in StageName::ALL {
        table.officer("stage", stage.code(), text::stage(stage, lang));
        table.resident("resident-stage", stage.code(), text::stage_for_resident(stage, lang));
        table.resident("what-now", stage.code(), text::what_now(stage, lang));
    }
    for reason in Reason::ALL {
        table.officer("reason", reason.code(), text::reason(reason, lang));
    }
    table.officer("finding", "fits", text::finding("fits", lang));
    for comparison in Comparison::ALL {
        table.officer("comparison", comparison.code(), text::comparison(comparison, lang));
    }
    for channel in Channel::ALL {
        table.officer("channel", channel.code(), text::channel(channel, lang));
    }
    for kind in NoticeKind::ALL {
        table.resident("notice", kind.code(), text::notice(kind, lang));
    }
    for code in ["rejected", "withdrawn", "expired", "original-differed"] {
        table.resident("closing", code, text::closing(code, lang));
    }
    for code in ["issued", "void"] {
        table.resident("letter", code, text::letter_state(code, lang));
    }
    for name in RECORDED {
        table.officer("history", name, text::history(name, lang));
    }
}

/// The names of facts, and what else the audit trail records.
const RECORDED: [&str; 17] = [
    "filed",
    "scans-checked",
    "returned",
    "resubmitted",
    "accepted",
    "drafted",
    "initialled",
    "signed",
    "originals-compared",
    "letter-voided",
    "collected",
    "rejected",
    "withdrawn",
    "expired",
    "scan-viewed",
    "sign-in-refused",
    "edition-published",
];

fn office(table: &mut Table, lang: Lang) {
    for role in Role::ALL {
        table.officer("role", role.code(), text::role(role, lang));
    }
    for act in Act::ALL {
        table.officer("act", act.code(), text::act(act, lang));
    }
    for intention in Intention::ALL {
        table.officer("intention", intention.code(), text::intention(intention, lang));
    }
    for kind in HolidayKind::ALL {
        table.resident("holiday", kind.code(), text::holiday_kind(kind, lang));
    }
}

fn services(table: &mut Table, lang: Lang) {
    for form in Form::ALL {
        table.resident("form", form.code(), text::form(form, lang));
    }
    for risk in LegalRisk::ALL {
        table.officer("risk", risk.code(), text::risk(risk, lang));
    }
    for unit in TimeUnit::ALL {
        for value in [1, 15] {
            let words = text::processing_time(value, unit, lang);
            table.resident("time", format!("{value}-{}", unit.code()), words);
        }
    }
    for days in [0, 1, 7] {
        table.resident("working-days", days, text::working_days(days, lang));
    }
    for amount in [0, 10_000] {
        table.resident("fee", amount, text::fee(Rupiah::new(amount), lang));
    }
    for bytes in [10 * 1024 * 1024, 1_441_000, 355_000] {
        table.resident("file-size", bytes, text::file_size(bytes, lang));
    }
}

fn times(table: &mut Table, lang: Lang) {
    for month in 1..=12 {
        table.resident("month", month, text::date(day(2026, month, 24), lang));
    }
    for weekday in Weekday::Monday.cycle_forward().take(7) {
        table.resident("weekday", weekday.to_monday_one_offset(), text::weekday(weekday, lang));
    }
    let noon = Moment::parse("2026-11-24T02:12:00Z").unwrap();
    for zone in [Zone::Wib, Zone::Wita, Zone::Wit] {
        table.resident("moment", zone.abbreviation(), text::moment(noon, zone, lang));
    }
    let due: Date = day(2026, 11, 26);
    table.resident("due", due, text::due(due, lang));
}

/// One of each refusal.
fn refusals() -> Vec<Refusal> {
    vec![
        Refusal::NotAllowed(Intention::Sign),
        Refusal::OnlyTheApplicant,
        Refusal::NotInStage {
            is: StageName::Ready,
            needs: &[StageName::Submitted, StageName::Returned],
        },
        Refusal::CounterOnly { reason: "perlu validasi dokumen dan berpotensi hukum besar".into() },
        Refusal::Incomplete(NonEmpty::from([
            FilingFault::DocumentMissing(paper("kk-pemohon")),
            FilingFault::AnswerMissing(question()),
        ])),
        Refusal::NotAsked(NonEmpty::of(paper("pas-foto"))),
        Refusal::CannotBeMended(Reason::NotAResident),
        Refusal::ScansNotFit(papers()),
        Refusal::NothingLacking,
        Refusal::NotTheNextStep { next: ApprovalStep { act: Act::Initial, role: Role::Secretary } },
        Refusal::OriginalsNotSeen(papers()),
    ]
}

/// One of each fault of a field.
fn faults() -> Vec<Fault> {
    let malformed = [
        Malformed::Empty,
        Malformed::TooLong { found: 104, most: 100 },
        Malformed::TooShort { found: 6, least: 12 },
        Malformed::ControlCharacter,
        Malformed::Character('O'),
        Malformed::Character('l'),
        Malformed::Character('?'),
        Malformed::Character(' '),
        Malformed::Character('\u{202e}'),
        Malformed::NikLength { found: 15 },
        Malformed::NikLeadingZero,
        Malformed::NikBirthDate,
        Malformed::NikSerial,
        Malformed::Phone,
        Malformed::TicketLength { found: 11 },
        Malformed::TicketCheck,
        Malformed::Region,
        Malformed::Date,
        Malformed::Moment,
        Malformed::Rupiah,
        Malformed::Id,
        Malformed::Unknown,
    ];
    let filing = [
        FilingFault::DocumentMissing(paper("ktp-pemohon")),
        FilingFault::DocumentNotAsked(paper("pas-foto")),
        FilingFault::AnswerMissing(question()),
        FilingFault::AnswerNotAsked(question()),
        FilingFault::AnswerNotAChoice(question()),
        FilingFault::AnswerNotADate(question()),
        FilingFault::AnswerNotANumber(question()),
        FilingFault::AnswerNotText(question()),
        FilingFault::BornInTheFuture,
    ];
    let scans = [
        RejectedScan::Empty,
        RejectedScan::TooLarge { limit: 10 * 1024 * 1024 },
        RejectedScan::UnknownKind,
        RejectedScan::Broken,
        RejectedScan::TooManyPixels,
        RejectedScan::ActivePdf,
    ];
    let malformed = malformed.into_iter().map(Fault::Malformed);
    malformed
        .chain(filing.into_iter().map(Fault::Filing))
        .chain(scans.into_iter().map(Fault::Scan))
        .collect()
}

fn paper(code: &str) -> RequirementCode {
    RequirementCode::parse(code).unwrap()
}

fn papers() -> NonEmpty<RequirementCode> {
    NonEmpty::from([paper("ktp-pemohon"), paper("pengantar-rt-rw")])
}

fn question() -> QuestionCode {
    QuestionCode::parse("alamat_domisili").unwrap()
}
