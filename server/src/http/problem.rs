//! Pages that say what went wrong. An error knows neither the program that it happened in nor whom it happened to: it leaves
//! word of itself in the answer, and the page is made on the way out, in the language of whoever asked.

use crate::http::html;
use crate::state::AppState;
use app::words::Words;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use domain::catalogue::Language;

/// In an answer: which page is to be made for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Problem {
    /// What happened, by the status of the answer, and a way on.
    Says,
    /// The tablet was taken back.
    Farewell,
}

/// In an answer: the language of whoever is signed in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Speaks(pub Language);

/// A page that says what went wrong and offers a way on.
#[must_use]
pub fn problem(status: StatusCode) -> Response {
    of(status, Problem::Says)
}

/// What a tablet gets that was taken back: it says so, and lets the program wipe what the tablet still keeps.
#[must_use]
pub fn farewell() -> Response {
    of(StatusCode::GONE, Problem::Farewell)
}

fn of(status: StatusCode, problem: Problem) -> Response {
    let mut answer = status.into_response();
    answer.extensions_mut().insert(problem);
    answer
}

/// Makes the page for an answer that says that there was a problem, and keeps what its headers say.
pub async fn tell(State(state): State<AppState>, request: Request, next: Next) -> Response {
    let wanted = wanted(request.headers());
    let answer = next.run(request).await;
    let Some(problem) = answer.extensions().get::<Problem>().copied() else { return answer };
    let language = answer.extensions().get::<Speaks>().map_or(wanted, |speaks| speaks.0);
    let (words, assets, status) = (Words::new(language), state.site.assets().clone(), answer.status());
    let mut page = match problem {
        Problem::Says => html::plain(move || app::shell::problem(words, assets, status.as_u16())),
        Problem::Farewell => html::plain(move || app::shell::farewell(words, assets)),
    };
    *page.status_mut() = status;
    let (said, _) = answer.into_parts();
    page.headers_mut().extend(said.headers);
    page
}

/// The language that a browser likes best of those that we speak. Who does not say so reads Dutch.
fn wanted(headers: &HeaderMap) -> Language {
    let said = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let mut best = (Language::default(), 0.0);
    for wish in said.split(',') {
        let mut parts = wish.split(';').map(str::trim);
        let code = parts.next().and_then(|tag| tag.split('-').next()).unwrap_or_default().to_ascii_lowercase();
        let weight: f32 = match parts.find_map(|part| part.strip_prefix("q=")) {
            Some(weight) => weight.parse().unwrap_or(0.0),
            None => 1.0,
        };
        if let Some(language) = Language::from_code(&code).filter(|_| weight > best.1) {
            best = (language, weight);
        }
    }
    best.0
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::http::test_shop::Shop;
    use crate::router::router;
    use axum::body::{Body, to_bytes};
    use tower::ServiceExt;

    const DUTCH: &str = "Deze pagina is er niet";
    const ENGLISH: &str = "This page does not exist";

    async fn said(shop: &Shop, cookie: &str, likes: &str) -> String {
        let request = Request::get("/office/nothing-here")
            .header(header::COOKIE, cookie)
            .header(header::ACCEPT_LANGUAGE, likes)
            .body(Body::empty())
            .unwrap();
        let answer = router(shop.state.clone()).oneshot(request).await.unwrap();
        assert_eq!(answer.status(), StatusCode::NOT_FOUND);
        assert_eq!(answer.headers()[header::CACHE_CONTROL], "no-store");
        assert_eq!(answer.headers()[header::CONTENT_TYPE], "text/html; charset=utf-8");
        String::from_utf8(to_bytes(answer.into_body(), usize::MAX).await.unwrap().to_vec()).unwrap()
    }

    #[tokio::test]
    async fn a_problem_is_told_in_the_language_that_the_browser_likes() {
        let shop = Shop::open().await;
        for (likes, text, code) in
            [("en-GB,en;q=0.9,nl;q=0.8", ENGLISH, "en"), ("nl", DUTCH, "nl"), ("fr", DUTCH, "nl")]
        {
            let html = said(&shop, "", likes).await;
            assert!(html.contains(text) && html.contains(&format!("lang=\"{code}\"")), "{likes}: {html}");
        }
    }

    #[tokio::test]
    async fn who_is_signed_in_is_told_in_the_language_that_they_chose() {
        let shop = Shop::open().await;
        let cookie = shop.enter("R01").await;
        // Not theirs to see: the gate knows who asks.
        assert!(shop.get("/office/residents", &cookie).await.body.contains(DUTCH));
        shop.post("/preferences", &cookie, "language=en&next=/").await;
        let answer = shop.get("/office/residents", &cookie).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND);
        assert!(answer.body.contains(ENGLISH), "{}", answer.body);
        // Neither is what a handler does not find.
        let office = shop.enter("marieke").await;
        shop.post("/preferences", &office, "language=en&next=/office").await;
        assert!(shop.get("/office/resident/nonsense", &office).await.body.contains(ENGLISH));
    }

    #[test]
    fn the_wish_that_weighs_most_counts() {
        let wants = |said: &'static str| {
            wanted(&HeaderMap::from_iter([(header::ACCEPT_LANGUAGE, header::HeaderValue::from_static(said))]))
        };
        assert_eq!(wants("en;q=0.5, nl;q=0.9"), Language::Nl);
        assert_eq!(wants("EN-us, nl"), Language::En);
        assert_eq!(wants("de, en;q=0.1"), Language::En);
        for unclear in ["", "*", "en;q=0", "en;q=x", ";;,"] {
            assert_eq!(wants(unclear), Language::Nl, "{unclear}");
        }
    }
}
