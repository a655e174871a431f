//! `bekertje link`.

use super::{CommandError, open};
use crate::audit::{Audit, Entry, What};
use crate::config::Settings;
use crate::metrics::Metrics;
use crate::rng::Rng;
use crate::sign_in::SecretCode;
use domain::calendar::Timestamp;

const DAY_MICROS: i64 = 24 * 3_600 * 1_000_000;

pub async fn run(settings: &Settings, person: &str, days: u8) -> Result<(), CommandError> {
    let Some(address) = settings.address() else {
        return Err(
            "say under which address people reach the shop: --address https://… (or set BEKERTJE_ADDRESS)".into()
        );
    };
    let (store, clock) = open(settings, None).await?;
    let found = store.person_by_name(person).await?;
    let Some(found) = found else {
        return Err(format!("there is no person with the code {person}; import people.csv first, or look in it").into());
    };
    let about = store.about_person(found).await?.filter(|about| about.acts_as.is_some());
    let Some(about) = about else {
        return Err(format!("{person} has a role without screens: there is nothing to sign in to").into());
    };
    let now = clock.timestamp();
    let until = Timestamp(now.0.saturating_add(i64::from(days) * DAY_MICROS));
    let code = SecretCode::draw(&Rng::system())?;
    let audit = Audit::start(store.clone(), Metrics::default());
    audit.note_and_wait(Entry::new(now, What::Invited).detail(format!("operators-link {found}"))).await?;
    audit.close().await;
    store.make_link(found, code.hash(), now, until).await?;
    store.close().await;
    println!("For {}, whose name for signing in is {}, until {}:", about.name, about.code, clock.at(until).local);
    println!("  {address}/link/{}", code.grouped());
    println!("It works once. Give it to {} and to nobody else.", about.display);
    Ok(())
}
