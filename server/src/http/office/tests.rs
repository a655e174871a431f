use crate::http::test_shop::Shop;
use crate::store::OfficeResident;
use app::office::figure;
use app::words::Words;
use axum::http::StatusCode;
use domain::amount::{Amount, Unit};
use domain::catalogue::Language;
use domain::ledger::Phase;

async fn residents(shop: &Shop) -> Vec<OfficeResident> {
    let now = shop.state.clock.now();
    let doors = shop.state.store.doors(now.local.day).await.unwrap();
    let office = doors.into_iter().find(|door| door.code == "marieke").unwrap();
    shop.state.store.office_residents(&office.viewer.scope, now).await.unwrap()
}

fn by_code<'a>(residents: &'a [OfficeResident], code: &str) -> &'a OfficeResident {
    residents.iter().find(|resident| resident.code == code).unwrap()
}

#[tokio::test]
async fn a_resident_gets_404_on_office_pages() {
    let shop = Shop::open().await;
    let own = by_code(&residents(&shop).await, "R01").household;
    for door in ["R01", "els-vermeer", "fatma"] {
        let cookie = shop.enter(door).await;
        for address in [
            "/office/residents".to_owned(),
            "/office/residents.csv".to_owned(),
            format!("/office/residents?open={own}"),
            format!("/office/resident/{own}"),
            "/office/catalogue".to_owned(),
            "/office/catalogue/W01".to_owned(),
        ] {
            let answer = shop.get(&address, &cookie).await;
            assert_eq!(answer.status, StatusCode::NOT_FOUND, "{door} {address}");
        }
    }
}

#[tokio::test]
async fn nobody_sees_the_office_without_signing_in() {
    let shop = Shop::open().await;
    for address in ["/office/residents", "/office/residents.csv", "/office/catalogue", "/office/catalogue/W01"] {
        let answer = shop.get(address, "").await;
        assert_eq!((answer.status, answer.location()), (StatusCode::SEE_OTHER, "/"), "{address}");
    }
}

#[tokio::test]
async fn a_manager_sees_only_her_own_location() {
    let shop = Shop::open().await;
    let all = residents(&shop).await;
    let elsewhere = all.iter().find(|resident| resident.location_name == "Beukenhof").unwrap();
    let own = by_code(&all, "R01");
    let cookie = shop.enter("hanneke").await;
    let table = shop.get("/office/residents", &cookie).await.body;
    assert!(table.contains("Vermeer") && !table.contains("Beukenhof"));
    assert_eq!(shop.get(&format!("/office/resident/{}", own.household), &cookie).await.status, StatusCode::OK);
    for address in [
        format!("/office/resident/{}", elsewhere.household),
        format!("/office/catalogue?location={}", elsewhere.location),
        format!("/office/catalogue/W01?location={}", elsewhere.location),
    ] {
        assert_eq!(shop.get(&address, &cookie).await.status, StatusCode::NOT_FOUND, "{address}");
    }
    let open = shop.get(&format!("/office/residents?open={}", elsewhere.household), &cookie).await;
    assert!(!open.body.contains("class=\"opened\""), "a row of another location does not open");
}

#[tokio::test]
async fn the_table_adds_up_per_unit() {
    let shop = Shop::open().await;
    let all = residents(&shop).await;
    assert_eq!(all.len(), 60);
    let cookie = shop.enter("marieke").await;
    let table = shop.get("/office/residents?page=2", &cookie).await.body;
    let foot = table.split("<tfoot>").nth(1).unwrap();
    for unit in [Unit::EuroCent, Unit::Minute, Unit::Point] {
        let of_unit: Vec<_> = all.iter().filter(|resident| resident.granted.unit() == unit).collect();
        assert_eq!(of_unit.len(), 20);
        let sum = |value: fn(&OfficeResident) -> Amount| {
            Amount::sum(unit, of_unit.iter().map(|resident| value(resident))).unwrap()
        };
        let (granted, carried, spent) = (sum(|one| one.granted), sum(|one| one.carried), sum(|one| one.spent));
        let (reserved, left) = (sum(|one| one.reserved), sum(|one| one.left));
        let full = granted.plus(carried).unwrap();
        assert_eq!(full, spent.plus(reserved).unwrap().plus(left).unwrap(), "{unit:?}");
        for value in [granted, carried, spent, reserved, left] {
            let shown = figure(Words::new(Language::Nl), value);
            assert!(foot.contains(&format!(">{shown}<")), "{unit:?}: {shown} is not among the totals");
        }
    }
}

#[tokio::test]
async fn an_open_row_shows_where_the_cup_comes_from() {
    let shop = Shop::open().await;
    let vermeer = by_code(&residents(&shop).await, "R01").household;
    let cookie = shop.enter("marieke").await;
    let table = shop.get(&format!("/office/residents?q=vermeer&open={vermeer}"), &cookie).await.body;
    for shown in
        ["28 dagen VV4", "€\u{a0}195,00", "− €\u{a0}27,30", "− €\u{a0}161,70", "€\u{a0}168,00", "11,66", "179,66"]
    {
        assert!(table.contains(shown), "{shown}");
    }
    assert!(table.contains("aannames"), "the demo says that amounts are assumptions");
}

