//! Shifts on a ward's tablet, the same on both databases.

use super::world::{CARER, LOCATION, OTHER_CARER, OTHER_WARD, WARD, World, actor, office_viewer, ward_viewer};
use crate::store::{Arrival, Method, NewTablet, SHIFT_LIVES, Session, StoreError, TabletFor};
use domain::access::Role;
use domain::calendar::Timestamp;
use domain::ids::{SessionId, TabletId};
use domain::sync::{Auth, Operation, Refusal, Verdict};

super::on_both_databases!(
    a_shift_that_runs_is_made_longer_and_keeps_its_pin,
    a_pin_goes_with_its_shift_its_tablet_and_its_sessions,
    nobody_works_on_another_ward,
    the_office_hands_out_tablets_of_its_own_wards_only,
    a_session_that_was_left_alone_is_not_kept_awake,
    a_pin_without_the_server_speaks_for_who_was_on_shift_there,
);

const AT: Timestamp = Timestamp(1_000_000_000);
const OVER: Timestamp = Timestamp(AT.0 + SHIFT_LIVES.0);
const HALFWAY: Timestamp = Timestamp(AT.0 + SHIFT_LIVES.0 / 2);

async fn tablet(world: &World) -> TabletId {
    let id = TabletId(world.new_id());
    let new = NewTablet { id, is_for: TabletFor::Ward(WARD), name: "post".to_owned(), at: AT };
    world.store.add_tablet(&ward_viewer(), new, &world.rng.token().unwrap()).await.unwrap();
    id
}

async fn begun(world: &World, tablet: TabletId, at: Timestamp) {
    assert!(world.store.begin_shift(world.new_id(), tablet, CARER, at).await.unwrap());
}

/// The PIN and the end of who is on shift.
async fn on_shift(world: &World, tablet: TabletId, at: Timestamp) -> Vec<(Option<String>, Timestamp)> {
    let all = world.store.on_shift(tablet, at).await.unwrap();
    all.into_iter().map(|one| (one.pin, one.until)).collect()
}

async fn a_shift_that_runs_is_made_longer_and_keeps_its_pin(world: &World) {
    let (one, other) = (tablet(world).await, tablet(world).await);
    assert!(!world.store.set_pin(one, CARER, "hash".into(), AT).await.unwrap(), "no shift runs");
    begun(world, one, AT).await;
    assert!(world.store.set_pin(one, CARER, "hash".into(), AT).await.unwrap());
    begun(world, one, HALFWAY).await;
    let longer = Timestamp(HALFWAY.0 + SHIFT_LIVES.0);
    assert_eq!(on_shift(world, one, OVER).await, [(Some("hash".to_owned()), longer)], "one shift, not two");
    assert_eq!(on_shift(world, other, AT).await, [], "on that tablet only");
    assert_eq!(on_shift(world, one, longer).await, []);
    let (left, right) = tokio::join!(
        world.store.begin_shift(world.new_id(), other, OTHER_CARER, AT),
        world.store.begin_shift(world.new_id(), other, OTHER_CARER, AT)
    );
    assert!(left.unwrap() && right.unwrap());
    assert_eq!(on_shift(world, other, AT).await.len(), 1, "two at once begin one shift");
}

async fn a_pin_goes_with_its_shift_its_tablet_and_its_sessions(world: &World) {
    let store = &world.store;
    let one = tablet(world).await;
    let with_pin = async || {
        begun(world, one, AT).await;
        store.set_pin(one, CARER, "hash".into(), AT).await.unwrap();
    };
    with_pin().await;
    store.end_shift(one, CARER, HALFWAY).await.unwrap();
    assert_eq!(on_shift(world, one, HALFWAY).await, []);
    with_pin().await;
    store.end_sessions_of_person(CARER, None).await.unwrap();
    assert_eq!(on_shift(world, one, AT).await, [(None, OVER)]);
    with_pin().await;
    store.forget_old_shifts(OVER).await.unwrap();
    assert_eq!(on_shift(world, one, AT).await, [(None, OVER)]);
    store.forget_old_shifts(Timestamp(OVER.0 + 36 * 24 * 3_600 * 1_000_000)).await.unwrap();
    assert_eq!(on_shift(world, one, AT).await, []);
    with_pin().await;
    assert!(store.revoke_tablet(&ward_viewer(), one, HALFWAY).await.unwrap());
    assert_eq!(on_shift(world, one, HALFWAY).await, []);
    assert!(!store.begin_shift(world.new_id(), one, CARER, HALFWAY).await.unwrap(), "nothing begins on it any more");
}

