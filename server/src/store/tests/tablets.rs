//! Tablets that staff hand out: codes that work once, tablets that are taken back, settings that follow a resident.

use super::world::{LOCATION, OTHER_WARD, WARD, World, family_viewer, office_viewer, resident_viewer, ward_viewer};
use crate::store::{CODE_LIVES, FromTablet, Method, NewTablet, Preferences, Session, Shared, StoreError, TabletFor};
use domain::access::{Scope, Theme, Viewer};
use domain::calendar::Timestamp;
use domain::catalogue::Language;
use domain::ids::{DeviceId, HouseholdId, SessionId, TabletId};
use domain::sync::wire::{DeviceReport, DeviceState, PushReply, PushRequest};
use domain::sync::{DeviceEvent, DeviceStamp, Operation, Refusal, Verdict};
use uuid::Uuid;

super::on_both_databases!(
    a_code_gives_one_tablet_to_one_of_two,
    nobody_hands_out_tablets_but_the_ward_of_the_resident,
    a_tablet_that_is_taken_back_takes_its_devices_along,
    a_session_gets_another_token_and_loses_none,
    what_a_resident_chose_reaches_their_other_tablets,
    a_shared_tablet_is_known_by_its_token_until_it_is_taken_back,
    everyone_on_a_ward_keeps_a_picture_of_their_own,
    guesses_count_before_they_are_looked_at_and_per_tablet,
);

const AT: Timestamp = Timestamp(1_000_000);
const LATER: Timestamp = Timestamp(AT.0 + CODE_LIVES.0);

async fn added(world: &World, is_for: TabletFor) -> (TabletId, [u8; 32]) {
    let (id, code) = (TabletId(world.new_id()), world.rng.token().unwrap());
    let new = NewTablet { id, is_for, name: "raam".to_owned(), at: AT };
    world.store.add_tablet(&ward_viewer(), new, &code).await.unwrap();
    (id, code)
}

/// A session on a tablet, as its button opens it.
async fn opened(world: &World, tablet: TabletId, viewer: Viewer) -> [u8; 32] {
    let (token, id) = (world.rng.token().unwrap(), SessionId(world.new_id()));
    let (created_at, expires_at) = (AT, Timestamp(i64::MAX));
    let (method, agent) = (Method::Tablet, String::new());
    let tablet = Some(tablet);
    let session = Session { id, viewer, person: None, tablet, method, agent, created_at, last_seen_at: AT, expires_at };
    world.store.create_session(&token, &session).await.unwrap();
    token
}

fn of_other_ward() -> Viewer {
    let Viewer { scope, .. } = ward_viewer();
    let Scope::Ward { location, person, .. } = scope else { unreachable!() };
    Viewer { scope: Scope::Ward { location, ward: OTHER_WARD, person }, ..ward_viewer() }
}

async fn a_code_gives_one_tablet_to_one_of_two(world: &World) {
    let anna = world.resident(1).await;
    let (id, code) = added(world, TabletFor::Resident(anna)).await;
    let found = world.store.tablet_by_code(&code, AT).await.unwrap().unwrap();
    assert_eq!((found.id, found.is_for, found.ward), (id, TabletFor::Resident(anna), WARD));
    assert_eq!(found.resident.unwrap().last_name, "Vermeer");
    assert!(world.store.tablet_by_code(&[7; 32], AT).await.unwrap().is_none());
    assert!(world.store.tablet_by_code(&code, LATER).await.unwrap().is_none());
    assert!(!world.store.use_code(&code, LATER).await.unwrap(), "too late");
    let (one, other) = tokio::join!(world.store.use_code(&code, AT), world.store.use_code(&code, AT));
    assert_ne!(one.unwrap(), other.unwrap(), "one of the two");
    assert!(world.store.tablet_by_code(&code, AT).await.unwrap().is_none());
    let scope = ward_viewer().scope;
    assert!(!world.store.renew_code(&scope, id, &[8; 32], AT).await.unwrap(), "it was enrolled");
    let (waits, old) = added(world, TabletFor::LivingRoom).await;
    let fresh = world.rng.token().unwrap();
    assert!(world.store.renew_code(&scope, waits, &fresh, LATER).await.unwrap());
    assert!(world.store.tablet_by_code(&old, AT).await.unwrap().is_none(), "the one before does nothing any more");
    assert!(world.store.has_code(waits, &fresh).await.unwrap() && !world.store.has_code(id, &fresh).await.unwrap());
    assert!(world.store.use_code(&fresh, LATER).await.unwrap());
}

