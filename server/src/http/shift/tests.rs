use crate::http::sign_in::tests::{Browser, PASSWORD, between, pass, with_password};
use crate::http::test_shop::Shop;
use crate::store::Store;
use axum::http::StatusCode;
use domain::calendar::Timestamp;
use domain::ids::PersonId;

const HOUR: i64 = 3_600;
const PIN: &str = "7294";

/// A tablet that the staff of Fatma's ward share, and where it stands on the ward's list.
async fn ward_tablet(shop: &Shop) -> (Browser<'_>, String) {
    let mut ward = Browser::new(shop);
    ward.post("/demo/enter", "door=fatma").await;
    let form = ward.get("/ward/tablets/new").await.body;
    let whose = format!("whose=ward:{}&name=zusterpost", between(&form, "value=\"ward:", "\""));
    let added = ward.post("/ward/tablets", &whose).await;
    (enrolled(shop, &mut ward, added.location()).await, added.location().to_owned())
}

/// The browser that brings the code which stands on this page.
async fn enrolled<'a>(shop: &'a Shop, who_adds: &mut Browser<'_>, page: &str) -> Browser<'a> {
    let body = who_adds.get(page).await.body;
    let mut tablet = Browser::new(shop);
    let answer = tablet.post(&format!("/enrol/{}", between(&body, "/enrol/", "<")), "").await;
    assert_eq!(answer.location(), "/shift");
    tablet
}

async fn person(store: &Store, name: &str) -> PersonId {
    store.person_by_name(name).await.unwrap().unwrap()
}

/// Begins a shift with the password and chooses a PIN; where the PIN is typed from then on.
async fn on_shift(shop: &Shop, tablet: &mut Browser<'_>, name: &str) -> String {
    with_password(shop, name).await;
    assert_eq!(begun(tablet, name).await, "/shift/pin");
    assert_eq!(tablet.post("/shift/pin", &format!("pin={PIN}&again={PIN}")).await.location(), "/ward");
    format!("/shift/as/{}", person(&shop.state.store, name).await)
}

async fn begun(tablet: &mut Browser<'_>, name: &str) -> String {
    let form = format!("name={name}&password={}", PASSWORD.replace(' ', "+"));
    tablet.post("/shift/start", &form).await.location().to_owned()
}

#[tokio::test]
async fn a_shift_begins_with_the_password_and_goes_on_with_a_pin() {
    let shop = Shop::open().await;
    let (mut tablet, _) = ward_tablet(&shop).await;
    assert_eq!(tablet.get("/").await.location(), "/shift");
    assert!(tablet.get("/shift").await.body.contains("nog niemand aan het werk"));
    let fatma = on_shift(&shop, &mut tablet, "fatma").await;
    let board = tablet.get("/ward").await;
    assert!(board.body.contains("Fatma") && board.body.contains("<meta name=\"shift\""), "it locks itself");
    assert_eq!(tablet.post("/sign-out", "").await.location(), "/", "and that leads to who is next");
    let bram = on_shift(&shop, &mut tablet, "bram").await;
    let people = tablet.get("/shift").await.body;
    assert!(people.contains("Fatma") && people.contains("Bram") && people.contains(&bram));
    assert!(!tablet.is_signed_in(), "whoever looks who is next has put the tablet down");
    assert_eq!(tablet.get("/ward").await.location(), "/");
    let keypad = tablet.get(&fatma).await.body;
    assert!(keypad.contains("Fatma") && keypad.matches("name=\"key\"").count() == 11);
    assert_eq!(tablet.post(&fatma, &format!("pin={PIN}")).await.location(), "/ward");
    let entry = tablet.get("/ward").await.body;
    assert!(entry.contains("Fatma, wissel persoon") && !entry.contains("Bram, wissel"));
}

#[tokio::test]
async fn each_key_works_without_a_script() {
    let shop = Shop::open().await;
    let (mut tablet, _) = ward_tablet(&shop).await;
    let fatma = on_shift(&shop, &mut tablet, "fatma").await;
    tablet.get("/shift").await;
    let mut typed = String::new();
    for (key, then) in [("7", "7"), ("2", "72"), ("8", "728"), ("back", "72"), ("9", "729"), ("4", "7294")] {
        let page = tablet.post(&fatma, &format!("pin={typed}&key={key}")).await.body;
        assert!(page.contains(&format!("value=\"{then}\"")), "{key}: {page}");
        typed = then.to_owned();
    }
    assert_eq!(tablet.post(&fatma, &format!("pin={typed}")).await.location(), "/ward");
}

