use crate::exchange::{Source, import};
use crate::http::test_shop::Shop;
use axum::http::StatusCode;

/// De Linde, in which materials come to the first item on the first of January, and so another price.
fn dearer() -> Source {
    let mut source = Source::de_linde();
    let text = std::str::from_utf8(source.file("catalogue.csv").unwrap()).unwrap().to_owned();
    let row = text.lines().find(|line| line.starts_with("W01,")).unwrap();
    let now = row.replace(",2026-01-01,,17.95,", ",2026-01-01,2026-12-31,17.95,");
    let then = row.replace(",2026-01-01,,17.95,", ",2027-01-01,,19.00,").replace(",0.00,0.00,", ",1.00,0.00,");
    source.insert("catalogue.csv", text.replace(row, &format!("{now}\n{then}")));
    source
}

#[tokio::test]
async fn the_council_sees_what_prices_are_made_of_and_nobody() {
    let shop = Shop::open().await;
    let cookie = shop.enter("jaap").await;
    let catalogue = shop.get("/council/catalogue", &cookie).await;
    assert_eq!(catalogue.status, StatusCode::OK);
    assert!(catalogue.body.contains("href=\"/council/catalogue/W01") && !catalogue.body.contains("/office/"));
    let item = shop.get("/council/catalogue/W01", &cookie).await.body;
    assert!(item.contains("Overhead") && !item.contains("/office/"));
    for address in ["/office/catalogue", "/office/residents", "/supporter", "/provider", "/security"] {
        assert_eq!(shop.get(address, &cookie).await.status, StatusCode::NOT_FOUND, "{address}");
    }
}

#[tokio::test]
async fn the_council_sees_from_which_day_a_price_changes() {
    let shop = Shop::open().await;
    let cookie = shop.enter("jaap").await;
    let before = shop.get("/council", &cookie).await;
    assert_eq!(before.status, StatusCode::OK);
    assert!(!before.body.contains("Duurder"));
    let report = import(&shop.state.store, &dearer(), &shop.state.clock, false).await.unwrap();
    assert!(report.problems.is_empty(), "{report}");
    let after = shop.get("/council", &cookie).await.body;
    for told in ["Duurder", "1 januari 2027", "17,95", "19,00"] {
        assert!(after.contains(told), "{told}");
    }
    shop.state.clock.set(shop.state.clock.instant("2027-01-02T09:00".parse().unwrap()));
    let later = shop.get("/council", &shop.enter("jaap").await).await.body;
    let (coming, past) = later.split_once("Wat al veranderd is").unwrap();
    assert!(past.contains("Duurder") && !coming.contains("Duurder"));
}
