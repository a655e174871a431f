use super::device::Device;
use crate::http::sign_in::tests::{Browser, PASSWORD, between, make_link, pass, with_password};
use crate::http::test_shop::Shop;
use crate::rng::Rng;
use crate::sign_in::passkey::Passkeys;
use crate::sign_in::{Passwords, SignIn, SignInKey};
use crate::state::AppState;
use axum::http::StatusCode;
use serde_json::Value;

const SHOP: &str = "https://bekertje.example";

/// A shop whose address browsers can have passkeys for.
async fn shop() -> Shop {
    let mut shop = Shop::open().await;
    let key = SignInKey::from_hex(&crate::hex::hex(&Rng::seeded(3).token().unwrap())).unwrap();
    let address = Some(SHOP.to_owned());
    let sign_in = SignIn {
        key,
        passwords: Passwords::default(),
        address,
        oidc: None,
        passkeys: Some(Passkeys::at(SHOP).unwrap()),
    };
    shop.state = AppState { sign_in: sign_in.into(), demo: false, ..shop.state.clone() };
    shop
}

fn form(answer: &str) -> String {
    form_urlencoded::Serializer::new(String::new()).append_pair("answer", answer).finish()
}

async fn asked(browser: &mut Browser<'_>, address: &str, form: &str) -> Value {
    let answer = browser.post(address, form).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
    serde_json::from_str(&answer.body).unwrap()
}

/// Begins with a passkey behind a link; where that leads.
async fn begins(browser: &mut Browser<'_>, device: &mut Device, link: &str) -> String {
    let asked = asked(browser, &format!("{link}/passkey/ask"), "").await;
    let answer = browser.post(&format!("{link}/passkey"), &form(&device.makes(&asked))).await;
    answer.location().to_owned()
}

/// Comes in with a passkey; where that leads, and what the page says.
async fn comes_in(browser: &mut Browser<'_>, device: &mut Device) -> (String, String) {
    let asked = asked(browser, "/sign-in/passkey/ask", "").await;
    let answer = browser.post("/sign-in/passkey", &form(&device.uses(&asked))).await;
    (answer.location().to_owned(), answer.body)
}

/// Asks for a passkey of one's own and makes it; where that leads.
async fn adds(browser: &mut Browser<'_>, device: &mut Device, proof: &str) -> String {
    let asked = asked(browser, "/sessions/passkeys/ask", proof).await;
    let named = format!("{}&name=telefoon", form(&device.makes(&asked)));
    browser.post("/sessions/passkeys", &named).await.location().to_owned()
}

const REFUSED: &str = "Deze toegangssleutel werkt hier niet";

#[tokio::test]
async fn family_begins_with_a_passkey_and_comes_back_with_it() {
    let shop = shop().await;
    let link = make_link(&shop, "els-vermeer").await;
    let (mut phone, mut device) = (Browser::new(&shop), Device::new(7, SHOP));
    let page = phone.get(&link).await.body;
    let (first, other) = (page.find("Maak toegangssleutel").unwrap(), page.find("Of met een wachtwoord").unwrap());
    assert!(first < other && page.contains("data-origin=\"https://bekertje.example\""), "{page}");
    assert_eq!(begins(&mut phone, &mut device, &link).await, "/");
    assert!(phone.get("/").await.location().starts_with("/r/"));
    assert_eq!(phone.get(&link).await.status, StatusCode::GONE, "a link works once");
    phone.post("/sign-out", "").await;
    for _ in 0..2 {
        assert_eq!(comes_in(&mut phone, &mut device).await.0, "/");
        assert!(phone.get("/").await.location().starts_with("/r/"));
    }
    assert!(phone.get("/sessions").await.body.contains("Aangemeld met een toegangssleutel"));
}

