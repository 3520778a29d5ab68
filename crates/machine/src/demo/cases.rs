//! Six applications, one in each stage, each brought there step by step by those whose step it is.

use std::collections::{BTreeMap, BTreeSet};

use sipoke_cli::HostError;
use sipoke_core::{
    access::Actor,
    application::{Applicant, Application, Channel, Filing, TakenBy},
    catalogue::{Need, ServiceStandard},
    documents::{Comparison, Finding, Reason, ScanReceipt},
    words::{
        Address, IdempotencyKey, Malformed, Nik, NonEmpty, Note, PersonName, PhoneNumber,
        QuestionCode, RequirementCode, ServiceCode, Ticket,
    },
};
use sipoke_desk::{CaseRequest, Credential, Desk, DeskError, Submission};

use super::{clock::PastClock, misread, staff::Officers};

const PENGANTAR: &[u8] = include_bytes!("../../../../fixtures/scans/pengantar.pdf");
const KTP: &[u8] = include_bytes!("../../../../fixtures/scans/ktp.jpg");
const KK: &[u8] = include_bytes!("../../../../fixtures/scans/kk.png");
const BLURRED: &[u8] = include_bytes!("../../../../fixtures/scans/buram.jpg");

/// Who asks for what. NIKs are of no real person: their serial numbers begin with 99.
struct Sample {
    name: &'static str,
    nik: &'static str,
    birth_date: &'static str,
    service: &'static str,
    answers: &'static [(&'static str, &'static str)],
    ktp: &'static [u8],
}

const DOMICILE: &[(&str, &str)] = &[
    ("keperluan", "membuka rekening bank"),
    ("alamat_domisili", "Jalan Contoh 12 RT 006/RW 010"),
    ("status_tinggal", "milik"),
];
const BUSINESS: &[(&str, &str)] = &[
    ("nama_usaha", "Warung Contoh"),
    ("jenis_usaha", "makanan"),
    ("alamat_usaha", "Jalan Contoh 3 RT 002/RW 004"),
    ("keperluan", "mengajukan pinjaman usaha"),
];

const COLLECTED: Sample = Sample {
    name: "Siti Contoh",
    nik: "3276054101909901",
    birth_date: "1990-01-01",
    service: "SKD",
    answers: DOMICILE,
    ktp: KTP,
};
const DIFFERED: Sample = Sample {
    name: "Bambang Contoh",
    nik: "3276051203859902",
    birth_date: "1985-03-12",
    service: "SKD",
    answers: DOMICILE,
    ktp: KTP,
};
const READY: Sample = Sample {
    name: "Wayan Contoh",
    nik: "3276056507959903",
    birth_date: "1995-07-25",
    service: "SKU",
    answers: BUSINESS,
    ktp: KTP,
};
const HALF_WAY: Sample = Sample {
    name: "Ucok Contoh",
    nik: "3276050911789904",
    birth_date: "1978-11-09",
    service: "SKU",
    answers: BUSINESS,
    ktp: KTP,
};
const RETURNED: Sample = Sample {
    name: "Asih Contoh",
    nik: "3276055808929905",
    birth_date: "1992-08-18",
    service: "SKD",
    answers: DOMICILE,
    ktp: BLURRED,
};
const SUBMITTED: Sample = Sample {
    name: "Yosef Contoh",
    nik: "3276050204999906",
    birth_date: "1999-04-02",
    service: "SKD",
    answers: DOMICILE,
    ktp: KTP,
};

/// Files and moves them, the days going by.
pub(super) async fn file_all(
    desk: &Desk,
    officers: &Officers,
    clock: &PastClock,
) -> Result<Vec<Credential>, HostError> {
    let office = Office { desk, officers };

    clock.days_ago(7);
    let collected = office.file(&COLLECTED).await?;
    let differed = office.file(&DIFFERED).await?;
    let ready = office.file(&READY).await?;

    clock.days_ago(6);
    for case in [&collected, &differed, &ready] {
        office.accept(case.ticket).await?;
        office.draft(case.ticket).await?;
        office.initial(case.ticket).await?;
        office.sign(case.ticket).await?;
    }

    clock.days_ago(2);
    office.hand_over(collected.ticket).await?;
    office.find_a_difference(differed.ticket).await?;
    let half_way = office.file(&HALF_WAY).await?;
    let returned = office.file(&RETURNED).await?;

    clock.days_ago(1);
    office.accept(half_way.ticket).await?;
    office.draft(half_way.ticket).await?;
    office.send_back(returned.ticket).await?;

    clock.days_ago(0);
    let submitted = office.file(&SUBMITTED).await?;
    Ok(vec![submitted, returned, half_way, ready, collected, differed])
}

struct Office<'a> {
    desk: &'a Desk,
    officers: &'a Officers,
}

