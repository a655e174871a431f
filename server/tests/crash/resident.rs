//! A resident's tablet that orders and cancels without end, and remembers every answer it got.

use domain::access::Actor;
use domain::amount::Amount;
use domain::calendar::Moment;
use domain::catalogue::{Catalogue, PurseKind};
use domain::household::Household;
use domain::ids::{HouseholdId, LineId, OpId, OrderId};
use domain::order::BasketLine;
use domain::sync::wire::{PullReply, PushReply, PushRequest};
use domain::sync::{Operation, OperationKind, Snapshot, Verdict};
use std::collections::BTreeMap;
use std::io::{BufRead, BufReader};
use std::time::Duration;
use uuid::Uuid;

/// What was sent, and the final answer if one came back.
pub struct Sent {
    operation: Operation,
    verdict: Option<Verdict>,
}

pub struct Resident {
    cookie: String,
    household: HouseholdId,
    catalogue_version: i64,
    line: BasketLine,
    cup_at_first: Amount,
    pub log: Vec<Sent>,
}

fn agent() -> ureq::Agent {
    ureq::Agent::config_builder()
        .max_redirects(0)
        .http_status_as_error(false)
        .timeout_global(Some(Duration::from_secs(60)))
        .build()
        .into()
}

impl Resident {
    /// Comes in by the demo door.
    pub fn enter(url: &str, code: &str) -> Self {
        let answer = agent().get(format!("{url}/demo/as/{code}")).call().unwrap();
        let cookie = answer.headers()["set-cookie"].to_str().unwrap();
        let cookie = cookie.split(';').next().unwrap().to_owned();
        let snapshot = pull(url, &cookie);
        let household = snapshot.households.first().unwrap();
        let line = cheapest(&snapshot.catalogue, household, snapshot.now.local);
        Self {
            cookie,
            household: household.id,
            catalogue_version: snapshot.catalogue.version,
            line,
            cup_at_first: household.cup_left(),
            log: Vec::new(),
        }
    }

    /// Orders when nothing is ordered, and cancels what is.
    fn next(&self) -> OperationKind {
        match self.log.last().map(|sent| &sent.operation.kind) {
            Some(OperationKind::PlaceOrder { order, .. }) => OperationKind::CancelOrder { order: *order },
            _ => {
                let line = BasketLine { line: LineId(Uuid::now_v7()), ..self.line.clone() };
                OperationKind::PlaceOrder {
                    order: OrderId(Uuid::now_v7()),
                    catalogue_version: self.catalogue_version,
                    max_total: BTreeMap::from([(line.purse, line.total().unwrap())]),
                    lines: vec![line],
                }
            }
        }
    }

    /// One operation more. Whether the server gave it a final answer; `None` when there was no server.
    pub fn act(&mut self, url: &str) -> Option<bool> {
        let operation = Operation::online(OpId(Uuid::now_v7()), self.household, Actor::resident(), self.next());
        self.log.push(Sent { operation: operation.clone(), verdict: None });
        let verdict = self.push(url, vec![operation])?.pop().filter(Verdict::is_final);
        let is_final = verdict.is_some();
        self.log.last_mut().unwrap().verdict = verdict;
        Some(is_final)
    }

    /// Goes on until the server is gone.
    pub fn act_until_the_end(&mut self, url: &str) {
        while self.act(url).is_some() {}
    }

    /// Sends everything again, as a tablet does that does not know what arrived: what was answered before gets the same
    /// answer, and everything gets a final one.
    #[track_caller]
    pub fn send_all_again(&mut self, url: &str) {
        for sent in self.log.chunks_mut(domain::sync::wire::MAX_OPERATIONS) {
            let operations: Vec<_> = sent.iter().map(|sent| sent.operation.clone()).collect();
            let body = PushRequest { operations, device: None, again: Vec::new() };
            let verdicts = exchange(url, &self.cookie, &body).expect("the server is open");
            for (sent, verdict) in sent.iter_mut().zip(verdicts) {
                assert!(verdict.is_final(), "{:?} → {verdict:?}", sent.operation);
                match &sent.verdict {
                    Some(before) => assert_eq!(*before, verdict, "another answer to {:?}", sent.operation),
                    None => sent.verdict = Some(verdict),
                }
            }
        }
    }

