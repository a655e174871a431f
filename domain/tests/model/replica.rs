//! Three devices, one server and a network that loses, delays and reorders: whatever happens on the way, every device ends
//! up where the server is, and on the way none shows more money than there was.

use super::orders::Who;
use super::{Case, Run};
use domain::amount::Unit;
use domain::calendar::Moment;
use domain::catalogue::{Catalogue, Places, PurseKind};
use domain::household::Household;
use domain::ids::{HouseholdId, LineId, OpId, OrderId};
use domain::order::DeclineReason;
use domain::sync::{
    Facts, LineRef, Now, Operation, OperationKind, Outcome, Refusal, Replica, Snapshot, Verdict, decide,
};
use domain::testing;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use std::collections::BTreeMap;
use std::sync::Arc;

#[derive(Clone, Debug)]
enum Step {
    /// A device orders: household, items, day.
    Order(usize, Index, Vec<(usize, u32)>, i64),
    /// The order builds on the device's last one.
    OrderAfter(usize, Vec<(usize, u32)>, i64),
    /// A device does something to a line that it sees.
    Do(usize, Index, u8),
    /// Sends everything unsent; the reply may get lost.
    Send(usize, bool),
    Pull(usize, bool),
    /// One of the messages on their way arrives.
    Arrive(usize, Index),
    Later(u32),
}

fn step() -> impl Strategy<Value = Step> {
    let device = || 0..3_usize;
    let items = || vec((0..4_usize, 1..4_u32), 1..3);
    prop_oneof![
        4 => (device(), any::<Index>(), items(), 1..9_i64).prop_map(|(device, home, items, day)| Step::Order(device, home, items, day)),
        1 => (device(), items(), 1..9_i64).prop_map(|(device, items, day)| Step::OrderAfter(device, items, day)),
        5 => (select(vec![0_usize, 1, 2, 2, 2, 2]), any::<Index>(), 0..7_u8).prop_map(|(device, line, deed)| Step::Do(device, line, deed)),
        4 => (device(), prop::bool::weighted(0.8)).prop_map(|(device, arrives)| Step::Send(device, arrives)),
        3 => (device(), prop::bool::weighted(0.2)).prop_map(|(device, whole)| Step::Pull(device, whole)),
        7 => (device(), any::<Index>()).prop_map(|(device, message)| Step::Arrive(device, message)),
        1 => (0..600_u32).prop_map(Step::Later),
    ]
}

enum Message {
    Verdicts(Vec<(OpId, Verdict)>),
    Snapshot(Box<Snapshot>),
    Changes(Vec<Household>, i64, Now),
}

/// The authority, as small as it can be.
struct Server {
    catalogue: Arc<Catalogue>,
    households: Vec<Household>,
    now: Moment,
    /// The number of the last change of each household.
    changed: BTreeMap<HouseholdId, i64>,
    cursor: i64,
    verdicts: BTreeMap<OpId, Verdict>,
    /// The cup at every version.
    cups: BTreeMap<(HouseholdId, i64), i64>,
}

impl Server {
    fn judge(&mut self, operation: &Operation) -> Verdict {
        if let Some(verdict) = self.verdicts.get(&operation.op_id) {
            return verdict.clone();
        }
        let verdict = self.judge_new(operation);
        self.verdicts.insert(operation.op_id, verdict.clone());
        verdict
    }

    fn judge_new(&mut self, operation: &Operation) -> Verdict {
        let refused = |refusal| Verdict::Refused { refusal: Box::new(refusal) };
        let is_refused = |op: &&OpId| matches!(self.verdicts.get(op), Some(Verdict::Refused { .. }));
        if let Some(op) = operation.depends_on.iter().find(is_refused) {
            return refused(Refusal::DependsOnRefused { op: *op });
        }
        let now = testing::now_at(self.now);
        let Some(household) = self.households.iter_mut().find(|home| home.id == operation.household) else {
            return refused(Refusal::NotAllowed);
        };
        match decide(operation, &Facts { household, catalogue: &self.catalogue, places: Places::NONE, now }) {
            Ok(Outcome::Apply(effects)) => {
                household.apply(&effects).expect("the books accept what was decided");
                self.cursor += 1;
                self.changed.insert(household.id, self.cursor);
                self.cups.insert((household.id, household.version), household.cup_left().minor());
                Verdict::Applied { version: household.version }
            }
            Ok(Outcome::Noop(why)) => Verdict::Noop { why },
            Err(refusal) => refused(refusal),
        }
    }