#[tokio::test]
async fn a_passkey_is_two_factors_for_the_office_and_carers_come_in_on_their_tablet_only() {
    let shop = shop().await;
    let (mut office, mut device) = (Browser::new(&shop), Device::new(7, SHOP));
    let link = make_link(&shop, "marieke").await;
    assert_eq!(begins(&mut office, &mut device, &link).await, "/");
    assert_eq!(office.get("/office/people").await.status, StatusCode::OK);
    let mut elsewhere = Browser::new(&shop);
    assert_eq!(comes_in(&mut elsewhere, &mut device).await.0, "/");
    assert_eq!(elsewhere.get("/office/people").await.status, StatusCode::OK);
    let (mut own, mut key) = (Browser::new(&shop), Device::new(8, SHOP));
    let link = make_link(&shop, "fatma").await;
    assert_eq!(begins(&mut own, &mut key, &link).await, "/sign-in?ready_passkey=true");
    assert!(comes_in(&mut own, &mut key).await.1.contains("Dit kan alleen op een tablet van de afdeling"));
    assert!(!own.is_signed_in());
}

#[tokio::test]
async fn an_answer_is_taken_once_from_the_browser_that_was_asked_within_five_minutes() {
    let shop = shop().await;
    let link = make_link(&shop, "els-vermeer").await;
    let (mut phone, mut device) = (Browser::new(&shop), Device::new(7, SHOP));
    begins(&mut phone, &mut device, &link).await;
    let mut other = Browser::new(&shop);
    let question = asked(&mut phone, "/sign-in/passkey/ask", "").await;
    let answer = form(&device.uses(&question));
    let cookies = phone.cookie();
    assert!(other.post("/sign-in/passkey", &answer).await.body.contains(REFUSED), "another browser was not asked");
    assert_eq!(phone.post("/sign-in/passkey", &answer).await.location(), "/");
    assert!(phone.post("/sign-in/passkey", &answer).await.body.contains(REFUSED), "the browser forgot it");
    let again = shop.post("/sign-in/passkey", &cookies, &answer).await;
    assert!(again.body.contains(REFUSED), "and whoever kept the cookie comes too late");
    let question = asked(&mut other, "/sign-in/passkey/ask", "").await;
    pass(&shop, 300);
    assert!(other.post("/sign-in/passkey", &form(&device.uses(&question))).await.body.contains(REFUSED));
    // An answer to one question is none to another.
    let link = make_link(&shop, "karim-el-idrissi").await;
    let question = asked(&mut other, &format!("{link}/passkey/ask"), "").await;
    let wrong = other.post("/sign-in/passkey", &form(&device.makes(&question))).await;
    assert!(wrong.body.contains(REFUSED));
}

#[tokio::test]
async fn what_another_device_person_site_or_hand_says_is_not_believed() {
    let shop = shop().await;
    let (mut els, mut karim) = (Device::new(7, SHOP), Device::new(8, SHOP));
    for (name, device) in [("els-vermeer", &mut els), ("karim-el-idrissi", &mut karim)] {
        let link = make_link(&shop, name).await;
        assert_eq!(begins(&mut Browser::new(&shop), device, &link).await, "/");
    }
    let mut browser = Browser::new(&shop);
    let unknown = els.of_another(&Device::new(9, SHOP));
    let elsewhere = els.at("https://bekertje.example.evil");
    let unlooking = els.in_another_hand();
    for (mut wrong, what) in [
        (karim.of_another(&els), "a passkey of another person"),
        (unknown, "a device that says nobody's name"),
        (elsewhere, "a site that looks like ours"),
        (unlooking, "whoever holds the device without showing who they are"),
    ] {
        let (_, body) = comes_in(&mut browser, &mut wrong).await;
        assert!(body.contains(REFUSED), "{what}");
    }
    for nonsense in ["", "{}", "nothing", "answer=%7B%7D&lang=xx"] {
        let said = browser.post("/sign-in/passkey", &format!("answer={nonsense}")).await;
        assert!(said.body.contains(REFUSED) && !browser.is_signed_in(), "{nonsense}");
    }
    assert_eq!(comes_in(&mut browser, &mut karim).await.0, "/");
}

#[tokio::test]
async fn a_device_that_was_cloned_is_refused_when_it_does_not_count_on() {
    let shop = shop().await;
    let link = make_link(&shop, "els-vermeer").await;
    let (mut browser, mut device) = (Browser::new(&shop), Device::new(7, SHOP));
    begins(&mut browser, &mut device, &link).await;
    let mut clone = device.clone();
    for _ in 0..2 {
        assert_eq!(comes_in(&mut browser, &mut device).await.0, "/");
    }
    assert!(comes_in(&mut Browser::new(&shop), &mut clone).await.1.contains(REFUSED));
    assert!(
        comes_in(&mut Browser::new(&shop), &mut clone).await.1.contains(REFUSED),
        "the same number is one too many"
    );
    assert_eq!(comes_in(&mut browser, &mut device).await.0, "/");
}

