//! The shop with De Linde on a Saturday afternoon, for tests of handlers: requests go through the real router.
#![expect(clippy::unwrap_used, reason = "it is there for tests: they stop at the first thing that is not as expected")]

use crate::audit::Audit;
use crate::clock::{Clock, DEFAULT_TIME_ZONE};
use crate::exchange::{Source, import};
use crate::http::limits::Limits;
use crate::http::site::Site;
use crate::metrics::Metrics;
use crate::notes::NotesKey;
use crate::rng::Rng;
use crate::router::router;
use crate::seal::SealKey;
use crate::sign_in::{Passwords, SignIn, SignInKey};
use crate::state::AppState;
use crate::store::Store;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Request, StatusCode, header};
use domain::calendar::Timestamp;
use futures::FutureExt;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};
use tower::ServiceExt;

/// Where visitors reach it.
const HOST: &str = "shop.example";

/// A shop on its own empty database, removed afterwards.
pub struct Shop {
    pub state: AppState,
    folder: PathBuf,
}

pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: String,
}

impl Answer {
    pub fn location(&self) -> &str {
        self.headers.get(header::LOCATION).map_or("", |location| location.to_str().unwrap())
    }

    /// Of the whole page.
    pub fn language(&self) -> &str {
        let tag = self.body.split_once("<html").and_then(|(_, rest)| rest.split_once('>')).map_or("", |(tag, _)| tag);
        tag.split_once("lang=\"").and_then(|(_, rest)| rest.split_once('"')).map_or("", |(language, _)| language)
    }
}

impl Shop {
    pub async fn open() -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let number = COUNT.fetch_add(1, Ordering::SeqCst);
        let folder = std::env::temp_dir().join(format!("bekertje-http-{}-{number}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let store = Store::open(folder.join("shop.sqlite").to_str().unwrap()).await.unwrap();
        store.migrate().await.unwrap();
        let clock = Clock::settable(DEFAULT_TIME_ZONE, Timestamp(0)).unwrap();
        clock.set(clock.instant("2026-11-21T14:30".parse().unwrap()));
        let report = import(&store, &Source::de_linde(), &clock, false).await.unwrap();
        assert!(report.problems.is_empty(), "{report}");
        let seal = SealKey::draw(&Rng::seeded(2)).unwrap();
        let drawn = crate::hex::hex(&Rng::seeded(3).token().unwrap());
        let sign_in_key = SignInKey::from_hex(&drawn).unwrap();
        let notes = NotesKey::from_hex(&crate::hex::hex(&Rng::seeded(4).token().unwrap())).unwrap();
        let store = store.sealed_to(seal.public_hex());
        let metrics = Metrics::default();
        let state = AppState {
            audit: Audit::start(store.clone(), metrics.clone()),
            store,
            clock,
            rng: Rng::seeded(1),
            site: Site::default().into(),
            metrics,
            seal: seal.into(),
            notes: Ok(notes).into(),
            sign_in: SignIn {
                key: sign_in_key,
                passwords: Passwords::default(),
                address: None,
                oidc: None,
                passkeys: None,
            }
            .into(),
            limits: Limits::default().into(),
            demo: true,
            https: false,
            stopping: futures::future::pending().boxed().shared(),
        };
        Self { state, folder }
    }

    /// Where the database lies.
    #[cfg(test)]
    pub fn folder(&self) -> &std::path::Path {
        &self.folder
    }

    async fn send(&self, request: Request<Body>) -> Answer {
        Self::send_to(self.state.clone(), request).await
    }

    pub async fn send_to(state: AppState, request: Request<Body>) -> Answer {
        let response = router(state).oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let body = String::from_utf8(to_bytes(body, usize::MAX).await.unwrap().to_vec()).unwrap();
        Answer { status: parts.status, headers: parts.headers, body }
    }

    /// `cookie` is empty for someone who is not signed in.
    pub async fn get(&self, address: &str, cookie: &str) -> Answer {
        let request = Request::get(address).header(header::HOST, HOST).header(header::COOKIE, cookie);
        self.send(request.body(Body::empty()).unwrap()).await
    }

    pub async fn post(&self, address: &str, cookie: &str, form: &str) -> Answer {
        let request = Request::post(address)
            .header(header::COOKIE, cookie)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Body::from(form.to_owned()));
        self.send(request.unwrap()).await
    }

    pub async fn post_json(&self, address: &str, cookie: &str, json: &str) -> Answer {
        let request = Request::post(address)
            .header(header::COOKIE, cookie)
            .header(header::CONTENT_TYPE, "application/json")
            .body(Body::from(json.to_owned()));
        self.send(request.unwrap()).await
    }

    /// Comes in through the door with this code; the cookie.
    pub async fn enter(&self, code: &str) -> String {
        let answer = self.post("/demo/enter", "", &format!("door={code}")).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{code}");
        let cookie = answer.headers.get(header::SET_COOKIE).unwrap().to_str().unwrap();
        cookie.split(';').next().unwrap().to_owned()
    }
}

impl Drop for Shop {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}
