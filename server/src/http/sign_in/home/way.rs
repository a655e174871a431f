//! The way to the provider and back, in the browser that began it: a random token in a cookie, of which everything else is
//! made. The database knows its hash, once, for ten minutes; whoever reads it, or the address that the provider sees, learns
//! nothing that opens anything.

use crate::hex::{hex, unhex_32};
use crate::rng::{NoRandomness, Rng};
use crate::sign_in::oidc::Way;
use crate::store::WAY_MICROS;
use app::sign_in::SetOut;
use axum_extra::extract::CookieJar;
use axum_extra::extract::cookie::{Cookie, SameSite};
use domain::catalogue::Language;
use sha2::{Digest, Sha256};

pub struct Token {
    token: [u8; 32],
    /// What the person reads meanwhile.
    pub language: Language,
    /// Where they set out. It says where they want to come in; whether they may is looked at there.
    pub from: SetOut,
}

const fn name(https: bool) -> &'static str {
    if https { "__Host-bekertje-way" } else { "bekertje-way" }
}

fn cookie(https: bool, value: String) -> Cookie<'static> {
    Cookie::build((name(https), value))
        .path("/")
        .http_only(true)
        // The provider's page is another site, and leads back here.
        .same_site(SameSite::Lax)
        .secure(https)
        .build()
}

impl Token {
    pub fn draw(rng: &Rng, language: Language, from: SetOut) -> Result<Self, NoRandomness> {
        Ok(Self { token: rng.token()?, language, from })
    }

    /// The way that this browser is on.
    pub fn of(jar: &CookieJar, https: bool) -> Option<Self> {
        let value = jar.get(name(https))?.value().to_owned();
        let (token, rest) = value.split_at_checked(64)?;
        let (language, from) = rest.split_once('.')?;
        let (language, from) = (Language::from_code(language)?, SetOut::from_code(from)?);
        Some(Self { token: unhex_32(token)?, language, from })
    }

    pub fn cookie(&self, https: bool) -> Cookie<'static> {
        let mut cookie = cookie(https, format!("{}{}.{}", hex(&self.token), self.language.code(), self.from.code()));
        cookie.set_max_age(time::Duration::microseconds(WAY_MICROS));
        cookie
    }

    /// The browser forgets it.
    pub fn forget(jar: CookieJar, https: bool) -> CookieJar {
        jar.remove(cookie(https, String::new()))
    }

    fn part(&self, what: &str) -> [u8; 32] {
        Sha256::new().chain_update(what.as_bytes()).chain_update(self.token).finalize().into()
    }

    /// By which the database knows it.
    pub fn hash(&self) -> [u8; 32] {
        self.part("way ")
    }

    pub fn way(&self) -> Way {
        let part = |what| hex(&self.part(what));
        Way { state: part("state "), nonce: part("nonce "), verifier: part("verifier ") }
    }

    /// Whether an answer is to this way. Of the two texts their hashes are compared: how long that takes tells nothing.
    pub fn is_answered_by(&self, state: &str) -> bool {
        Sha256::digest(state.as_bytes()) == Sha256::digest(self.way().state.as_bytes())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_way_is_found_again_by_its_cookie_and_its_parts_tell_nothing_of_each_other() {
        let token = Token::draw(&Rng::seeded(1), Language::En, SetOut::Shift).unwrap();
        let jar = CookieJar::new().add(token.cookie(false));
        let found = Token::of(&jar, false).unwrap();
        assert_eq!((found.token, found.language, found.from), (token.token, Language::En, SetOut::Shift));
        let Way { state, nonce, verifier } = found.way();
        let parts = [hex(&token.token), hex(&token.hash()), state.clone(), nonce, verifier];
        assert_eq!(parts.iter().collect::<std::collections::BTreeSet<_>>().len(), 5);
        assert!(parts.iter().all(|part| part.len() == 64), "a verifier has 43 to 128 letters");
        assert!(token.is_answered_by(&state));
        assert!(!token.is_answered_by("") && !token.is_answered_by(&state.replace('a', "b").replace('0', "1")));
        assert!(Token::of(&Token::forget(jar, false), false).is_none());
    }

    #[test]
    fn a_cookie_that_is_none_is_no_way() {
        let zeros = "0".repeat(64);
        let almost = ["", "nl", "xx.shift", "nl.", "nl.elsewhere"].map(|rest| format!("{zeros}{rest}"));
        for nonsense in almost.iter().map(String::as_str).chain(["", "x", &"é".repeat(40)]) {
            let jar = CookieJar::new().add(cookie(false, (*nonsense).to_owned()));
            assert!(Token::of(&jar, false).is_none(), "{nonsense}");
        }
    }
}
