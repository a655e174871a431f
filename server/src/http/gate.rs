//! Who may ask at an address, and the layer that lets nobody else past. Every route carries its [`Askers`]
//! (`http/routes.rs`); handlers that take a typed viewer are the second line.
//!
//! What the gate found stands in the request, so that the session is read once.

use super::html;
use super::limits;
use super::problem::Speaks;
use super::routes::Answers;
use super::session::SignedIn;
use crate::audit::What;
use crate::error::{ApiError, AppError};
use crate::hole::{Hole, is_open};
use crate::state::AppState;
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use domain::access::{Beside, Scope};
use std::borrow::Cow;
use std::sync::Arc;

/// Whom a request comes from, as far as addresses differ by it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Asker {
    /// Not signed in.
    Nobody,
    Resident,
    Family,
    Carer,
    Office,
    Supporter,
    Provider,
    Council,
    /// The security officer.
    Security,
    /// A tablet that was taken back: what it kept may still come in.
    Revoked,
}

impl Asker {
    /// Those who see pages.
    pub const ALL: [Self; 9] = [
        Self::Nobody,
        Self::Resident,
        Self::Family,
        Self::Carer,
        Self::Office,
        Self::Supporter,
        Self::Provider,
        Self::Council,
        Self::Security,
    ];

    const fn bit(self) -> u16 {
        match self {
            Self::Nobody => 1,
            Self::Resident => 1 << 1,
            Self::Family => 1 << 2,
            Self::Carer => 1 << 3,
            Self::Office => 1 << 4,
            Self::Revoked => 1 << 5,
            Self::Supporter => 1 << 6,
            Self::Provider => 1 << 7,
            Self::Council => 1 << 8,
            Self::Security => 1 << 9,
        }
    }

    #[must_use]
    pub const fn of(signed_in: &SignedIn) -> Self {
        match &signed_in.viewer.scope {
            Scope::Resident { .. } => Self::Resident,
            Scope::Family { .. } => Self::Family,
            Scope::Ward { .. } => Self::Carer,
            Scope::Office { .. } => Self::Office,
            Scope::Beside(Beside::Supporter(_)) => Self::Supporter,
            Scope::Beside(Beside::Provider(_)) => Self::Provider,
            Scope::Beside(Beside::Council(_)) => Self::Council,
            Scope::Beside(Beside::Security(_)) => Self::Security,
        }
    }
}

/// A set of askers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Askers(u16);

impl Askers {
    /// Whoever knows the address: nothing behind it is about anyone, or the handler answers each as fits.
    pub const ANYONE: Self = Self::of(&Asker::ALL);
    pub const SIGNED_IN: Self = Self(Self::PEOPLE.0 | Asker::Resident.bit());
    /// Those who see a resident's shop: the resident, their family, and the ward that orders with them.
    pub const SHOP: Self = Self::of(&[Asker::Resident, Asker::Family, Asker::Carer]);
    /// Those who sign in as somebody: a resident's tablet does not.
    pub const PEOPLE: Self = Self::of(&[
        Asker::Family,
        Asker::Carer,
        Asker::Office,
        Asker::Supporter,
        Asker::Provider,
        Asker::Council,
        Asker::Security,
    ]);
    /// Those whose devices send what was done on them.
    pub const SENDERS: Self = Self::of(&[Asker::Resident, Asker::Family, Asker::Carer, Asker::Revoked]);
    pub const FAMILY: Self = Self::of(&[Asker::Family]);
    /// Those whose things they are: the resident, and family as far as they manage.
    pub const OWN: Self = Self::of(&[Asker::Resident, Asker::Family]);
    pub const STAFF: Self = Self::of(&[Asker::Carer, Asker::Office]);
    pub const WARD: Self = Self::of(&[Asker::Carer]);
    pub const OFFICE: Self = Self::of(&[Asker::Office]);
    pub const SUPPORTER: Self = Self::of(&[Asker::Supporter]);
    pub const PROVIDER: Self = Self::of(&[Asker::Provider]);
    pub const COUNCIL: Self = Self::of(&[Asker::Council]);
    pub const SECURITY: Self = Self::of(&[Asker::Security]);

    #[must_use]
    pub const fn of(askers: &[Asker]) -> Self {
        let mut bits = 0;
        let mut rest = askers;
        while let [first, others @ ..] = rest {
            bits |= first.bit();
            rest = others;
        }
        Self(bits)
    }

    #[must_use]
    pub const fn lets(self, asker: Asker) -> bool {
        self.0 & asker.bit() != 0
    }

    #[must_use]
    pub fn is_anyone(self) -> bool {
        self == Self::ANYONE
    }
}

