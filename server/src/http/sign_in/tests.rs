use crate::http::test_shop::{Answer, Shop};
use crate::sign_in::SecretCode;
use axum::http::{StatusCode, header};
use domain::calendar::Timestamp;
use std::collections::BTreeMap;
use totp_rs::{Builder, Secret};

pub const PASSWORD: &str = "zeven fietsen op het dak";
const SECOND: i64 = 1_000_000;

/// A browser: it keeps its cookies.
pub struct Browser<'a> {
    shop: &'a Shop,
    cookies: BTreeMap<String, String>,
}

impl<'a> Browser<'a> {
    pub fn new(shop: &'a Shop) -> Self {
        Self { shop, cookies: BTreeMap::new() }
    }

    pub fn cookie(&self) -> String {
        self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("; ")
    }

    fn keep(&mut self, answer: Answer) -> Answer {
        for cookie in answer.headers.get_all(header::SET_COOKIE) {
            let cookie = cookie.to_str().unwrap();
            assert!(cookie.contains("HttpOnly"), "{cookie}");
            let (name, value) = cookie.split(';').next().unwrap().split_once('=').unwrap();
            if value.is_empty() || cookie.contains("Max-Age=0") {
                self.cookies.remove(name);
            } else {
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
        }
        answer
    }

    pub async fn get(&mut self, address: &str) -> Answer {
        let answer = self.shop.get(address, &self.cookie()).await;
        self.keep(answer)
    }

    pub async fn post(&mut self, address: &str, form: &str) -> Answer {
        let answer = self.shop.post(address, &self.cookie(), form).await;
        self.keep(answer)
    }

    async fn sign_in(&mut self, name: &str, password: &str) -> Answer {
        self.post("/sign-in", &format!("name={name}&password={}", password.replace(' ', "+"))).await
    }

    pub fn is_signed_in(&self) -> bool {
        self.cookies.contains_key("bekertje")
    }
}

/// The real shop: no demo door.
async fn shop() -> Shop {
    let mut shop = Shop::open().await;
    shop.state.demo = false;
    shop
}

pub async fn make_link(shop: &Shop, name: &str) -> String {
    let person = shop.state.store.person_by_name(name).await.unwrap().unwrap();
    let code = SecretCode::draw(&shop.state.rng).unwrap();
    let now = shop.state.clock.timestamp();
    shop.state.store.make_link(person, code.hash(), now, Timestamp(now.0 + 3_600 * SECOND)).await.unwrap();
    format!("/link/{}", code.grouped())
}

pub fn pass(shop: &Shop, seconds: i64) {
    shop.state.clock.set(Timestamp(shop.state.clock.timestamp().0 + seconds * SECOND));
}

/// The code that an authenticator shows now.
fn code(shop: &Shop, secret: &str) -> String {
    let mut bits = String::new();
    for letter in secret.chars().filter(|letter| !letter.is_whitespace()) {
        let index = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".find(letter).unwrap();
        bits.push_str(&format!("{index:05b}"));
    }
    let bytes: Vec<u8> = (0..20).map(|at| u8::from_str_radix(&bits[at * 8..at * 8 + 8], 2).unwrap()).collect();
    let totp = Builder::new().with_secret(Secret::new_stack(bytes.try_into().unwrap())).build().unwrap();
    let seconds = u64::try_from(shop.state.clock.timestamp().0 / SECOND).unwrap();
    totp.generate(seconds).to_string()
}

pub fn between<'a>(text: &'a str, before: &str, after: &str) -> &'a str {
    text.split_once(before).unwrap().1.split_once(after).unwrap().0
}

/// Someone with a password.
pub async fn with_password(shop: &Shop, name: &str) {
    let link = make_link(shop, name).await;
    let chosen = Browser::new(shop).post(&link, &format!("password={}", PASSWORD.replace(' ', "+"))).await;
    assert_eq!(chosen.status, StatusCode::SEE_OTHER, "{}", chosen.body);
}