    fn snapshot(&self, scope: &[HouseholdId]) -> Snapshot {
        let households = self.households.iter().filter(|home| scope.contains(&home.id)).cloned().collect();
        let mut snapshot = testing::snapshot(Catalogue::default(), households, testing::now_at(self.now));
        snapshot.catalogue = self.catalogue.clone();
        snapshot.cursor = self.cursor;
        snapshot
    }

    fn changes(&self, scope: &[HouseholdId], since: i64) -> Message {
        let is_new = |home: &&Household| self.changed.get(&home.id).is_some_and(|number| *number > since);
        let changed = self.households.iter().filter(|home| scope.contains(&home.id)).filter(is_new).cloned();
        Message::Changes(changed.collect(), self.cursor, testing::now_at(self.now))
    }
}

struct Device {
    who: Who,
    scope: Vec<HouseholdId>,
    replica: Replica,
    inbox: Vec<Message>,
    recorded: Vec<OpId>,
    /// The final words that arrived.
    heard: BTreeMap<OpId, Verdict>,
}

struct World<'a> {
    run: &'a Run,
    server: Server,
    devices: Vec<Device>,
    count: u64,
}

pub fn replicas_end_up_where_the_server_is(run: &Run) -> Result<(), String> {
    run.check(&(2_000..12_000_i64, vec(step(), 1..60)), |(cents, steps)| -> Case {
        let mut world = World::new(run, cents);
        for step in &steps {
            world.take(step)?;
            for device in 0..world.devices.len() {
                world.check(device)?;
            }
        }
        world.drain()
    })?;
    run.demand(&[
        "predicted",
        "predicted refusal",
        "applied",
        "refused",
        "a refusal without a trace",
        "depends on refused",
        "sent twice",
        "waits for its effects",
        "overtaken",
    ])
}

impl<'a> World<'a> {
    fn new(run: &'a Run, cents: i64) -> Self {
        let mut households =
            vec![testing::household_with_cents(1, cents, 500, 0), testing::household_with_cents(2, cents * 2, 0, 0)];
        households[0].authorities = vec![testing::authority(
            1,
            domain::access::Grade::Order,
            domain::access::AuthorityKind::Care,
            testing::always(),
        )];
        let cups = households.iter().map(|home| ((home.id, home.version), home.cup_left().minor())).collect();
        let mut catalogue = testing::de_linde();
        catalogue.items.retain(|item| ["W01", "E03", "A05", "A08"].contains(&item.code.as_str()));
        let server = Server {
            catalogue: Arc::new(catalogue),
            households,
            now: testing::moment("2026-11-16T08:00"),
            changed: BTreeMap::new(),
            cursor: 1,
            verdicts: BTreeMap::new(),
            cups,
        };
        let (first, second) = (testing::household_id(1), testing::household_id(2));
        let devices = [(Who::Resident, vec![first]), (Who::Daughter, vec![first]), (Who::Carer, vec![first, second])]
            .into_iter()
            .map(|(who, scope)| Device {
                who,
                replica: Replica::new(server.snapshot(&scope)),
                scope,
                inbox: Vec::new(),
                recorded: Vec::new(),
                heard: BTreeMap::new(),
            })
            .collect();
        Self { run, server, devices, count: 100 }
    }

    fn number(&mut self) -> u64 {
        self.count += 1;
        self.count
    }

    fn order(
        &mut self,
        device: usize,
        home: HouseholdId,
        items: &[(usize, u32)],
        day: i64,
        after: Option<OpId>,
    ) -> Case {
        let catalogue = self.server.catalogue.clone();
        let mut lines = Vec::new();
        for (item, quantity) in items {
            let item = &catalogue.items[*item];
            let moment = Moment { day: self.server.now.day.plus_days(day), time: item.offers[0].times[0] };
            let n = self.number();
            lines.push(testing::choice(n, &catalogue, &item.code, moment, *quantity, PurseKind::Cup, Unit::EuroCent));
        }
        let kind = testing::place(self.number(), lines);
        self.record(device, home, kind, after)
    }