    /// Forgets the answers: for a server that may have lost what was not whole on its disk.
    pub fn forget_answers(&mut self) {
        for sent in &mut self.log {
            sent.verdict = None;
        }
    }

    pub fn applied(&self) -> usize {
        self.log.iter().filter(|sent| matches!(sent.verdict, Some(Verdict::Applied { .. }))).count()
    }

    /// The open stream of pokes, line by line, after its first word.
    pub fn listen(&self, url: &str) -> impl Iterator<Item = String> + use<> {
        let stream = agent().get(format!("{url}/api/v1/pokes")).header("cookie", &self.cookie).call().unwrap();
        let mut lines = BufReader::new(stream.into_body().into_reader()).lines().map_while(Result::ok);
        let first = lines.next().unwrap();
        assert_eq!(first, "event: build");
        lines.filter(|line| line.starts_with("event:"))
    }

    /// What the household has and had.
    pub fn household(&self, url: &str) -> Household {
        pull(url, &self.cookie).households.into_iter().next().unwrap()
    }

    /// The newest version of the household that the server told us of.
    pub fn version_answered(&self) -> i64 {
        let versions = self.log.iter().filter_map(|sent| match sent.verdict {
            Some(Verdict::Applied { version }) => Some(version),
            _ => None,
        });
        versions.max().unwrap_or(0)
    }

    /// The last order stands unless it was cancelled, and the cup has lost just that.
    #[track_caller]
    pub fn has_what_it_ordered(&self, url: &str) {
        let household = self.household(url);
        let last = self.log.last().map(|sent| &sent.operation.kind);
        let open = match last {
            Some(OperationKind::PlaceOrder { .. }) => self.line.total().unwrap(),
            _ => Amount::zero(self.line.unit_price.unit()),
        };
        assert_eq!(household.cup_left(), self.cup_at_first.minus(open).unwrap());
    }

    fn push(&self, url: &str, operations: Vec<Operation>) -> Option<Vec<Verdict>> {
        exchange(url, &self.cookie, &PushRequest { operations, device: None, again: Vec::new() })
    }
}

fn exchange(url: &str, cookie: &str, body: &PushRequest) -> Option<Vec<Verdict>> {
    let mut answer = agent().post(format!("{url}/api/v1/sync")).header("cookie", cookie).send_json(body).ok()?;
    if !answer.status().is_success() {
        return Some(vec![Verdict::Retry; body.operations.len()]);
    }
    let reply: PushReply = answer.body_mut().read_json().ok()?;
    let echoed = reply.verdicts.iter().map(|judged| judged.op_id);
    assert!(echoed.eq(body.operations.iter().map(|operation| operation.op_id)), "every verdict echoes its operation");
    Some(reply.verdicts.into_iter().map(|judged| judged.verdict).collect())
}

fn pull(url: &str, cookie: &str) -> Snapshot {
    let mut answer = agent().get(format!("{url}/api/v1/sync")).header("cookie", cookie).call().unwrap();
    match answer.body_mut().with_config().limit(50 << 20).read_json().unwrap() {
        PullReply::Snapshot(snapshot) => *snapshot,
        PullReply::Changes { .. } => panic!("nobody asked for changes"),
    }
}

/// Something that this resident can order from the cup as often as wanted.
fn cheapest(catalogue: &Catalogue, household: &Household, now: Moment) -> BasketLine {
    let unit = household.cup_left().unit();
    let choices = catalogue.items.iter().filter(|item| {
        item.blocked_by(&household.clearances).is_none()
            && item.max_per_day().is_none()
            && item.max_per_week().is_none()
    });
    let lines = choices.flat_map(|item| {
        let is_from_cup = item.purses.contains(&PurseKind::Cup);
        item.offers.iter().filter_map(move |offer| {
            Some(BasketLine {
                line: LineId(Uuid::nil()),
                item: item.id,
                offer: offer.id,
                purse: PurseKind::Cup,
                moment: *item.next_moments(offer, now, 4).last()?,
                quantity: 1,
                // A moment with few places would be full for the others.
                unit_price: offer.prices.in_unit(unit).filter(|_| is_from_cup && item.room(offer).is_none())?,
            })
        })
    });
    lines.min_by_key(|line| line.unit_price.minor()).expect("the demo home sells something")
}
