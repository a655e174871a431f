//! Residents with a session, and what they ask over HTTP.

use crate::program::Program;
use domain::access::Actor;
use domain::amount::Amount;
use domain::calendar::Moment;
use domain::catalogue::PurseKind;
use domain::ids::{DeviceId, HouseholdId, ItemId, LineId, OfferId, OpId, OrderId};
use domain::order::BasketLine;
use domain::sync::wire::{DeviceReport, PullReply, PushReply, PushRequest};
use domain::sync::{DeviceStamp, Operation, OperationKind, Snapshot, Verdict};
use server::clock::{Clock, DEFAULT_TIME_ZONE};
use server::rng::Rng;
use std::net::SocketAddr;
use ureq::Agent;
use ureq::http::{Request, Response};
use uuid::Uuid;

/// One kept-alive connection, as a browser has.
pub struct Connection {
    agent: Agent,
    base: String,
}

impl Connection {
    pub fn to(address: SocketAddr) -> Self {
        let config =
            Agent::config_builder().http_status_as_error(false).max_redirects(0).max_redirects_will_error(false);
        Self { agent: config.build().into(), base: format!("http://{address}") }
    }

    /// The answer with its whole body.
    pub fn get(&self, path: &str, cookie: &str, encoding: &str) -> Result<Response<Vec<u8>>, ureq::Error> {
        let request =
            Request::get(format!("{}{path}", self.base)).header("cookie", cookie).header("accept-encoding", encoding);
        self.run(request.body(Vec::new())?)
    }

    pub fn post(&self, path: &str, cookie: &str, kind: &str, body: Vec<u8>) -> Result<Response<Vec<u8>>, ureq::Error> {
        let request =
            Request::post(format!("{}{path}", self.base)).header("cookie", cookie).header("content-type", kind);
        self.run(request.body(body)?)
    }

    fn run(&self, request: Request<Vec<u8>>) -> Result<Response<Vec<u8>>, ureq::Error> {
        let (parts, mut body) = self.agent.run(request)?.into_parts();
        Ok(Response::from_parts(parts, body.read_to_vec()?))
    }
}

/// A resident who orders the same small thing, each time for the next free moment.
pub struct Resident {
    pub cookie: String,
    pub household: HouseholdId,
    pub shelves: Vec<String>,
    item: ItemId,
    offer: OfferId,
    price: Amount,
    catalogue_version: i64,
    moments: Vec<Moment>,
}

/// A glass of something: small enough for many in one cup, without a limit of places that others could take.
const CHOICE: &str = "E03";
/// And no more than this on one day.
const A_DAY: usize = 2;

/// Lets residents in through the demo door.
pub fn enter(program: &Program, codes: &[String]) -> Vec<Resident> {
    let connection = Connection::to(program.address);
    let entered = codes.iter().map(|code| {
        let (cookie, address) = enter_as(&connection, code);
        let household = address.trim_start_matches("/r/").parse().expect("a household");
        Resident::look(&connection, cookie, household)
    });
    entered.collect()
}

/// The cookie of who was let in, and where they came.
pub fn enter_as(connection: &Connection, code: &str) -> (String, String) {
    let form = format!("door={code}").into_bytes();
    let answer = connection.post("/demo/enter", "", "application/x-www-form-urlencoded", form).expect("the door");
    assert_eq!(answer.status(), 303, "the door for {code}: {}", String::from_utf8_lossy(answer.body()));
    let text = |name: &str| answer.headers().get(name).and_then(|value| value.to_str().ok()).expect("an open door");
    let cookie = text("set-cookie").split(';').next().expect("a cookie").to_owned();
    (cookie, text("location").to_owned())
}

/// Everything that someone may see.
pub fn snapshot(connection: &Connection, cookie: &str) -> Snapshot {
    let answer = connection.get("/api/v1/sync", cookie, "identity").expect("a snapshot");
    match serde_json::from_slice(answer.body()).expect("a snapshot") {
        PullReply::Snapshot(snapshot) => *snapshot,
        PullReply::Changes { .. } => panic!("changes without a cursor"),
    }
}

impl Resident {
    fn look(connection: &Connection, cookie: String, household: HouseholdId) -> Self {
        let snapshot = snapshot(connection, &cookie);
        let item = snapshot.catalogue.by_code(CHOICE).expect("the item");
        let offer = item.offers.first().expect("an offer");
        let times = offer.times.iter().take(A_DAY).copied().collect::<Vec<_>>();
        let mut moments = item.next_moments(offer, snapshot.now.local, 100);
        moments.retain(|moment| times.contains(&moment.time));
        moments.reverse();
        Self {
            cookie,
            household,
            shelves: snapshot.catalogue.categories.iter().map(|category| category.code.clone()).collect(),
            item: item.id,
            offer: offer.id,
            price: item.price(offer, PurseKind::Cup, snapshot.place.unit).expect("a price"),
            catalogue_version: snapshot.catalogue.version,
            moments,
        }
    }

    /// The body of the next order.
    pub fn order(&mut self) -> Vec<u8> {
        let order = self.place(OrderId(new_id()));
        body(&PushRequest { operations: vec![order], device: None, again: Vec::new() })
    }

    /// What a tablet did while it was away: orders, and half of them taken back.
    pub fn day_away(&mut self, count: u32) -> Vec<u8> {
        let device = DeviceId(new_id());
        let mut order = OrderId(new_id());
        let operations = (1..=count).map(|sequence| {
            let stamp = Some(DeviceStamp { device, epoch: 1, sequence });
            let operation = if sequence % 2 == 1 {
                order = OrderId(new_id());
                self.place(order)
            } else {
                self.operation(OperationKind::CancelOrder { order })
            };
            Operation { stamp, ..operation }
        });
        let operations = operations.collect();
        let report =
            DeviceReport { id: device, epoch: 1, next: count + 1, waiting: count, unreadable: 0, server_epoch: None };
        body(&PushRequest { operations, device: Some(report), again: Vec::new() })
    }

    fn place(&mut self, order: OrderId) -> Operation {
        let line = BasketLine {
            line: LineId(new_id()),
            item: self.item,
            offer: self.offer,
            purse: PurseKind::Cup,
            moment: self.moments.pop().expect("a moment that is free"),
            quantity: 1,
            unit_price: self.price,
        };
        let kind = OperationKind::PlaceOrder {
            order,
            lines: vec![line],
            catalogue_version: self.catalogue_version,
            max_total: [(PurseKind::Cup, self.price)].into(),
        };
        self.operation(kind)
    }

    fn operation(&self, kind: OperationKind) -> Operation {
        Operation::online(OpId(new_id()), self.household, Actor::resident(), kind)
    }
}

fn new_id() -> Uuid {
    let now = Clock::system(DEFAULT_TIME_ZONE).expect("the clock").timestamp();
    Rng::system().uuid(now).expect("a number")
}

fn body(request: &PushRequest) -> Vec<u8> {
    serde_json::to_vec(request).expect("JSON")
}

/// Whether everything in it was applied.
pub fn push(connection: &Connection, cookie: &str, body: Vec<u8>) -> Result<(), String> {
    let answer =
        connection.post("/api/v1/sync", cookie, "application/json", body).map_err(|error| error.to_string())?;
    let reply: PushReply = serde_json::from_slice(answer.body())
        .map_err(|_| format!("{}: {}", answer.status(), String::from_utf8_lossy(answer.body())))?;
    match reply.verdicts.iter().find(|judged| !matches!(judged.verdict, Verdict::Applied { .. })) {
        None if !reply.verdicts.is_empty() => Ok(()),
        other => Err(format!("{other:?}")),
    }
}
