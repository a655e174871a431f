//! What an import does not undo: corrections of the office, and erasures. And the home's own terms.

use super::writing::on_both;
use super::{clock, lines, reading, with};
use crate::clock::Clock;
use crate::exchange::{Corrected, Outcome, Report, Source, import};
use crate::jobs::retention::Rule;
use crate::rng::Rng;
use crate::store::{Correcting, Erasing, Field, Store, Why};
use domain::access::{Actor, Role, Scope};
use domain::calendar::Timestamp;
use domain::catalogue::Localized;
use domain::household::Resident;
use domain::ids::PersonId;
use std::collections::BTreeMap;
use uuid::Uuid;

const ANNA: &str = "R01,LINDE,TUIN,101,mevrouw,Anna";

async fn read(store: &Store, source: &Source, clock: &Clock, dry_run: bool) -> Report {
    let report = import(store, source, clock, dry_run).await.unwrap();
    assert!(report.problems.is_empty(), "{report}");
    report
}

fn office() -> Actor {
    Actor { role: Role::Office, person: None, name: "Marieke".to_owned(), relation: Localized::default() }
}

async fn scope(store: &Store, code: &str) -> (Scope, domain::ids::HouseholdId) {
    let (location, household) = store.household_by_code(code).await.unwrap().unwrap();
    (Scope::Office { person: PersonId(Uuid::nil()), locations: vec![location] }, household)
}

async fn resident(store: &Store, clock: &Clock, code: &str) -> Resident {
    let (scope, household) = scope(store, code).await;
    store.office_household(&scope, household, clock.now()).await.unwrap().unwrap().resident
}

async fn correct(store: &Store, clock: &Clock, room: &str, language: &str) {
    let (scope, household) = scope(store, "R01").await;
    let wanted = BTreeMap::from([(Field::Room, room.to_owned()), (Field::Language, language.to_owned())]);
    let id = Rng::system().uuid(clock.timestamp()).unwrap();
    let (at, reason) = (clock.timestamp(), "verhuisd".to_owned());
    let correcting = Correcting { id, household, by: office(), at, reason, wanted };
    store.correct(&scope, correcting).await.unwrap().unwrap();
}

fn outcomes(report: &Report) -> Vec<(Field, Outcome)> {
    report.corrected.iter().map(|Corrected { field, outcome, .. }| (*field, *outcome)).collect()
}

#[tokio::test]
async fn an_import_does_not_undo_a_correction_until_the_file_says_something_new() {
    on_both(async |store| {
        let clock = clock();
        read(store, &Source::de_linde(), &clock, false).await;
        correct(store, &clock, "117", "en").await;
        // Another change in the row: what was corrected stays, and the report says so, also beforehand.
        let other = with("residents.csv", ANNA, "R01,LINDE,TUIN,101,mevrouw,Annie");
        let said = read(store, &other, &clock, true).await;
        assert!(said.to_string().contains("R01: room was corrected in the office"), "{said}");
        let report = read(store, &other, &clock, false).await;
        assert_eq!(outcomes(&report), [(Field::Room, Outcome::Kept), (Field::Language, Outcome::Kept)]);
        let anna = resident(store, &clock, "R01").await;
        assert_eq!((anna.first_name.as_str(), anna.room.as_str(), anna.language.code()), ("Annie", "117", "en"));
        assert_eq!(read(store, &other, &clock, false).await.changes(), 0);
        // The file says the room too, and a language again.
        let newer = with("residents.csv", ANNA, "R01,LINDE,TUIN,117,mevrouw,Annie");
        let report = read(store, &newer, &clock, false).await;
        assert_eq!(outcomes(&report), [(Field::Room, Outcome::Same), (Field::Language, Outcome::Kept)]);
        // Something that is neither what it was nor what it became: the file is newer.
        correct(store, &clock, "118", "nl").await;
        let newest = with("residents.csv", ANNA, "R01,LINDE,TUIN,119,mevrouw,Annie");
        let report = read(store, &newest, &clock, false).await;
        assert!(outcomes(&report).contains(&(Field::Room, Outcome::Overtaken)), "{report}");
        assert_eq!(resident(store, &clock, "R01").await.room, "119");
        let (scope, household) = scope(store, "R01").await;
        let settled = store.corrections(&scope, household).await.unwrap();
        assert!(settled.iter().all(|one| one.settled_at.is_some()), "{settled:?}");
        assert_eq!(outcomes(&read(store, &newest, &clock, false).await), []);
    })
    .await;
}