async fn nobody_hands_out_tablets_but_the_ward_of_the_resident(world: &World) {
    let (anna, neighbour) = (world.resident(1).await, world.neighbour(9).await);
    let (id, _) = added(world, TabletFor::Resident(anna)).await;
    let nothing = |result: Result<(), StoreError>| assert!(matches!(result, Err(StoreError::NothingToSee)));
    let new = |is_for: HouseholdId| NewTablet {
        id: TabletId(world.new_id()),
        is_for: TabletFor::Resident(is_for),
        name: String::new(),
        at: AT,
    };
    nothing(world.store.add_tablet(&ward_viewer(), new(neighbour), &[1; 32]).await);
    for viewer in [resident_viewer(anna), family_viewer(vec![anna]), office_viewer(), of_other_ward()] {
        nothing(world.store.add_tablet(&viewer, new(anna), &[1; 32]).await);
        nothing(world.store.tablet(&viewer.scope, id).await.map(|_| ()));
        nothing(world.store.revoke_tablet(&viewer, id, AT).await.map(|_| ()));
        nothing(world.store.renew_code(&viewer.scope, id, &[1; 32], AT).await.map(|_| ()));
        let seen = world.store.tablets(&viewer.scope).await.unwrap_or_default();
        assert!(seen.is_empty(), "{seen:?}");
    }
    assert_eq!(world.store.tablets(&ward_viewer().scope).await.unwrap().len(), 1);
    assert_eq!(world.store.all_tablets().await.unwrap().len(), 1);
}

async fn a_tablet_that_is_taken_back_takes_its_devices_along(world: &World) {
    let anna = world.resident(1).await;
    let (tablet, code) = added(world, TabletFor::Resident(anna)).await;
    world.store.use_code(&code, AT).await.unwrap();
    let viewer = resident_viewer(anna);
    let token = opened(world, tablet, viewer.clone()).await;
    let push = async |device: u128, revoked: bool, operations: Vec<Operation>| -> PushReply {
        let id = DeviceId(Uuid::from_u128(device));
        let report = DeviceReport { id, epoch: 1, next: 2, waiting: 1, unreadable: 0, server_epoch: None };
        let request = PushRequest { operations, device: Some(report), again: Vec::new() };
        let from = FromTablet { tablet: Some(tablet), revoked };
        world.store.push_from(&viewer, from, request, &world.clock).await.unwrap()
    };
    let order = |device: u128| {
        let stamp = DeviceStamp { device: DeviceId(Uuid::from_u128(device)), epoch: 1, sequence: 1 };
        Operation { stamp: Some(stamp), actor: viewer.actor.clone(), ..world.order(anna, 1) }
    };
    assert_eq!(push(1, false, Vec::new()).await.device, Some(DeviceState::Known));
    assert!(world.store.find_session(&token, AT).await.unwrap().is_some());
    assert!(world.store.find_revoked_session(&token, AT).await.unwrap().is_none());
    assert!(world.store.revoke_tablet(&ward_viewer(), tablet, world.clock.timestamp()).await.unwrap());
    assert!(
        !world.store.revoke_tablet(&ward_viewer(), tablet, world.clock.timestamp()).await.unwrap(),
        "twice is once"
    );
    assert!(world.store.find_session(&token, AT).await.unwrap().is_none());
    assert!(world.store.find_revoked_session(&token, AT).await.unwrap().is_some());
    let told = world.store.snapshot(&ward_viewer(), world.now()).await.unwrap().devices;
    assert_eq!(told.iter().map(|notice| notice.what).collect::<Vec<_>>(), [DeviceEvent::Revoked]);
    // One device had said where it is; the other comes for the first time.
    for device in [1, 2] {
        let reply = push(device, true, vec![order(device)]).await;
        assert_eq!(reply.device, Some(DeviceState::Revoked));
        let Verdict::Refused { refusal } = &reply.verdicts[0].verdict else { panic!("{reply:?}") };
        assert!(matches!(**refusal, Refusal::Quarantined), "{refusal:?}");
    }
    let household = world.household(anna).await;
    assert!(household.orders.is_empty() && household.exceptions.len() == 2);
}

