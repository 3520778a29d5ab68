//! A city system embeds the library: it publishes the service standards of an office, files an
//! application with its scans, and follows it. Everything happens in this process, in a folder
//! that is gone afterwards.
//!
//! `cargo run --example embed -p sipoke`

use std::{collections::BTreeMap, error::Error, path::Path};

use sipoke::{
    core::{
        access::Actor,
        application::{Applicant, Channel, Filing},
        catalogue::Decree,
        documents::ScanReceipt,
        words::{
            Address, DocumentNumber, IdempotencyKey, Nik, OfficeCode, PersonName, PhoneNumber,
            QuestionCode, RequirementCode, ServiceCode,
        },
    },
    desk::{Credential, Desk, StandardsImport, Submission},
    import::read_standards,
    wire::view::TrackedView,
};

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let folder = tempfile::tempdir()?;
    let office = OfficeCode::parse("32.76.05.1004")?;

    let desk = sipoke::create(&folder.path().join("kantor"), office)?;
    desk.publish_standards(&Actor::Console, standards()?).await?;
    let submission = Submission {
        service: ServiceCode::parse("SKD")?,
        filing: filing(&desk).await?,
        key: IdempotencyKey::parse("embed-example-0001")?,
    };
    let filed = desk.submit(&Actor::Applicant, submission).await?;
    let credential = Credential { ticket: filed.ticket(), secret: filed.secret().clone() };
    let application = desk.track(&credential).await?;

    let view = TrackedView::new(&application, &desk.published().await?.calendar);
    say(&format!("{}: {} – {}", view.ticket, view.service_name, view.stage));
    Ok(())
}

fn standards() -> Result<StandardsImport, Box<dyn Error>> {
    let file = fixtures().join("standards/mekarjaya.yaml");
    let batch = read_standards(&[file], &[]).map_err(|findings| format!("{findings:#?}"))?;
    let decree = Decree {
        number: DocumentNumber::parse("05/01/Pem")?,
        year: 2017,
        about: "Standar Pelayanan".to_owned(),
        signed_on: None,
        signer: None,
        effective_from: "2017-02-01".parse()?,
    };
    Ok(StandardsImport { office: batch.office, decree, standards: batch.standards })
}

async fn filing(desk: &Desk) -> Result<Filing, Box<dyn Error>> {
    let applicant = Applicant {
        name: PersonName::parse("SITI CONTOH")?,
        nik: Nik::parse("3276054101900002")?,
        birth_date: "1990-01-01".parse()?,
        phone: PhoneNumber::parse("0812 0000 0001")?,
        address: Address::parse("Jalan Contoh 1 RT 006/RW 010")?,
    };
    let answers = [
        ("keperluan", "membuka rekening bank"),
        ("alamat_domisili", "Jalan Contoh 1 RT 006/RW 010"),
        ("status_tinggal", "milik"),
    ];
    let scans = [
        ("pengantar-rt-rw", "pengantar.pdf"),
        ("ktp-pemohon", "ktp.jpg"),
        ("kk-pemohon", "kk.png"),
    ];
    let mut documents = BTreeMap::new();
    for (requirement, file) in scans {
        documents.insert(RequirementCode::parse(requirement)?, store(desk, file).await?);
    }
    Ok(Filing {
        channel: Channel::Online,
        applicant,
        answers: answers
            .into_iter()
            .map(|(code, text)| Ok((QuestionCode::parse(code)?, text.to_owned())))
            .collect::<Result<_, Box<dyn Error>>>()?,
        documents,
        presented: [].into(),
    })
}

/// A scan streams through in pieces; what it gives is the proof that it is on disk.
async fn store(desk: &Desk, file: &str) -> Result<ScanReceipt, Box<dyn Error>> {
    let mut upload = desk.receive_scan().await?;
    for piece in std::fs::read(fixtures().join("scans").join(file))?.chunks(64 * 1024) {
        upload.write(piece).await?;
    }
    Ok(upload.finish().await?)
}

fn fixtures() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../fixtures"))
}

#[expect(clippy::print_stdout, reason = "an example shows what it did")]
fn say(line: &str) {
    println!("{line}");
}
