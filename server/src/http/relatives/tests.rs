use crate::http::test_shop::{Answer, Shop};
use axum::http::{StatusCode, header};
use domain::access::Scope;
use domain::calendar::Timestamp;

const PASSWORD: &str = "zeven+fietsen+op+het+dak";

async fn household(shop: &Shop, code: &str) -> String {
    let doors = shop.state.store.doors(shop.state.clock.now().local.day).await.unwrap();
    match doors.into_iter().find(|door| door.code == code).unwrap().viewer.scope {
        Scope::Resident { household, .. } => household.to_string(),
        other => panic!("{other:?}"),
    }
}

fn between<'a>(text: &'a str, before: &str, after: &str) -> &'a str {
    text.split_once(before).unwrap_or_else(|| panic!("no {before} in {text}")).1.split_once(after).unwrap().0
}

fn cookie(answer: &Answer) -> String {
    let mut cookies = answer.headers.get_all(header::SET_COOKIE).iter().map(|cookie| cookie.to_str().unwrap());
    cookies.rfind(|cookie| cookie.starts_with("bekertje=")).unwrap().split(';').next().unwrap().to_owned()
}

fn form(name: &str, kind: &str, grade: &str, proof: &str) -> String {
    format!("name={name}&relation=daughter&kind={kind}&grade={grade}&proof={proof}&until=")
}

/// A relative who was invited by the ward, chose a password on a phone and is inside; the cookie.
async fn invited(shop: &Shop, ward: &str, base: &str, form: &str) -> String {
    let invited = shop.post(base, ward, form).await;
    assert_eq!(invited.location(), format!("{base}?done=holds"), "{}", invited.body);
    let page = shop.get(base, ward).await.body;
    let person = between(&page, &format!("action=\"{base}/link\">"), "</form>");
    let letter =
        shop.post(&format!("{base}/link"), ward, &format!("which={}", between(person, "value=\"", "\""))).await;
    assert_eq!(letter.status, StatusCode::OK, "{}", letter.body);
    let link = between(&letter.body, "id=\"link\">", "<").trim().split_once("://localhost").unwrap().1.to_owned();
    let inside = shop.post(&link, "", &format!("password={PASSWORD}")).await;
    assert_eq!(inside.location(), "/");
    cookie(&inside)
}

#[tokio::test]
async fn the_ward_invites_somebody_who_then_orders_from_a_phone() {
    let shop = Shop::open().await;
    let (ward, household) = (shop.enter("fatma").await, household(&shop, "R05").await);
    let base = format!("/ward/family/{household}");
    let phone = invited(&shop, &ward, &base, &form("Noor+Dijkstra", "care", "order", "written_proxy")).await;
    assert_eq!(shop.get("/", &phone).await.location(), format!("/r/{household}"));
    let home = shop.get(&format!("/r/{household}"), &phone).await;
    assert!(home.body.contains("U mag bestellen"), "{}", home.body);
    let ward_page = shop.get(&base, &ward).await.body;
    assert!(ward_page.contains("Noor Dijkstra") && ward_page.contains("Kan binnenkomen"));
    assert!(!ward_page.contains(&format!("{base}/link")) || !ward_page.contains("Maak link voor Noor"));
}

#[tokio::test]
async fn what_the_office_asks_waits_for_the_ward() {
    let shop = Shop::open().await;
    let (ward, office) = (shop.enter("fatma").await, shop.enter("marieke").await);
    let base = format!("/ward/family/{}", household(&shop, "R05").await);
    let asked = shop.post(&base, &office, &form("Noor", "care", "order", "written_proxy")).await;
    assert_eq!(asked.location(), format!("{base}?done=waits"));
    let seen = shop.get(&base, &office).await.body;
    assert!(seen.contains("Wacht op de afdeling") && !seen.contains("/agree\""), "the office cannot agree with itself");
    let page = shop.get(&base, &ward).await.body;
    let which = between(between(&page, "/agree\">", "</form>"), "value=\"", "\"").to_owned();
    let agree = format!("{base}/agree");
    assert_eq!(shop.post(&agree, &office, &format!("which={which}")).await.status, StatusCode::NOT_FOUND);
    assert_eq!(shop.post(&agree, &ward, &format!("which={which}")).await.location(), format!("{base}?done=holds"));
    assert_eq!(shop.post(&agree, &ward, &format!("which={which}")).await.location(), base, "once");
    assert!(shop.get(&base, &ward).await.body.contains("Noor"));
}

