//! Who is asking: the session behind the cookie.

use crate::audit::{Entry, What};
use crate::error::AppError;
use crate::hex::{hex, unhex_32};
use crate::state::AppState;
use crate::store::{FromTablet, Method, Session};
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, header};
use axum_extra::extract::CookieJar;
use axum_extra::extract::cookie::{Cookie, SameSite};
use domain::access::{Scope, Viewer};
use domain::calendar::Timestamp;
use domain::ids::{PersonId, SessionId, TabletId};

/// How long a session lives without a new sign-in.
pub const LIFETIME: Timestamp = Timestamp(7 * 24 * 3_600 * 1_000_000);

/// How long that of a tablet lives without being used. Browsers keep no cookie longer.
pub const TABLET_LIFETIME: Timestamp = Timestamp(400 * 24 * 3_600 * 1_000_000);

/// So old a tablet's token may get while it is used.
const RENEW_AFTER_MICROS: i64 = 30 * 24 * 3_600 * 1_000_000;

/// A signed-in viewer; a handler that takes one cannot be reached by anyone else.
#[derive(Clone)]
pub struct SignedIn {
    pub viewer: Viewer,
    pub session: SessionId,
    /// `None` for a resident.
    pub person: Option<PersonId>,
    /// The tablet that staff handed out; `None` for a browser of one's own.
    pub tablet: Option<TabletId>,
    pub method: Method,
    pub token: [u8; 32],
    /// When this token was handed out.
    pub since: Timestamp,
}

impl std::fmt::Debug for SignedIn {
    /// Without the token: whoever reads a log cannot sign in with it.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SignedIn").field("session", &self.session).field("viewer", &self.viewer).finish_non_exhaustive()
    }
}

/// Someone who showed who they are, about to get a session.
#[derive(Clone, Debug)]
pub struct Arrived {
    pub viewer: Viewer,
    pub person: Option<PersonId>,
    pub tablet: Option<TabletId>,
    pub method: Method,
    pub lives: Timestamp,
}

/// Opens a session in this browser. What was open in it before ends, so that a token that somebody planted is worth nothing.
pub async fn open(
    state: &AppState,
    jar: CookieJar,
    headers: &HeaderMap,
    arrived: Arrived,
) -> Result<CookieJar, AppError> {
    if let Some(before) = token_in(&jar, state.https) {
        state.store.delete_session(&before).await?;
    }
    let token = state.rng.token()?;
    let created_at = state.clock.timestamp();
    let session = Session {
        id: SessionId(state.rng.uuid(created_at)?),
        viewer: arrived.viewer,
        person: arrived.person,
        tablet: arrived.tablet,
        method: arrived.method,
        agent: agent(headers),
        created_at,
        last_seen_at: created_at,
        expires_at: Timestamp(created_at.0.saturating_add(arrived.lives.0)),
    };
    state.store.create_session(&token, &session).await?;
    let came_in = Entry::by(created_at, What::SignedIn, &session.viewer).in_session(session.id, session.tablet);
    let of = match &session.viewer.scope {
        Scope::Resident { household, .. } => Some(*household),
        _ => None,
    };
    state.audit.note(came_in.about(of).detail(session.method.code())).await?;
    Ok(jar.add(cookie_for(state.https, &token, arrived.lives)))
}

/// Ends what is open in this browser.
pub async fn close(state: &AppState, jar: CookieJar) -> Result<CookieJar, AppError> {
    if let Some(token) = token_in(&jar, state.https) {
        state.store.delete_session(&token).await?;
    }
    Ok(jar.remove(cookie(state.https, &[0; 32])))
}

/// The browser and its system in words, so that people recognise it in a list; nothing else of what it says.
pub fn agent(headers: &HeaderMap) -> String {
    const BROWSERS: [(&str, &str); 6] = [
        ("Edg", "Edge"),
        ("SamsungBrowser", "Samsung Internet"),
        ("Firefox", "Firefox"),
        ("FxiOS", "Firefox"),
        ("Chrome", "Chrome"),
        ("Safari", "Safari"),
    ];
    const SYSTEMS: [(&str, &str); 7] = [
        ("iPad", "iPad"),
        ("iPhone", "iPhone"),
        ("Android", "Android"),
        ("CrOS", "Chromebook"),
        ("Windows", "Windows"),
        ("Mac OS X", "Mac"),
        ("Linux", "Linux"),
    ];
    let said = headers.get(header::USER_AGENT).and_then(|agent| agent.to_str().ok()).unwrap_or_default();
    let found =
        |list: &[(&str, &'static str)]| list.iter().find(|(sign, _)| said.contains(sign)).map(|(_, name)| *name);
    match (found(&BROWSERS), found(&SYSTEMS)) {
        (Some(browser), Some(system)) => format!("{browser}, {system}"),
        (Some(one), None) | (None, Some(one)) => one.to_owned(),
        (None, None) => String::new(),
    }
}

fn token_in(jar: &CookieJar, https: bool) -> Option<[u8; 32]> {
    jar.get(cookie_name(https)).and_then(|cookie| unhex_32(cookie.value()))
}

/// The name of the session cookie. Browsers accept the `__Host-` prefix only over https.
#[must_use]
pub const fn cookie_name(https: bool) -> &'static str {
    if https { "__Host-bekertje" } else { "bekertje" }
}

/// The cookie that carries a session's token.
#[must_use]
pub fn cookie(https: bool, token: &[u8; 32]) -> Cookie<'static> {
    cookie_for(https, token, LIFETIME)
}

