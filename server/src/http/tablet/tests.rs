use crate::http::test_shop::{Answer, Shop};
use app::replica::REVOKED;
use axum::http::{StatusCode, header};
use domain::calendar::Timestamp;
use domain::ids::{DeviceId, TabletId};
use domain::sync::wire::{DeviceReport, DeviceState, PushReply, PushRequest};
use uuid::Uuid;

const MINUTE: i64 = 60 * 1_000_000;
const DAY: i64 = 24 * 60 * MINUTE;

/// What a browser keeps of an answer, as it sends it back.
fn cookies(answer: &Answer) -> String {
    let all = answer.headers.get_all(header::SET_COOKIE).iter();
    all.map(|cookie| cookie.to_str().unwrap().split(';').next().unwrap()).collect::<Vec<_>>().join("; ")
}

/// The residents that the form offers, as it sends them.
async fn offered(shop: &Shop, ward: &str) -> Vec<String> {
    let form = shop.get("/ward/tablets/new", ward).await.body;
    let values = form.split("<option value=\"").skip(1).map(|rest| rest.split('"').next().unwrap().to_owned());
    values.filter(|value| value.parse::<Uuid>().is_ok()).collect()
}

/// A tablet for the first resident of the ward: its page at the ward, and the path that its code leads to.
async fn added(shop: &Shop, ward: &str) -> (String, String) {
    let whose = offered(shop, ward).await.remove(0);
    let answer = shop.post("/ward/tablets", ward, &format!("whose={whose}&name=bij+het+raam")).await;
    let page = answer.location().to_owned();
    let body = shop.get(&page, &format!("{ward}; {}", cookies(&answer))).await.body;
    assert!(body.contains("<svg"), "{body}");
    let code = body.split("/enrol/").nth(1).unwrap().split('<').next().unwrap();
    (page, format!("/enrol/{code}"))
}

async fn enrolled(shop: &Shop, ward: &str) -> (String, Answer) {
    let (page, code) = added(shop, ward).await;
    (page, shop.post(&code, "", "").await)
}

fn later(shop: &Shop, micros: i64) {
    shop.state.clock.set(Timestamp(shop.state.clock.timestamp().0 + micros));
}

fn hello(id: u128, waiting: u32) -> String {
    let id = DeviceId(Uuid::from_u128(id));
    let device = DeviceReport { id, epoch: 1, next: 1, waiting, unreadable: 0, server_epoch: None };
    serde_json::to_string(&PushRequest { operations: Vec::new(), device: Some(device), again: Vec::new() }).unwrap()
}

async fn push(shop: &Shop, cookie: &str, body: &str) -> Option<DeviceState> {
    let answer = shop.post_json("/api/v1/sync", cookie, body).await;
    serde_json::from_str::<PushReply>(&answer.body).unwrap().device
}

#[tokio::test]
async fn a_tablet_is_enrolled_by_its_button_and_only_once() {
    let shop = Shop::open().await;
    let ward = shop.enter("fatma").await;
    let (page, code) = added(&shop, &ward).await;
    for _ in 0..2 {
        let look = shop.get(&code, "").await;
        assert_eq!(look.status, StatusCode::OK, "looking uses nothing up");
        assert!(look.body.contains("Deze tablet is voor") && look.headers.get(header::SET_COOKIE).is_none());
    }
    let answer = shop.post(&code, "", "").await;
    let tablet = cookies(&answer);
    let set = answer.headers[header::SET_COOKIE].to_str().unwrap();
    assert!(set.contains("Max-Age=34560000") && set.contains("HttpOnly"), "{set}");
    assert_eq!(shop.get(answer.location(), &tablet).await.status, StatusCode::OK);
    assert!(answer.location().starts_with("/r/"), "{}", answer.location());
    for again in [shop.get(&code, "").await, shop.post(&code, "", "").await] {
        assert_eq!(again.status, StatusCode::GONE);
        assert!(again.body.contains("Vraag de afdeling om een nieuwe code."));
        assert!(again.headers.get(header::SET_COOKIE).is_none());
    }
    assert!(shop.get(&page, &ward).await.body.contains("De tablet is aangemeld"));
    assert!(shop.get("/ward/tablets", &ward).await.body.contains("Laatst gezien"));
}