#[tokio::test]
async fn wrong_answers_are_counted_by_passkey_and_by_browser() {
    let shop = shop().await;
    let link = make_link(&shop, "els-vermeer").await;
    let (mut phone, mut device) = (Browser::new(&shop), Device::new(7, SHOP));
    begins(&mut phone, &mut device, &link).await;
    let mut wrong = device.in_another_hand();
    for _ in 0..5 {
        assert!(comes_in(&mut Browser::new(&shop), &mut wrong).await.1.contains(REFUSED));
    }
    assert!(comes_in(&mut Browser::new(&shop), &mut wrong).await.1.contains("weer proberen"));
    pass(&shop, 60);
    assert_eq!(comes_in(&mut phone, &mut device).await.0, "/");
}

#[tokio::test]
async fn a_passkey_is_added_by_who_showed_a_moment_ago_who_they_are() {
    let shop = shop().await;
    with_password(&shop, "els-vermeer").await;
    let mut phone = Browser::new(&shop);
    let password = PASSWORD.replace(' ', "+");
    phone.post("/sign-in", &format!("name=els-vermeer&password={password}")).await;
    assert!(phone.get("/sessions").await.body.contains("href=\"/sessions/passkeys\""));
    assert!(!phone.get("/sessions/passkeys").await.body.contains("type=\"password\""), "they have just come in");
    let mut first = Device::new(7, SHOP);
    assert_eq!(adds(&mut phone, &mut first, "").await, "/sessions/passkeys?done=added");
    assert_eq!(adds(&mut phone, &mut first, "").await, "/sessions/passkeys?done=not-added", "somebody has it");
    pass(&shop, 600);
    assert!(phone.get("/sessions/passkeys").await.body.contains("type=\"password\""));
    for proof in ["", "password=not+the+password"] {
        assert_eq!(phone.post("/sessions/passkeys/ask", proof).await.status, StatusCode::FORBIDDEN, "{proof}");
    }
    let mut second = Device::new(8, SHOP);
    let done = adds(&mut phone, &mut second, &format!("password={password}")).await;
    assert_eq!(done, "/sessions/passkeys?done=added");
    for device in [&mut first, &mut second] {
        assert_eq!(comes_in(&mut Browser::new(&shop), device).await.0, "/");
    }
}

#[tokio::test]
async fn a_passkey_gets_a_name_and_goes_and_the_last_way_in_stays() {
    let shop = shop().await;
    let link = make_link(&shop, "els-vermeer").await;
    let (mut phone, mut first) = (Browser::new(&shop), Device::new(7, SHOP));
    begins(&mut phone, &mut first, &link).await;
    let ids = |page: &str| -> Vec<String> {
        let parts = page.split("/sessions/passkeys/remove").skip(1);
        parts.map(|part| part.split("value=\"").nth(1).unwrap()[..36].to_owned()).collect()
    };
    let only = ids(&phone.get("/sessions/passkeys").await.body).remove(0);
    let kept = phone.post("/sessions/passkeys/remove", &format!("passkey={only}")).await;
    assert_eq!(kept.location(), "/sessions/passkeys?done=last");
    let mut second = Device::new(8, SHOP);
    adds(&mut phone, &mut second, "").await;
    let mut tablet = Browser::new(&shop);
    assert_eq!(comes_in(&mut tablet, &mut first).await.0, "/");
    let named = phone.post("/sessions/passkeys/name", &format!("passkey={only}&name=+Mijn+telefoon+")).await;
    assert_eq!(named.location(), "/sessions/passkeys?done=named");
    assert!(phone.get("/sessions/passkeys").await.body.contains("<h2>Mijn telefoon</h2>"));
    // Of somebody else it is as if it was not there.
    let link = make_link(&shop, "karim-el-idrissi").await;
    let (mut other, mut device) = (Browser::new(&shop), Device::new(9, SHOP));
    begins(&mut other, &mut device, &link).await;
    adds(&mut other, &mut Device::new(10, SHOP), "").await;
    for act in ["name", "remove"] {
        let done = other.post(&format!("/sessions/passkeys/{act}"), &format!("passkey={only}&name=x")).await;
        assert_eq!(done.location(), "/sessions/passkeys", "{act}");
    }
    let gone = phone.post("/sessions/passkeys/remove", &format!("passkey={only}")).await;
    assert_eq!(gone.location(), "/sessions/passkeys?done=removed");
    assert_eq!(ids(&phone.get("/sessions/passkeys?done=removed").await.body).len(), 1);
    assert_eq!(tablet.get("/").await.location(), "/sign-in", "other sessions ended");
    assert!(comes_in(&mut tablet, &mut first).await.1.contains(REFUSED));
    assert_eq!(comes_in(&mut tablet, &mut second).await.0, "/");
}

