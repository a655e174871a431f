//! Passkeys: questions that are answered once, and keys that count on, the same on both databases.

use super::world::{CARER, DAUGHTER, World};
use crate::sign_in::SecretCode;
use crate::store::{NewPasskey, QUESTION_MICROS};
use domain::calendar::Timestamp;
use serde_json::json;
use uuid::Uuid;

super::on_both_databases!(
    a_question_is_answered_once_and_not_for_long,
    of_two_that_count_the_same_one_comes_in,
    a_passkey_is_one_persons_and_a_link_begins_anew,
);

const NOW: Timestamp = Timestamp(1_000_000_000);
const LATER: Timestamp = Timestamp(2_000_000_000);

fn new(number: u8) -> NewPasskey {
    let id = Uuid::from_u128(number.into());
    NewPasskey { id, credential_id: vec![number; 16], credential: json!({ "key": number }), name: "telefoon".into() }
}

async fn a_question_is_answered_once_and_not_for_long(world: &World) {
    let store = &world.store;
    for number in 1..=3 {
        store.ask_device([number; 32], json!({ "challenge": number }), NOW).await.unwrap();
    }
    assert_eq!(store.device_answers([9; 32], NOW).await.unwrap(), None, "nobody was asked");
    let answers = futures::future::join_all((0..4).map(|_| store.device_answers([1; 32], NOW))).await;
    let taken: Vec<_> = answers.into_iter().filter_map(|answer| answer.unwrap()).collect();
    assert_eq!(taken, [json!({ "challenge": 1 })], "four at once: one is first");
    let late = Timestamp(NOW.0 + QUESTION_MICROS);
    assert_eq!(store.device_answers([2; 32], late).await.unwrap(), None);
    store.forget_old_sign_ins(late).await.unwrap();
    assert_eq!(store.device_answers([3; 32], NOW).await.unwrap(), None, "it was forgotten");
}

async fn of_two_that_count_the_same_one_comes_in(world: &World) {
    let store = &world.store;
    assert!(store.add_passkey(DAUGHTER, new(1), NOW).await.unwrap());
    let id = new(1).id;
    let used = async |count| store.passkey_was_used(id, json!({ "count": count }), count, LATER).await.unwrap();
    assert!(used(0).await && used(0).await, "a device that does not count");
    let both = futures::future::join_all([used(7), used(7)]).await;
    assert_eq!(both.into_iter().filter(|came| *came).count(), 1);
    assert!(!used(6).await && !used(0).await && used(8).await);
    let kept = store.passkey(&[1; 16]).await.unwrap().unwrap();
    assert_eq!((kept.person, kept.credential), (DAUGHTER, json!({ "count": 8 })));
    assert_eq!(store.passkeys_of(DAUGHTER).await.unwrap()[0].last_used_at, Some(LATER));
}

async fn a_passkey_is_one_persons_and_a_link_begins_anew(world: &World) {
    let store = &world.store;
    assert!(store.add_passkey(CARER, new(1), NOW).await.unwrap());
    assert!(!store.add_passkey(DAUGHTER, new(1), NOW).await.unwrap());
    let link = SecretCode::draw(&world.rng).unwrap();
    store.make_link(DAUGHTER, link.hash(), NOW, LATER).await.unwrap();
    assert!(store.begin_with_passkey(link.hash(), new(1), NOW).await.unwrap().is_none(), "it is another's");
    assert_eq!(store.begin_with_passkey(link.hash(), new(2), NOW).await.unwrap(), Some(DAUGHTER));
    assert!(store.begin_with_passkey(link.hash(), new(3), NOW).await.unwrap().is_none(), "a link works once");
    assert!(store.has_credentials().await.unwrap());
    let anew = SecretCode::draw(&world.rng).unwrap();
    store.make_link(DAUGHTER, anew.hash(), NOW, LATER).await.unwrap();
    store.begin_with_link(anew.hash(), "hash".into(), NOW).await.unwrap().unwrap();
    assert!(store.passkeys_of(DAUGHTER).await.unwrap().is_empty());
    assert_eq!(store.passkeys_of(CARER).await.unwrap().len(), 1);
}
