//! Who may see and do what; and who is signed in.

use super::world::{
    CARER, DAUGHTER, LOCATION, OTHER_WARD, World, family_viewer, office_viewer, resident_viewer, ward_viewer,
};
use crate::store::{Method, Session, StoreError};
use domain::access::{Actor, Role, Scope, Viewer};
use domain::calendar::Timestamp;
use domain::catalogue::{Language, PurseKind};
use domain::exception::SettleHow;
use domain::ids::{PersonId, SessionId, TabletId};
use domain::sync::{Operation, OperationKind, Refusal, Verdict};
use std::collections::BTreeSet;

super::on_both_databases!(
    nobody_sees_outside_their_scope,
    nobody_acts_outside_their_scope,
    baskets_are_seen_by_their_owners_and_authorities_by_the_ward_too,
    who_acts_is_who_is_signed_in,
    a_carer_may_send_what_a_colleague_of_the_ward_did,
    a_scope_without_anything_in_it_is_an_error,
    doors_lead_to_what_people_may_see,
    a_session_lives_until_it_expires,
    sessions_end_one_by_one_or_with_all_of_their_person_or_tablet,
);

async fn nobody_sees_outside_their_scope(world: &World) {
    let (anna, jan, piet) = (world.resident(1).await, world.resident(2).await, world.neighbour(3).await);
    for (viewer, sees) in [
        (resident_viewer(anna), vec![anna]),
        (family_viewer(vec![jan]), vec![jan]),
        (family_viewer(vec![jan, piet]), vec![jan, piet]),
        (ward_viewer(), vec![anna, jan]),
        (office_viewer(), vec![]),
    ] {
        let snapshot = world.store.snapshot(&viewer, world.now()).await.unwrap();
        assert_eq!(snapshot.households.iter().map(|household| household.id).collect::<Vec<_>>(), sees);
        assert!(snapshot.complete);
        assert_eq!(snapshot.catalogue.items.len(), 3);
    }
    let office = world.store.office_household(&office_viewer().scope, piet, world.now()).await.unwrap();
    assert_eq!(office.unwrap().id, piet);
    assert!(world.store.office_household(&ward_viewer().scope, anna, world.now()).await.unwrap().is_none());
    assert!(world.store.office_residents(&ward_viewer().scope, world.now()).await.unwrap().is_empty());
}

async fn nobody_acts_outside_their_scope(world: &World) {
    let (anna, piet) = (world.resident(1).await, world.neighbour(3).await);
    let unknown = domain::ids::HouseholdId(world.new_id());
    for viewer in [resident_viewer(anna), family_viewer(vec![anna]), ward_viewer()] {
        for household in [piet, unknown] {
            let order = world.order(household, 1);
            let verdict = world.judge(&viewer, order.clone()).await;
            assert_eq!(verdict, Verdict::Refused { refusal: Box::new(Refusal::NotAllowed) });
            // It left no trace: the same number can still be used by who may.
            assert_eq!(world.store.verdict(&resident_viewer(household), order.op_id).await.unwrap(), None);
        }
    }
    assert_eq!(world.household(piet).await.version, 1);
}

async fn baskets_are_seen_by_their_owners_and_authorities_by_the_ward_too(world: &World) {
    let anna = world.resident(1).await;
    let (resident, family) = (resident_viewer(anna), family_viewer(vec![anna]));
    for viewer in [&resident, &family] {
        let put = world.operation(anna, OperationKind::PutInBasket { lines: vec![world.line(0, 1, PurseKind::Cup)] });
        assert!(matches!(world.judge(viewer, put).await, Verdict::Applied { .. }));
    }
    let see = async |viewer| world.store.snapshot(viewer, world.now()).await.unwrap().households.remove(0);
    let (by_resident, by_family, by_ward) = (see(&resident).await, see(&family).await, see(&ward_viewer()).await);
    assert_eq!((by_resident.baskets.len(), by_resident.basket(None).len()), (1, 1));
    assert_eq!((by_family.baskets.len(), by_family.basket(Some(DAUGHTER)).len()), (1, 1));
    assert_eq!((by_ward.baskets.len(), by_ward.basket(None).len()), (1, 1));
    assert_eq!((by_resident.authorities.len(), by_family.authorities.len(), by_ward.authorities.len()), (0, 2, 2));
}

