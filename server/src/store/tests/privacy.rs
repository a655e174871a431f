//! What goes and what stays: terms, erasure and correction, on both databases.

use super::world::{
    World, actor, family_viewer, first_line, household_id, office_viewer, resident_viewer, ward_viewer,
};
use crate::jobs::retention::{Rule, retention};
use crate::jobs::roll_over::roll_over;
use crate::rng::Rng;
use crate::store::statement::{Dialect, Statement};
use crate::store::{Correcting, Erasing, Field, Obstacle, Why};
use domain::access::{Actor, Role};
use domain::calendar::Timestamp;
use domain::catalogue::PurseKind;
use domain::household::HelpTopic;
use domain::ids::{HelpId, HouseholdId, OrderId, SessionId};
use domain::order::{DeclineReason, LineState, Order};
use domain::sync::{Operation, OperationKind, Refusal, Verdict};
use domain::testing::closed;
use std::collections::BTreeMap;

super::on_both_databases!(
    an_erasure_takes_every_name_and_keeps_the_books,
    nobody_is_erased_while_something_is_open,
    who_was_erased_is_nobodys_any_more,
    what_is_thinned_still_happens_once,
    nothing_that_is_open_is_thinned,
    a_session_that_expired_stays_for_its_term,
    a_dry_run_counts_and_removes_nothing,
    a_revoked_device_stays_revoked,
    a_correction_is_kept_with_its_reason,
);

const DAY_MICROS: i64 = 24 * 3_600 * 1_000_000;

impl World {
    /// Everyone moved out so many days ago.
    async fn moved_out(&self, days: i64) {
        let left = self.now().local.day.plus_days(-days);
        self.raw(&format!(
            "INSERT INTO stay (location_id, household_id, valid_from, valid_until)
            SELECT h.location_id, h.household_id, '2020-01-01', '{left}' FROM household h"
        ))
        .await
        .unwrap();
    }

    fn later(&self, days: i64) {
        self.clock.set(Timestamp(self.clock.timestamp().0 + days * DAY_MICROS));
    }

    async fn erase(&self, household: HouseholdId) -> Vec<Obstacle> {
        let (id, by) = (self.new_id(), actor(Role::Office, None));
        let erasing = Erasing { id, household, by, why: Why::Asked, now: self.now() };
        self.store.erase(erasing).await.unwrap()
    }

    /// What the rules removed or would, by rule.
    async fn retain(&self, dry_run: bool) -> BTreeMap<Rule, (u64, u64)> {
        let done = retention(&self.store, &self.clock, &Rng::seeded(9), dry_run).await.unwrap();
        done.into_iter().map(|gone| (gone.rule, (gone.count, gone.still_needed))).collect()
    }

    async fn number(&self, sql: String) -> i64 {
        let statement: &'static Statement =
            Box::leak(Box::new(Statement { name: "NUMBER", sql: Box::leak(sql.into_boxed_str()) }));
        self.store.inner.db.single().await.unwrap().fetch_one(statement, vec![]).await.unwrap().int("n").unwrap()
    }

    /// Columns of any table in which this text stands.
    async fn where_stands(&self, text: &str) -> Vec<String> {
        static OF_SQLITE: Statement = Statement {
            name: "OF_SQLITE",
            sql: "SELECT m.name AS held, c.name AS part FROM sqlite_master m JOIN pragma_table_info(m.name) c
                WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite%'",
        };
        static OF_POSTGRES: Statement = Statement {
            name: "OF_POSTGRES",
            sql: "SELECT CAST(table_name AS TEXT) AS held, CAST(column_name AS TEXT) AS part
                FROM information_schema.columns WHERE table_schema = current_schema()",
        };
        let mut tx = self.store.inner.db.single().await.unwrap();
        let statement = if tx.dialect() == Dialect::Sqlite { &OF_SQLITE } else { &OF_POSTGRES };
        let columns = tx.fetch(statement, vec![]).await.unwrap();
        drop(tx);
        let mut found = Vec::new();
        for row in columns {
            let (held, part) = (row.text("held").unwrap(), row.text("part").unwrap());
            let sql = format!("SELECT COUNT(*) AS n FROM {held} WHERE CAST(\"{part}\" AS TEXT) LIKE '%{text}%'");
            if self.number(sql).await > 0 {
                found.push(format!("{held}.{part}"));
            }
        }
        found
    }