#[tokio::test]
async fn a_change_of_profile_and_a_move_are_tagged_with_their_day() {
    let shop = Shop::open().await;
    let cookie = shop.enter("marieke").await;
    let table = shop.get("/office/residents?q=bakker", &cookie).await.body;
    assert!(table.contains("Vanaf 16 november VV5"));
    let table = shop.get("/office/residents?q=fontaine", &cookie).await.body;
    assert!(table.contains("Sinds 12 november"));
}

#[tokio::test]
async fn every_transfer_opens_and_a_hold_leads_to_what_resolved_it() {
    let shop = Shop::open().await;
    let household = by_code(&residents(&shop).await, "R02").household;
    let now = shop.state.clock.now();
    let doors = shop.state.store.doors(now.local.day).await.unwrap();
    let scope = doors.into_iter().find(|door| door.code == "marieke").unwrap().viewer.scope;
    let journal = shop.state.store.journal(&scope, household).await.unwrap().unwrap();
    let cookie = shop.enter("marieke").await;
    let mut resolved = 0;
    for entry in &journal {
        let address = format!("/office/resident/{household}?transfer={}", entry.sequence);
        let page = shop.get(&address, &cookie).await;
        assert_eq!(page.status, StatusCode::OK);
        let detail = page.body.split("open-cell").nth(1).unwrap();
        assert!(detail.contains(&entry.hash) && detail.contains(&entry.transfer.id.to_string()));
        if let Phase::Post { hold } | Phase::Void { hold } = entry.transfer.phase {
            let hold = journal.iter().find(|other| other.transfer.id == hold).unwrap().sequence;
            assert!(detail.contains(&format!("transfer={hold}#t-{hold}")));
            let address = format!("/office/resident/{household}?transfer={hold}");
            let back = shop.get(&address, &cookie).await.body;
            let link = format!("transfer={0}#t-{0}", entry.sequence);
            assert!(back.split("open-cell").nth(1).unwrap().contains(&link));
            resolved += 1;
        }
    }
    assert!(resolved > 0, "the demo has delivered orders");
}

#[tokio::test]
async fn every_item_opens_to_its_price() {
    let shop = Shop::open().await;
    let location = by_code(&residents(&shop).await, "R01").location;
    let catalogue = shop.state.store.catalogue(location, shop.state.clock.now().local.day).await.unwrap();
    let cookie = shop.enter("marieke").await;
    for item in &catalogue.items {
        let page = shop.get(&format!("/office/catalogue/{}?location={location}", item.code), &cookie).await;
        assert_eq!(page.status, StatusCode::OK, "{}", item.code);
        assert!(!page.body.contains("In de catalogus staat"), "{}: the build-up is not the price", item.code);
        for offer in &item.offers {
            let price = figure(Words::new(Language::Nl), Amount::cents(offer.prices.cents));
            assert!(page.body.contains(&price), "{} {price}", item.code);
        }
    }
    assert_eq!(shop.get("/office/catalogue/NONE", &cookie).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn the_export_has_every_row_of_the_selection() {
    let shop = Shop::open().await;
    let cookie = shop.enter("marieke").await;
    let all = shop.get("/office/residents.csv", &cookie).await;
    assert_eq!(all.headers["content-type"], "text/csv; charset=utf-8");
    assert!(all.body.starts_with("\u{feff}Locatie;Afdeling;Kamer;Bewoner;"));
    assert_eq!(all.body.lines().count(), 61);
    let one = shop.get("/office/residents.csv?q=vermeer", &cookie).await.body;
    let line = one.lines().nth(1).unwrap();
    assert!(line.contains(";168,00;11,66;0,00;0,00;179,66;"), "{line}");
}

#[tokio::test]
async fn every_word_is_known_in_both_languages() {
    let shop = Shop::open().await;
    let household = by_code(&residents(&shop).await, "R02").household;
    let cookie = shop.enter("marieke").await;
    for language in ["nl", "en"] {
        shop.post("/preferences", &cookie, &format!("language={language}&next=/office/residents")).await;
        for address in [
            format!("/office/residents?open={household}"),
            "/office/residents?q=nobody".to_owned(),
            format!("/office/resident/{household}?transfer=2"),
            "/office/catalogue".to_owned(),
            "/office/catalogue/A02".to_owned(),
            "/office/catalogue/H05".to_owned(),
        ] {
            let page = shop.get(&address, &cookie).await.body;
            assert!(page.contains(&format!(" lang=\"{language}\"")), "{address}");
            let title = page.split("<title>").nth(1).unwrap().split("</title>").next().unwrap();
            assert!(title.ends_with(" · Bekertje") && !title.contains('<'), "{title}");
            for mark in [">office-", "\"office-", "{ $", " $"] {
                assert!(!page.contains(mark), "{address} in {language} has {mark}");
            }
        }
    }
}
