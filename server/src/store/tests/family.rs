//! Family: an authority that is given, agreed with and ended, and what it does to who is signed in, on both databases.

use super::world::{DAUGHTER, World, family_viewer, office_viewer, ward_viewer};
use crate::store::{Invited, Method, Relative, Session, Wanted};
use domain::access::{Authority, AuthorityKind, Grade, Scope};
use domain::calendar::{Timestamp, Validity};
use domain::catalogue::{Language, Localized};
use domain::ids::{HouseholdId, PersonId, SessionId};

super::on_both_databases!(
    an_authority_reaches_who_is_signed_in_and_so_does_its_end,
    what_the_office_asks_holds_when_the_ward_agrees,
);

fn wanted(world: &World, relative: Relative) -> Wanted {
    let today = world.now().local.day;
    let authority = Authority {
        person: DAUGHTER,
        name: String::new(),
        relation: Localized { nl: "dochter".into(), en: "daughter".into() },
        grade: Grade::Order,
        kind: AuthorityKind::Care,
        valid: Validity { from: today, until: None },
    };
    Wanted { id: world.new_id(), relative, authority, proof: "written_proxy".into() }
}

/// What a signed-in daughter may see; `None` when her session is over.
async fn sees(world: &World, token: [u8; 32]) -> Option<Vec<HouseholdId>> {
    let session = world.store.find_session(&token, Timestamp(1_000)).await.unwrap()?;
    match session.viewer.scope {
        Scope::Family { households, .. } => Some(households),
        other => panic!("{other:?}"),
    }
}

async fn an_authority_reaches_who_is_signed_in_and_so_does_its_end(world: &World) {
    let (anna, jan) = (world.resident(1).await, world.neighbour(2).await);
    let token = world.rng.token().unwrap();
    let session = Session {
        id: SessionId(world.new_id()),
        viewer: family_viewer(vec![anna, jan]),
        person: Some(DAUGHTER),
        tablet: None,
        method: Method::Password,
        agent: String::new(),
        created_at: Timestamp(1_000),
        last_seen_at: Timestamp(1_000),
        expires_at: Timestamp(i64::MAX),
    };
    world.store.create_session(&token, &session).await.unwrap();
    let (ward, now) = (ward_viewer(), world.now());
    let family = world.store.family_of(&ward.scope, anna, now.at).await.unwrap().unwrap();
    let codes: Vec<String> = family.held.iter().map(|held| held.code.clone()).collect();
    assert!(!codes.is_empty());
    for code in &codes {
        assert!(world.store.end_authority(&ward, anna, code, now).await.unwrap());
        assert!(!world.store.end_authority(&ward, anna, code, now).await.unwrap(), "once");
    }
    assert_eq!(sees(world, token).await, Some(vec![jan]), "without signing in again");
    let ended = world.store.family_of(&ward.scope, anna, now.at).await.unwrap().unwrap().ended;
    assert_eq!(ended.len(), codes.len());
    let known = wanted(world, Relative::Known { code: "ELS".into() });
    assert_eq!(world.store.invite(&ward, anna, known, now).await.unwrap(), Some(Invited::Holds(DAUGHTER)));
    assert_eq!(sees(world, token).await.map(|seen| seen.len()), Some(2));
    for household in [anna, jan] {
        let scope = Scope::Office { person: DAUGHTER, locations: vec![super::world::LOCATION] };
        let family = world.store.family_of(&scope, household, now.at).await.unwrap().unwrap();
        for held in family.held {
            let office = office_viewer();
            assert!(world.store.end_authority(&office, household, &held.code, now).await.unwrap());
        }
    }
    assert_eq!(sees(world, token).await, None, "nothing is left to see");
}

async fn what_the_office_asks_holds_when_the_ward_agrees(world: &World) {
    let anna = world.resident(1).await;
    let (office, ward, now) = (office_viewer(), ward_viewer(), world.now());
    let unknown = wanted(world, Relative::Known { code: "nobody".into() });
    assert_eq!(world.store.invite(&office, anna, unknown, now).await.unwrap(), Some(Invited::Unknown));
    let id = PersonId(world.new_id());
    let (code, name, display) = ("noor-1".to_owned(), "Noor Dijkstra".to_owned(), "Noor".to_owned());
    let new = wanted(world, Relative::New { id, code, name, display, language: Language::Nl });
    let asked = new.id;
    assert_eq!(world.store.invite(&office, anna, new, now).await.unwrap(), Some(Invited::Waits(id)));
    assert!(world.store.door_of(id, now.local.day).await.unwrap().is_none(), "nothing to see yet");
    assert!(!world.store.answer_invitation(&office.scope, anna, asked, true, now).await.unwrap(), "not its own answer");
    assert!(world.store.answer_invitation(&ward.scope, anna, asked, true, now).await.unwrap());
    assert!(!world.store.answer_invitation(&ward.scope, anna, asked, true, now).await.unwrap(), "once");
    let door = world.store.door_of(id, now.local.day).await.unwrap().unwrap();
    assert_eq!(door.viewer.scope, Scope::Family { person: id, households: vec![anna] });
    assert!(world.store.begins_here(&ward.scope, id, now.local.day).await.unwrap());
    let elsewhere = Scope::Ward { location: super::world::LOCATION, ward: super::world::OTHER_WARD, person: id };
    assert!(world.store.family_of(&elsewhere, anna, now.at).await.unwrap().is_none());
    assert!(!world.store.begins_here(&elsewhere, id, now.local.day).await.unwrap());
}