async fn a_session_gets_another_token_and_loses_none(world: &World) {
    let anna = world.resident(1).await;
    let (tablet, _) = added(world, TabletFor::Resident(anna)).await;
    let first = opened(world, tablet, resident_viewer(anna)).await;
    let next = async || {
        let (token, id) = (world.rng.token().unwrap(), SessionId(world.new_id()));
        world.store.rotate_session(&first, &token, id, AT, LATER).await.unwrap();
        token
    };
    let (lost, second) = (next().await, next().await);
    let is_there = async |token: &[u8; 32], at: i64| {
        world.store.find_session(token, Timestamp(AT.0 + at)).await.unwrap().is_some()
    };
    assert!(!is_there(&lost, 0).await && is_there(&first, 0).await, "an answer that is lost signs nobody out");
    assert!(is_there(&second, 0).await);
    assert!(is_there(&first, 59_000_000).await && !is_there(&first, 60_000_000).await);
    assert!(is_there(&second, 60_000_000).await);
    assert_eq!(world.store.end_sessions_of_tablet(tablet).await.unwrap(), 2);
}

async fn what_a_resident_chose_reaches_their_other_tablets(world: &World) {
    let (anna, bram) = (world.resident(1).await, world.resident(2).await);
    let mut tokens = Vec::new();
    for household in [anna, anna, bram] {
        let (tablet, _) = added(world, TabletFor::Resident(household)).await;
        tokens.push(opened(world, tablet, resident_viewer(household)).await);
    }
    let chosen = Preferences { text_size: Some(150), ..Preferences::default() };
    world.store.keep_preferences(&resident_viewer(anna).scope, chosen).await.unwrap();
    let dark = Preferences { theme: Some(Theme::Dark), language: Some(Language::En), ..Preferences::default() };
    world.store.keep_preferences(&resident_viewer(anna).scope, dark).await.unwrap();
    for (token, size, theme) in [(0, 150, Theme::Dark), (1, 150, Theme::Dark), (2, 100, Theme::Light)] {
        let viewer = world.store.find_session(&tokens[token], AT).await.unwrap().unwrap().viewer;
        assert_eq!((viewer.text_size, viewer.theme), (size, theme), "{token}");
    }
    let anew = world.store.viewer_of_resident(anna).await.unwrap();
    assert_eq!((anew.text_size, anew.theme, anew.language), (150, Theme::Dark, Language::En));
    assert_eq!(anew.scope, Scope::Resident { location: LOCATION, household: anna });
    let nobody = world.store.keep_preferences(&ward_viewer().scope, dark).await;
    assert!(matches!(nobody, Err(StoreError::NothingToSee)));
}

