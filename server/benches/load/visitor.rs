//! Residents with a session, and what they ask over HTTP.

use crate::home::Home;
use crate::program::Program;
use domain::access::Actor;
use domain::amount::Amount;
use domain::calendar::Moment;
use domain::catalogue::PurseKind;
use domain::ids::{HouseholdId, ItemId, LineId, OfferId, OpId, OrderId};
use domain::order::BasketLine;
use domain::sync::wire::{PullReply, PushReply, PushRequest};
use domain::sync::{Operation, OperationKind, Verdict};
use server::clock::{Clock, DEFAULT_TIME_ZONE};
use server::rng::Rng;
use std::net::SocketAddr;
use ureq::Agent;
use ureq::http::{Request, Response};

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

/// Lets all residents in through the demo door.
pub fn enter(program: &Program, home: &Home) -> Vec<Resident> {
    let connection = Connection::to(program.address);
    let mut residents = Vec::with_capacity(home.residents.len());
    for code in &home.residents {
        let form = format!("door={code}").into_bytes();
        let answer = connection.post("/demo/enter", "", "application/x-www-form-urlencoded", form).expect("the door");
        let text = |name: &str| answer.headers().get(name).and_then(|value| value.to_str().ok()).expect("an open door");
        let cookie = text("set-cookie").split(';').next().expect("a cookie").to_owned();
        let household = text("location").trim_start_matches("/r/").parse().expect("a household");
        residents.push(Resident::look(&connection, cookie, household));
    }
    residents
}

impl Resident {
    fn look(connection: &Connection, cookie: String, household: HouseholdId) -> Self {
        let answer = connection.get("/api/v1/sync", &cookie, "identity").expect("a snapshot");
        let reply: PullReply = serde_json::from_slice(answer.body()).expect("a snapshot");
        let PullReply::Snapshot(snapshot) = reply else { panic!("changes without a cursor") };
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
        let now = Clock::system(DEFAULT_TIME_ZONE).expect("the clock").timestamp();
        let new = || Rng::system().uuid(now).expect("a number");
        let line = BasketLine {
            line: LineId(new()),
            item: self.item,
            offer: self.offer,
            purse: PurseKind::Cup,
            moment: self.moments.pop().expect("a moment that is free"),
            quantity: 1,
            unit_price: self.price,
        };
        let kind = OperationKind::PlaceOrder {
            order: OrderId(new()),
            lines: vec![line],
            catalogue_version: self.catalogue_version,
            max_total: [(PurseKind::Cup, self.price)].into(),
        };
        let operation = Operation::online(OpId(new()), self.household, Actor::resident(), kind);
        serde_json::to_vec(&PushRequest { operations: vec![operation], device: None, again: Vec::new() }).expect("JSON")
    }
}

/// Whether the order was placed.
pub fn place(connection: &Connection, cookie: &str, order: Vec<u8>) -> Result<(), String> {
    let answer =
        connection.post("/api/v1/sync", cookie, "application/json", order).map_err(|error| error.to_string())?;
    let reply: PushReply = serde_json::from_slice(answer.body())
        .map_err(|_| format!("{}: {}", answer.status(), String::from_utf8_lossy(answer.body())))?;
    match reply.verdicts.first().map(|judged| &judged.verdict) {
        Some(Verdict::Applied { .. }) => Ok(()),
        other => Err(format!("{other:?}")),
    }
}
