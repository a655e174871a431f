use crate::http::test_shop::Shop;
use crate::router::router;
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use tower::ServiceExt;

#[tokio::test]
async fn the_door_shows_everyone_and_says_that_it_is_a_demo() {
    let shop = Shop::open().await;
    let page = shop.get("/demo", "").await;
    assert_eq!(page.status, StatusCode::OK);
    let doors = shop.state.store.doors(shop.state.clock.now().local.day).await.unwrap();
    for door in &doors {
        assert!(page.body.contains(&format!("value=\"{}\"", door.code)), "{}", door.code);
    }
    assert!(page.body.contains("Dit is een demo.") && page.body.contains("aannames"));
    let front = page.body.split("door-everyone").next().unwrap();
    for code in ["R01", "els-vermeer", "marieke"] {
        assert!(front.contains(&format!("value=\"{code}\"")), "{code} stands in front");
    }
}

#[tokio::test]
async fn everyone_starts_on_their_own_page() {
    let shop = Shop::open().await;
    for (code, start) in [("R01", "/r/"), ("els-vermeer", "/r/"), ("fatma", "/ward"), ("marieke", "/office/residents")]
    {
        let answer = shop.post("/demo/enter", "", &format!("door={code}")).await;
        assert!(answer.location().starts_with(start), "{code} goes to {}", answer.location());
        let cookie = answer.headers[header::SET_COOKIE].to_str().unwrap();
        for part in ["bekertje=", "HttpOnly", "SameSite=Lax", "Path=/"] {
            assert!(cookie.contains(part), "{cookie}");
        }
        let link = shop.get(&format!("/demo/as/{code}"), "").await;
        assert_eq!(link.location(), answer.location());
    }
    for (name, start) in [("resident", "/r/"), ("family", "/r/"), ("ward", "/ward"), ("office", "/office/residents")] {
        assert!(shop.get(&format!("/demo/as/{name}"), "").await.location().starts_with(start), "{name}");
    }
}

#[tokio::test]
async fn an_unknown_door_is_404() {
    let shop = Shop::open().await;
    assert_eq!(shop.post("/demo/enter", "", "door=nobody").await.status, StatusCode::NOT_FOUND);
    assert_eq!(shop.get("/demo/as/nobody", "").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn leaving_ends_the_session() {
    let shop = Shop::open().await;
    let cookie = shop.enter("marieke").await;
    assert_eq!(shop.get("/office/residents", &cookie).await.status, StatusCode::OK);
    let left = shop.post("/demo/leave", &cookie, "").await;
    assert_eq!(left.location(), "/demo");
    assert_eq!(shop.get("/office/residents", &cookie).await.status, StatusCode::SEE_OTHER);
    assert_eq!(shop.post("/demo/leave", "", "").await.location(), "/demo");
}

#[tokio::test]
async fn an_english_door_opens_to_english_pages() {
    let shop = Shop::open().await;
    let page = shop.get("/demo?lang=en", "").await;
    assert_eq!(page.language(), "en");
    assert!(page.body.contains("This is a demo."));
    let entered = shop.post("/demo/enter", "", "door=marieke&lang=en").await;
    let cookie = entered.headers[header::SET_COOKIE].to_str().unwrap().split(';').next().unwrap().to_owned();
    assert!(shop.get("/office/residents", &cookie).await.body.contains("Agreed package"));
}

#[tokio::test]
async fn without_the_demo_there_is_no_door() {
    let shop = Shop::open().await;
    let mut state = shop.state.clone();
    state.demo = false;
    for request in [Request::get("/demo"), Request::post("/demo/enter"), Request::get("/demo/as/R01")] {
        let answer = router(state.clone()).oneshot(request.body(Body::empty()).unwrap()).await.unwrap();
        assert_eq!(answer.status(), StatusCode::NOT_FOUND);
    }
}