/// Someone of the office with a password and an authenticator; its secret and the recovery codes.
async fn with_second_step(browser: &mut Browser<'_>, name: &str) -> (String, Vec<String>) {
    let shop = browser.shop;
    let link = make_link(shop, name).await;
    let chosen = browser.post(&link, &format!("password={}", PASSWORD.replace(' ', "+"))).await;
    assert_eq!(chosen.location(), "/sign-in/set-up");
    let page = browser.get("/sign-in/set-up").await.body;
    let secret = between(&page, "id=\"secret\">", "<").trim().to_owned();
    assert!(page.contains("class=\"qr\""));
    let wrong = browser.post("/sign-in/set-up", "code=000000").await;
    assert!(wrong.body.contains("klopt niet") && !browser.is_signed_in());
    let done = browser.post("/sign-in/set-up", &format!("code={}", code(shop, &secret))).await;
    assert_eq!(done.status, StatusCode::OK);
    let codes = done.body.split("<li class=\"secret\">").skip(1).map(|rest| rest[..29].to_owned()).collect();
    (secret, codes)
}

#[tokio::test]
async fn without_a_demo_the_start_is_the_page_where_people_sign_in() {
    let shop = shop().await;
    assert_eq!(shop.get("/", "").await.location(), "/sign-in");
    let page = shop.get("/sign-in", "").await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.body.contains("autocomplete=\"current-password\"") && page.body.contains("De Linde"));
    assert_eq!(shop.get("/sign-in?lang=en", "").await.language(), "en");
}

#[tokio::test]
async fn family_begins_with_a_link_and_comes_back_with_a_password() {
    let shop = shop().await;
    let link = make_link(&shop, "els-vermeer").await;
    let mut phone = Browser::new(&shop);
    let page = phone.get(&link).await;
    assert!(page.body.contains("Els Vermeer") && page.body.contains("els-vermeer"), "{}", page.body);
    for (weak, says) in [("mini", "te kort"), ("elsvermeer123", "makkelijk te raden")] {
        let refused = phone.post(&link, &format!("password={weak}")).await;
        assert!(refused.body.contains(says) && !refused.body.contains(weak), "{weak}");
    }
    let chosen = phone.post(&link, &format!("password={}", PASSWORD.replace(' ', "+"))).await;
    assert_eq!(chosen.location(), "/");
    assert!(phone.get("/").await.location().starts_with("/r/"));
    assert_eq!(phone.get(&link).await.status, StatusCode::GONE, "a link works once");
    assert_eq!(phone.post(&link, "password=een+ander+lang+woord").await.status, StatusCode::GONE);
    assert_eq!(phone.post("/sign-out", "").await.location(), "/sign-in?signed_out=true");
    assert_eq!(phone.get("/").await.location(), "/sign-in");
    assert_eq!(phone.sign_in("Els-Vermeer", PASSWORD).await.location(), "/");
    assert!(phone.get("/").await.location().starts_with("/r/"));
}

#[tokio::test]
async fn a_link_ends_and_a_newer_one_replaces_it() {
    let shop = shop().await;
    let first = make_link(&shop, "els-vermeer").await;
    let second = make_link(&shop, "els-vermeer").await;
    assert_eq!(shop.get(&first, "").await.status, StatusCode::GONE);
    assert_eq!(shop.get(&second, "").await.status, StatusCode::OK);
    pass(&shop, 3_600);
    assert_eq!(shop.get(&second, "").await.status, StatusCode::GONE);
    for nonsense in ["/link/x", "/link/0000-0000-0000-0000-0000-0000"] {
        assert_eq!(shop.get(nonsense, "").await.status, StatusCode::GONE);
    }
}

#[tokio::test]
async fn a_name_that_nobody_has_is_treated_as_one_that_somebody_has() {
    let shop = shop().await;
    with_password(&shop, "els-vermeer").await;
    let mut answers = Vec::new();
    for name in ["els-vermeer", "nobody-at-all", "emre-ozturk"] {
        let mut browser = Browser::new(&shop);
        let mut said = Vec::new();
        for _ in 0..6 {
            let answer = browser.sign_in(name, "not the password").await;
            said.push((answer.status, answer.body.replace(name, "NAME")));
        }
        answers.push(said);
    }
    assert!(answers[0][0].1.contains("Naam of wachtwoord klopt niet"));
    assert!(answers[0][5].1.contains("weer proberen"), "the sixth has to wait");
    assert_eq!(answers[0], answers[1]);
    assert_eq!(answers[0], answers[2]);
}