impl Office<'_> {
    async fn file(&self, sample: &Sample) -> Result<Credential, HostError> {
        let service = ServiceCode::parse(sample.service).map_err(misread)?;
        let published = self.desk.published().await?;
        let edition = published.by_code(&service).ok_or(DeskError::UnknownService)?;
        let filing = Filing {
            channel: Channel::Online,
            applicant: sample.applicant().map_err(misread)?,
            answers: sample.answers().map_err(misread)?,
            documents: self.scans(sample, &edition.standard).await?,
            presented: BTreeSet::new(),
        };
        let key = format!("demo-permohonan-{}", sample.nik);
        let key = IdempotencyKey::parse(&key).map_err(misread)?;
        let submission = Submission { service, filing, key };
        let filed = self.desk.submit(&Actor::Applicant, submission).await?;
        Ok(Credential { ticket: filed.ticket(), secret: filed.secret().clone() })
    }

    async fn scans(
        &self,
        sample: &Sample,
        standard: &ServiceStandard,
    ) -> Result<BTreeMap<RequirementCode, ScanReceipt>, HostError> {
        let mut scans = BTreeMap::new();
        let asked = |need: &Need, scan: bool| *need == Need::Always && scan;
        for requirement in &standard.requirements {
            if asked(&requirement.need, requirement.scan) {
                let bytes = match requirement.code.as_str() {
                    "ktp-pemohon" => sample.ktp,
                    "kk-pemohon" => KK,
                    code if code.starts_with("foto") => KTP,
                    _ => PENGANTAR,
                };
                let mut upload = self.desk.receive_scan().await?;
                upload.write(bytes).await.map_err(DeskError::from)?;
                let receipt = upload.finish().await.map_err(DeskError::from)?;
                scans.insert(requirement.code.clone(), receipt);
            }
        }
        Ok(scans)
    }

    async fn accept(&self, ticket: Ticket) -> Result<(), HostError> {
        let actor = &self.officers.verifier;
        let case = self.desk.case(actor, ticket).await?.application.value;
        let fits = case.documents().keys().map(|code| (code.clone(), Finding::Fits));
        self.check(ticket, fits.collect()).await?;
        self.desk.accept(request(actor, ticket, "terima")?).await?;
        Ok(())
    }

    async fn check(
        &self,
        ticket: Ticket,
        findings: Vec<(RequirementCode, Finding)>,
    ) -> Result<(), HostError> {
        if let Some(findings) = NonEmpty::new(findings) {
            let request = request(&self.officers.verifier, ticket, "periksa")?;
            self.desk.check_scans(request, findings).await?;
        }
        Ok(())
    }

    async fn send_back(&self, ticket: Ticket) -> Result<(), HostError> {
        let note = Note::parse("Foto KTP-nya buram. Mohon foto ulang di tempat yang terang.");
        let note = Some(note.map_err(misread)?);
        let lacking = Finding::Lacking { reason: Reason::Unreadable, note };
        let ktp = RequirementCode::parse("ktp-pemohon").map_err(misread)?;
        self.check(ticket, vec![(ktp, lacking)]).await?;
        let request = request(&self.officers.verifier, ticket, "kembalikan")?;
        self.desk.return_to_applicant(request).await?;
        Ok(())
    }

    async fn draft(&self, ticket: Ticket) -> Result<(), HostError> {
        self.desk.draft(request(&self.officers.verifier, ticket, "konsep")?).await?;
        Ok(())
    }

    async fn initial(&self, ticket: Ticket) -> Result<(), HostError> {
        let Officers { section_head, secretary, .. } = self.officers;
        self.desk.initial(request(section_head, ticket, "paraf-kasi")?).await?;
        self.desk.initial(request(secretary, ticket, "paraf-sekretaris")?).await?;
        Ok(())
    }

    async fn sign(&self, ticket: Ticket) -> Result<(), HostError> {
        self.desk.sign(request(&self.officers.head, ticket, "tanda-tangan")?).await?;
        Ok(())
    }

    async fn hand_over(&self, ticket: Ticket) -> Result<(), HostError> {
        self.compare(ticket, |_| Comparison::Matches).await?;
        let request = request(&self.officers.counter, ticket, "serahkan")?;
        self.desk.release(request, TakenBy::Applicant).await?;
        Ok(())
    }

    async fn find_a_difference(&self, ticket: Ticket) -> Result<(), HostError> {
        let forged = |code: &RequirementCode| match code.as_str() {
            "ktp-pemohon" => Comparison::Differs,
            _ => Comparison::Matches,
        };
        self.compare(ticket, forged).await.map(|_| ())
    }

    async fn compare(
        &self,
        ticket: Ticket,
        seen: impl Fn(&RequirementCode) -> Comparison,
    ) -> Result<(), HostError> {
        let actor = &self.officers.counter;
        let case: Application = self.desk.case(actor, ticket).await?.application.value;
        let seen = case.originals_needed(false).map(|code| (code.clone(), seen(code)));
        if let Some(seen) = NonEmpty::new(seen.collect()) {
            self.desk.compare_originals(request(actor, ticket, "cocokkan")?, seen).await?;
        }
        Ok(())
    }
}

/// A request with a key of its own.
fn request<'a>(actor: &'a Actor, ticket: Ticket, step: &str) -> Result<CaseRequest<'a>, HostError> {
    let key = IdempotencyKey::parse(&format!("demo-{}-{step}", ticket.compact()));
    Ok(CaseRequest { actor, ticket, seen: None, key: key.map_err(misread)? })
}

impl Sample {
    fn applicant(&self) -> Result<Applicant, Malformed> {
        Ok(Applicant {
            name: PersonName::parse(self.name)?,
            nik: Nik::parse(self.nik)?,
            birth_date: self.birth_date.parse().map_err(|_| Malformed::Date)?,
            phone: PhoneNumber::parse("081200000000")?,
            address: Address::parse("Jalan Contoh 12 RT 006/RW 010")?,
        })
    }

    fn answers(&self) -> Result<BTreeMap<QuestionCode, String>, Malformed> {
        let answer = |(code, text): &(&str, &str)| Ok((QuestionCode::parse(code)?, (*text).into()));
        self.answers.iter().map(answer).collect()
    }
}
