//! De Linde with hundreds or thousands of residents and a past, made by the importer in a database of its own.

use server::clock::{Clock, DEFAULT_TIME_ZONE};
use server::exchange::{self, Source};
use server::store::Store;
use sqlx::{AssertSqlSafe, Connection};
use std::path::{Path, PathBuf};

pub const RESIDENTS: usize = 600;
/// A home with thirty locations.
pub const MANY_RESIDENTS: usize = 3_000;
const A_WARD: usize = 25;

pub struct Database {
    pub name: &'static str,
    /// The address of a PostgreSQL server; none for SQLite.
    server: Option<String>,
}

/// SQLite, and PostgreSQL where `TEST_DATABASE_URL` names one.
pub fn databases() -> Vec<Database> {
    let postgres =
        std::env::var("TEST_DATABASE_URL").ok().map(|server| Database { name: "PostgreSQL", server: Some(server) });
    std::iter::once(Database { name: "SQLite", server: None }).chain(postgres).collect()
}

pub struct Home {
    pub folder: PathBuf,
    /// The PostgreSQL database; none when it is the folder's.
    pub url: Option<String>,
    /// The server and the database's name there.
    drop: Option<(String, String)>,
    /// Codes of the residents who were added to De Linde's own.
    pub residents: Vec<String>,
    /// Of carers, one on each ward that was added.
    pub carers: Vec<String>,
}

impl Home {
    pub fn make(database: &Database, name: &str, residents: usize, transfers: usize) -> Self {
        let name = format!("bekertje_bench_{name}_{}", std::process::id());
        let folder = std::env::temp_dir().join(&name);
        std::fs::create_dir_all(&folder).expect("a folder for the data");
        let mut drop = None;
        if let Some(server) = &database.server {
            wait(admin(server, &format!("CREATE DATABASE {name}")));
            drop = Some((server.clone(), name.clone()));
        }
        let url = drop.as_ref().map(|(server, name)| with_database(server, name));
        let (residents, carers) = write_csv(&csv_of(&folder), residents);
        let home = Self { folder, url, drop, residents, carers };
        wait(home.fill(transfers));
        home
    }

    /// The files that it is imported from.
    pub fn csv(&self) -> PathBuf {
        csv_of(&self.folder)
    }

    async fn fill(&self, transfers: usize) {
        let file = self.folder.join("bekertje.sqlite").display().to_string();
        let store = Store::open(self.url.as_ref().unwrap_or(&file)).await.expect("the database opens");
        store.migrate().await.expect("the tables are made");
        let clock = Clock::system(DEFAULT_TIME_ZONE).expect("the clock");
        let source = Source::folder(&self.csv()).expect("the files are there");
        let report = exchange::import(&store, &source, &clock, false).await.expect("the import runs");
        assert!(report.problems.is_empty(), "{report}");
        store.invent_past(transfers, clock.now()).await.expect("the past is written");
        store.close().await;
    }

    pub fn remove(self) {
        if let Some((server, name)) = &self.drop {
            wait(admin(server, &format!("DROP DATABASE {name} WITH (FORCE)")));
        }
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

fn csv_of(folder: &Path) -> PathBuf {
    folder.join("csv")
}

fn wait<T>(work: impl Future<Output = T>) -> T {
    tokio::runtime::Runtime::new().expect("a runtime").block_on(work)
}

/// De Linde's own files, with many more residents like those who live there already, on wards of their own.
fn write_csv(to: &Path, count: usize) -> (Vec<String>, Vec<String>) {
    std::fs::create_dir_all(to).expect("a folder for the files");
    let from = crate::project("server/demo/de-linde");
    for file in std::fs::read_dir(&from).expect("the demo home").flatten() {
        std::fs::copy(file.path(), to.join(file.file_name())).expect("a copy");
    }
    let residents = read(&from.join("residents.csv"));
    // Who lives there all of this period, alone.
    let settled: Vec<_> =
        residents.iter().filter(|row| row[14].starts_with("20") && row[15].is_empty() && row[12].is_empty()).collect();
    let indications = read(&from.join("indications.csv"));
    let clearances = read(&from.join("clearances.csv"));
    let (mut more_residents, mut more_indications, mut more_clearances) = (Vec::new(), Vec::new(), Vec::new());
    let (mut more_wards, mut more_people) = (Vec::new(), Vec::new());
    let (mut codes, mut carers) = (Vec::new(), Vec::new());
    for number in 0..count {
        let ward = number / A_WARD;
        // The location of a ward is that of those who are like its residents.
        let location = &settled[ward % settled.len()][1];
        let alike: Vec<_> = settled.iter().filter(|row| row[1] == *location).collect();
        let like: &[String] = alike[number % alike.len()];
        let ward_code = format!("W{ward:03}");
        if number % A_WARD == 0 {
            let carer = format!("carer-{ward}");
            more_wards.push(
                [location, &ward_code, &format!("Afdeling {ward}"), "De Kamer", "50"].map(str::to_owned).to_vec(),
            );
            let person = [carer.as_str(), "Kim de Wit", "Kim", "carer", "HELP", location, &ward_code, "nl", ""];
            more_people.push(person.map(str::to_owned).to_vec());
            carers.push(carer);
        }
        let code = format!("M{number:04}");
        let mut resident = like.to_vec();
        resident[0].clone_from(&code);
        resident[2].clone_from(&ward_code);
        resident[3] = format!("{}", 1_000 + number);
        more_residents.push(resident);
        for (index, row) in indications.iter().filter(|row| row[1] == like[0]).enumerate() {
            let mut row = row.clone();
            row[0] = format!("{code}-{index}");
            row[1].clone_from(&code);
            more_indications.push(row);
        }
        // Everyone may have everything: an order that is refused for a reason is not what is measured.
        for row in clearances.iter().filter(|row| row[0] == like[0]) {
            more_clearances.push(vec![code.clone(), row[1].clone(), "yes".to_owned(), String::new()]);
        }
        codes.push(code);
    }
    append(&to.join("wards.csv"), &more_wards);
    append(&to.join("people.csv"), &more_people);
    append(&to.join("residents.csv"), &more_residents);
    append(&to.join("indications.csv"), &more_indications);
    append(&to.join("clearances.csv"), &more_clearances);
    (codes, carers)
}

fn read(path: &Path) -> Vec<Vec<String>> {
    let mut file = csv::Reader::from_path(path).expect("a CSV file");
    let rows = file.records().map(|row| row.expect("a row").iter().map(str::to_owned).collect());
    rows.collect()
}

fn append(path: &Path, rows: &[Vec<String>]) {
    let file = std::fs::OpenOptions::new().append(true).open(path).expect("a CSV file");
    let mut file = csv::Writer::from_writer(file);
    for row in rows {
        file.write_record(row).expect("a row");
    }
    file.flush().expect("the file is written");
}

async fn admin(server: &str, sql: &str) {
    let mut link = sqlx::PgConnection::connect(server).await.expect("the PostgreSQL server");
    sqlx::raw_sql(AssertSqlSafe(sql.to_owned())).execute(&mut link).await.expect("it does what it is told");
    link.close().await.expect("it lets go");
}

/// `postgres://user@host/postgres?x` with another database.
fn with_database(server: &str, name: &str) -> String {
    let (before, query) = server.split_once('?').unwrap_or((server, ""));
    let (authority, _) = before.rsplit_once('/').expect("an address with a database");
    format!("{authority}/{name}?{query}")
}
