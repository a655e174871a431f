//! `bekertje erase`.

use super::{CommandError, open};
use crate::audit::{Audit, Entry, What};
use crate::config::Settings;
use crate::metrics::Metrics;
use crate::rng::Rng;
use crate::store::{Erasing, Obstacle, Why};
use domain::access::{Actor, Role, Scope};
use domain::catalogue::Localized;
use domain::ids::PersonId;
use uuid::Uuid;

pub async fn run(settings: &Settings, resident: &str, room: &str, why: &str) -> Result<(), CommandError> {
    let (store, clock) = open(settings, None).await?;
    let now = clock.now();
    let unknown = || format!("there is no resident with the code {resident}; codes stand in residents.csv");
    let (location, household) = store.household_by_code(resident).await?.ok_or_else(unknown)?;
    let scope = Scope::Office { person: PersonId(Uuid::nil()), locations: vec![location] };
    let found = store.erasable(&scope, household, now).await?.ok_or_else(unknown)?;
    if found.room != room {
        return Err(format!("{resident} does not live in room {room}; nothing was erased").into());
    }
    let why = Why::from_code(why).ok_or("the reason is asked, term or wrong")?;
    let by = Actor { role: Role::House, person: None, name: String::new(), relation: Localized::default() };
    let erasing = Erasing { id: Rng::system().uuid(now.at)?, household, by, why, now };
    let obstacles = store.erase(erasing).await?;
    if !obstacles.is_empty() {
        let what: Vec<String> = obstacles.iter().map(said).collect();
        return Err(format!("{resident} cannot be erased yet: {}", what.join("; ")).into());
    }
    let audit = Audit::start(store.clone(), Metrics::default());
    audit.note_and_wait(Entry::new(now.at, What::Erased).about([household]).detail(why.code())).await?;
    let report = store.verify_and_say(|_, _| {}).await?;
    store.close().await;
    println!(
        "{resident} was erased. Checked {} households; mismatches: {}.",
        report.households,
        report.mismatches.len()
    );
    if found.own_left.is_positive() {
        println!("Own money that was not spent stays in the books: {} euros.", found.own_left.to_decimal());
    }
    println!("Backups from before hold them still: see docs/privacy.md.");
    Ok(())
}

fn said(obstacle: &Obstacle) -> String {
    match obstacle {
        Obstacle::StillLivesHere => "they still live here; fill in left in residents.csv when they do not".to_owned(),
        Obstacle::LeftLately { from } => format!("devices may still send something again; it can be done from {from}"),
        Obstacle::OpenOrders { count } => format!("orders still open: {count}"),
        Obstacle::ToSortOut { count } => format!("still to be sorted out by the ward: {count}"),
        Obstacle::Frozen => "the books do not match and someone has to look first".to_owned(),
    }
}