#[tokio::test]
async fn wrong_tries_lock_a_person_for_a_while_and_the_lock_ends_by_itself() {
    let shop = shop().await;
    with_password(&shop, "els-vermeer").await;
    for _ in 0..10 {
        // Each from a browser of its own: a new one is no way around.
        Browser::new(&shop).sign_in("els-vermeer", "not the password").await;
        pass(&shop, 121);
    }
    let mut browser = Browser::new(&shop);
    let locked = browser.sign_in("els-vermeer", PASSWORD).await;
    assert!(locked.body.contains("weer proberen") && !browser.is_signed_in());
    pass(&shop, 15 * 60);
    assert_eq!(browser.sign_in("els-vermeer", PASSWORD).await.location(), "/");
    // And after it the count begins anew.
    let mut again = Browser::new(&shop);
    for _ in 0..4 {
        assert!(again.sign_in("els-vermeer", "wrong again").await.body.contains("klopt niet"));
    }
    assert_eq!(again.sign_in("els-vermeer", PASSWORD).await.location(), "/");
}

#[tokio::test]
async fn one_browser_cannot_try_everybody() {
    let shop = shop().await;
    let mut browser = Browser::new(&shop);
    for number in 0..20 {
        let answer = browser.sign_in(&format!("name-{number}"), "not the password").await;
        assert!(answer.body.contains("klopt niet"), "{number}");
    }
    assert!(browser.sign_in("name-20", "not the password").await.body.contains("weer proberen"));
    assert!(Browser::new(&shop).sign_in("name-20", "not the password").await.body.contains("klopt niet"));
}

#[tokio::test]
async fn many_tries_at_once_are_no_way_around_the_limit() {
    let shop = shop().await;
    with_password(&shop, "els-vermeer").await;
    let tries = (0..12).map(|_| async {
        let mut browser = Browser::new(&shop);
        browser.sign_in("els-vermeer", "not the password").await.body.contains("weer proberen")
    });
    let waited = futures::future::join_all(tries).await.into_iter().filter(|waits| *waits).count();
    assert_eq!(waited, 7, "five are looked at");
}

#[tokio::test]
async fn the_office_needs_its_phone() {
    let shop = shop().await;
    let mut browser = Browser::new(&shop);
    let (secret, codes) = with_second_step(&mut browser, "marieke").await;
    assert_eq!(codes.len(), 10);
    assert!(browser.is_signed_in());
    assert_eq!(browser.get("/office/residents").await.status, StatusCode::OK);

    let mut other = Browser::new(&shop);
    assert_eq!(other.sign_in("marieke", PASSWORD).await.location(), "/sign-in/second");
    assert!(!other.is_signed_in(), "a password alone opens nothing");
    assert_eq!(other.get("/office/residents").await.status, StatusCode::SEE_OTHER);
    let used = other.post("/sign-in/second", &format!("code={}", code(&shop, &secret))).await;
    assert!(used.body.contains("klopt niet"), "the code that set it up is used up");
    pass(&shop, 30);
    let now = code(&shop, &secret);
    assert_eq!(other.post("/sign-in/second", &format!("code={now}")).await.location(), "/");
    assert_eq!(other.get("/office/residents").await.status, StatusCode::OK);

    let mut third = Browser::new(&shop);
    third.sign_in("marieke", PASSWORD).await;
    assert!(third.post("/sign-in/second", &format!("code={now}")).await.body.contains("klopt niet"), "taken twice");
}

