//! How long one waits after wrong tries: first not at all, then longer and longer, then for a quarter of an hour. It is
//! counted by what the tries were about and never by address: a whole ward comes from one.

use domain::calendar::Timestamp;
use domain::ids::{PersonId, TabletId};
use sha2::{Digest, Sha256};

const SECOND: i64 = 1_000_000;
const LOCK_SECONDS: i64 = 15 * 60;
/// Tries are forgotten when there was none for so long.
const FORGOTTEN_MICROS: i64 = 3_600 * SECOND;

/// What tries are counted by. The database knows only its hash.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Subject {
    /// The password of a person.
    Person(PersonId),
    /// A name that nobody signs in with: it is treated as if somebody did.
    Name(String),
    /// The code after the password.
    SecondStep(PersonId),
    /// A browser, by the number in its cookie.
    Browser([u8; 32]),
    /// The PIN of a person on a tablet of the ward.
    Pin(TabletId, PersonId),
    /// All PINs on such a tablet.
    Tablet(TabletId),
    /// What a device says is its passkey, by its own number for it; somebody's or nobody's.
    Passkey(Vec<u8>),
}

impl Subject {
    #[must_use]
    pub fn hash(&self) -> [u8; 32] {
        let mut hash = Sha256::new();
        match self {
            Self::Person(person) => {
                hash.update(b"person ");
                hash.update(person.0.as_bytes());
            }
            Self::Name(name) => {
                hash.update(b"name ");
                hash.update(name.as_bytes());
            }
            Self::SecondStep(person) => {
                hash.update(b"second ");
                hash.update(person.0.as_bytes());
            }
            Self::Browser(number) => {
                hash.update(b"browser ");
                hash.update(number);
            }
            Self::Pin(tablet, person) => {
                hash.update(b"pin ");
                hash.update(tablet.0.as_bytes());
                hash.update(person.0.as_bytes());
            }
            Self::Tablet(tablet) => {
                hash.update(b"tablet ");
                hash.update(tablet.0.as_bytes());
            }
            Self::Passkey(number) => {
                hash.update(b"passkey ");
                hash.update(number);
            }
        }
        hash.finalize().into()
    }

    /// The wait after so many wrong tries in a row, in seconds. A browser may be shared by many. A PIN is short: from the fifth
    /// wrong one on it is four in an hour, and the password is the way back.
    const fn wait_seconds(&self, tries: i64) -> i64 {
        match (self, tries) {
            (Self::Browser(_) | Self::Tablet(_), ..20) | (_, ..5) => 0,
            (Self::Browser(_) | Self::Tablet(_), ..40) => 30,
            (Self::Browser(_) | Self::Tablet(_) | Self::Pin(..), _) => LOCK_SECONDS,
            (_, 5) => 5,
            (_, 6) => 15,
            (_, 7) => 30,
            (_, 8) => 60,
            (_, 9) => 120,
            (_, _) => LOCK_SECONDS,
        }
    }
}

/// The tries about one subject.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tried {
    pub tries: i64,
    pub last_at: Timestamp,
    pub open_at: Timestamp,
}

impl Tried {
    /// When the next try is looked at, if that is not now.
    #[must_use]
    pub fn waits_until(&self, now: Timestamp) -> Option<Timestamp> {
        (self.open_at > now).then_some(self.open_at)
    }

    /// After one more, which counts as wrong until it was found right: many at the same time are no way around. Without a wait it
    /// is open to all, also to a try that began a moment earlier and is counted a moment later.
    #[must_use]
    pub fn once_more(self, subject: &Subject, now: Timestamp) -> Self {
        let is_forgotten = now.0.saturating_sub(self.last_at.0.max(self.open_at.0)) > FORGOTTEN_MICROS;
        let tries = if is_forgotten { 1 } else { self.tries.saturating_add(1) };
        let open_at = match subject.wait_seconds(tries).saturating_mul(SECOND) {
            0 => Timestamp(0),
            wait => Timestamp(now.0.saturating_add(wait)),
        };
        Self { tries, last_at: now, open_at }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    /// The waits after so many tries, each made as soon as it may be.
    fn waits(subject: &Subject, count: usize) -> Vec<i64> {
        let (mut tried, mut now) = (Tried::default(), Timestamp(10_000_000 * SECOND));
        (0..count)
            .map(|_| {
                tried = tried.once_more(subject, now);
                let wait = (tried.open_at.0 - now.0).max(0) / SECOND;
                now = tried.open_at.max(now);
                wait
            })
            .collect()
    }

    #[test]
    fn who_began_earlier_and_is_counted_later_does_not_wait_for_who_came_between() {
        let person = Subject::Person(PersonId(Uuid::from_u128(1)));
        let (earlier, later) = (Timestamp(10_000_000 * SECOND), Timestamp(10_000_000 * SECOND + 1));
        let mut tried = Tried::default();
        for _ in 0..4 {
            tried = tried.once_more(&person, later);
            assert_eq!(tried.waits_until(earlier), None, "{tried:?}");
        }
        tried = tried.once_more(&person, later);
        assert_eq!(tried.waits_until(earlier), Some(Timestamp(later.0 + 5 * SECOND)), "the fifth wrong one does wait");
    }

    #[test]
    fn waits_grow_until_the_lock_and_never_shrink() {
        let person = Subject::Person(PersonId(Uuid::from_u128(1)));
        assert_eq!(waits(&person, 12), [0, 0, 0, 0, 5, 15, 30, 60, 120, 900, 900, 900]);
        assert_eq!(waits(&Subject::Name("olifant".into()), 12), waits(&person, 12));
        let browser = waits(&Subject::Browser([1; 32]), 41);
        let pin = Subject::Pin(TabletId(Uuid::from_u128(1)), PersonId(Uuid::from_u128(1)));
        assert_eq!(waits(&pin, 7), [0, 0, 0, 0, 900, 900, 900]);
        assert_eq!(waits(&Subject::Tablet(TabletId(Uuid::from_u128(1))), 41), browser);
        assert!(browser.is_sorted() && browser[18] == 0 && browser[19] == 30 && browser[40] == 900, "{browser:?}");
    }

    #[test]
    fn tries_of_long_ago_do_not_count() {
        let person = Subject::Person(PersonId(Uuid::from_u128(1)));
        let now = Timestamp(10_000_000 * SECOND);
        let tried = Tried { tries: 9, last_at: Timestamp(now.0 - FORGOTTEN_MICROS), open_at: Timestamp(0) };
        assert_eq!(tried.once_more(&person, now).tries, 10);
        assert_eq!(tried.once_more(&person, Timestamp(now.0 + 1)).tries, 1);
    }

    #[test]
    fn a_person_and_a_name_are_never_counted_together() {
        let id = PersonId(Uuid::from_u128(1));
        let hashes =
            [Subject::Person(id).hash(), Subject::SecondStep(id).hash(), Subject::Name(id.0.to_string()).hash()];
        assert!(hashes[0] != hashes[1] && hashes[1] != hashes[2] && hashes[0] != hashes[2]);
    }
}