    /// A life in the home: ordered by family and delivered, declined with words, refused, asked for help, corrected.
    async fn lived(&self, number: u32) -> HouseholdId {
        let anna = self.resident(number).await;
        let (resident, daughter, ward) = (resident_viewer(anna), family_viewer(vec![anna]), ward_viewer());
        assert!(matches!(self.judge(&daughter, self.order(anna, 1)).await, Verdict::Applied { .. }));
        let target = first_line(&self.household(anna).await);
        for kind in [OperationKind::AcceptLine { target }, OperationKind::DeliverLine { target, quantity: None }] {
            assert!(matches!(self.judge(&ward, self.operation(anna, kind)).await, Verdict::Applied { .. }));
        }
        let order = self.order(anna, 1);
        let OperationKind::PlaceOrder { order: second, lines, .. } = &order.kind else { unreachable!() };
        let target = domain::sync::LineRef { order: *second, line: lines[0].line };
        assert!(matches!(self.judge(&resident, order.clone()).await, Verdict::Applied { .. }));
        let declined = OperationKind::DeclineLine {
            target,
            reason: DeclineReason::Weather,
            other_moment: None,
            other_item: Some(super::world::item_id(1)),
            note: "Anna is verkouden".to_owned(),
        };
        assert!(matches!(self.judge(&ward, self.operation(anna, declined)).await, Verdict::Applied { .. }));
        // Too dear: what is refused names whose order came before.
        let dear = (0..2).map(|_| self.line(1, 2, PurseKind::Cup)).collect();
        let refused = self.judge(&resident, self.order_of(anna, dear)).await;
        assert!(matches!(refused, Verdict::Refused { .. }));
        let help = OperationKind::AskHelp { help: HelpId(self.new_id()), topic: HelpTopic::Wish };
        assert!(matches!(self.judge(&daughter, self.operation(anna, help)).await, Verdict::Applied { .. }));
        self.corrected(anna, "Anna-Maria").await;
        let line = closed(&self.line(0, 1, PurseKind::Cup), LineState::Requested);
        let els = Actor { name: "Els".to_owned(), ..daughter.actor };
        let proposal =
            Order { id: OrderId(self.new_id()), placed_by: els, placed_at: self.now().at, lines: vec![line] };
        let proposals = serde_json::to_string(&[proposal]).unwrap();
        self.raw(&format!("UPDATE household SET proposals = '{proposals}' WHERE code = 'R{number:03}'")).await.unwrap();
        anna
    }

    async fn corrected(&self, household: HouseholdId, first_name: &str) {
        let correcting = Correcting {
            id: self.new_id(),
            household,
            by: actor(Role::Office, None),
            at: self.now().at,
            reason: "zo heet Anna".to_owned(),
            wanted: BTreeMap::from([(Field::FirstName, first_name.to_owned())]),
        };
        assert_eq!(self.store.correct(&office_viewer().scope, correcting).await.unwrap(), Some(1));
    }
}

async fn an_erasure_takes_every_name_and_keeps_the_books(world: &World) {
    let anna = world.lived(1).await;
    for name in ["Vermeer", "Els", "Anna", "verkouden", "R001"] {
        assert!(!world.where_stands(name).await.is_empty(), "{name} is nowhere: the test looks at nothing");
    }
    let before = world.store.verify(world.now()).await.unwrap();
    world.moved_out(40).await;
    assert_eq!(world.erase(anna).await, []);
    for name in ["Vermeer", "Els", "els", "dochter", "Anna", "verkouden", "R001"] {
        assert_eq!(world.where_stands(name).await, Vec::<String>::new(), "{name}");
    }
    let after = world.store.verify(world.now()).await.unwrap();
    assert_eq!((after.households, after.transfers), (before.households, before.transfers));
    assert!(after.mismatches.is_empty() && before.transfers > 4, "{after:?}");
    assert!(after.changed_operations.is_empty(), "{after:?}");
    assert_eq!(world.number("SELECT COUNT(*) AS n FROM erasure WHERE why = 'asked'".to_owned()).await, 1);
}

