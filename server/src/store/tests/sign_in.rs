//! Signing in: links, passwords, second steps and wrong tries, the same on both databases.

use super::world::{CARER, DAUGHTER, World, office_viewer};
use crate::sign_in::{SecretCode, Subject};
use crate::store::{Method, Step};
use domain::access::Scope;
use domain::calendar::Timestamp;
use domain::ids::LocationId;
use uuid::Uuid;

super::on_both_databases!(
    a_link_is_used_once_and_what_was_before_it_ends,
    a_code_of_the_moment_and_a_recovery_code_are_each_taken_once,
    wrong_tries_are_counted_one_by_one_and_outlive_a_restart,
    an_office_sees_its_own_people_only,
    what_is_too_old_is_forgotten,
);

const NOW: Timestamp = Timestamp(1_000_000_000);
const LATER: Timestamp = Timestamp(2_000_000_000);

async fn a_link_is_used_once_and_what_was_before_it_ends(world: &World) {
    let store = &world.store;
    assert!(!store.has_credentials().await.unwrap());
    let codes = [SecretCode::draw(&world.rng).unwrap(), SecretCode::draw(&world.rng).unwrap()];
    for code in &codes {
        store.make_link(DAUGHTER, code.hash(), NOW, LATER).await.unwrap();
    }
    assert_eq!(store.find_link(codes[0].hash(), NOW).await.unwrap(), None, "a newer one replaced it");
    assert_eq!(store.find_link(codes[1].hash(), LATER).await.unwrap(), None, "it is too old");
    assert_eq!(store.find_link(codes[1].hash(), NOW).await.unwrap(), Some(DAUGHTER));
    let begun = futures::future::join_all(
        (0..4).map(|number| store.begin_with_link(codes[1].hash(), format!("hash {number}"), NOW)),
    );
    let begun: Vec<_> = begun.await.into_iter().filter_map(Result::unwrap).collect();
    assert_eq!(begun, [DAUGHTER], "four at once: one is first");
    let credential = store.credential(DAUGHTER).await.unwrap().unwrap();
    assert!(credential.password.as_ref().unwrap().starts_with("hash") && credential.totp.is_none());
    assert!(!format!("{credential:?}").contains("hash"));
    assert_eq!(store.person_by_name(" ELS ").await.unwrap(), Some(DAUGHTER));
    assert_eq!(store.person_by_name("nobody").await.unwrap(), None);
}

async fn a_code_of_the_moment_and_a_recovery_code_are_each_taken_once(world: &World) {
    let store = &world.store;
    let link = SecretCode::draw(&world.rng).unwrap();
    store.make_link(CARER, link.hash(), NOW, LATER).await.unwrap();
    store.begin_with_link(link.hash(), "hash".into(), NOW).await.unwrap().unwrap();
    let recovery = SecretCode::draw(&world.rng).unwrap();
    let setting_up = Step { person: CARER, secret: Some(b"sealed".to_vec()), first: Method::Password };
    store.make_step([1; 32], setting_up, NOW).await.unwrap();
    assert!(store.finish_set_up([1; 32], 100, vec![recovery.hash()], NOW).await.unwrap());
    assert!(!store.finish_set_up([1; 32], 101, vec![], NOW).await.unwrap(), "the step is over");
    assert_eq!(store.credential(CARER).await.unwrap().unwrap().totp.unwrap(), b"sealed");
    let begin = async |number: u8| {
        store
            .make_step([number; 32], Step { person: CARER, secret: None, first: Method::Password }, NOW)
            .await
            .unwrap();
    };
    begin(2).await;
    assert!(!store.finish_with_totp([2; 32], 100, NOW).await.unwrap(), "it set the phone up");
    assert!(store.finish_with_totp([2; 32], 101, NOW).await.unwrap());
    begin(3).await;
    assert!(!store.finish_with_totp([3; 32], 101, NOW).await.unwrap());
    assert!(!store.finish_with_recovery([9; 32], recovery.hash(), NOW).await.unwrap(), "nobody is at that step");
    assert!(store.finish_with_recovery([3; 32], recovery.hash(), NOW).await.unwrap());
    begin(4).await;
    assert!(!store.finish_with_recovery([4; 32], recovery.hash(), NOW).await.unwrap());
    assert_eq!(store.recovery_codes_left(CARER).await.unwrap(), 0);
    assert!(store.find_step([4; 32], Timestamp(NOW.0 + 16 * 60 * 1_000_000)).await.unwrap().is_none());
}

async fn wrong_tries_are_counted_one_by_one_and_outlive_a_restart(world: &World) {
    let store = &world.store;
    let (person, browser) = (Subject::Person(DAUGHTER), Subject::Browser([1; 32]));
    let at_once = (0..9).map(|_| store.begin_try(vec![person.clone(), browser.clone()], NOW));
    let waits: Vec<_> = futures::future::join_all(at_once).await.into_iter().map(Result::unwrap).collect();
    assert_eq!(waits.iter().filter(|wait| wait.is_none()).count(), 5, "{waits:?}");
    let again = crate::store::Store::open(&world.url).await.unwrap();
    assert!(again.begin_try(vec![person.clone(), browser.clone()], NOW).await.unwrap().is_some());
    again.close().await;
    store.was_right(person.clone(), vec![browser.clone()]).await.unwrap();
    assert_eq!(store.begin_try(vec![person, browser], NOW).await.unwrap(), None);
}

async fn an_office_sees_its_own_people_only(world: &World) {
    let store = &world.store;
    world.resident(1).await;
    let codes = async |scope: &Scope| -> Vec<String> {
        store.people_of_office(scope, NOW).await.unwrap().into_iter().map(|person| person.code).collect()
    };
    let all = codes(&office_viewer().scope).await;
    assert!(all.contains(&"els".to_owned()) && all.contains(&"fatma".to_owned()), "{all:?}");
    let person = match office_viewer().scope {
        Scope::Office { person, .. } => person,
        _ => unreachable!("an office"),
    };
    let elsewhere = Scope::Office { person, locations: vec![LocationId(Uuid::from_u128(99))] };
    assert_eq!(codes(&elsewhere).await, Vec::<String>::new());
    assert_eq!(codes(&super::world::ward_viewer().scope).await, Vec::<String>::new());
    store.begin_try(vec![Subject::Person(DAUGHTER)], NOW).await.unwrap();
    for _ in 0..4 {
        store.begin_try(vec![Subject::Person(DAUGHTER)], NOW).await.unwrap();
    }
    let people = store.people_of_office(&office_viewer().scope, NOW).await.unwrap();
    let els = people.iter().find(|person| person.code == "els").unwrap();
    assert!(els.locked_until.is_some() && !els.has_password);
    store.unlock_person(DAUGHTER).await.unwrap();
    assert_eq!(store.begin_try(vec![Subject::Person(DAUGHTER)], NOW).await.unwrap(), None);
}

async fn what_is_too_old_is_forgotten(world: &World) {
    let store = &world.store;
    store.make_link(DAUGHTER, [1; 32], NOW, LATER).await.unwrap();
    store.make_step([2; 32], Step { person: DAUGHTER, secret: None, first: Method::Password }, NOW).await.unwrap();
    store.forget_old_sign_ins(NOW).await.unwrap();
    assert!(store.find_link([1; 32], NOW).await.unwrap().is_some());
    assert!(store.find_step([2; 32], NOW).await.unwrap().is_some());
    store.forget_old_sign_ins(LATER).await.unwrap();
    assert!(store.find_link([1; 32], NOW).await.unwrap().is_none());
    assert!(store.find_step([2; 32], NOW).await.unwrap().is_none());
}