#[tokio::test]
async fn an_end_is_felt_at_once_in_the_phone_of_who_is_inside() {
    let shop = Shop::open().await;
    let (ward, household) = (shop.enter("fatma").await, household(&shop, "R05").await);
    let base = format!("/ward/family/{household}");
    let phone = invited(&shop, &ward, &base, &form("Noor", "care", "order", "written_proxy")).await;
    let page = shop.get(&base, &ward).await.body;
    let code = page.split("value=\"invited-").nth(1).unwrap().split('"').next().unwrap();
    let ended = shop.post(&format!("{base}/end"), &ward, &format!("which=invited-{code}")).await;
    assert_eq!(ended.location(), format!("{base}?done=ended"));
    assert_eq!(shop.get(&format!("/r/{household}"), &phone).await.location(), "/", "the session is over");
    assert!(shop.get(&base, &ward).await.body.contains("Gestopt door Fatma"));
}

#[tokio::test]
async fn who_has_several_residents_keeps_the_others() {
    let shop = Shop::open().await;
    let (ward, household) = (shop.enter("fatma").await, household(&shop, "R05").await);
    let els = shop.enter("els-vermeer").await;
    assert_eq!(shop.get(&format!("/r/{household}"), &els).await.status, StatusCode::NOT_FOUND);
    let base = format!("/ward/family/{household}");
    let known = "known=Els-Vermeer&name=&relation=friend&kind=care&grade=view&proof=first_contact&until=";
    assert_eq!(shop.post(&base, &ward, known).await.location(), format!("{base}?done=holds"));
    assert_eq!(shop.get(&format!("/r/{household}"), &els).await.status, StatusCode::OK, "without signing in again");
    let page = shop.get(&base, &ward).await.body;
    let code = page.split("value=\"invited-").nth(1).unwrap().split('"').next().unwrap();
    shop.post(&format!("{base}/end"), &ward, &format!("which=invited-{code}")).await;
    assert_eq!(shop.get(&format!("/r/{household}"), &els).await.status, StatusCode::NOT_FOUND);
    assert!(shop.get("/", &els).await.location().starts_with("/r/"), "Anna is still hers");
}

#[tokio::test]
async fn a_form_that_lacks_something_keeps_what_was_typed() {
    let shop = Shop::open().await;
    let ward = shop.enter("fatma").await;
    let base = format!("/ward/family/{}", household(&shop, "R05").await);
    for (sent, says) in [
        (form("", "care", "order", "written_proxy"), "Er ontbreekt iets"),
        (form("Noor", "", "order", "written_proxy"), "Er ontbreekt iets"),
        (form("Noor", "care", "order", "family"), "Met dit bewijs kan niet zoveel"),
        (form("Noor", "care", "view", "first_contact") + "2020-01-01", "Die datum is voorbij"),
        ("known=nobody&name=Noor&relation=son&kind=care&grade=view&proof=family".to_owned(), "kennen we niet"),
    ] {
        let again = shop.post(&base, &ward, &sent).await;
        assert_eq!(again.status, StatusCode::OK);
        assert!(again.body.contains(says), "{sent}: {}", again.body);
        assert!(sent.contains("name=&") || again.body.contains("value=\"Noor\""), "{sent}");
    }
}