#[tokio::test]
async fn a_code_works_for_ten_minutes_and_a_new_one_comes_in_its_place() {
    let shop = Shop::open().await;
    let ward = shop.enter("fatma").await;
    let (page, code) = added(&shop, &ward).await;
    later(&shop, 10 * MINUTE);
    assert_eq!(shop.post(&code, "", "").await.status, StatusCode::GONE);
    assert!(shop.get(&page, &ward).await.body.contains("Maak een nieuwe code."));
    let renewed = shop.post(&format!("{page}/code"), &ward, "").await;
    let body = shop.get(renewed.location(), &format!("{ward}; {}", cookies(&renewed))).await.body;
    let fresh = format!("/enrol/{}", body.split("/enrol/").nth(1).unwrap().split('<').next().unwrap());
    assert_ne!(fresh, code);
    assert_eq!(shop.post(&fresh, "", "").await.status, StatusCode::SEE_OTHER);
    let late = shop.post(&format!("{page}/code"), &ward, "").await;
    assert_eq!(cookies(&late), "", "what was enrolled keeps its tablet");
}

#[tokio::test]
async fn the_code_is_shown_only_on_the_screen_that_made_it() {
    let shop = Shop::open().await;
    let ward = shop.enter("fatma").await;
    let (page, code) = added(&shop, &ward).await;
    let other = shop.get(&page, &ward).await.body;
    assert!(!other.contains("/enrol/") && other.contains("Maak nieuwe code"));
    let (another, _) = added(&shop, &ward).await;
    let id: TabletId = another.rsplit('/').next().unwrap().parse().unwrap();
    let stolen = format!("{ward}; bekertje-code={id}.{}", code.rsplit('/').next().unwrap());
    assert!(!shop.get(&another, &stolen).await.body.contains("/enrol/"), "a code of another tablet");
}