#[tokio::test]
async fn an_import_does_not_bring_back_who_was_erased() {
    on_both(async |store| {
        let clock = clock();
        // R14 has no orders; family of one resident only goes along.
        let left = |text: &str| text.to_owned();
        let mut source = Source::de_linde();
        let residents = std::str::from_utf8(source.file("residents.csv").unwrap()).unwrap().to_owned();
        let row = residents.lines().find(|line| line.starts_with("R14,")).unwrap().to_owned();
        let mut cells: Vec<String> = row.split(',').map(left).collect();
        let place = cells.len() - 2;
        cells[place] = "today-40".to_owned();
        source.insert("residents.csv", residents.replace(&row, &cells.join(",")));
        read(store, &source, &clock, false).await;
        let (scope, household) = scope(store, "R14").await;
        let before = store.erasable(&scope, household, clock.now()).await.unwrap().unwrap();
        assert_eq!(before.obstacles, [], "{row}");
        let id = Rng::system().uuid(clock.timestamp()).unwrap();
        let erasing = Erasing { id, household, by: office(), why: Why::Asked, now: clock.now() };
        assert_eq!(store.erase(erasing).await.unwrap(), []);
        let report = read(store, &source, &clock, false).await;
        assert_eq!((report.changes(), report.erased.as_slice()), (0, ["R14".to_owned()].as_slice()), "{report}");
        assert!(report.to_string().contains("R14 was erased and is left out"), "{report}");
        // Another change in the folder brings nothing back either.
        source.insert(
            "home.csv",
            std::str::from_utf8(source.file("home.csv").unwrap()).unwrap().replace("De Linde", "Linde"),
        );
        assert_eq!(read(store, &source, &clock, false).await.changes(), 1);
        assert_eq!(store.household_by_code("R14").await.unwrap(), None);
        clock.set(Timestamp(clock.timestamp().0 + 40 * 24 * 3_600 * 1_000_000));
        assert_eq!(crate::jobs::roll_over::roll_over(store, clock.now()).await.unwrap().failed, 0);
        let report = store.verify(clock.now()).await.unwrap();
        assert!(report.mismatches.is_empty() && report.households == 60, "{report:?}");
    })
    .await;
}

#[tokio::test]
async fn the_terms_are_for_the_home_to_say() {
    on_both(async |store| {
        let clock = clock();
        read(store, &Source::de_linde(), &clock, false).await;
        let usual = store.retention_terms().await.unwrap();
        assert_eq!(usual.days(Rule::Help), 400);
        let longer = with("retention.csv", "help,400", "help,500");
        assert_eq!(read(store, &longer, &clock, true).await.changes(), 1);
        assert_eq!(store.retention_terms().await.unwrap().days(Rule::Help), 400);
        read(store, &longer, &clock, false).await;
        assert_eq!(store.retention_terms().await.unwrap().days(Rule::Help), 500);
    })
    .await;
}

#[test]
fn a_term_that_is_too_short_or_unknown_is_a_problem() {
    for (row, what) in [("help,10", "at least 61"), ("hulp,400", "sessions")] {
        let found = lines(&reading(&with("retention.csv", "help,400", row), &clock()));
        assert!(found.iter().any(|line| line.starts_with("retention.csv") && line.contains(what)), "{found:?}");
    }
}
