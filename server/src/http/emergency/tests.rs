use crate::http::test_shop::{Answer, Shop};
use crate::store::EMERGENCY_MICROS;
use axum::http::StatusCode;
use domain::access::Scope;
use domain::calendar::Timestamp;
use domain::ids::HouseholdId;

const REASON: &str = "reason=Zij+viel+en+moet+naar+het+ziekenhuis";

async fn resident(shop: &Shop, code: &str) -> HouseholdId {
    let doors = shop.state.store.doors(shop.state.clock.now().local.day).await.unwrap();
    match doors.into_iter().find(|door| door.code == code).unwrap().viewer.scope {
        Scope::Resident { household, .. } => household,
        other => panic!("{other:?}"),
    }
}

async fn open(shop: &Shop, cookie: &str, household: HouseholdId, reason: &str) -> Answer {
    shop.post("/emergency", cookie, &format!("household={household}&{reason}")).await
}

#[tokio::test]
async fn without_a_reason_nothing_opens_and_what_was_typed_is_kept() {
    let shop = Shop::open().await;
    let riet = resident(&shop, "R11").await;
    let fatma = shop.enter("fatma").await;
    for reason in ["", "reason=", "reason=kort", "reason=1234567890123", "reason=+++++++++++++++"] {
        let answer = open(&shop, &fatma, riet, reason).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{reason}");
        assert!(answer.body.contains("Gebruik minstens tien letters."));
    }
    assert!(open(&shop, &fatma, riet, "reason=kort").await.body.contains(">kort</textarea>"));
    let long = open(&shop, &fatma, riet, &format!("reason={}", "a".repeat(501))).await;
    assert_eq!(long.status, StatusCode::UNPROCESSABLE_ENTITY);
    let office = shop.enter("marieke").await;
    assert!(shop.get("/office/emergencies", &office).await.body.contains("Er zijn geen noodgevallen."));
}

#[tokio::test]
async fn a_card_can_be_read_for_an_hour_by_whoever_opened_it() {
    let shop = Shop::open().await;
    let riet = resident(&shop, "R11").await;
    let (fatma, ruud) = (shop.enter("fatma").await, shop.enter("ruud").await);
    let found = shop.get("/emergency?q=jansen", &fatma).await.body;
    assert!(found.contains(&riet.to_string()) && found.contains("Doe dit alleen in een noodgeval."));
    assert!(!shop.get("/emergency?q=ja", &fatma).await.body.contains(&riet.to_string()), "this is no list");
    let opened = open(&shop, &fatma, riet, REASON).await;
    assert_eq!(opened.status, StatusCode::SEE_OTHER);
    let address = opened.location().to_owned();
    let card = shop.get(&address, &fatma).await;
    assert_eq!(card.status, StatusCode::OK);
    for said in ["Mevrouw Jansen", "Kamer 201, Straatzijde", "U kunt dit lezen tot 15.30 uur.", "Zij viel en moet"] {
        assert!(card.body.contains(said), "{said}");
    }
    assert!(!card.body.contains('€'), "no money on it");
    assert_eq!(shop.get(&address, &ruud).await.status, StatusCode::NOT_FOUND, "a colleague opens it with a reason too");
    let at = shop.state.clock.timestamp();
    shop.state.clock.set(Timestamp(at.0 + EMERGENCY_MICROS - 1));
    assert_eq!(shop.get(&address, &fatma).await.status, StatusCode::OK);
    shop.state.clock.set(Timestamp(at.0 + EMERGENCY_MICROS));
    assert_eq!(shop.get(&address, &fatma).await.status, StatusCode::NOT_FOUND, "the hour is over");
}