async fn nobody_is_erased_while_something_is_open(world: &World) {
    let anna = world.resident(1).await;
    assert_eq!(world.erase(anna).await, [Obstacle::StillLivesHere]);
    world.moved_out(10).await;
    let from = world.now().local.day.plus_days(26);
    assert_eq!(world.erase(anna).await, [Obstacle::LeftLately { from }]);
    world.judge(&resident_viewer(anna), world.order(anna, 2)).await;
    world.later(30);
    assert_eq!(world.erase(anna).await, [Obstacle::OpenOrders { count: 2 }]);
    assert_eq!(world.retain(false).await[&Rule::Residents], (0, 0));
    world.later(2_600);
    assert_eq!(world.retain(false).await[&Rule::Residents], (0, 1));
}

async fn who_was_erased_is_nobodys_any_more(world: &World) {
    let (anna, bert) = (world.lived(1).await, world.resident(2).await);
    let late = world.order(anna, 1);
    world.moved_out(40).await;
    assert_eq!(world.erase(anna).await, []);
    assert_eq!(world.judge(&ward_viewer(), late).await, Verdict::Refused { refusal: Box::new(Refusal::NotAllowed) });
    let seen = world.store.snapshot(&ward_viewer(), world.now()).await.unwrap();
    assert_eq!(seen.households.iter().map(|household| household.id).collect::<Vec<_>>(), [bert]);
    let residents = world.store.office_residents(&office_viewer().scope, world.now()).await.unwrap();
    assert_eq!(residents.len(), 1);
    let scope = office_viewer().scope;
    assert_eq!(world.store.resident_file(&scope, anna, &world.clock).await.unwrap(), None);
    assert_eq!(world.store.household_by_code("R001").await.unwrap(), None);
    assert!(world.store.roll_over(world.now()).await.unwrap().failed == 0);
    // The daughter is of Bert too: she stays.
    assert_eq!(world.number("SELECT COUNT(*) AS n FROM person WHERE code = 'els'".to_owned()).await, 1);
}

async fn what_is_thinned_still_happens_once(world: &World) {
    let anna = world.resident(1).await;
    let (daughter, order) = (family_viewer(vec![anna]), world.order(anna, 1));
    let first = world.judge(&daughter, order.clone()).await;
    let target = first_line(&world.household(anna).await);
    world.judge(&resident_viewer(anna), world.operation(anna, OperationKind::CancelLine { target })).await;
    world.later(500);
    let done = world.retain(false).await;
    assert_eq!(done[&Rule::Operations], (2, 0));
    assert_eq!(world.number("SELECT COUNT(*) AS n FROM operation WHERE is_thinned = TRUE".to_owned()).await, 2);
    // The same number again gets the same verdict; another payload under it is noticed.
    assert_eq!(world.judge(&daughter, order.clone()).await, first);
    let other = Operation { kind: OperationKind::CancelLine { target }, ..order };
    assert_eq!(world.judge(&daughter, other).await, Verdict::Refused { refusal: Box::new(Refusal::OpIdReused) });
    let report = world.store.verify(world.now()).await.unwrap();
    assert!(report.mismatches.is_empty() && report.changed_operations.is_empty(), "{report:?}");
    assert_eq!(world.retain(false).await[&Rule::Operations], (0, 0));
}

async fn nothing_that_is_open_is_thinned(world: &World) {
    let (anna, bert) = (world.resident(1).await, world.resident(2).await);
    world.judge(&resident_viewer(anna), world.order(anna, 1)).await;
    let help = OperationKind::AskHelp { help: HelpId(world.new_id()), topic: HelpTopic::Wish };
    world.judge(&resident_viewer(bert), world.operation(bert, help)).await;
    world.later(500);
    let done = world.retain(false).await;
    // Anna's order is open; so is Bert's question, which is a row of its own.
    assert_eq!((done[&Rule::Operations], done[&Rule::Help]), ((1, 1), (0, 0)));
    assert_eq!(world.household(bert).await.help.len(), 1);
}

async fn a_session_that_expired_stays_for_its_term(world: &World) {
    let anna = world.resident(1).await;
    let mut session = super::access::session(resident_viewer(anna), SessionId(world.new_id()));
    session.expires_at = world.now().at;
    world.store.create_session(&world.rng.token().unwrap(), &session).await.unwrap();
    for (days_later, due) in [(0, 0), (2, 1)] {
        world.later(days_later);
        roll_over(&world.store, world.now()).await.unwrap();
        assert_eq!(world.retain(true).await[&Rule::Sessions], (due, 0), "{days_later} days later");
    }
    assert_eq!(world.retain(false).await[&Rule::Sessions], (1, 0));
    assert_eq!(world.number("SELECT COUNT(*) AS n FROM session".to_owned()).await, 0);
}