#[tokio::test]
async fn only_the_ward_of_a_tablet_looks_after_it() {
    let shop = Shop::open().await;
    let ward = shop.enter("fatma").await;
    let (page, _) = added(&shop, &ward).await;
    let theirs = offered(&shop, &shop.enter("ingrid").await).await.remove(0);
    assert!(!offered(&shop, &ward).await.contains(&theirs));
    for code in ["R01", "els-vermeer", "marieke", "ingrid"] {
        let cookie = shop.enter(code).await;
        assert_eq!(shop.get(&page, &cookie).await.status, StatusCode::NOT_FOUND, "{code}");
        for act in ["code", "revoke", "again"] {
            let answer = shop.post(&format!("{page}/{act}"), &cookie, "").await;
            assert_eq!(answer.status, StatusCode::NOT_FOUND, "{code} {act}");
        }
    }
    for code in ["R01", "els-vermeer"] {
        let cookie = shop.enter(code).await;
        assert_eq!(shop.get("/ward/tablets", &cookie).await.status, StatusCode::NOT_FOUND, "{code}");
        assert_eq!(shop.get("/ward/tablets/new", &cookie).await.status, StatusCode::NOT_FOUND, "{code}");
    }
    let foreign = shop.post("/ward/tablets", &ward, &format!("whose={theirs}&name=x")).await;
    assert_eq!(foreign.status, StatusCode::NOT_FOUND, "a resident of another ward");
    assert_eq!(shop.get("/ward/tablets", "").await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn a_form_that_lacks_something_comes_back_with_what_was_filled_in() {
    let shop = Shop::open().await;
    let ward = shop.enter("fatma").await;
    let whose = offered(&shop, &ward).await.remove(0);
    for (form, says) in [("whose=&name=raam".to_owned(), "Kies voor wie"), (format!("whose={whose}&name=+"), "Typ een")]
    {
        let answer = shop.post("/ward/tablets", &ward, &form).await;
        let body = shop.get(answer.location(), &ward).await.body;
        assert!(body.contains(says), "{form}: {body}");
        assert!(body.contains("value=\"raam\"") || body.contains(&format!("value=\"{whose}\" selected")), "{body}");
    }
}

#[tokio::test]
async fn a_tablet_that_was_taken_back_shows_nothing_and_may_still_send() {
    let shop = Shop::open().await;
    let ward = shop.enter("fatma").await;
    let (page, answer) = enrolled(&shop, &ward).await;
    let (home, tablet) = (answer.location().to_owned(), cookies(&answer));
    assert_eq!(push(&shop, &tablet, &hello(1, 0)).await, Some(DeviceState::Known));
    shop.post(&format!("{page}/revoke"), &ward, "").await;
    for address in [home.as_str(), "/", "/api/v1/sync"] {
        let answer = shop.get(address, &tablet).await;
        assert_eq!(answer.status, StatusCode::GONE, "{address}");
        assert!(!answer.body.contains("mevrouw") && !answer.body.contains("de heer"), "{address}");
    }
    // One device is known to be on it; another one never said so.
    assert_eq!(push(&shop, &tablet, &hello(2, 1)).await, Some(DeviceState::Revoked));
    assert_eq!(push(&shop, &tablet, &hello(1, 0)).await, Some(DeviceState::Revoked), "and it has sent everything");
    assert_eq!(shop.get("/api/v1/sync", &tablet).await.status, StatusCode::UNAUTHORIZED, "now it is over");
    assert_eq!(shop.get(REVOKED, &tablet).await.status, StatusCode::GONE);
    let list = shop.get("/ward/tablets", &ward).await.body;
    assert!(list.contains("Afgemeld door Fatma") && list.contains("Meld opnieuw aan"), "{list}");
    let again = shop.post(&format!("{page}/again"), &ward, "").await;
    assert_ne!(again.location(), page, "what comes in its place is a tablet of its own");
    assert!(shop.get(again.location(), &format!("{ward}; {}", cookies(&again))).await.body.contains("<svg"));
    later(&shop, 8 * DAY);
    let ward = shop.enter("fatma").await;
    assert!(!shop.get("/ward/tablets", &ward).await.body.contains("Afgemeld door"));
}

#[tokio::test]
async fn what_a_resident_chose_for_their_screen_follows_them_and_survives_an_import() {
    let shop = Shop::open().await;
    let ward = shop.enter("fatma").await;
    let (_, first) = enrolled(&shop, &ward).await;
    let (_, second) = enrolled(&shop, &ward).await;
    assert_eq!(first.location(), second.location(), "two tablets of one resident");
    let (home, first, second) = (first.location().to_owned(), cookies(&first), cookies(&second));
    shop.post("/preferences", &first, "text_size=200&next=/").await;
    shop.post("/preferences", &first, "theme=dark&next=/").await;
    let looks = async |cookie: &str| {
        let body = shop.get(&home, cookie).await.body;
        assert!(body.contains("text-200") && body.contains("data-theme=\"dark\""), "{cookie}");
    };
    looks(&first).await;
    looks(&second).await;
    let source = crate::exchange::Source::de_linde();
    crate::exchange::import(&shop.state.store, &source, &shop.state.clock, false).await.unwrap();
    let (_, third) = enrolled(&shop, &ward).await;
    looks(&cookies(&third)).await;
}

#[tokio::test]
async fn a_tablet_that_is_used_stays_signed_in_and_an_answer_that_is_lost_signs_nobody_out() {
    let shop = Shop::open().await;
    let ward = shop.enter("fatma").await;
    let (_, answer) = enrolled(&shop, &ward).await;
    let (home, mut tablet) = (answer.location().to_owned(), cookies(&answer));
    for _ in 0..3 {
        later(&shop, 200 * DAY);
        let lost = cookies(&shop.get(&home, &tablet).await);
        let page = shop.get(&home, &tablet).await;
        assert_eq!(page.status, StatusCode::OK);
        let next = cookies(&page);
        assert!(next != lost && next != tablet, "another token each time");
        assert_eq!(shop.get("/api/v1/sync", &lost).await.status, StatusCode::UNAUTHORIZED, "a token that nobody has");
        assert_eq!(shop.get("/api/v1/sync", &next).await.status, StatusCode::OK);
        assert_eq!(shop.get("/api/v1/sync", &tablet).await.status, StatusCode::OK, "asked a moment before");
        later(&shop, 2 * MINUTE);
        assert_eq!(shop.get("/api/v1/sync", &tablet).await.status, StatusCode::UNAUTHORIZED);
        tablet = next;
    }
    later(&shop, 401 * DAY);
    assert_eq!(shop.get("/api/v1/sync", &tablet).await.status, StatusCode::UNAUTHORIZED, "not used for so long");
}

/// A tablet of the living room: its page at the ward, and its cookie.
async fn living_room(shop: &Shop, ward: &str) -> (String, String) {
    let answer = shop.post("/ward/tablets", ward, "whose=living_room&name=kamer").await;
    let page = answer.location().to_owned();
    let body = shop.get(&page, &format!("{ward}; {}", cookies(&answer))).await.body;
    let code = body.split("/enrol/").nth(1).unwrap().split('<').next().unwrap();
    let answer = shop.post(&format!("/enrol/{code}"), "", "").await;
    assert_eq!(answer.location(), "/tablet");
    let tablet = cookies(&answer).split("; ").find(|one| one.starts_with("bekertje-tablet=")).unwrap().to_owned();
    (page, tablet)
}

fn session_of(answer: &Answer) -> String {
    cookies(answer).split("; ").find(|one| one.starts_with("bekertje=")).unwrap().to_owned()
}

#[tokio::test]
async fn in_the_living_room_one_tap_opens_the_shop_of_who_lives_there_and_of_nobody_else() {
    let shop = Shop::open().await;
    let ward = shop.enter("fatma").await;
    let (page, tablet) = living_room(&shop, &ward).await;
    assert_eq!(shop.get("/", &tablet).await.location(), "/tablet");
    let who = shop.get("/tablet", &tablet).await.body;
    assert_eq!(who.matches("name=\"household\"").count(), 6);
    let first = who.split("name=\"household\" value=\"").nth(1).unwrap().split('"').next().unwrap();
    assert_eq!(shop.get("/tablet", &tablet).await.body, who, "everyone keeps their picture");
    let sat_down = shop.post("/tablet/be", &tablet, &format!("household={first}")).await;
    assert_eq!(sat_down.location(), format!("/r/{first}"));
    let session = session_of(&sat_down);
    let home = shop.get(sat_down.location(), &format!("{tablet}; {session}")).await;
    assert!(home.status == StatusCode::OK && home.body.contains("Ik ben klaar"));
    let theirs = offered(&shop, &shop.enter("ingrid").await).await.remove(0);
    let foreign = shop.post("/tablet/be", &tablet, &format!("household={theirs}")).await;
    assert_eq!(foreign.status, StatusCode::NOT_FOUND);
    for cookie in ["", session.as_str(), "bekertje-tablet=nonsense"] {
        let answer = shop.post("/tablet/be", cookie, &format!("household={first}")).await;
        assert_eq!(answer.location(), "/", "not from this tablet");
    }
    let left = shop.post("/tablet/done", &format!("{tablet}; {session}"), "").await;
    assert_eq!(left.location(), "/tablet");
    assert_eq!(shop.get("/api/v1/sync", &session).await.status, StatusCode::UNAUTHORIZED);
    let again = session_of(&shop.post("/tablet/be", &tablet, &format!("household={first}")).await);
    later(&shop, 12 * 60 * MINUTE);
    assert_eq!(shop.get("/api/v1/sync", &again).await.status, StatusCode::UNAUTHORIZED, "the day is over");
    let ward = shop.enter("fatma").await;
    shop.post(&format!("{page}/revoke"), &ward, "").await;
    assert_eq!(shop.get("/tablet", &tablet).await.status, StatusCode::GONE);
}

#[tokio::test]
async fn three_pictures_open_a_shop_where_that_was_wanted_and_guessing_takes_hours() {
    let shop = Shop::open().await;
    let ward = shop.enter("fatma").await;
    let (_, tablet) = living_room(&shop, &ward).await;
    let who = offered(&shop, &ward).await.remove(0);
    let setting = format!("/ward/pictures/{who}");
    for form in ["", "picture=2", "before=2&picture=5"] {
        assert_eq!(shop.post(&setting, &ward, form).await.status, StatusCode::OK, "{form}");
    }
    assert_eq!(shop.post(&setting, &ward, "before=25&picture=5").await.location(), "/ward/pictures");
    assert!(shop.get("/ward/pictures", &ward).await.body.contains("Drie plaatjes openen"));
    let asks = shop.post("/tablet/be", &tablet, &format!("household={who}")).await;
    assert!(asks.status == StatusCode::OK && asks.body.contains("Tik op plaatje 1 van 3"));
    let opening = format!("/tablet/pictures/{who}");
    let try_with = async |form: &str| shop.post(&opening, &tablet, form).await;
    assert!(try_with("before=2&picture=5").await.body.contains("Tik op plaatje 3 van 3"));
    for nonsense in ["before=255&picture=1", "before=x1&picture=1", "before=1&picture=0"] {
        assert_eq!(try_with(nonsense).await.status, StatusCode::NOT_FOUND, "{nonsense}");
    }
    for _ in 0..3 {
        assert!(try_with("before=11&picture=1").await.body.contains("Dat waren andere plaatjes"));
    }
    try_with("before=11&picture=1").await;
    assert!(try_with("before=25&picture=5").await.body.contains("Wacht tot"), "the right ones do not help now");
    later(&shop, MINUTE);
    assert_eq!(try_with("before=25&picture=5").await.location(), format!("/r/{who}"));
    for _ in 0..3 {
        assert!(try_with("before=11&picture=1").await.body.contains("Dat waren"), "forgotten by then");
    }
    shop.post(&format!("{setting}/off"), &ward, "").await;
    assert_eq!(shop.post("/tablet/be", &tablet, &format!("household={who}")).await.location(), format!("/r/{who}"));
}