#[tokio::test]
async fn the_family_of_others_does_not_exist() {
    let shop = Shop::open().await;
    let here = household(&shop, "R05").await;
    let base = format!("/ward/family/{here}");
    for code in ["R05", "els-vermeer", "ingrid", "frank"] {
        let cookie = shop.enter(code).await;
        assert_eq!(shop.get(&base, &cookie).await.status, StatusCode::NOT_FOUND, "{code}");
        for (act, sent) in [
            ("", form("Noor", "care", "view", "family")),
            ("/link", "which=els-vermeer".into()),
            ("/end", "which=A01-1".into()),
            ("/agree", format!("which={here}")),
            ("/refuse", format!("which={here}")),
        ] {
            let answer = shop.post(&format!("{base}{act}"), &cookie, &sent).await;
            assert_eq!(answer.status, StatusCode::NOT_FOUND, "{code} {act}");
        }
    }
}

#[tokio::test]
async fn who_sees_others_elsewhere_begins_at_the_office() {
    let shop = Shop::open().await;
    let ward = shop.enter("fatma").await;
    let elsewhere = shop.enter("frank").await;
    let doors = shop.state.store.doors(shop.state.clock.now().local.day).await.unwrap();
    let other = doors.iter().find(|door| door.location_name == "Beukenhof" && !door.room.is_empty()).unwrap();
    let Scope::Resident { household: other, .. } = other.viewer.scope else { panic!("a resident") };
    // Frank's office gives her somebody there; the ward there agrees.
    let known = "known=els-vermeer&relation=friend&kind=care&grade=view&proof=family";
    shop.post(&format!("/ward/family/{other}"), &elsewhere, known).await;
    let carer =
        doors.iter().find(|door| door.location_name == "Beukenhof" && matches!(door.viewer.scope, Scope::Ward { .. }));
    let carer = shop.enter(&carer.unwrap().code).await;
    let page = shop.get(&format!("/ward/family/{other}"), &carer).await.body;
    {
        let which = between(between(&page, "/agree\">", "</form>"), "value=\"", "\"").to_owned();
        shop.post(&format!("/ward/family/{other}/agree"), &carer, &format!("which={which}")).await;
        let base = format!("/ward/family/{}", household(&shop, "R01").await);
        let link = shop.post(&format!("{base}/link"), &ward, "which=els-vermeer").await;
        assert_eq!(link.location(), format!("{base}?done=office"), "the ward here could see somebody there");
    }
}

#[tokio::test]
async fn a_session_ends_with_the_authority_that_it_rests_on() {
    let shop = Shop::open().await;
    let (ward, household) = (shop.enter("fatma").await, household(&shop, "R05").await);
    let base = format!("/ward/family/{household}");
    let sent = form("Noor", "care", "order", "written_proxy") + "2026-11-22";
    let phone = invited(&shop, &ward, &base, &sent).await;
    let midnight = shop.state.clock.instant("2026-11-23T00:00".parse().unwrap());
    shop.state.clock.set(Timestamp(midnight.0 - 1));
    assert_eq!(shop.get(&format!("/r/{household}"), &phone).await.status, StatusCode::OK);
    shop.state.clock.set(midnight);
    assert_eq!(shop.get(&format!("/r/{household}"), &phone).await.location(), "/");
}

#[tokio::test]
async fn two_who_may_choose_are_shown_in_the_order_of_representation() {
    let shop = Shop::open().await;
    let ward = shop.enter("fatma").await;
    let base = format!("/ward/family/{}", household(&shop, "R05").await);
    shop.post(&base, &ward, &form("Willem", "care", "order", "written_proxy")).await;
    shop.post(&base, &ward, &form("Noor", "care", "order", "court_decision")).await;
    let page = shop.get(&base, &ward).await.body;
    assert!(page.contains("Noor en Willem mogen allebei kiezen. Noor gaat voor: besluit van de rechter."), "{page}");
    assert!(page.find("<h2>Noor</h2>").unwrap() < page.find("<h2>Willem</h2>").unwrap());
}