async fn who_acts_is_who_is_signed_in(world: &World) {
    let anna = world.resident(1).await;
    let claim = |role, person| Operation { actor: super::world::actor(role, person), ..world.order(anna, 1) };
    let family = family_viewer(vec![anna]);
    let own =
        Operation { actor: Actor { name: "someone else".to_owned(), ..family.actor.clone() }, ..world.order(anna, 1) };
    assert!(matches!(world.judge_as_claimed(&family, own).await, Verdict::Applied { .. }));
    assert_eq!(
        world.household(anna).await.orders[0].placed_by,
        family.actor,
        "the name is the home's, not the device's"
    );
    // For others a session does not speak: what they did waits for theirs.
    for (viewer, role, person) in [
        (&family, Role::Carer, Some(CARER)),
        (&family, Role::Resident, None),
        (&resident_viewer(anna), Role::Family, Some(DAUGHTER)),
        (&ward_viewer(), Role::Resident, None),
        (&ward_viewer(), Role::Family, Some(DAUGHTER)),
    ] {
        let order = claim(role, person);
        assert_eq!(world.judge_as_claimed(viewer, order.clone()).await, Verdict::Retry);
        assert_eq!(world.store.verdict(&ward_viewer(), order.op_id).await.unwrap(), None);
    }
}

async fn a_carer_may_send_what_a_colleague_of_the_ward_did(world: &World) {
    let anna = world.resident(1).await;
    let mut ward = ward_viewer();
    ward.actor.person = Some(super::world::OTHER_CARER);
    ward.scope = Scope::Ward { location: LOCATION, ward: super::world::WARD, person: super::world::OTHER_CARER };
    let by = |person| Operation { actor: super::world::actor(Role::Carer, Some(person)), ..world.order(anna, 1) };
    assert!(matches!(world.judge_as_claimed(&ward, by(CARER)).await, Verdict::Applied { .. }));
    let placed_by = world.household(anna).await.orders[0].placed_by.clone();
    assert_eq!((placed_by.person, placed_by.name.as_str()), (Some(CARER), "fatma"));
    // Not on the home's list of carers: kept for someone to look at, under the name of who is signed in.
    let stranger = by(DAUGHTER);
    let verdict = world.judge_as_claimed(&ward, stranger.clone()).await;
    assert_eq!(verdict, Verdict::Refused { refusal: Box::new(Refusal::Quarantined) });
    assert_eq!(world.judge_as_claimed(&ward, stranger.clone()).await, verdict);
    let household = world.household(anna).await;
    assert_eq!((household.orders.len(), household.exceptions.len(), household.refused.len()), (1, 1, 1));
    assert_eq!(household.exceptions[0].by.person, Some(super::world::OTHER_CARER));
    let looked = OperationKind::SettleException { op: stranger.op_id, how: SettleHow::LookedAt };
    assert!(matches!(world.judge(&ward, world.operation(anna, looked)).await, Verdict::Applied { .. }));
    assert!(world.household(anna).await.exceptions[0].settled.is_some());
}

async fn a_scope_without_anything_in_it_is_an_error(world: &World) {
    let nobody = domain::ids::HouseholdId(world.new_id());
    for viewer in [resident_viewer(nobody), family_viewer(vec![]), family_viewer(vec![nobody])] {
        let looked = world.store.snapshot(&viewer, world.now()).await;
        assert!(matches!(looked, Err(StoreError::NothingToSee)), "{looked:?}");
    }
    // An empty ward is not nothing.
    let mut viewer = ward_viewer();
    viewer.scope = Scope::Ward { location: LOCATION, ward: OTHER_WARD, person: CARER };
    let snapshot = world.store.snapshot(&viewer, world.now()).await.unwrap();
    assert_eq!(snapshot.place.ward, Some((OTHER_WARD, "STRAAT".to_owned())));
}

