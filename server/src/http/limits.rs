//! How often one may ask. A ward is one address with thirty tablets behind it, so nobody is counted by address except who is
//! not signed in; and those together may try often, because wrong passwords are counted per person elsewhere, in the
//! database.
//!
//! Kept in memory: a limit against floods that wrote to the database for every request would be one. Several servers each
//! count for themselves, and a restart forgets; neither lets anyone guess anything.

use axum::extract::ConnectInfo;
use axum::http::{Extensions, HeaderMap};
use domain::calendar::Timestamp;
use domain::ids::SessionId;
use std::collections::HashMap;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::{Mutex, PoisonError};

/// So many at once, and then one per so many microseconds.
#[derive(Clone, Copy, Debug)]
struct Rate {
    at_once: i64,
    every_micros: i64,
}

/// A tablet that sends a day's work and draws ten pages a second does not come near it.
const SESSION: Rate = Rate { at_once: 3_000, every_micros: 20_000 };
/// Everyone of a home who comes in at the start of a shift, three times over.
const TRIES: Rate = Rate { at_once: 300, every_micros: 500_000 };
/// More askers than this are not remembered one by one; those who are in no hurry are forgotten first.
const MOST_KNOWN: usize = 20_000;

/// When each asker will have paid for what they asked: "virtual scheduling", one number per asker.
#[derive(Debug, Default)]
struct Counted(Mutex<HashMap<u128, i64>>);

impl Counted {
    /// Counts one; or how many seconds to wait.
    fn count(&self, asker: u128, rate: Rate, now: Timestamp) -> Result<(), u64> {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if known.len() >= MOST_KNOWN && !known.contains_key(&asker) {
            known.retain(|_, paid| *paid > now.0);
            if known.len() >= MOST_KNOWN {
                known.clear();
            }
        }
        let paid = known.entry(asker).or_insert(now.0);
        let due = (*paid).max(now.0).saturating_add(rate.every_micros);
        let over = due.saturating_sub(now.0).saturating_sub(rate.at_once.saturating_mul(rate.every_micros));
        if over > 0 {
            return Err(u64::try_from(over).unwrap_or(0).div_ceil(1_000_000));
        }
        *paid = due;
        Ok(())
    }
}

/// What was asked lately.
#[derive(Debug, Default)]
pub struct Limits {
    sessions: Counted,
    tries: Counted,
}

impl Limits {
    /// One request in a session; or how many seconds to wait.
    pub fn asked(&self, session: SessionId, now: Timestamp) -> Result<(), u64> {
        self.sessions.count(session.0.as_u128(), SESSION, now)
    }

    /// One try to come in by someone at this address; or how many seconds to wait.
    pub fn tried(&self, from: IpAddr, now: Timestamp) -> Result<(), u64> {
        // One home has a whole /64 of the new addresses.
        let asker = match from {
            IpAddr::V4(address) => u128::from(u32::from(address)),
            IpAddr::V6(address) => u128::from(address) >> 64 << 64 | 1 << 63,
        };
        self.tries.count(asker, TRIES, now)
    }
}

/// The address that a request comes from. With https there is a proxy of ours in front, which adds it at the end; what stands
/// before that in the header is what anyone may write.
#[must_use]
pub fn address(headers: &HeaderMap, extensions: &Extensions, behind_proxy: bool) -> IpAddr {
    let said = || {
        let last = headers.get_all("x-forwarded-for").iter().next_back()?.to_str().ok()?;
        last.rsplit(',').next()?.trim().parse().ok()
    };
    let peer = || extensions.get::<ConnectInfo<SocketAddr>>().map(|peer| peer.0.ip());
    let found = if behind_proxy { said().or_else(peer) } else { peer() };
    match found.unwrap_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED)) {
        IpAddr::V6(address) => address.to_ipv4_mapped().map_or(IpAddr::V6(address), IpAddr::V4),
        address @ IpAddr::V4(_) => address,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    const SECOND: i64 = 1_000_000;

    #[test]
    fn who_asks_too_often_waits_and_nobody_else_does() {
        let limits = Limits::default();
        let (busy, calm) = (SessionId(Uuid::from_u128(1)), SessionId(Uuid::from_u128(2)));
        for _ in 0..SESSION.at_once {
            assert_eq!(limits.asked(busy, Timestamp(0)), Ok(()));
        }
        assert_eq!(limits.asked(busy, Timestamp(0)), Err(1));
        assert_eq!(limits.asked(calm, Timestamp(0)), Ok(()));
        // A second later there is room for fifty.
        let later = (0..100).filter(|_| limits.asked(busy, Timestamp(SECOND)).is_ok()).count();
        assert_eq!(later, 50);
        assert_eq!(limits.asked(busy, Timestamp(2 * SECOND)), Ok(()), "being refused costs nothing");
    }

    #[test]
    fn a_ward_behind_one_address_comes_in_all_at_once() {
        let limits = Limits::default();
        let home = IpAddr::V4(Ipv4Addr::new(10, 0, 0, 7));
        // Thirty tablets and a hundred phones, each with a mistake.
        for _ in 0..260 {
            assert_eq!(limits.tried(home, Timestamp(0)), Ok(()));
        }
        let refused = (0..10_000).filter(|_| limits.tried(home, Timestamp(SECOND)).is_err()).count();
        assert!(refused > 9_900, "a program that guesses is held up: {refused}");
        assert_eq!(limits.tried("2001:db8::1".parse().unwrap(), Timestamp(SECOND)), Ok(()));
    }

    #[test]
    fn memory_is_bounded_however_many_come() {
        let limits = Limits::default();
        for number in 0..u128::try_from(3 * MOST_KNOWN).unwrap() {
            let _ = limits.asked(SessionId(Uuid::from_u128(number)), Timestamp(0));
        }
        assert!(limits.sessions.0.lock().unwrap().len() <= MOST_KNOWN);
    }

    #[test]
    fn the_proxy_says_where_a_request_comes_from_and_nobody_else() {
        let mut headers = HeaderMap::new();
        headers.append("x-forwarded-for", "1.1.1.1, 2.2.2.2".parse().unwrap());
        headers.append("x-forwarded-for", "3.3.3.3, 4.4.4.4".parse().unwrap());
        let mut extensions = Extensions::new();
        extensions.insert(ConnectInfo(SocketAddr::from(([127, 0, 0, 1], 9))));
        let ip = |text: &str| text.parse::<IpAddr>().unwrap();
        assert_eq!(address(&headers, &extensions, true), ip("4.4.4.4"));
        assert_eq!(address(&headers, &extensions, false), ip("127.0.0.1"));
        assert_eq!(address(&HeaderMap::new(), &extensions, true), ip("127.0.0.1"));
        headers.append("x-forwarded-for", "nonsense".parse().unwrap());
        assert_eq!(address(&headers, &extensions, true), ip("127.0.0.1"));
    }
}