    fn record(&mut self, device: usize, home: HouseholdId, kind: OperationKind, after: Option<OpId>) -> Case {
        let n = self.number();
        let device = &mut self.devices[device];
        let mut operation = testing::operation(n, home, device.who.actor(), kind);
        operation.depends_on.extend(after);
        let before = device.replica.view();
        let predicted = device.replica.predict(&operation);
        let recorded = device.replica.record(operation.clone());
        prop_assert_eq!(&recorded, &predicted);
        prop_assert_eq!(device.replica.record(operation.clone()), Ok(()), "recording twice is recording once");
        device.recorded.push(operation.op_id);
        let view = device.replica.view();
        match (&recorded, &operation.kind) {
            (Ok(()), OperationKind::PlaceOrder { order, .. }) => {
                self.run.meet("predicted");
                let shown = view.household(home).and_then(|home| home.order(*order));
                prop_assert!(shown.is_some(), "what was chosen shows at once");
            }
            (Ok(()), _) => {}
            (Err(_), _) => {
                self.run.meet("predicted refusal");
                prop_assert_eq!(&view, &before, "what is expected to be refused changes nothing");
            }
        }
        Ok(())
    }

    fn take(&mut self, step: &Step) -> Case {
        match step {
            Step::Later(minutes) => self.server.now = testing::later(self.server.now, *minutes),
            Step::Order(device, home, items, day) => {
                let home = *home.get(&self.devices[*device].scope);
                return self.order(*device, home, items, *day, None);
            }
            Step::OrderAfter(device, items, day) => {
                let last = self.devices[*device].recorded.last().copied();
                return self.order(*device, testing::household_id(1), items, *day, last);
            }
            Step::Do(device, index, deed) => return self.deed(*device, *index, *deed),
            Step::Send(device, arrives) => {
                let sent: Vec<_> = self.devices[*device].replica.unsent().cloned().collect();
                if sent.iter().any(|operation| self.server.verdicts.contains_key(&operation.op_id)) {
                    self.run.meet("sent twice");
                }
                let reply = sent.iter().map(|operation| (operation.op_id, self.server.judge(operation))).collect();
                if *arrives {
                    self.devices[*device].inbox.push(Message::Verdicts(reply));
                }
            }
            Step::Pull(device, whole) => {
                let device = &mut self.devices[*device];
                let message = if *whole {
                    Message::Snapshot(Box::new(self.server.snapshot(&device.scope)))
                } else {
                    self.server.changes(&device.scope, device.replica.snapshot().cursor)
                };
                device.inbox.push(message);
            }
            Step::Arrive(device, index) => {
                if !self.devices[*device].inbox.is_empty() {
                    let at = index.index(self.devices[*device].inbox.len());
                    return self.arrive(*device, at);
                }
            }
        }
        Ok(())
    }

    fn deed(&mut self, device: usize, index: Index, deed: u8) -> Case {
        let view = self.devices[device].replica.view();
        let lines: Vec<(HouseholdId, OrderId, LineId)> = view
            .households
            .iter()
            .flat_map(|home| home.lines().map(|(order, line)| (home.id, order.id, line.id)))
            .collect();
        if lines.is_empty() {
            return Ok(());
        }
        let (home, order, line) = *index.get(&lines);
        let target = LineRef { order, line };
        let before = view.household(home).and_then(|home| home.order_line(order, line)?.before.as_deref().cloned());
        let kind = match deed {
            0 | 1 => OperationKind::AcceptLine { target },
            2 => OperationKind::CancelLine { target },
            3 => OperationKind::DeliverLine { target, quantity: None },
            4 => OperationKind::DeliverLine { target, quantity: Some(1) },
            5 => OperationKind::DeclineLine {
                target,
                reason: DeclineReason::Full,
                other_moment: None,
                other_item: None,
                note: String::new(),
            },
            _ => OperationKind::UndoLine { target, of: before.map_or(testing::op_id(0), |before| before.op) },
        };
        self.record(device, home, kind, None)
    }

    fn arrive(&mut self, device: usize, at: usize) -> Case {
        let run = self.run;
        let device = &mut self.devices[device];
        let versions = |replica: &Replica| -> BTreeMap<_, _> {
            replica.snapshot().households.iter().map(|home| (home.id, home.version)).collect()
        };
        let before = versions(&device.replica);
        match device.inbox.swap_remove(at) {
            Message::Verdicts(verdicts) => {
                for (op, verdict) in verdicts {
                    match &verdict {
                        Verdict::Applied { .. } => run.meet("applied"),
                        Verdict::Refused { refusal } if matches!(**refusal, Refusal::DependsOnRefused { .. }) => {
                            run.meet("depends on refused");
                        }
                        Verdict::Refused { .. } => run.meet("refused"),
                        _ => {}
                    }
                    let shown = device.replica.view();
                    device.replica.acknowledge(op, Verdict::Retry);
                    prop_assert_eq!(&device.replica.view(), &shown, "only a final verdict changes anything");
                    let first = device.heard.entry(op).or_insert_with(|| verdict.clone());
                    prop_assert_eq!(&*first, &verdict, "a verdict never changes");
                    device.replica.acknowledge(op, verdict);
                }
            }
            Message::Snapshot(snapshot) => {
                if snapshot.cursor < device.replica.snapshot().cursor {
                    run.meet("overtaken");
                }
                device.replica.replace(*snapshot);
            }
            Message::Changes(changed, cursor, now) => {
                if cursor < device.replica.snapshot().cursor {
                    run.meet("overtaken");
                }
                device.replica.merge(changed, &[], Arc::default(), cursor, now);
            }
        }
        for (home, version) in versions(&device.replica) {
            prop_assert!(version >= before[&home], "the past does not come back");
        }
        Ok(())
    }