/// What stands in front of one route.
pub struct Gate {
    pub state: AppState,
    /// As it stands in the list, without whom it is asked for.
    pub address: Cow<'static, str>,
    pub who: Askers,
    pub answers: Answers,
}

/// Lets pass whom the route is for. Others are told that there is no such page; who is not signed in is sent to sign in.
pub async fn gate(State(gate): State<Arc<Gate>>, request: Request, next: Next) -> Response {
    let before = gate.state.clock.timestamp();
    let found = SignedIn::find(request.headers(), &gate.state).await;
    gate.state.metrics.found_who(gate.state.clock.micros_since(before));
    let speaks = match &found {
        Ok(Some(signed_in)) => Some(Speaks(signed_in.viewer.language)),
        _ => None,
    };
    let mut answer = pass(&gate, found, request, next).await;
    if let Some(speaks) = speaks {
        answer.extensions_mut().insert(speaks);
    }
    answer
}

async fn pass(gate: &Gate, found: Result<Option<SignedIn>, AppError>, mut request: Request, next: Next) -> Response {
    let refusal = match found {
        Err(AppError::Revoked) if gate.who.lets(Asker::Revoked) => return next.run(request).await,
        Err(error) => error,
        Ok(None) if gate.who.lets(Asker::Nobody) => return next.run(request).await,
        Ok(None) => AppError::NotSignedIn,
        Ok(Some(signed_in)) if gate.who.lets(Asker::of(&signed_in)) || is_open(Hole::RouteWithoutCheck) => {
            match gate.state.limits.asked(signed_in.session, gate.state.clock.timestamp()) {
                Ok(()) => {
                    let holder = signed_in.holder();
                    let asks_for_somebody = names_somebody(&gate.address).then(|| signed_in.clone());
                    request.extensions_mut().insert(signed_in);
                    let answer = match holder {
                        Some(person) => html::held_by(person, next.run(request)).await,
                        None => next.run(request).await,
                    };
                    if answer.status() == StatusCode::NOT_FOUND
                        && let Some(signed_in) = asks_for_somebody
                        && let Err(error) = note_refusal(gate, &signed_in).await
                    {
                        return error.into_response();
                    }
                    return answer;
                }
                Err(seconds) => AppError::TooOften(seconds),
            }
        }
        Ok(Some(signed_in)) => note_refusal(gate, &signed_in).await.err().unwrap_or(AppError::NotFound),
    };
    match gate.answers {
        Answers::Page | Answers::File => refusal.into_response(),
        Answers::Api | Answers::Stream => ApiError(refusal).into_response(),
    }
}

/// Whether an address is about somebody: what is not found there may be somebody else's.
fn names_somebody(address: &str) -> bool {
    ["{household}", "{person}", "{tablet}", "{emergency}", "{note}"].iter().any(|name| address.contains(name))
}

/// Somebody who is signed in asked for what is not theirs, or made it up. The log says where, and not what was asked for; the
/// same place in the same session once in a quarter of an hour, so that nobody can fill it.
async fn note_refusal(gate: &Gate, signed_in: &SignedIn) -> Result<(), AppError> {
    let entry = signed_in.entry(gate.state.clock.timestamp(), What::Refused).detail(gate.address.clone()).refused();
    Ok(gate.state.audit.looked(entry).await?)
}