#[tokio::test]
async fn wrong_pins_lock_one_person_on_one_tablet_and_the_password_opens_it() {
    let shop = Shop::open().await;
    let (mut tablet, _) = ward_tablet(&shop).await;
    let fatma = on_shift(&shop, &mut tablet, "fatma").await;
    let bram = on_shift(&shop, &mut tablet, "bram").await;
    for _ in 0..5 {
        let wrong = tablet.post(&fatma, "pin=8305").await;
        assert!(wrong.body.contains("pincode klopt niet") && !wrong.body.contains("8305"));
    }
    let locked = tablet.post(&fatma, &format!("pin={PIN}")).await.body;
    assert!(locked.contains("Gebruik uw wachtwoord, of wacht tot") && locked.contains("/shift/start?name=fatma"));
    assert_eq!(tablet.post(&bram, &format!("pin={PIN}")).await.location(), "/ward", "nobody else waits");
    assert_eq!(begun(&mut tablet, "fatma").await, "/shift/pin");
    assert!(tablet.get("/shift/pin").await.body.contains("Gebruik mijn oude pincode"));
    assert_eq!(tablet.post("/shift/pin", "pin=80351&again=80351").await.location(), "/ward");
    assert!(tablet.post(&fatma, &format!("pin={PIN}")).await.body.contains("klopt niet"), "the old one is gone");
    assert_eq!(tablet.post(&fatma, "pin=80351").await.location(), "/ward");
}

#[tokio::test]
async fn a_lock_ends_by_itself_and_comes_back_at_the_next_mistake() {
    let shop = Shop::open().await;
    let (mut tablet, _) = ward_tablet(&shop).await;
    let fatma = on_shift(&shop, &mut tablet, "fatma").await;
    for _ in 0..5 {
        tablet.post(&fatma, "pin=8305").await;
    }
    pass(&shop, 15 * 60);
    tablet.post(&fatma, "pin=8306").await;
    assert!(tablet.post(&fatma, &format!("pin={PIN}")).await.body.contains("wacht tot"));
    pass(&shop, 15 * 60);
    assert_eq!(tablet.post(&fatma, &format!("pin={PIN}")).await.location(), "/ward");
}

#[tokio::test]
async fn a_pin_that_anyone_would_try_is_not_taken() {
    let shop = Shop::open().await;
    let (mut tablet, _) = ward_tablet(&shop).await;
    with_password(&shop, "fatma").await;
    begun(&mut tablet, "fatma").await;
    for (pin, again, says) in [
        ("0000", "0000", "makkelijk te raden"),
        ("1234", "1234", "makkelijk te raden"),
        ("72", "72", "vier, vijf of zes cijfers"),
        ("729a", "729a", "vier, vijf of zes cijfers"),
        ("7294", "7249", "niet gelijk"),
    ] {
        let refused = tablet.post("/shift/pin", &format!("pin={pin}&again={again}")).await;
        assert!(refused.status == StatusCode::OK && refused.body.contains(says), "{pin}: {}", refused.body);
    }
    let fatma = format!("/shift/as/{}", person(&shop.state.store, "fatma").await);
    assert_eq!(tablet.get(&fatma).await.location(), "/shift/start?name=fatma", "without a PIN there is the password");
}

#[tokio::test]
async fn whoever_finds_a_tablet_open_cannot_choose_its_persons_pin() {
    let shop = Shop::open().await;
    let (mut tablet, _) = ward_tablet(&shop).await;
    let fatma = on_shift(&shop, &mut tablet, "fatma").await;
    tablet.post(&fatma, &format!("pin={PIN}")).await;
    assert_eq!(tablet.get("/shift/pin").await.location(), "/shift");
    assert_eq!(tablet.post("/shift/pin", "pin=80351&again=80351").await.location(), "/shift");
    assert_eq!(tablet.post(&fatma, &format!("pin={PIN}")).await.location(), "/ward");
}

#[tokio::test]
async fn a_shift_lasts_twelve_hours_and_may_be_stopped_before() {
    let shop = Shop::open().await;
    let (mut tablet, _) = ward_tablet(&shop).await;
    let fatma = on_shift(&shop, &mut tablet, "fatma").await;
    let bram = on_shift(&shop, &mut tablet, "bram").await;
    assert_eq!(tablet.post(&bram, &format!("pin={PIN}&then=stop")).await.location(), "/shift");
    assert!(!tablet.get("/shift").await.body.contains("Bram"));
    assert_eq!(tablet.post(&bram, &format!("pin={PIN}")).await.location(), "/shift");
    pass(&shop, 12 * HOUR - 60);
    assert_eq!(tablet.post(&fatma, &format!("pin={PIN}")).await.location(), "/ward");
    pass(&shop, 60);
    assert_eq!(tablet.get("/ward").await.location(), "/", "the session ends with the shift");
    assert_eq!(tablet.post(&fatma, &format!("pin={PIN}")).await.location(), "/shift");
}