fn cookie_for(https: bool, token: &[u8; 32], lives: Timestamp) -> Cookie<'static> {
    Cookie::build((cookie_name(https), hex(token)))
        .path("/")
        .http_only(true)
        .same_site(SameSite::Lax)
        // A tablet that was switched off is still signed in, and can send what it kept.
        .max_age(time::Duration::microseconds(lives.0))
        .secure(https)
        .build()
}

impl SignedIn {
    /// An entry of the audit log by this person in this session.
    #[must_use]
    pub fn entry(&self, at: Timestamp, what: What) -> Entry {
        Entry::by(at, what, &self.viewer).in_session(self.session, self.tablet)
    }

    /// The person who holds a tablet that the staff of a ward share.
    #[must_use]
    pub const fn holder(&self) -> Option<PersonId> {
        match self.viewer.scope {
            Scope::Ward { person, .. } if self.tablet.is_some() => Some(person),
            _ => None,
        }
    }

    /// The session behind the cookie of a request, if there is one that still lives.
    pub async fn find(headers: &HeaderMap, state: &AppState) -> Result<Option<Self>, AppError> {
        let Some(token) = token_in(&CookieJar::from_headers(headers), state.https) else { return Ok(None) };
        let now = state.clock.timestamp();
        if let Some(session) = state.store.find_session(&token, now).await? {
            let was_left_alone = session.was_left_alone(now);
            let found = Self::of(session, token);
            if was_left_alone {
                state.store.delete_session(&token).await?;
                state.audit.note(found.entry(now, What::SessionEnded).detail("left-alone")).await?;
                return Ok(None);
            }
            return Ok(Some(found));
        }
        let was_revoked = state.store.find_revoked_session(&token, now).await?.is_some();
        if was_revoked { Err(AppError::Revoked) } else { Ok(None) }
    }
}

impl FromRequestParts<AppState> for SignedIn {
    type Rejection = AppError;

    /// The gate has read the session, except at addresses that are for anyone.
    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, AppError> {
        if let Some(found) = parts.extensions.get::<Self>() {
            return Ok(found.clone());
        }
        Self::find(&parts.headers, state).await?.ok_or(AppError::NotSignedIn)
    }
}

/// As [`SignedIn`], also on a tablet that was revoked: what it kept still comes in, to be looked at.
pub struct MaySend {
    pub signed_in: SignedIn,
    pub from: FromTablet,
}

impl FromRequestParts<AppState> for MaySend {
    type Rejection = AppError;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, AppError> {
        let (signed_in, revoked) = match SignedIn::from_request_parts(parts, state).await {
            Err(AppError::Revoked) => {
                let token = token_in(&CookieJar::from_headers(&parts.headers), state.https);
                let token = token.ok_or(AppError::NotSignedIn)?;
                let session = state.store.find_revoked_session(&token, state.clock.timestamp()).await?;
                (SignedIn::of(session.ok_or(AppError::NotSignedIn)?, token), true)
            }
            signed_in => (signed_in?, false),
        };
        let from = FromTablet { tablet: signed_in.tablet, revoked };
        Ok(Self { signed_in, from })
    }
}

impl SignedIn {
    fn of(session: Session, token: [u8; 32]) -> Self {
        let Session { id, viewer, person, tablet, method, created_at, .. } = session;
        Self { viewer, session: id, person, tablet, method, token, since: created_at }
    }

    /// A tablet stays signed in for as long as it is used: with each page after some weeks it gets another token and another
    /// life.
    pub async fn renew(&self, state: &AppState, jar: CookieJar) -> Result<CookieJar, AppError> {
        let now = state.clock.timestamp();
        if self.tablet.is_none() || self.method != Method::Tablet || now.0 - self.since.0 < RENEW_AFTER_MICROS {
            return Ok(jar);
        }
        let (next, id) = (state.rng.token()?, SessionId(state.rng.uuid(now)?));
        let expires_at = Timestamp(now.0.saturating_add(TABLET_LIFETIME.0));
        state.store.rotate_session(&self.token, &next, id, now, expires_at).await?;
        Ok(jar.add(cookie_for(state.https, &next, TABLET_LIFETIME)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_browser_is_told_in_words_and_nothing_else_of_it_is_kept() {
        let said = |text: &str| agent(&HeaderMap::from_iter([(header::USER_AGENT, text.parse().unwrap())]));
        let tablet = "Mozilla/5.0 (Linux; Android 14; SM-X210) AppleWebKit/537.36 Chrome/131.0.0.0 Safari/537.36";
        assert_eq!(said(tablet), "Chrome, Android");
        let phone = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) Version/18.1 Mobile/15E148 Safari/604.1";
        assert_eq!(said(phone), "Safari, iPhone");
        assert_eq!(said("curl/8.9 <script>"), "");
        assert_eq!(agent(&HeaderMap::new()), "");
    }

    #[test]
    fn a_token_survives_its_cookie_and_nonsense_does_not() {
        let token = [7_u8; 32];
        assert_eq!(unhex_32(cookie(false, &token).value()), Some(token));
        for nonsense in ["", "é", &"g".repeat(64), &"é".repeat(32), &"0".repeat(63)] {
            assert_eq!(unhex_32(nonsense), None, "{nonsense}");
        }
    }
}