#[tokio::test]
async fn a_recovery_code_works_once() {
    let shop = shop().await;
    let (_, codes) = with_second_step(&mut Browser::new(&shop), "marieke").await;
    let mut browser = Browser::new(&shop);
    browser.sign_in("marieke", PASSWORD).await;
    assert_eq!(browser.post("/sign-in/second", &format!("code={}", codes[3].to_lowercase())).await.location(), "/");
    assert!(browser.get("/sessions").await.body.contains("9 herstelcodes"));
    let mut again = Browser::new(&shop);
    again.sign_in("marieke", PASSWORD).await;
    assert!(again.post("/sign-in/second", &format!("code={}", codes[3])).await.body.contains("klopt niet"));
}

#[tokio::test]
async fn the_second_step_ends_and_its_wrong_codes_are_counted() {
    let shop = shop().await;
    let (secret, _) = with_second_step(&mut Browser::new(&shop), "marieke").await;
    let mut browser = Browser::new(&shop);
    browser.sign_in("marieke", PASSWORD).await;
    for _ in 0..5 {
        assert!(browser.post("/sign-in/second", "code=000000").await.body.contains("klopt niet"));
    }
    let waits = browser.post("/sign-in/second", &format!("code={}", code(&shop, &secret))).await;
    assert!(waits.body.contains("weer proberen"));
    pass(&shop, 16 * 60);
    let late = browser.post("/sign-in/second", &format!("code={}", code(&shop, &secret))).await;
    assert_eq!(late.location(), "/sign-in?late=true");
    for address in ["/sign-in/second", "/sign-in/set-up"] {
        assert_eq!(Browser::new(&shop).get(address).await.location(), "/sign-in?late=true");
    }
}

#[tokio::test]
async fn carers_come_in_on_a_tablet_of_the_ward() {
    let shop = shop().await;
    let link = make_link(&shop, "fatma").await;
    let mut browser = Browser::new(&shop);
    let ready = browser.post(&link, &format!("password={}", PASSWORD.replace(' ', "+"))).await;
    assert_eq!(ready.location(), "/sign-in?ready=true");
    let refused = browser.sign_in("fatma", PASSWORD).await;
    assert!(refused.body.contains("tablet van de afdeling") && !browser.is_signed_in());
}

#[tokio::test]
async fn people_see_where_they_are_signed_in_and_end_it() {
    let shop = shop().await;
    with_password(&shop, "els-vermeer").await;
    let (mut here, mut there, mut third) = (Browser::new(&shop), Browser::new(&shop), Browser::new(&shop));
    for browser in [&mut here, &mut there, &mut third] {
        assert_eq!(browser.sign_in("els-vermeer", PASSWORD).await.location(), "/");
    }
    let page = here.get("/sessions").await.body;
    assert_eq!(page.matches("name=\"session\"").count(), 4, "one who chose a password, two others, and all of them");
    let session = between(&page, "name=\"session\" value=\"", "\"").to_owned();
    assert_eq!(here.post("/sessions/end", &format!("session={session}")).await.location(), "/sessions?ended=true");
    assert_eq!(here.post("/sessions/end", &format!("session={session}")).await.location(), "/sessions");
    assert_eq!(here.post("/sessions/end", "session=others").await.location(), "/sessions?ended=true");
    assert_eq!(there.get("/").await.location(), "/sign-in");
    assert_eq!(third.get("/").await.location(), "/sign-in");
    assert!(here.get("/").await.location().starts_with("/r/"));
}

#[tokio::test]
async fn nobody_ends_the_session_of_somebody_else() {
    let shop = shop().await;
    for name in ["els-vermeer", "emre-ozturk"] {
        with_password(&shop, name).await;
    }
    let (mut els, mut emre) = (Browser::new(&shop), Browser::new(&shop));
    els.sign_in("els-vermeer", PASSWORD).await;
    emre.sign_in("emre-ozturk", PASSWORD).await;
    let person = shop.state.store.person_by_name("els-vermeer").await.unwrap().unwrap();
    let sessions = shop.state.store.sessions_of_person(person, shop.state.clock.timestamp()).await.unwrap();
    for session in sessions {
        let answer = emre.post("/sessions/end", &format!("session={}", session.id)).await;
        assert_eq!(answer.location(), "/sessions");
    }
    assert!(els.get("/").await.location().starts_with("/r/"));
}