    fn check(&self, device: usize) -> Case {
        let device = &self.devices[device];
        let snapshot = device.replica.snapshot();
        let pending: BTreeMap<_, _> =
            device.replica.pending().iter().map(|pending| (pending.operation.op_id, pending)).collect();
        for op in &device.recorded {
            let shown = pending.get(op);
            match device.heard.get(op) {
                None => {
                    prop_assert!(shown.is_some_and(|pending| pending.verdict.is_none()), "nothing recorded is lost")
                }
                Some(Verdict::Applied { version }) => {
                    let contained = snapshot.households.iter().any(|home| {
                        home.version >= *version && shown.is_none_or(|pending| pending.operation.household == home.id)
                    });
                    if shown.is_some() {
                        prop_assert!(!contained, "what the snapshot contains is no longer pending");
                        self.run.meet("waits for its effects");
                    } else {
                        prop_assert!(contained, "an applied operation stays until a snapshot contains it");
                    }
                }
                Some(verdict) => {
                    prop_assert!(shown.is_none(), "{verdict:?} leaves no trace");
                    if matches!(verdict, Verdict::Refused { .. }) {
                        self.run.meet("a refusal without a trace");
                    }
                }
            }
        }
        let view = device.replica.view();
        for (shown, known) in view.households.iter().zip(&snapshot.households) {
            let there_was = self.server.cups[&(known.id, known.version)];
            prop_assert_eq!(known.cup_left().minor(), there_was, "a snapshot is what the server was");
            let back: i64 = device.replica.pending().iter().map(|pending| given_back(&pending.operation, known)).sum();
            prop_assert!(shown.cup_left().minor() <= there_was + back, "no more is shown than there was");
            prop_assert!(!shown.cup_left().is_negative());
        }
        Ok(())
    }

    /// The network is back: everything is sent, everything arrives, late replies too.
    fn drain(&mut self) -> Case {
        for device in 0..self.devices.len() {
            self.take(&Step::Send(device, true))?;
            while !self.devices[device].inbox.is_empty() {
                self.arrive(device, self.devices[device].inbox.len() - 1)?;
            }
        }
        for device in 0..self.devices.len() {
            let late = self.server.snapshot(&self.devices[device].scope);
            self.take(&Step::Pull(device, device == 0))?;
            self.arrive(device, 0)?;
            let late = Snapshot { cursor: late.cursor - 1, households: Vec::new(), ..late };
            self.devices[device].inbox.push(Message::Snapshot(Box::new(late)));
            self.arrive(device, 0)?;
            self.check(device)?;

            let device = &self.devices[device];
            prop_assert!(device.replica.pending().is_empty(), "the queue is empty");
            for op in &device.recorded {
                prop_assert!(self.server.verdicts.contains_key(op), "everything recorded was judged");
            }
            let view = device.replica.view();
            prop_assert_eq!(&view.households, &self.server.snapshot(&device.scope).households);
            let text = serde_json::to_string(&device.replica).unwrap();
            prop_assert_eq!(&serde_json::from_str::<Replica>(&text).unwrap(), &device.replica);
        }
        Ok(())
    }
}

/// The most that an operation may return to the cup, from what the server had at that point.
fn given_back(operation: &Operation, home: &Household) -> i64 {
    let (OperationKind::CancelLine { target }
    | OperationKind::DeclineLine { target, .. }
    | OperationKind::DeliverLine { target, .. }
    | OperationKind::UndoLine { target, .. }) = operation.kind
    else {
        return 0;
    };
    let Some(line) = home.order_line(target.order, target.line).filter(|_| operation.household == home.id) else {
        return 0;
    };
    line.hold.map_or(0, |hold| hold.amount.minor()) + line.charged.map_or(0, domain::amount::Amount::minor)
}