async fn doors_lead_to_what_people_may_see(world: &World) {
    let (anna, jan) = (world.resident(1).await, world.neighbour(2).await);
    let doors = world.store.doors(world.now().local.day).await.unwrap();
    let scopes: Vec<(&str, &Scope)> = doors.iter().map(|door| (door.code.as_str(), &door.viewer.scope)).collect();
    assert_eq!(
        scopes,
        [
            ("R001", &Scope::Resident { location: LOCATION, household: anna }),
            ("R002", &Scope::Resident { location: LOCATION, household: jan }),
            ("els", &Scope::Family { person: DAUGHTER, households: vec![anna, jan] }),
            ("fatma", &ward_viewer().scope),
            ("ruud", &Scope::Ward { location: LOCATION, ward: super::world::WARD, person: super::world::OTHER_CARER }),
        ]
    );
    for door in &doors {
        world.store.snapshot(&door.viewer, world.now()).await.unwrap();
        assert!(!world.store.wards_of(&door.viewer.scope).await.unwrap().is_empty());
    }
    let office = world.store.wards_of(&office_viewer().scope).await.unwrap();
    assert_eq!(office, BTreeSet::from([super::world::WARD, OTHER_WARD]));
}

async fn a_session_lives_until_it_expires(world: &World) {
    let anna = world.resident(1).await;
    let token = world.rng.token().unwrap();
    let session = session(resident_viewer(anna), SessionId(world.rng.uuid(Timestamp(1_000)).unwrap()));
    world.store.create_session(&token, &session).await.unwrap();
    assert_eq!(world.store.find_session(&token, Timestamp(1_000)).await.unwrap(), Some(session.clone()));
    assert_eq!(world.store.find_session(&[0; 32], Timestamp(1_000)).await.unwrap(), None);
    let mut viewer = session.viewer.clone();
    viewer.language = Language::En;
    world.store.change_session_viewer(&token, &viewer).await.unwrap();
    let found = world.store.find_session(&token, Timestamp(1_900_000_000)).await.unwrap().unwrap();
    assert_eq!(found.viewer.language, Language::En);
    assert_eq!(world.store.find_session(&token, Timestamp(2_000_000_000)).await.unwrap(), None);
}

pub(super) fn session(viewer: Viewer, id: SessionId) -> Session {
    let person = viewer.actor.person;
    let (at, expires_at) = (Timestamp(1_000), Timestamp(2_000_000_000));
    let agent = "Chrome, Android".to_owned();
    Session {
        id,
        viewer,
        person,
        tablet: None,
        method: Method::Demo,
        agent,
        created_at: at,
        last_seen_at: at,
        expires_at,
    }
}

async fn sessions_end_one_by_one_or_with_all_of_their_person_or_tablet(world: &World) {
    let (now, tablet) = (Timestamp(2_000), TabletId(world.rng.uuid(Timestamp(1)).unwrap()));
    let mut tokens = Vec::new();
    for number in 0..4 {
        let token = world.rng.token().unwrap();
        let mut session = session(office_viewer(), SessionId(world.rng.uuid(Timestamp(number)).unwrap()));
        session.tablet = (number == 3).then_some(tablet);
        world.store.create_session(&token, &session).await.unwrap();
        tokens.push((token, session));
    }
    let person = office_viewer().actor.person.unwrap();
    let stranger = PersonId(world.rng.uuid(Timestamp(1)).unwrap());
    assert_eq!(world.store.sessions_of_person(person, now).await.unwrap().len(), 4);
    assert_eq!(world.store.sessions_of_person(person, Timestamp(2_000_000_000)).await.unwrap(), vec![]);
    assert!(!world.store.end_session(stranger, tokens[0].1.id).await.unwrap(), "only one's own");
    assert!(world.store.end_session(person, tokens[0].1.id).await.unwrap());
    assert_eq!(world.store.find_session(&tokens[0].0, now).await.unwrap(), None);
    assert_eq!(world.store.end_sessions_of_tablet(tablet).await.unwrap(), 1);
    assert_eq!(world.store.end_sessions_of_person(stranger, None).await.unwrap(), 0);
    assert_eq!(world.store.end_sessions_of_person(person, Some(tokens[2].1.id)).await.unwrap(), 1);
    assert_eq!(world.store.sessions_of_person(person, now).await.unwrap(), vec![tokens[2].1.clone()]);
    assert_eq!(world.store.end_sessions_of_person(person, None).await.unwrap(), 1);
}