#[tokio::test]
async fn an_emergency_opens_nothing_else() {
    let shop = Shop::open().await;
    let riet = resident(&shop, "R11").await;
    let fatma = shop.enter("fatma").await;
    assert_eq!(open(&shop, &fatma, riet, REASON).await.status, StatusCode::SEE_OTHER);
    for page in ["cup", "week", "basket", "who-looked"] {
        let answer = shop.get(&format!("/r/{riet}/{page}"), &fatma).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{page}");
    }
    assert_eq!(shop.get(&format!("/ward/resident/{riet}"), &fatma).await.status, StatusCode::NOT_FOUND);
    assert_eq!(shop.get(&format!("/office/resident/{riet}"), &fatma).await.status, StatusCode::NOT_FOUND);
    assert!(!shop.get("/api/v1/sync", &fatma).await.body.contains(&riet.to_string()), "no pull brings her");
    assert!(!shop.get("/ward/residents", &fatma).await.body.contains(&riet.to_string()));
}

#[tokio::test]
async fn who_needs_no_emergency_and_who_may_never_open_one_get_none() {
    let shop = Shop::open().await;
    let (own, riet, greet) = (resident(&shop, "R01").await, resident(&shop, "R11").await, resident(&shop, "R21").await);
    let fatma = shop.enter("fatma").await;
    assert_eq!(open(&shop, &fatma, own, REASON).await.status, StatusCode::NOT_FOUND, "of her own ward");
    assert_eq!(open(&shop, &fatma, greet, REASON).await.status, StatusCode::NOT_FOUND, "of another location");
    let hanneke = shop.enter("hanneke").await;
    assert_eq!(open(&shop, &hanneke, greet, REASON).await.status, StatusCode::NOT_FOUND, "another location's office");
    assert_eq!(open(&shop, &hanneke, riet, REASON).await.status, StatusCode::SEE_OTHER);
    for door in ["R01", "els-vermeer"] {
        let cookie = shop.enter(door).await;
        assert_eq!(shop.get("/emergency", &cookie).await.status, StatusCode::NOT_FOUND, "{door}");
        assert_eq!(open(&shop, &cookie, riet, REASON).await.status, StatusCode::NOT_FOUND, "{door}");
    }
}

#[tokio::test]
async fn the_resident_reads_of_it_and_someone_else_of_the_office_reviews_it_once() {
    let shop = Shop::open().await;
    let riet = resident(&shop, "R11").await;
    let hanneke = shop.enter("hanneke").await;
    let address = open(&shop, &hanneke, riet, REASON).await.location().to_owned();
    shop.get(&address, &hanneke).await;
    let id = address.rsplit('/').next().unwrap();
    shop.state.audit.flush().await.unwrap();
    let own = shop.enter("R11").await;
    let read = shop.get(&format!("/r/{riet}/who-looked"), &own).await.body;
    for said in [
        "Hanneke (kantoor) opende de kaart in een noodgeval.",
        "Zij viel en moet",
        "Opende de kaart in een noodgeval",
        "Keek in een noodgeval naar de kaart",
        "Het kantoor moet dit nog nakijken.",
    ] {
        assert!(read.contains(said), "{said}");
    }
    let review = format!("/office/emergencies/{id}");
    assert_eq!(shop.post(&review, &hanneke, "remark=terecht").await.status, StatusCode::NOT_FOUND, "not her own");
    let marieke = shop.enter("marieke").await;
    let short = shop.post(&review, &marieke, "remark=+").await;
    assert_eq!(short.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(short.body.contains("Schrijf op wat u ervan vindt."));
    assert_eq!(shop.post(&review, &marieke, "remark=terecht").await.location(), "/office/emergencies");
    assert_eq!(shop.post(&review, &marieke, "remark=anders").await.status, StatusCode::NOT_FOUND, "once");
    let list = shop.get("/office/emergencies", &marieke).await.body;
    assert!(list.contains("Marieke (kantoor) keek dit na op") && list.contains("terecht"));
    let read = shop.get(&format!("/r/{riet}/who-looked"), &own).await.body;
    assert!(read.contains("Het kantoor keek dit na op"));
    assert_eq!(shop.state.store.verify_log().await.unwrap().broken, None);
}
