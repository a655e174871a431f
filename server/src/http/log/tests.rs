use crate::http::test_shop::{Answer, Shop};
use axum::http::StatusCode;
use domain::calendar::Timestamp;
use domain::ids::HouseholdId;

async fn resident(shop: &Shop, code: &str) -> HouseholdId {
    let doors = shop.state.store.doors(shop.state.clock.now().local.day).await.unwrap();
    let viewer = doors.into_iter().find(|door| door.code == code).unwrap().viewer;
    match viewer.scope {
        domain::access::Scope::Resident { household, .. } => household,
        other => panic!("{other:?}"),
    }
}

/// What the log says to whoever has this cookie, after everything is written.
async fn log(shop: &Shop, household: HouseholdId, cookie: &str, query: &str) -> Answer {
    shop.state.audit.flush().await.unwrap();
    shop.get(&format!("/r/{household}/who-looked{query}"), cookie).await
}

#[tokio::test]
async fn a_resident_reads_who_looked_and_who_did_what() {
    let shop = Shop::open().await;
    let anna = resident(&shop, "R01").await;
    let (own, els, fatma) = (shop.enter("R01").await, shop.enter("els-vermeer").await, shop.enter("fatma").await);
    shop.get(&format!("/r/{anna}/cup"), &own).await;
    let before = log(&shop, anna, &own, "").await.body;
    assert!(!before.contains("Keek naar het bekertje"), "looking at one's own things is no news");

    for _ in 0..3 {
        shop.get(&format!("/r/{anna}/cup"), &els).await;
    }
    shop.get("/ward", &fatma).await;
    shop.get(&format!("/ward/resident/{anna}"), &fatma).await;
    shop.get("/api/v1/sync", &fatma).await;
    let op = shop.state.rng.uuid(shop.state.clock.timestamp()).unwrap();
    let help = shop.state.rng.uuid(shop.state.clock.timestamp()).unwrap();
    let kind = format!(
        r#"{{"op_id":"{op}","household":"{anna}","kind":{{"ask_help":{{"help":"{help}","topic":"choosing"}}}}}}"#
    );
    let form = format!("operation={}&next=/&back=/", kind.replace('"', "%22").replace(':', "%3A"));
    assert_eq!(shop.post("/do", &own, &form).await.status, StatusCode::SEE_OTHER);

    let page = log(&shop, anna, &own, "").await;
    assert_eq!(page.status, StatusCode::OK);
    for said in [
        "Els (dochter)",
        "Keek naar het bekertje",
        "Fatma (zorg)",
        "Keek naar een lijst van de afdeling",
        "Opende de kaart van de bewoner",
        "Hield het scherm open",
        "U zelf",
        "Vroeg om hulp",
    ] {
        assert!(page.body.contains(said), "{said}");
    }
    assert!(!page.body.contains("3 keer"), "the same look within a quarter of an hour is one");
    let looked = log(&shop, anna, &own, "?show=looked").await.body;
    assert!(looked.contains("Keek naar het bekertje") && !looked.contains("Vroeg om hulp"));
    let done = log(&shop, anna, &own, "?show=done").await.body;
    assert!(!done.contains("Keek naar het bekertje") && done.contains("Vroeg om hulp"));
    let earlier = log(&shop, anna, &own, "?week=2026-11-12").await.body;
    assert!(!earlier.contains("Els (dochter)") && earlier.contains("In deze week is er niets."));

    // What an hour later is looked at again stands in the same line.
    let at = shop.state.clock.timestamp();
    shop.state.clock.set(Timestamp(at.0 + crate::audit::LOOK_MICROS));
    shop.get(&format!("/r/{anna}/cup"), &els).await;
    assert!(log(&shop, anna, &own, "").await.body.contains("2 keer. De laatste keer:"));
}

