use crate::http::test_shop::Shop;
use axum::http::StatusCode;

#[tokio::test]
async fn a_provider_sees_first_name_and_room_of_their_own_orders_and_nothing_else() {
    let shop = Shop::open().await;
    let (mut orders, mut lines) = (0, 0);
    for who in ["anja", "joost", "sonja", "henk"] {
        let cookie = shop.enter(who).await;
        let page = shop.get("/provider", &cookie).await;
        assert_eq!(page.status, StatusCode::OK, "{who}");
        orders += usize::from(page.body.contains("<tbody>"));
        lines += page.body.matches("<th scope=\"row\">").count();
        for surname in ["Vermeer", "Öztürk", "mevrouw", "meneer"] {
            assert!(!page.body.contains(surname), "{who} reads {surname}");
        }
        assert!(!page.body.contains('€'), "{who} reads a price");
    }
    assert!(orders > 0 && lines > 0, "somebody has an order");
}

#[tokio::test]
async fn what_was_ordered_of_others_is_not_there() {
    let shop = Shop::open().await;
    let page = shop.get("/provider", &shop.enter("anja").await).await.body;
    assert!(page.contains("Kapper Anja"));
    let others = shop.get("/provider", &shop.enter("joost").await).await.body;
    let names = |page: &str| -> Vec<String> {
        let cells = page.split("<td><b>").skip(1).map(|rest| rest.split('<').next().unwrap().to_owned());
        cells.collect()
    };
    assert!(!names(&page).is_empty());
    assert!(names(&page).iter().all(|name| !name.contains("uziek")), "{:?}", names(&page));
    assert!(names(&others).iter().all(|name| !name.contains("nippen")), "{:?}", names(&others));
}