async fn nobody_works_on_another_ward(world: &World) {
    let seen = world.store.carer_on(LOCATION, WARD, CARER).await.unwrap().unwrap();
    assert_eq!((seen.scope, seen.actor.person), (ward_viewer().scope, Some(CARER)));
    assert!(world.store.carer_on(LOCATION, OTHER_WARD, CARER).await.unwrap().is_none());
    assert!(world.store.carer_on(LOCATION, WARD, super::world::DAUGHTER).await.unwrap().is_none());
}

async fn the_office_hands_out_tablets_of_its_own_wards_only(world: &World) {
    let (store, office) = (&world.store, office_viewer());
    let new = |is_for| NewTablet { id: TabletId(world.new_id()), is_for, name: "post".to_owned(), at: AT };
    let code = world.rng.token().unwrap();
    let mine = new(TabletFor::Ward(WARD));
    store.add_tablet(&office, mine.clone(), &code).await.unwrap();
    assert_eq!(store.tablet(&office.scope, mine.id).await.unwrap().is_for, TabletFor::Ward(WARD));
    for foreign in [TabletFor::LivingRoom, TabletFor::Ward(domain::ids::WardId(world.new_id()))] {
        let refused = store.add_tablet(&office, new(foreign), &world.rng.token().unwrap()).await;
        assert!(matches!(refused, Err(StoreError::NothingToSee)), "{foreign:?}");
    }
    let refused = store.add_tablet(&ward_viewer(), new(TabletFor::Ward(OTHER_WARD)), &world.rng.token().unwrap()).await;
    assert!(matches!(refused, Err(StoreError::NothingToSee)), "a ward for another one");
    let room = new(TabletFor::LivingRoom);
    store.add_tablet(&ward_viewer(), room.clone(), &world.rng.token().unwrap()).await.unwrap();
    assert!(store.tablet(&office.scope, room.id).await.is_err(), "a living room is the ward's business");
    assert_eq!(store.tablets(&office.scope).await.unwrap().len(), 1);
}

async fn a_session_that_was_left_alone_is_not_kept_awake(world: &World) {
    let (store, token) = (&world.store, world.rng.token().unwrap());
    let session = Session {
        id: SessionId(world.new_id()),
        viewer: ward_viewer(),
        person: Some(CARER),
        tablet: Some(tablet(world).await),
        method: Method::Pin,
        agent: String::new(),
        created_at: AT,
        last_seen_at: AT,
        expires_at: OVER,
    };
    store.create_session(&token, &session).await.unwrap();
    let after = |seconds: i64| Timestamp(AT.0 + seconds * 1_000_000);
    let left_alone = async |at: Timestamp| store.find_session(&token, at).await.unwrap().unwrap().was_left_alone(at);
    for seconds in [100, 200, 300] {
        assert!(!left_alone(after(seconds)).await, "{seconds}");
    }
    for seconds in [451, 460] {
        assert!(left_alone(after(seconds)).await, "looking does not wake it");
    }
}

async fn a_pin_without_the_server_speaks_for_who_was_on_shift_there(world: &World) {
    let anna = world.resident(1).await;
    let (here, elsewhere) = (tablet(world).await, tablet(world).await);
    begun(world, here, AT).await;
    let mut ward = ward_viewer();
    ward.actor.person = Some(OTHER_CARER);
    let sent = async |tablet| {
        let order = world.order(anna, 1);
        let order = Operation { actor: actor(Role::Carer, Some(CARER)), auth: Auth::OfflinePin, ..order };
        let arrival = Arrival { tablet, ..Arrival::default() };
        world.store.judge_arrived(&ward, order, world.now(), arrival).await.unwrap().verdict
    };
    assert!(matches!(sent(Some(here)).await, Verdict::Applied { .. }));
    assert_eq!(world.household(anna).await.orders[0].placed_by.person, Some(CARER));
    let looked_at = Verdict::Refused { refusal: Box::new(Refusal::Quarantined) };
    assert_eq!(sent(Some(elsewhere)).await, looked_at, "nobody has a PIN on a tablet where they were never on shift");
    assert_eq!(sent(None).await, looked_at);
}