#[tokio::test]
async fn another_password_asks_for_the_old_one_and_ends_the_other_sessions() {
    let shop = shop().await;
    with_password(&shop, "els-vermeer").await;
    let (mut here, mut there) = (Browser::new(&shop), Browser::new(&shop));
    here.sign_in("els-vermeer", PASSWORD).await;
    there.sign_in("els-vermeer", PASSWORD).await;
    let new = "acht boten in de gracht";
    let form = |old: &str, new: &str| format!("old={}&password={}", old.replace(' ', "+"), new.replace(' ', "+"));
    assert!(here.post("/sessions/password", &form("wrong", new)).await.body.contains("oude wachtwoord klopt niet"));
    assert!(here.post("/sessions/password", &form(PASSWORD, "kort")).await.body.contains("te kort"));
    assert_eq!(here.post("/sessions/password", &form(PASSWORD, new)).await.location(), "/sessions?changed=true");
    assert_eq!(there.get("/").await.location(), "/sign-in");
    assert!(here.get("/").await.location().starts_with("/r/"));
    assert!(there.sign_in("els-vermeer", PASSWORD).await.body.contains("klopt niet"));
    assert_eq!(there.sign_in("els-vermeer", new).await.location(), "/");
}

#[tokio::test]
async fn the_office_makes_links_ends_sessions_and_locks() {
    let shop = shop().await;
    let mut office = Browser::new(&shop);
    with_second_step(&mut office, "marieke").await;
    let page = office.get("/office/people").await.body;
    assert!(page.contains("Els Vermeer") && page.contains("Nog geen wachtwoord"));
    let made = office.post("/office/people/els-vermeer/link", "").await;
    assert_eq!(made.status, StatusCode::OK);
    let address = between(&made.body, "id=\"link\">", "<").trim().to_owned();
    let link = address.split_once("://localhost").unwrap().1;
    let mut phone = Browser::new(&shop);
    assert_eq!(phone.post(link, &format!("password={}", PASSWORD.replace(' ', "+"))).await.location(), "/");
    let done = office.post("/office/people/els-vermeer/sign-out", "").await;
    assert_eq!(done.location(), "/office/people?signed_out=els-vermeer");
    assert!(office.get(done.location()).await.body.contains("Els Vermeer is overal afgemeld."));
    assert_eq!(phone.get("/").await.location(), "/sign-in");
    for _ in 0..6 {
        phone.sign_in("els-vermeer", "not the password").await;
    }
    assert!(phone.sign_in("els-vermeer", PASSWORD).await.body.contains("weer proberen"));
    assert!(office.get("/office/people").await.body.contains("Geblokkeerd tot"));
    office.post("/office/people/els-vermeer/unlock", "").await;
    assert_eq!(phone.sign_in("els-vermeer", PASSWORD).await.location(), "/");
}

#[tokio::test]
async fn only_the_office_looks_after_people() {
    let shop = Shop::open().await;
    for code in ["R01", "els-vermeer", "fatma"] {
        let cookie = shop.enter(code).await;
        assert_eq!(shop.get("/office/people", &cookie).await.status, StatusCode::NOT_FOUND, "{code}");
        for act in ["link", "sign-out", "unlock"] {
            let address = format!("/office/people/els-vermeer/{act}");
            assert_eq!(shop.post(&address, &cookie, "").await.status, StatusCode::NOT_FOUND, "{code} {act}");
        }
    }
    let office = shop.enter("marieke").await;
    assert_eq!(shop.post("/office/people/nobody/link", &office, "").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn signing_in_ends_what_was_open_in_the_browser() {
    let shop = shop().await;
    with_password(&shop, "els-vermeer").await;
    let mut browser = Browser::new(&shop);
    browser.sign_in("els-vermeer", PASSWORD).await;
    let before = browser.cookies["bekertje"].clone();
    browser.sign_in("els-vermeer", PASSWORD).await;
    assert_ne!(browser.cookies["bekertje"], before);
    assert_eq!(shop.get("/go/shop", &format!("bekertje={before}")).await.status, StatusCode::SEE_OTHER);
}