#[tokio::test]
async fn a_session_on_a_wards_tablet_ends_when_nobody_is_there() {
    let shop = Shop::open().await;
    let (mut tablet, _) = ward_tablet(&shop).await;
    on_shift(&shop, &mut tablet, "fatma").await;
    // Its program asks every minute.
    for _ in 0..5 {
        pass(&shop, 60);
        assert_eq!(tablet.get("/api/v1/sync").await.status, StatusCode::OK);
    }
    pass(&shop, 200);
    for address in ["/ward", "/ward/residents"] {
        assert_eq!(tablet.get(address).await.location(), "/", "{address}");
    }
    assert_eq!(tablet.get("/api/v1/sync").await.status, StatusCode::UNAUTHORIZED);
    // A browser of one's own does not lock itself.
    let own = shop.enter("fatma").await;
    pass(&shop, HOUR);
    let board = shop.get("/ward", &own).await;
    assert!(board.status == StatusCode::OK && !board.body.contains("<meta name=\"shift\""));
}

#[tokio::test]
async fn only_who_works_on_the_ward_begins_a_shift_there() {
    let shop = Shop::open().await;
    let (mut tablet, _) = ward_tablet(&shop).await;
    for name in ["omar", "els-vermeer"] {
        with_password(&shop, name).await;
        let form = format!("name={name}&password={}", PASSWORD.replace(' ', "+"));
        let refused = tablet.post("/shift/start", &form).await;
        assert!(refused.body.contains("niet op deze afdeling") && !tablet.is_signed_in(), "{name}");
    }
    let wrong = tablet.post("/shift/start", "name=fatma&password=niet").await;
    assert!(wrong.body.contains("Naam of wachtwoord klopt niet"));
    let mut phone = Browser::new(&shop);
    for address in ["/shift", "/shift/start"] {
        assert_eq!(phone.get(address).await.location(), "/", "{address} from a browser of one's own");
    }
}

#[tokio::test]
async fn a_tablet_of_staff_opens_no_residents_shop_and_one_of_a_living_room_no_board() {
    let shop = Shop::open().await;
    let (mut tablet, _) = ward_tablet(&shop).await;
    assert_eq!(tablet.get("/tablet").await.location(), "/");
    let mut ward = Browser::new(&shop);
    ward.post("/demo/enter", "door=fatma").await;
    let form = ward.get("/ward/tablets/new").await.body;
    let household = between(&form, "value=\"living_room\"", "</select>");
    let household = between(household, "value=\"", "\"").to_owned();
    assert_eq!(tablet.post("/tablet/be", &format!("household={household}")).await.location(), "/");
    let added = ward.post("/ward/tablets", "whose=living_room&name=kamer").await;
    let body = ward.get(added.location()).await.body;
    let mut living_room = Browser::new(&shop);
    living_room.post(&format!("/enrol/{}", between(&body, "/enrol/", "<")), "").await;
    assert_eq!(living_room.get("/shift").await.location(), "/");
    let other = between(&form, "value=\"ward:", "\"");
    let mut elsewhere = Browser::new(&shop);
    elsewhere.post("/demo/enter", "door=omar").await;
    let foreign = elsewhere.post("/ward/tablets", &format!("whose=ward:{other}&name=x")).await;
    assert_eq!(foreign.status, StatusCode::NOT_FOUND, "a tablet of another ward");
}

#[tokio::test]
async fn a_tablet_that_is_taken_back_ends_every_shift_on_it() {
    let shop = Shop::open().await;
    let (mut tablet, page) = ward_tablet(&shop).await;
    let fatma = on_shift(&shop, &mut tablet, "fatma").await;
    shop.post(&format!("{page}/revoke"), &shop.enter("bram").await, "").await;
    for address in ["/shift", "/ward", fatma.as_str(), "/"] {
        assert_eq!(tablet.get(address).await.status, StatusCode::GONE, "{address}");
    }
    assert_eq!(tablet.post(&fatma, &format!("pin={PIN}")).await.status, StatusCode::GONE);
}