/// In front of what may be sent without being signed in: such tries are counted by address.
pub async fn count_tries(State(state): State<AppState>, request: Request, next: Next) -> Response {
    let from = limits::address(request.headers(), request.extensions(), state.https);
    match state.limits.tried(from, state.clock.timestamp()) {
        Ok(()) => next.run(request).await,
        Err(seconds) => AppError::TooOften(seconds).into_response(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::routes;
    use super::*;
    use crate::http::test_shop::Shop;
    use crate::store::counting;
    use axum::Router;
    use axum::body::{Body, to_bytes};
    use axum::http::header;
    use domain::calendar::Timestamp;
    use tower::ServiceExt;

    #[test]
    fn a_set_lets_in_who_is_in_it() {
        for asker in Asker::ALL {
            assert!(Askers::ANYONE.lets(asker));
            assert_eq!(Askers::SIGNED_IN.lets(asker), asker != Asker::Nobody);
            assert_eq!(Askers::WARD.lets(asker), asker == Asker::Carer);
        }
        assert!(Askers::ANYONE.is_anyone() && !Askers::SIGNED_IN.is_anyone());
    }

    #[tokio::test]
    async fn the_session_is_read_once() {
        let shop = Shop::open().await;
        let cookie = shop.enter("R01").await;
        for (address, status) in [("/go/shop", StatusCode::SEE_OTHER), ("/office/residents", StatusCode::NOT_FOUND)] {
            let (answer, statements) = counting(shop.get(address, &cookie)).await;
            assert_eq!((answer.status, statements), (status, 1), "{address}");
        }
    }

    #[tokio::test]
    async fn what_is_not_somebodys_is_noted_once_in_a_while_and_without_whom_it_was_about() {
        let shop = Shop::open().await;
        let (_, other) = shop.state.store.household_by_code("R12").await.unwrap().unwrap();
        let cookie = shop.enter("R01").await;
        let officer = shop.enter("dorien").await;
        for _ in 0..3 {
            for address in ["/office/residents".to_owned(), format!("/r/{other}/cup"), "/r/nonsense/cup".to_owned()] {
                assert_eq!(shop.get(&address, &cookie).await.status, StatusCode::NOT_FOUND);
            }
        }
        shop.state.audit.flush().await.unwrap();
        let file = shop.get("/security/log.csv", &officer).await.body;
        let refused: Vec<_> = file.lines().filter(|line| line.contains(",refused,")).collect();
        let of = |address: &str| refused.iter().filter(|line| line.contains(&format!(",{address},"))).count();
        assert_eq!((of("/office/residents"), of("/r/{household}/cup"), refused.len()), (1, 1, 2), "{refused:?}");
        assert!(!file.contains(&other.to_string()));
    }

    #[tokio::test]
    async fn who_asks_too_often_is_told_when_to_come_back() {
        let shop = Shop::open().await;
        let cookie = shop.enter("R01").await;
        let mut answer = shop.get("/go/shop", &cookie).await;
        for _ in 0..4_000 {
            if answer.status == StatusCode::TOO_MANY_REQUESTS {
                break;
            }
            answer = shop.get("/go/shop", &cookie).await;
        }
        assert_eq!(answer.status, StatusCode::TOO_MANY_REQUESTS);
        assert_eq!(answer.headers[header::RETRY_AFTER], "1");
        assert!(answer.body.contains("Even wachten"));
        let other = shop.enter("R02").await;
        assert_eq!(shop.get("/go/shop", &other).await.status, StatusCode::SEE_OTHER);
    }

    /// What a router of one address spends on so many requests, in microseconds of processor.
    async fn spent(router: &Router, address: &str, cookie: &str, times: u64) -> u64 {
        let processor = || {
            let stat = std::fs::read_to_string("/proc/self/stat").unwrap();
            let fields = stat.rsplit(')').next().unwrap().split_whitespace().skip(11).take(2);
            fields.map(|ticks| ticks.parse::<u64>().unwrap()).sum::<u64>() * 10_000
        };
        let before = processor();
        for _ in 0..times {
            let request = Request::get(address).header(header::COOKIE, cookie).body(Body::empty()).unwrap();
            let answer = router.clone().oneshot(request).await.unwrap();
            assert_eq!(answer.status(), StatusCode::OK);
            to_bytes(answer.into_body(), usize::MAX).await.unwrap();
        }
        processor() - before
    }

    /// `cargo test -p server --lib gate::tests::what_the_gate_costs -- --ignored --nocapture`, alone.
    #[tokio::test]
    #[ignore = "takes a while; prints figures"]
    async fn what_the_gate_costs() {
        let shop = Shop::open().await;
        let cookie = shop.enter("fatma").await;
        let first = shop.get("/api/v1/sync", &cookie).await.body;
        let said: serde_json::Value = serde_json::from_str(&first).unwrap();
        let snapshot = &said["snapshot"];
        let (cursor, epoch) = (&snapshot["cursor"], snapshot["epoch"].as_str().unwrap());
        let address =
            format!("/api/v1/sync?cursor={cursor}&epoch={epoch}&catalogue={}", snapshot["catalogue"]["version"]);
        let pull = routes::all(&shop.state).find(|route| route.address == "/api/v1/sync").unwrap();
        // Without the gate, the handler reads the session itself, as all did before.
        let mut open = pull.clone();
        open.who = Askers::ANYONE;
        let router = |route: &routes::Route| {
            Router::new().route(&route.address, route.guarded(&shop.state)).with_state(shop.state.clone())
        };
        let (with, without) = (router(&pull), router(&open));
        let (mut sums, times) = ((0, 0), 400);
        // In turn, so that whatever else the machine does weighs on both alike; fewer than the limit of a session.
        for _ in 0..6 {
            shop.state.clock.set(Timestamp(shop.state.clock.timestamp().0 + 60_000_000));
            sums.0 += spent(&with, &address, &cookie, times).await;
            sums.1 += spent(&without, &address, &cookie, times).await;
        }
        let each = |sum| sum / (6 * times);
        println!("a pull without news: {} µs of processor with the gate, {} without", each(sums.0), each(sums.1));
    }
}
