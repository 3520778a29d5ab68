//! Fills a store. SQLite through the port, many changes in flight, so that the writer makes large
//! transactions of them; PostgreSQL with `COPY` of the very rows that the port would write.

use std::{fs, path::Path, sync::Arc};

use futures_util::{StreamExt, TryStreamExt, stream};
use indicatif::{ProgressBar, ProgressStyle};
use serde_json::json;
use sipoke_core::{
    ports::{Applications, Clock, Entropy},
    words::Moment,
};
use sipoke_postgres::{PostgresStore, Settings};
use sipoke_sqlite::SqliteStore;
use sipoke_system::{SystemClock, SystemEntropy};
use sipoke_vault::KeyRing;

use crate::{
    Failure, Seed,
    case::{self, Case, Writer},
    city::{self, PASSWORD, People, Place},
    copy,
};

/// Changes that wait for the writer of SQLite: a few of its largest transactions.
const IN_FLIGHT: usize = 900;
/// Applications in one transaction of PostgreSQL.
const BATCH: usize = 5_000;
const YEAR: i64 = 365 * 24 * 3_600;

/// All applications: of each office in the order in which they were filed.
struct Cases<'a> {
    asked: &'a Seed,
    places: &'a [Place],
    writer: Writer<'a>,
    begin: Moment,
    made: u64,
    /// Tickets and secrets of the first office, for whoever asks for them.
    tickets: String,
}

impl Iterator for Cases<'_> {
    type Item = Result<Case, Failure>;

    fn next(&mut self) -> Option<Self::Item> {
        let index = self.made;
        if index == self.asked.applications {
            return None;
        }
        self.made += 1;
        // Office after office: what is written together lies together, which is many times faster.
        let each = self.asked.applications.div_ceil(self.asked.offices).max(1);
        let (office, place_in_office) = (index / each, index % each);
        let share =
            i128::from(YEAR - case::SECONDS) * i128::from(place_in_office) / i128::from(each);
        let at = self.begin.plus_seconds(i64::try_from(share).unwrap_or_default());
        let office = usize::try_from(office).unwrap_or_default();
        let place = self.places.get(office)?;
        let open = index.is_multiple_of(self.asked.open_every);
        let made = self.writer.case(place, index, at, open);
        if let (0, Ok(Case { ticket, secret, .. })) = (office, &made) {
            self.tickets.push_str(&format!("{ticket} {}\n", secret.expose()));
        }
        Some(made)
    }
}

pub(crate) async fn seed(asked: &Seed) -> Result<(), Failure> {
    fs::create_dir(&asked.data)?;
    let data = asked.data.canonicalize()?;
    fs::create_dir(data.join("scans"))?;
    let entropy: Arc<dyn Entropy> = Arc::new(SystemEntropy);
    KeyRing::create(&data.join("kunci.key"), &*entropy)?;
    let keys = Arc::new(KeyRing::load(&data.join("kunci.key"), entropy)?);
    let begin = SystemClock.now().plus_seconds(-YEAR);
    let people = People::new(begin)?;

    let (url, (tickets, office)) = match (&asked.postgres, &asked.app) {
        (Some(owner), Some(app)) => {
            PostgresStore::migrate(owner).await?;
            PostgresStore::grant(owner, "sipoke_app", "sipoke_reader").await?;
            let store = Arc::new(PostgresStore::open(&Settings::new(app), keys.clone()).await?);
            let places = city::found(&store, &keys, &people, asked.offices, begin).await?;
            let mut cases = Cases::new(asked, &places, &people, begin);
            let bar = bar(asked.applications);
            copy::fill(owner, keys, &mut cases, BATCH, |done| bar.inc(done)).await?;
            bar.finish();
            (app.clone(), cases.end()?)
        }
        _ => {
            let file = data.join("sipoke.db");
            let store = Arc::new(SqliteStore::open(&file, keys.clone())?);
            let places = city::found(&store, &keys, &people, asked.offices, begin).await?;
            let mut cases = Cases::new(asked, &places, &people, begin);
            fill(&*store, &mut cases, &bar(asked.applications)).await?;
            (format!("sqlite:{}", file.display()), cases.end()?)
        }
    };
    fs::write(data.join("tickets.txt"), tickets)?;
    fs::write(data.join("sipoke-server.yaml"), settings(&office, &url, &data))?;
    let seconds = (SystemClock.now().micros() - begin.micros()) / 1_000_000 - YEAR;
    let made = asked.applications;
    println!("{}", json!({ "applications": made, "seconds": seconds, "password": PASSWORD }));
    Ok(())
}

async fn fill(
    store: &dyn Applications,
    cases: &mut Cases<'_>,
    bar: &ProgressBar,
) -> Result<(), Failure> {
    stream::iter(cases)
        .map(|case| async move {
            store.commit(case?.change).await?;
            Ok::<_, Failure>(())
        })
        .buffer_unordered(IN_FLIGHT)
        .try_for_each(|()| async {
            bar.inc(1);
            Ok(())
        })
        .await?;
    bar.finish();
    Ok(())
}

impl<'a> Cases<'a> {
    fn new(asked: &'a Seed, places: &'a [Place], people: &'a People, begin: Moment) -> Self {
        let (writer, tickets) = (Writer::new(people), String::new());
        Self { asked, places, writer, begin, made: 0, tickets }
    }

    /// The tickets of the first office, and its code.
    fn end(self) -> Result<(String, String), Failure> {
        let first = self.places.first().ok_or("no office")?;
        Ok((self.tickets, first.office.code.to_string()))
    }
}

fn bar(length: u64) -> ProgressBar {
    let bar = ProgressBar::new(length);
    let shape = "{wide_bar} {pos}/{len}  {per_sec}  {eta}";
    bar.set_style(ProgressStyle::with_template(shape).unwrap_or(ProgressStyle::default_bar()));
    bar
}

fn settings(office: &str, url: &str, data: &Path) -> String {
    let data = data.display();
    format!(
        "office: {office}\n\
         database:\n  url: {url}\n\
         keys: {data}/kunci.key\n\
         scans:\n  folder: {data}/scans\n\
         http:\n  listen: 127.0.0.1:0\n\
         log:\n  format: text\n  level: warn\n"
    )
}