#[tokio::test]
async fn who_is_signed_out_everywhere_needs_more_than_a_pin() {
    let shop = Shop::open().await;
    let (mut tablet, _) = ward_tablet(&shop).await;
    let fatma = on_shift(&shop, &mut tablet, "fatma").await;
    shop.state.store.sign_out_everywhere(person(&shop.state.store, "fatma").await).await.unwrap();
    assert_eq!(tablet.get("/ward").await.location(), "/");
    assert_eq!(tablet.post(&fatma, &format!("pin={PIN}")).await.location(), "/shift/start?name=fatma");
    assert!(tablet.get("/shift").await.body.contains("data-no-pin"), "the tablet forgets what it knew of it");
    on_shift(&shop, &mut tablet, "fatma").await;
    assert!(!tablet.get("/shift").await.body.contains("data-no-pin"));
}

#[tokio::test]
async fn the_office_hands_out_tablets_to_the_wards_of_its_locations() {
    let shop = Shop::open().await;
    let mut office = Browser::new(&shop);
    office.post("/demo/enter", "door=hanneke").await;
    let form = office.get("/ward/tablets/new").await.body;
    assert!(!form.contains("living_room"), "a living room is the ward's business");
    let ward = between(&form, "value=\"ward:", "\"").to_owned();
    let added = office.post("/ward/tablets", &format!("whose=ward:{ward}&name=post")).await;
    assert!(added.location().starts_with("/ward/tablets/"));
    let mut tablet = enrolled(&shop, &mut office, added.location()).await;
    assert!(office.get("/ward/tablets").await.body.contains("post"));
    let elsewhere = shop.enter("frank").await;
    let theirs = shop.get(added.location(), &elsewhere).await;
    assert_eq!(theirs.status, StatusCode::NOT_FOUND);
    let foreign = shop.post("/ward/tablets", &elsewhere, &format!("whose=ward:{ward}&name=x")).await;
    assert_eq!(foreign.status, StatusCode::NOT_FOUND);
    office.post(&format!("{}/revoke", added.location()), "").await;
    assert_eq!(tablet.get("/shift").await.status, StatusCode::GONE);
}

#[tokio::test]
async fn they_go_back_to_where_they_were_and_to_nowhere_else() {
    let shop = Shop::open().await;
    let (mut tablet, _) = ward_tablet(&shop).await;
    let fatma = on_shift(&shop, &mut tablet, "fatma").await;
    let bram = on_shift(&shop, &mut tablet, "bram").await;
    let was = fatma.rsplit('/').next().unwrap();
    let people = tablet.get(&format!("/shift?was={was}&next=%2Fward%2Fresidents")).await.body;
    assert!(people.contains(&format!("{fatma}?next=%2Fward%2Fresidents")));
    assert!(people.contains(&format!("href=\"{bram}\"")), "only who was there");
    let page = tablet.get(&format!("{fatma}?next=%2Fward%2Fresidents")).await.body;
    assert!(page.contains("name=\"next\" value=\"/ward/residents\""));
    for (next, leads) in [
        ("%2Fward%2Fresidents", "/ward/residents"),
        ("%2F%2Felsewhere.example", "/ward"),
        ("%2Foffice%2Fpeople", "/ward"),
        ("%2Fwards", "/ward"),
    ] {
        let answer = tablet.post(&fatma, &format!("pin={PIN}&next={next}")).await;
        assert_eq!(answer.location(), leads, "{next}");
    }
}

#[tokio::test]
async fn coming_and_being_refused_stand_in_the_log() {
    let shop = Shop::open().await;
    let (mut tablet, _) = ward_tablet(&shop).await;
    let fatma = on_shift(&shop, &mut tablet, "fatma").await;
    for _ in 0..6 {
        tablet.post(&fatma, "pin=8305").await;
    }
    pass(&shop, 15 * 60);
    tablet.post(&fatma, &format!("pin={PIN}")).await;
    tablet.get("/shift").await;
    shop.state.audit.flush().await.unwrap();
    let today = shop.state.clock.now().local.day;
    let doors = shop.state.store.doors(today).await.unwrap();
    let office = doors.into_iter().find(|door| door.code == "marieke").unwrap().viewer.scope;
    let who = person(&shop.state.store, "fatma").await;
    let log = shop.state.store.log(&office, Some(who), (Timestamp(0), Timestamp(i64::MAX))).await.unwrap();
    for (what, detail) in [
        ("signed-in", "password"),
        ("credential-changed", "pin"),
        ("sign-in-refused", "pin"),
        ("sign-in-refused", "pin-wait"),
        ("signed-in", "pin"),
        ("signed-out", "locked"),
    ] {
        let is_there = log.iter().any(|seen| (seen.what.as_str(), seen.detail.as_str()) == (what, detail));
        assert!(is_there, "{what} {detail} is missing in {log:?}");
    }
}
