//! What every answer says to the browser about itself, and what is taken from a request before anything believes it.

use crate::state::AppState;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use axum::middleware::Next;
use axum::response::Response;
use uuid::Uuid;

/// Scripts only from here and compiled from our own wasm; styles and pictures only from here; forms lead only here; nobody
/// may frame us. `default-src 'none'` forbids objects and frames too; they are named for those who read it.
const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; \
    img-src 'self' data:; font-src 'self'; connect-src 'self'; manifest-src 'self'; worker-src 'self'; \
    object-src 'none'; frame-src 'none'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// What pages may ask of the device: full screen, staying awake, the clipboard and passkeys, for ourselves only.
const PERMISSIONS_POLICY: &str = "accelerometer=(), ambient-light-sensor=(), attribution-reporting=(), autoplay=(), \
    bluetooth=(), browsing-topics=(), camera=(), compute-pressure=(), display-capture=(), encrypted-media=(), \
    gamepad=(), geolocation=(), gyroscope=(), hid=(), identity-credentials-get=(), idle-detection=(), local-fonts=(), \
    magnetometer=(), microphone=(), midi=(), otp-credentials=(), payment=(), picture-in-picture=(), serial=(), \
    storage-access=(), usb=(), window-management=(), xr-spatial-tracking=(), clipboard-read=(), clipboard-write=(self), \
    fullscreen=(self), publickey-credentials-create=(self), publickey-credentials-get=(self), screen-wake-lock=(self)";

/// Two years, and every name below: who once came by https never asks without.
const STRICT_TRANSPORT_SECURITY: &str = "max-age=63072000; includeSubDomains";

/// Said by every answer that does not say it itself.
const USUAL: [(HeaderName, &str); 9] = [
    (header::CONTENT_SECURITY_POLICY, CONTENT_SECURITY_POLICY),
    (HeaderName::from_static("permissions-policy"), PERMISSIONS_POLICY),
    // Whatever does not say that it may be kept is about somebody.
    (header::CACHE_CONTROL, "no-store"),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::REFERRER_POLICY, "same-origin"),
    // Browsers that are older than `frame-ancestors`.
    (header::X_FRAME_OPTIONS, "DENY"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (HeaderName::from_static("cross-origin-embedder-policy"), "require-corp"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
];

pub async fn dress(State(state): State<AppState>, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    for (name, value) in &USUAL {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    }
    if state.https {
        headers.insert(header::STRICT_TRANSPORT_SECURITY, HeaderValue::from_static(STRICT_TRANSPORT_SECURITY));
    }
    // The service worker knows our answers from a portal's by this.
    if let Ok(build) = HeaderValue::from_str(state.site.build()) {
        headers.insert(HeaderName::from_static("bekertje-build"), build);
    }
    response
}

/// The name under which a proxy passes on the number that it gave a request.
pub const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// Takes a request's number only when it is one: it stands in log lines and in the audit log.
pub async fn distrust(mut request: Request, next: Next) -> Response {
    let headers = request.headers_mut();
    if !has_a_number(headers) {
        headers.remove(REQUEST_ID);
    }
    next.run(request).await
}

fn has_a_number(headers: &HeaderMap) -> bool {
    let mut said = headers.get_all(REQUEST_ID).iter();
    let first = said.next().and_then(|id| id.to_str().ok());
    said.next().is_none() && first.is_some_and(|id| id.len() == 36 && Uuid::try_parse(id).is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::http::test_shop::Shop;
    use crate::router::router;
    use axum::body::Body;
    use axum::http::StatusCode;
    use tower::ServiceExt;

    async fn ask(shop: &Shop, https: bool, request: Request) -> Response {
        let state = AppState { https, ..shop.state.clone() };
        router(state).oneshot(request).await.unwrap()
    }

    fn get(address: &str) -> Request {
        Request::get(address).body(Body::empty()).unwrap()
    }

    #[tokio::test]
    async fn every_answer_says_how_it_may_be_used() {
        let shop = Shop::open().await;
        let cookie = shop.enter("R01").await;
        let home = shop.get("/", &cookie).await.location().to_owned();
        for (address, cookie) in [
            ("/demo", ""),
            (home.as_str(), cookie.as_str()),
            ("/api/v1/sync", &cookie),
            ("/api/v1/sync", ""),
            ("/api/v1/openapi.json", ""),
            ("/nothing-here", ""),
            ("/ward", ""),
            ("/pkg/nothing.js", ""),
            ("/health", ""),
        ] {
            let answer = shop.get(address, cookie).await;
            for (name, value) in &USUAL {
                assert_eq!(answer.headers[name], value, "{address} {name}");
            }
            assert!(!answer.headers.contains_key(header::STRICT_TRANSPORT_SECURITY));
            assert!(!answer.headers.contains_key(header::SERVER), "what answers is nobody's business");
        }
        let answer = ask(&shop, true, get("/health")).await;
        assert_eq!(answer.headers()[header::STRICT_TRANSPORT_SECURITY], STRICT_TRANSPORT_SECURITY);
    }

    #[tokio::test]
    async fn the_session_cookie_belongs_to_this_host_and_to_https() {
        let shop = Shop::open().await;
        let form = Request::post("/demo/enter")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Body::from("door=R01"))
            .unwrap();
        let answer = ask(&shop, true, form).await;
        let cookie = answer.headers()[header::SET_COOKIE].to_str().unwrap();
        assert!(cookie.starts_with("__Host-bekertje=") && !cookie.contains("Domain"), "{cookie}");
        for part in ["Secure", "HttpOnly", "SameSite=Lax", "Path=/"] {
            assert!(cookie.contains(part), "{cookie}");
        }
    }

    #[test]
    fn no_page_may_run_what_stands_in_it() {
        assert!(!CONTENT_SECURITY_POLICY.contains("unsafe-inline") && !CONTENT_SECURITY_POLICY.contains("*"));
        assert_eq!(CONTENT_SECURITY_POLICY.matches("unsafe").count(), 1, "only wasm");
    }

    #[tokio::test]
    async fn a_number_of_a_request_is_taken_only_when_it_is_one() {
        let shop = Shop::open().await;
        let good = "0190aaaa-0000-7000-8000-000000000001";
        for (said, is_taken) in [(good, true), ("x", false), ("a\tb forged=1", false), (&"0".repeat(36), false)] {
            let request = Request::get("/health").header(REQUEST_ID, said).body(Body::empty()).unwrap();
            let answer = ask(&shop, false, request).await;
            assert_eq!(answer.status(), StatusCode::OK);
            let given = answer.headers()[REQUEST_ID].to_str().unwrap();
            assert_eq!(given == said, is_taken, "{said}");
            assert!(given.parse::<Uuid>().is_ok());
        }
    }
}