#[tokio::test]
async fn whoever_begins_anew_with_a_link_has_no_passkey_of_before() {
    let shop = shop().await;
    let mut before = Device::new(7, SHOP);
    let link = make_link(&shop, "els-vermeer").await;
    begins(&mut Browser::new(&shop), &mut before, &link).await;
    with_password(&shop, "els-vermeer").await;
    let mut browser = Browser::new(&shop);
    assert!(comes_in(&mut browser, &mut before).await.1.contains(REFUSED));
    let (link, mut after) = (make_link(&shop, "els-vermeer").await, Device::new(8, SHOP));
    assert_eq!(begins(&mut browser, &mut after, &link).await, "/");
    let password = PASSWORD.replace(' ', "+");
    let mut other = Browser::new(&shop);
    let wrong = other.post("/sign-in", &format!("name=els-vermeer&password={password}")).await;
    assert!(wrong.body.contains("klopt niet"), "nor the password of before");
    assert_eq!(comes_in(&mut other, &mut after).await.0, "/");
}

#[tokio::test]
async fn a_shift_begins_with_a_passkey_on_a_tablet_of_the_carers_ward_only() {
    let shop = shop().await;
    let (mut office, mut tablet) = (Browser::new(&shop), Browser::new(&shop));
    let link = make_link(&shop, "marieke").await;
    begins(&mut office, &mut Device::new(7, SHOP), &link).await;
    let page = office.get("/ward/tablets/new").await.body;
    let ward = page.split("<option").find(|option| option.contains("Tuinzijde")).unwrap();
    let whose = format!("whose={}&name=zusterpost", between(ward, "value=\"", "\""));
    let added = office.post("/ward/tablets", &whose).await;
    let code = office.get(added.location()).await.body;
    tablet.post(&format!("/enrol/{}", between(&code, "/enrol/", "<")), "").await;
    for (name, number, leads) in [("els-vermeer", 8, ""), ("fatma", 9, "/shift/pin")] {
        let (mut device, link) = (Device::new(number, SHOP), make_link(&shop, name).await);
        begins(&mut Browser::new(&shop), &mut device, &link).await;
        let question = asked(&mut tablet, "/sign-in/passkey/ask", "").await;
        let answer = tablet.post("/shift/start/passkey", &form(&device.uses(&question))).await;
        assert_eq!(answer.location(), leads, "{name}: {}", answer.body);
    }
    assert_eq!(tablet.post("/shift/pin", "pin=7294&again=7294").await.location(), "/ward");
}

#[tokio::test]
async fn a_shop_without_such_an_address_shows_no_passkeys() {
    let mut shop = Shop::open().await;
    shop.state.demo = false;
    let link = make_link(&shop, "els-vermeer").await;
    for address in ["/sign-in", link.as_str()] {
        assert!(!shop.get(address, "").await.body.contains("passkey"), "{address}");
    }
    with_password(&shop, "els-vermeer").await;
    let mut browser = Browser::new(&shop);
    browser.post("/sign-in", &format!("name=els-vermeer&password={}", PASSWORD.replace(' ', "+"))).await;
    assert!(!browser.get("/sessions").await.body.contains("passkey"));
    assert_eq!(browser.get("/sessions/passkeys").await.location(), "/sessions");
    assert_eq!(browser.post("/sign-in/passkey/ask", "").await.location(), "/sign-in");
}