#[tokio::test]
async fn only_the_resident_and_who_manages_for_them_may_read_it() {
    let shop = Shop::open().await;
    let (anna, jan) = (resident(&shop, "R01").await, resident(&shop, "R07").await);
    let sjoukje = shop.enter("sjoukje-dijkstra").await;
    assert_eq!(log(&shop, jan, &sjoukje, "").await.status, StatusCode::OK);
    let read = log(&shop, jan, &shop.enter("R07").await, "").await.body;
    assert!(read.contains("Keek in dit logboek"), "reading it for someone is in it too");
    for (door, household) in
        [("els-vermeer", anna), ("fatma", anna), ("marieke", anna), ("R07", anna), ("sjoukje-dijkstra", anna)]
    {
        let cookie = shop.enter(door).await;
        assert_eq!(log(&shop, household, &cookie, "").await.status, StatusCode::NOT_FOUND, "{door}");
    }
}

#[tokio::test]
async fn the_office_finds_by_resident_and_person_and_what_leaves_is_noted_first() {
    let shop = Shop::open().await;
    let anna = resident(&shop, "R01").await;
    let office = shop.enter("marieke").await;
    shop.get(&format!("/office/resident/{anna}"), &office).await;
    assert_eq!(shop.get("/office/residents.csv?q=vermeer", &office).await.status, StatusCode::OK);
    shop.get("/office/residents?q=vermeer", &office).await;
    shop.state.audit.flush().await.unwrap();
    let all = shop.get("/office/audit", &office).await;
    assert_eq!(all.status, StatusCode::OK);
    for said in
        ["Maakte een bestand met gegevens", "Zocht in een lijst met bewoners", "Keek naar het geld en de bestellingen"]
    {
        assert!(all.body.contains(said), "{said}");
    }
    let found = shop.get("/office/audit?q=vermeer", &office).await.body;
    assert!(found.contains(&format!("resident={anna}")), "{found}");
    let of_anna = shop.get(&format!("/office/audit?resident={anna}&kind=left"), &office).await.body;
    assert!(of_anna.contains("Maakte een bestand met gegevens") && !of_anna.contains("Keek naar het geld"));
    let file = shop.get(&format!("/office/audit.csv?resident={anna}"), &office).await;
    assert_eq!(file.headers["content-type"], "text/csv; charset=utf-8");
    assert!(file.body.contains("Marieke (kantoor);Maakte een bestand met gegevens;mevrouw Vermeer;office;ja;"));
    let after = shop.get("/office/audit", &office).await.body;
    assert!(after.contains("Maakte een bestand van het logboek") && after.contains("Keek in dit logboek"));
    // Another location's resident is not there for whoever has one location.
    let hanneke = shop.enter("hanneke").await;
    let greet = resident(&shop, "R21").await;
    for page in ["/office/audit", "/office/audit.csv"] {
        let answer = shop.get(&format!("{page}?resident={greet}"), &hanneke).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{page}");
    }
    assert!(!shop.get("/office/audit?q=visser", &hanneke).await.body.contains(&greet.to_string()));
}

#[tokio::test]
async fn every_word_of_the_log_is_known_in_both_languages() {
    let shop = Shop::open().await;
    let anna = resident(&shop, "R01").await;
    for (door, addresses) in [
        ("R01", vec![format!("/r/{anna}/who-looked")]),
        (
            "marieke",
            vec!["/office/audit?q=a".to_owned(), "/office/emergencies".to_owned(), "/emergency?q=ver".to_owned()],
        ),
    ] {
        let cookie = shop.enter(door).await;
        for language in ["nl", "en"] {
            shop.post("/preferences", &cookie, &format!("language={language}&next=/")).await;
            for address in &addresses {
                let page = shop.get(address, &cookie).await;
                assert_eq!(page.status, StatusCode::OK, "{address}");
                assert!(page.body.contains(&format!(" lang=\"{language}\"")), "{address}");
                for mark in [">log-", ">audit-", ">emergencies-", "{ $", " $"] {
                    assert!(!page.body.contains(mark), "{address} in {language} has {mark}");
                }
            }
        }
    }
}
