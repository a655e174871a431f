//! The sign-in of the home itself: whose account it is, and one way there and back, the same on both databases.

use super::world::{CARER, DAUGHTER, World};
use crate::sign_in::SecretCode;
use crate::store::{Account, Method, Owner, Step, WAY_MICROS};
use domain::calendar::Timestamp;

super::on_both_databases!(
    an_account_is_found_by_its_number_once_it_was_found_by_its_name,
    an_account_that_names_somebody_elses_name_is_refused_until_they_begin_anew,
    a_way_is_gone_once_and_not_for_long,
    who_has_no_password_has_a_phone_all_the_same,
);

const NOW: Timestamp = Timestamp(1_000_000_000);
const LATER: Timestamp = Timestamp(2_000_000_000);

fn account(subject: &str, known_as: Option<&str>) -> Account {
    let issuer = "https://provider.example".to_owned();
    Account { issuer, subject: subject.to_owned(), known_as: known_as.map(str::to_owned) }
}

const fn is(person: domain::ids::PersonId, is_new: bool) -> Owner {
    Owner::Person { person, is_new }
}

async fn an_account_is_found_by_its_number_once_it_was_found_by_its_name(world: &World) {
    let owner = async |account| world.store.owner_of(account, NOW).await.unwrap();
    for nobody in [None, Some("nobody"), Some(""), Some("%")] {
        assert_eq!(owner(account("1", nobody)).await, Owner::Unknown, "{nobody:?}");
    }
    assert_eq!(owner(account("1", Some(" ELS "))).await, is(DAUGHTER, true));
    for now_called in [Some("els"), None, Some("somebody-else")] {
        assert_eq!(owner(account("1", now_called)).await, is(DAUGHTER, false), "{now_called:?}");
    }
    let elsewhere = Account { issuer: "https://elsewhere.example".to_owned(), ..account("1", None) };
    assert_eq!(owner(elsewhere).await, Owner::Unknown, "a number belongs to who gave it");
}

async fn an_account_that_names_somebody_elses_name_is_refused_until_they_begin_anew(world: &World) {
    let store = &world.store;
    let owner = async |account| store.owner_of(account, NOW).await.unwrap();
    assert_eq!(owner(account("1", Some("els"))).await, is(DAUGHTER, true));
    assert_eq!(owner(account("2", Some("els"))).await, Owner::Taken(DAUGHTER));
    let link = SecretCode::draw(&world.rng).unwrap();
    store.make_link(DAUGHTER, link.hash(), NOW, LATER).await.unwrap();
    assert_eq!(owner(account("2", Some("els"))).await, Owner::Taken(DAUGHTER), "the link is not used yet");
    store.begin_with_link(link.hash(), "hash".into(), NOW).await.unwrap().unwrap();
    assert_eq!(owner(account("2", Some("els"))).await, is(DAUGHTER, true));
    assert_eq!(owner(account("1", Some("els"))).await, Owner::Taken(DAUGHTER));
}

async fn a_way_is_gone_once_and_not_for_long(world: &World) {
    let store = &world.store;
    for number in 1..=3 {
        store.set_out([number; 32], NOW).await.unwrap();
    }
    assert!(!store.come_back([9; 32], NOW).await.unwrap(), "nobody set out");
    let back = futures::future::join_all((0..4).map(|_| store.come_back([1; 32], NOW))).await;
    assert_eq!(back.into_iter().filter(|back| *back.as_ref().unwrap()).count(), 1, "four at once: one is first");
    let late = Timestamp(NOW.0 + WAY_MICROS);
    assert!(!store.come_back([2; 32], late).await.unwrap());
    store.forget_old_sign_ins(late).await.unwrap();
    assert!(!store.come_back([3; 32], NOW).await.unwrap(), "it was forgotten");
}

async fn who_has_no_password_has_a_phone_all_the_same(world: &World) {
    let store = &world.store;
    store.note_sign_in(CARER, NOW).await.unwrap();
    assert!(!store.has_credentials().await.unwrap(), "nobody has a password");
    let setting_up = Step { person: CARER, secret: Some(b"sealed".to_vec()), first: Method::Oidc };
    store.make_step([1; 32], setting_up, NOW).await.unwrap();
    assert_eq!(store.find_step([1; 32], NOW).await.unwrap().unwrap().first.and_second(), Method::OidcAndSecond);
    assert!(store.finish_set_up([1; 32], 100, vec![], NOW).await.unwrap());
    let credential = store.credential(CARER).await.unwrap().unwrap();
    assert!(credential.password.is_none() && credential.totp.is_some());
}