async fn a_shared_tablet_is_known_by_its_token_until_it_is_taken_back(world: &World) {
    let (id, code) = added(world, TabletFor::LivingRoom).await;
    let token = world.rng.token().unwrap();
    assert!(!world.store.use_shared_code(&code, &token, LATER).await.unwrap(), "too late");
    assert!(world.store.use_shared_code(&code, &token, AT).await.unwrap());
    assert!(!world.store.use_shared_code(&code, &[9; 32], AT).await.unwrap(), "once");
    let anna = world.resident(1).await;
    let (_, of_anna) = added(world, TabletFor::Resident(anna)).await;
    assert!(!world.store.use_shared_code(&of_anna, &[9; 32], AT).await.unwrap(), "one of a resident is nobody else's");
    let is_for = TabletFor::LivingRoom;
    let known = Shared { tablet: id, location: LOCATION, ward: WARD, is_for, revoked: false };
    assert_eq!(world.store.shared_tablet(&token).await.unwrap(), Some(known));
    assert_eq!(world.store.shared_tablet(&[9; 32]).await.unwrap(), None);
    world.store.revoke_tablet(&ward_viewer(), id, AT).await.unwrap();
    assert_eq!(world.store.shared_tablet(&token).await.unwrap(), Some(Shared { revoked: true, ..known }));
}

async fn everyone_on_a_ward_keeps_a_picture_of_their_own(world: &World) {
    let (anna, bram) = (world.resident(1).await, world.resident(2).await);
    let stranger = world.neighbour(9).await;
    let first = world.store.faces(LOCATION, WARD).await.unwrap();
    assert_eq!(first.iter().map(|face| face.household).collect::<Vec<_>>(), [anna, bram]);
    assert_ne!(first[0].pictogram, first[1].pictogram);
    let carla = world.resident(3).await;
    let then = world.store.faces(LOCATION, WARD).await.unwrap();
    assert_eq!(then[..2], first[..], "who has one keeps it");
    assert!(then.iter().filter(|face| face.pictogram == then[2].pictogram).count() == 1 && then[2].household == carla);
    let shared = Shared {
        tablet: TabletId(world.new_id()),
        location: LOCATION,
        ward: WARD,
        is_for: TabletFor::LivingRoom,
        revoked: false,
    };
    assert_eq!(world.store.picture_code(&shared, anna).await.unwrap(), None);
    assert!(world.store.set_picture_code(LOCATION, WARD, anna, Some([3; 32])).await.unwrap());
    assert!(!world.store.set_picture_code(LOCATION, WARD, stranger, Some([3; 32])).await.unwrap(), "of another ward");
    assert_eq!(world.store.picture_code(&shared, anna).await.unwrap(), Some([3; 32]));
    assert!(matches!(world.store.picture_code(&shared, stranger).await, Err(StoreError::NothingToSee)));
    assert!(world.store.faces(LOCATION, WARD).await.unwrap()[0].has_code);
    assert!(world.store.set_picture_code(LOCATION, WARD, anna, None).await.unwrap());
    assert!(!world.store.faces(LOCATION, WARD).await.unwrap()[0].has_code);
}

async fn guesses_count_before_they_are_looked_at_and_per_tablet(world: &World) {
    let (one, _) = added(world, TabletFor::LivingRoom).await;
    let (other, _) = added(world, TabletFor::LivingRoom).await;
    let anna = world.resident(1).await.0;
    let guess = async |tablet: TabletId, at: i64| world.store.begin_guess(tablet, anna, Timestamp(at)).await.unwrap();
    let minute = 60_000_000;
    for _ in 0..3 {
        assert_eq!(guess(one, 0).await, None);
    }
    // The third has begun to cost: the fourth is not looked at, nor does it count.
    let until = guess(one, 0).await.unwrap();
    assert_eq!(guess(one, until.0 - 1).await, Some(until));
    assert_eq!(world.store.waits_until(one, anna, Timestamp(0)).await.unwrap(), Some(until));
    assert_eq!(guess(other, 0).await, None, "nobody is locked out of another tablet");
    assert_eq!(guess(one, until.0).await, None);
    let longer = guess(one, until.0).await.unwrap();
    assert!(longer.0 - until.0 > until.0 && until.0 >= minute, "{until:?} {longer:?}");
    world.store.forget_guesses(one, anna).await.unwrap();
    assert_eq!(guess(one, until.0).await, None);
}
