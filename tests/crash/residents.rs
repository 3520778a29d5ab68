//! Residents who file, and file again when they must.

use std::{collections::BTreeMap, time::Duration};

use reqwest::{
    Client, StatusCode,
    header::RETRY_AFTER,
    multipart::{Form, Part},
};
use serde_json::{Value, json};
use sipoke_tests::office::scan_file;
use tokio::{sync::mpsc, task::JoinSet};

pub(crate) const RESIDENTS: usize = 100;

/// How often a resident asks again who is told to come later, and how long they wait in between.
const PATIENCE: usize = 600;
const MEANWHILE: Duration = Duration::from_millis(50);

/// What became of one request.
pub(crate) enum Told {
    /// The ticket.
    Ticket(String),
    /// To come again later.
    Later,
    /// Nothing: the line was cut.
    Nothing,
}

/// Residents who file, all at a time.
pub(crate) struct Residents {
    filing: JoinSet<()>,
    told: mpsc::UnboundedReceiver<Filed>,
}

/// A resident was told their ticket.
pub(crate) struct Filed {
    pub(crate) resident: usize,
    pub(crate) ticket: String,
    /// How often they had been told to come later.
    pub(crate) later: usize,
}

impl Residents {
    /// Each files once.
    pub(crate) fn file_once(address: &str) -> Self {
        Self::file(address, 1)
    }

    /// Who is told to come later comes again until they have a ticket.
    pub(crate) fn file_until_done(address: &str) -> Self {
        Self::file(address, PATIENCE)
    }

    fn file(address: &str, most: usize) -> Self {
        let (tell, told) = mpsc::unbounded_channel();
        let mut filing = JoinSet::new();
        for resident in 0..RESIDENTS {
            let (tell, address) = (tell.clone(), address.to_owned());
            filing.spawn(async move {
                let client = client();
                for later in 0..most {
                    match file(&client, &address, resident).await {
                        Told::Ticket(ticket) => {
                            return tell.send(Filed { resident, ticket, later }).unwrap();
                        }
                        Told::Later => tokio::time::sleep(MEANWHILE).await,
                        Told::Nothing => return,
                    }
                }
            });
        }
        Self { filing, told }
    }

    /// The next who has a ticket, as long as there is one.
    pub(crate) async fn next(&mut self) -> Option<Filed> {
        let next = self.told.recv().await;
        if next.is_none() {
            while let Some(ended) = self.filing.join_next().await {
                ended.unwrap();
            }
        }
        next
    }

    /// The tickets of all who get one.
    pub(crate) async fn tickets(mut self) -> BTreeMap<usize, String> {
        let mut tickets = BTreeMap::new();
        while let Some(Filed { resident, ticket, .. }) = self.next().await {
            tickets.insert(resident, ticket);
        }
        tickets
    }
}

/// Files for one resident, always with the same key and the same content.
async fn file(client: &Client, address: &str, resident: usize) -> Told {
    let request = client
        .post(format!("{address}/api/v1/applications"))
        .header("idempotency-key", format!("uji-kill-resident-{resident:04}"))
        .multipart(form(resident));
    let Ok(response) = request.send().await else { return Told::Nothing };
    let status = response.status();
    let later = response.headers().contains_key(RETRY_AFTER);
    let Ok(answer) = response.text().await else { return Told::Nothing };
    match status {
        StatusCode::CREATED => {
            let answer: Value = serde_json::from_str(&answer).unwrap();
            Told::Ticket(answer["ticket"].as_str().unwrap().to_owned())
        }
        StatusCode::SERVICE_UNAVAILABLE if later => Told::Later,
        _ => panic!("{status}, {later}: {answer}"),
    }
}

fn form(resident: usize) -> Form {
    let application = json!({
        "service": "SKD",
        "applicant": {
            "name": format!("WARGA CONTOH {resident}"),
            "nik": format!("327605410190{:04}", resident + 1),
            "birth_date": "1990-01-01",
            "phone": format!("08120000{resident:04}"),
            "address": "Jalan Contoh 1 RT 006/RW 010",
        },
        "answers": {
            "keperluan": "uji",
            "alamat_domisili": "Jalan Contoh 1",
            "status_tinggal": "milik",
        },
    });
    let application = Part::text(application.to_string()).mime_str("application/json").unwrap();
    let scan = |name: &str| Part::bytes(scan_file(name)).file_name(name.to_owned());
    Form::new()
        .part("application", application)
        .part("pengantar-rt-rw", scan("pengantar.pdf"))
        .part("ktp-pemohon", scan("ktp.jpg"))
        .part("kk-pemohon", scan("kk.png"))
}

pub(crate) fn client() -> Client {
    Client::builder().timeout(Duration::from_secs(60)).build().unwrap()
}
