//! Places at one moment, chosen and given back by several residents: a set of residents per moment is all the model knows.

use super::{Case, Run};
use domain::access::Actor;
use domain::amount::Unit;
use domain::calendar::Moment;
use domain::catalogue::{Catalogue, Places, PurseKind, Taken};
use domain::household::Household;
use domain::ids::OpId;
use domain::order::DeclineReason;
use domain::sync::{Facts, LineRef, OperationKind, Outcome, Refusal, decide};
use domain::testing;
use proptest::collection::vec;
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

#[derive(Clone, Copy, Debug)]
enum Step {
    Order(usize, usize),
    Cancel(usize, usize),
    Decline(usize, usize),
    Move(usize, usize, usize),
    Undo(usize, usize),
}

struct World {
    catalogue: Catalogue,
    households: Vec<Household>,
    /// What the model knows: who has a place.
    here: BTreeMap<Moment, BTreeSet<usize>>,
    count: u64,
}

/// The last step on a line: its operation, whether the line was open before it, and when it was then.
type Before = (OpId, bool, Moment);
/// Who acts on whose household, what they ask, and at which moment a place is wanted for it.
type Wish = (usize, Actor, OperationKind, Option<Moment>);

const MOMENTS: [&str; 3] = ["2026-11-17T10:00", "2026-11-17T14:00", "2026-11-18T10:00"];

fn step() -> impl Strategy<Value = Step> {
    let (who, when) = (0..4_usize, 0..3_usize);
    prop_oneof![
        4 => (who.clone(), when.clone()).prop_map(|(who, when)| Step::Order(who, when)),
        1 => (who.clone(), 0..4_usize).prop_map(|(who, line)| Step::Cancel(who, line)),
        1 => (who.clone(), 0..4_usize).prop_map(|(who, line)| Step::Decline(who, line)),
        2 => (who.clone(), 0..4_usize, when).prop_map(|(who, line, when)| Step::Move(who, line, when)),
        2 => (who, 0..4_usize).prop_map(|(who, line)| Step::Undo(who, line)),
    ]
}

impl World {
    fn new(room: u32, as_group: bool) -> Self {
        let mut catalogue = testing::de_linde();
        catalogue.items.retain(|item| item.code == "W01");
        let walk = &mut catalogue.items[0];
        if as_group {
            walk.group_max = Some(room);
        } else {
            walk.offers[0].capacity = Some(room);
        }
        let households = (1..=4).map(|n| testing::household_with_cents(n, 10_000_000, 0, 0)).collect();
        Self { catalogue, households, here: BTreeMap::new(), count: 0 }
    }

    /// As the server counts them: residents with an open line.
    fn places(&self) -> Places {
        let offer = self.catalogue.items[0].offers[0].id;
        let count = |moment: &Moment| {
            let here = |household: &&Household| {
                household.lines().any(|(_, line)| line.state.is_open() && line.moment == *moment)
            };
            u32::try_from(self.households.iter().filter(here).count()).unwrap()
        };
        let moments = MOMENTS.map(testing::moment);
        Places(moments.iter().map(|moment| Taken { offer, moment: *moment, residents: count(moment) }).collect())
    }

    /// The `n`th line of a resident, with the last operation on it.
    fn line(&self, who: usize, n: usize) -> Option<(LineRef, Option<Before>)> {
        let lines: Vec<_> = self.households[who].lines().collect();
        let (order, line) = lines.get(n % lines.len().max(1))?;
        let before = line.before.as_deref().map(|before| (before.op, before.state.is_open(), before.moment));
        Some((LineRef { order: order.id, line: line.id }, before))
    }

    fn wish(&self, step: Step) -> Option<Wish> {
        let carer = testing::carer(1);
        Some(match step {
            Step::Order(who, when) => {
                let moment = testing::moment(MOMENTS[when]);
                let line =
                    testing::choice(self.count, &self.catalogue, "W01", moment, 1, PurseKind::Cup, Unit::EuroCent);
                (who, testing::resident(), testing::place(self.count, vec![line]), Some(moment))
            }
            Step::Cancel(who, n) => {
                let (target, ..) = self.line(who, n)?;
                (who, carer, OperationKind::CancelLine { target }, None)
            }
            Step::Decline(who, n) => {
                let (target, ..) = self.line(who, n)?;
                let (reason, note) = (DeclineReason::NoStaff, String::new());
                let kind = OperationKind::DeclineLine { target, reason, other_moment: None, other_item: None, note };
                (who, carer, kind, None)
            }
            Step::Move(who, n, when) => {
                let (target, ..) = self.line(who, n)?;
                let moment = testing::moment(MOMENTS[when]);
                (who, carer, OperationKind::RescheduleLine { target, moment }, Some(moment))
            }
            Step::Undo(who, n) => {
                let (target, before) = self.line(who, n)?;
                let (of, was_open, moment) = before?;
                (who, carer, OperationKind::UndoLine { target, of }, was_open.then_some(moment))
            }
        })
    }
}

pub fn a_moment_never_holds_more_residents_than_it_has_places(run: &Run) -> Result<(), String> {
    run.check(&(1..4_u32, any::<bool>(), vec(step(), 1..40)), |(room, as_group, steps)| -> Case {
        let mut world = World::new(room, as_group);
        for step in steps {
            world.count += 1;
            let Some((who, actor, kind, wanted)) = world.wish(step) else { continue };
            let operation = testing::operation(world.count, world.households[who].id, actor, kind);
            let places = world.places();
            let facts = Facts {
                household: &world.households[who],
                catalogue: &world.catalogue,
                places: &places,
                now: testing::now("2026-11-16T08:00"),
            };
            let outcome = decide(&operation, &facts);
            let here = wanted.and_then(|moment| world.here.get(&moment)).cloned().unwrap_or_default();
            let is_full = here.len() >= usize::try_from(room).unwrap() && !here.contains(&who);
            match &outcome {
                Err(Refusal::Full { free, .. }) => {
                    prop_assert!(wanted.is_some() && is_full, "{step:?} found no place and there is one");
                    let taken = |moment| world.here.get(moment).map_or(0, BTreeSet::len);
                    prop_assert!(free.iter().all(|moment| taken(moment) < usize::try_from(room).unwrap()));
                    run.meet("full");
                }
                Ok(Outcome::Apply(_)) => {
                    prop_assert!(wanted.is_none() || !is_full, "{step:?} took a place that is not there");
                    run.meet(if here.contains(&who) { "own place" } else { "a place" });
                }
                _ => {}
            }
            if let Ok(Outcome::Apply(effects)) = outcome {
                world.households[who].apply(&effects).map_err(|error| TestCaseError::fail(error.to_string()))?;
            }
            world.here.clear();
            for (who, household) in world.households.iter().enumerate() {
                for (_, line) in household.lines().filter(|(_, line)| line.state.is_open()) {
                    world.here.entry(line.moment).or_default().insert(who);
                }
            }
            let most = world.here.values().map(BTreeSet::len).max().unwrap_or(0);
            prop_assert!(most <= usize::try_from(room).unwrap(), "{most} residents in {room} places");
        }
        Ok(())
    })?;
    run.demand(&["full", "a place", "own place"])
}
