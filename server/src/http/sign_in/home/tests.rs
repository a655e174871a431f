use super::{BACK, BEGIN};
use crate::http::test_shop::{Answer, Shop};
use crate::rng::Rng;
use crate::router::router;
use crate::sign_in::oidc::{Oidc, OidcSettings};
use crate::sign_in::{Passwords, SignIn, SignInKey};
use crate::state::AppState;
use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode, header};
use std::net::TcpListener;
use tower::ServiceExt;

/// A shop whose home has a provider that nobody answers for.
async fn shop() -> Shop {
    let mut shop = Shop::open().await;
    // It was open a moment ago: nobody listens there.
    let closed = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let settings = OidcSettings {
        issuer: format!("http://{closed}"),
        client_id: "bekertje".to_owned(),
        client_secret: "hunter2".to_owned().into(),
        name: "De Linde Inlog".to_owned(),
        claim: "email".to_owned(),
        second: vec!["mfa".to_owned()],
        roots: None,
        back: format!("http://shop.example{BACK}"),
        is_here: true,
    };
    let drawn: String = Rng::seeded(3).token().unwrap().iter().map(|byte| format!("{byte:02x}")).collect();
    let sign_in = SignIn {
        key: SignInKey::from_hex(&drawn).unwrap(),
        passwords: Passwords::default(),
        address: None,
        oidc: Some(Oidc::new(settings).unwrap()),
        passkeys: None,
    };
    shop.state = AppState { sign_in: sign_in.into(), demo: false, ..shop.state.clone() };
    shop
}

#[tokio::test]
async fn a_home_without_a_sign_in_of_its_own_shows_none() {
    let shop = Shop::open().await;
    assert!(!shop.get("/sign-in", "").await.body.contains(BEGIN));
    for address in [BEGIN, BACK] {
        assert_eq!(shop.get(address, "").await.location(), "/sign-in", "{address}");
    }
}

#[tokio::test]
async fn who_cannot_reach_the_provider_reads_so_and_has_the_password_as_the_other_way() {
    let shop = shop().await;
    let page = shop.get("/sign-in?lang=en", "").await.body;
    assert!(
        page.contains("Go in with De Linde Inlog") && page.contains("/sign-in/home?lang=en&amp;from=sign-in"),
        "{page}"
    );
    for _ in 0..2 {
        let answer = shop.get(&format!("{BEGIN}?lang=en"), "").await;
        assert_eq!(answer.status, StatusCode::OK);
        assert!(answer.body.contains("De Linde Inlog does not answer now. Use your name and password."));
        assert!(answer.body.contains("href=\"/sign-in?lang=en\"") && !answer.body.contains("127.0.0.1"));
        assert!(!answer.headers.contains_key(header::SET_COOKIE), "nobody is on the way");
    }
}

#[tokio::test]
async fn nobody_sets_out_because_another_site_led_them_here() {
    let shop = shop().await;
    let ask = async |site: &str| -> Answer {
        let request = Request::get(BEGIN).header("sec-fetch-site", site).header("sec-fetch-mode", "navigate");
        let request = request.header("sec-fetch-dest", "document").body(Body::empty()).unwrap();
        let (parts, body) = router(shop.state.clone()).oneshot(request).await.unwrap().into_parts();
        let body = String::from_utf8(to_bytes(body, usize::MAX).await.unwrap().to_vec()).unwrap();
        Answer { status: parts.status, headers: parts.headers, body }
    };
    for site in ["cross-site", "same-site"] {
        assert_eq!(ask(site).await.location(), "/sign-in", "{site}");
    }
    for site in ["same-origin", "none"] {
        assert_eq!(ask(site).await.status, StatusCode::OK, "{site}");
    }
}

#[tokio::test]
async fn an_answer_that_this_browser_did_not_ask_for_opens_nothing() {
    let shop = shop().await;
    let way = format!("bekertje-way={}nl.sign-in", "ab".repeat(32));
    for (cookie, query) in [
        ("", "?code=x&state=y"),
        (way.as_str(), "?code=x&state=y"),
        (way.as_str(), "?code=x"),
        (way.as_str(), ""),
        ("bekertje-way=nonsense", "?code=x&state=y"),
    ] {
        let answer = shop.get(&format!("{BACK}{query}"), cookie).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{cookie} {query}");
        assert!(answer.body.contains("Begin opnieuw") && !answer.headers.contains_key(header::SET_COOKIE));
    }
}

#[tokio::test]
async fn asking_for_the_way_again_and_again_is_counted_like_a_try() {
    let shop = Shop::open().await;
    let mut status = StatusCode::OK;
    for _ in 0..400 {
        status = shop.get(BEGIN, "").await.status;
        if status == StatusCode::TOO_MANY_REQUESTS {
            break;
        }
    }
    assert_eq!(status, StatusCode::TOO_MANY_REQUESTS);
}