async fn a_dry_run_counts_and_removes_nothing(world: &World) {
    let anna = world.lived(1).await;
    let help = world.household(anna).await.help[0].id;
    world.judge(&ward_viewer(), world.operation(anna, OperationKind::AnswerHelp { help })).await;
    let version = world.household(anna).await.version;
    world.later(500);
    let counted = world.retain(true).await;
    assert_eq!(counted, world.retain(true).await);
    assert!(counted[&Rule::Operations].0 > 5 && counted[&Rule::Help].0 == 1 && counted[&Rule::RefusedOrders].0 == 1);
    let done = world.retain(false).await;
    // A message that was closed is no longer in the way of thinning what it told of.
    assert_eq!(done[&Rule::RefusedOrders], counted[&Rule::RefusedOrders]);
    assert_eq!(done[&Rule::Help], counted[&Rule::Help]);
    assert_eq!(world.retain(false).await.values().map(|(count, _)| count).sum::<u64>(), 1);
    assert!(world.household(anna).await.refused.is_empty());
    assert!(world.household(anna).await.version > version, "screens do not hear that a message is gone");
    assert_eq!(world.retain(true).await.values().map(|(count, _)| count).sum::<u64>(), 0);
}

async fn a_revoked_device_stays_revoked(world: &World) {
    let anna = world.resident(1).await;
    for (device, revoked) in [(1, "NULL"), (2, "5")] {
        let viewer = serde_json::to_string(&resident_viewer(anna)).unwrap();
        let id = if world.url.starts_with("postgres") {
            format!("'00000000-0000-0000-0000-00000000000{device}'")
        } else {
            format!("x'0000000000000000000000000000000{device}'")
        };
        let row = format!(
            "INSERT INTO device (device_id, viewer, epoch, seen_at, revoked_at) VALUES ({id}, '{viewer}', 1, 5, {revoked})"
        );
        world.raw(&row).await.unwrap();
    }
    assert_eq!(world.retain(false).await[&Rule::Devices], (1, 0));
    assert_eq!(world.number("SELECT COUNT(*) AS n FROM device WHERE revoked_at = 5".to_owned()).await, 1);
    world.moved_out(40).await;
    assert_eq!(world.erase(anna).await, []);
    assert_eq!(world.number("SELECT COUNT(*) AS n FROM device".to_owned()).await, 1);
}

async fn a_correction_is_kept_with_its_reason(world: &World) {
    let anna = world.resident(1).await;
    let before = world.household(anna).await.version;
    world.corrected(anna, "Johanna").await;
    let household = world.household(anna).await;
    assert_eq!((household.resident.first_name.as_str(), household.version), ("Johanna", before + 1));
    let kept = world.store.corrections(&office_viewer().scope, anna).await.unwrap();
    let change = &kept[0].fields[&Field::FirstName];
    assert_eq!(
        (change.before.as_str(), change.after.as_str(), kept[0].reason.as_str()),
        ("Anna", "Johanna", "zo heet Anna")
    );
    // Not by anyone else, and not what is so already.
    let same = |first_name: &str| Correcting {
        id: world.new_id(),
        household: anna,
        by: actor(Role::Office, None),
        at: world.now().at,
        reason: "x".to_owned(),
        wanted: BTreeMap::from([(Field::FirstName, first_name.to_owned())]),
    };
    let store = &world.store;
    assert_eq!(store.correct(&office_viewer().scope, same("Johanna")).await.unwrap(), Some(0));
    assert_eq!(store.correct(&ward_viewer().scope, same("Riet")).await.unwrap(), None);
    assert_eq!(store.corrections(&ward_viewer().scope, anna).await.unwrap(), []);
    let file = store.resident_file(&office_viewer().scope, anna, &world.clock).await.unwrap().unwrap();
    assert_eq!(file.corrections.len(), 1);
    assert_eq!(
        store.correct(&office_viewer().scope, Correcting { household: household_id(9), ..same("Riet") }).await.unwrap(),
        None
    );
}
