//! The pages of the ward as the server makes them.

use crate::shell::tests::page;
use domain::access::{Scope, Viewer};
use domain::amount::{Amount, Unit};
use domain::catalogue::{Language, PurseKind};
use domain::exception::{Exception, ExceptionKind, SettleHow, Settlement};
use domain::household::Household;
use domain::ids::DeviceId;
use domain::order::{BasketLine, LineState, Order};
use domain::sync::{DeviceEvent, DeviceNotice, LineRef, OperationKind, Refusal, RefusedOrder, Snapshot};
use domain::testing::{
    carer, choice, closed, de_linde, family, household_with_cents, line_id, moment, now, op_id, order_id, person_id,
    resident, snapshot,
};

fn render(view: &Snapshot, path: &str) -> String {
    page(view, "ward", path, None)
}

/// The order of that walk, and that it was cancelled.
fn cancelled(purse: PurseKind) -> Order {
    let walk = choice(1, &de_linde(), "W01", moment("2026-11-16T08:00"), 1, purse, Unit::EuroCent);
    let line = closed(&BasketLine { unit_price: Amount::cents(1_795), ..walk }, LineState::Cancelled);
    Order { id: order_id(1), placed_by: resident(), placed_at: now("2026-11-15T12:00").at, lines: vec![line] }
}

/// A walk of € 17,95 that was brought after it had been cancelled.
fn brought(purse: PurseKind) -> Exception {
    let target = LineRef { order: order_id(1), line: line_id(1) };
    let (item, amount) = (de_linde().by_code("W01").unwrap().id, Amount::cents(1_795));
    let what = ExceptionKind::Delivered { target, item, purse, quantity: 1, amount, found: LineState::Cancelled };
    Exception { op: op_id(1), by: carer(1), at: now("2026-11-16T08:30").at, what, settled: None }
}

fn view(cents: i64, exception: Exception, language: Language) -> Snapshot {
    let purse = match &exception.what {
        ExceptionKind::Delivered { purse, .. } => *purse,
        ExceptionKind::Quarantined { .. } => PurseKind::Cup,
    };
    let orders = vec![cancelled(purse)];
    let household = Household { exceptions: vec![exception], orders, ..household_with_cents(1, cents, 0, 0) };
    let view = snapshot(de_linde(), vec![household], now("2026-11-16T09:00"));
    Snapshot { viewer: Viewer { language, ..view.viewer.clone() }, ..view }
}

fn one(view: &Snapshot) -> String {
    render(view, &format!("/ward/sort-out/{}/{}", view.households[0].id, op_id(1)))
}

#[test]
fn what_must_be_sorted_out_says_who_did_what_for_whom_and_what_it_costs() {
    let view = view(16_800, brought(PurseKind::Cup), Language::Nl);
    for path in ["/ward", "/ward/residents"] {
        assert!(render(&view, path).contains("Zoek 1 zaak uit"), "{path} leads there");
    }
    let html = render(&view, "/ward/sort-out");
    for said in ["Wandeling", "Ruud meldde dit klaar", "om 8.30 uur", "toen al afgezegd", "17,95", "Kies wie betaalt"] {
        assert!(html.contains(said), "{said}: {html}");
    }
    let html = one(&view);
    assert!(
        html.contains("Daarna is er nog €\u{a0}150,05") && html.contains("Het huis betaalt €\u{a0}17,95"),
        "{html}"
    );
    assert_eq!(html.matches("action=\"/do\"").count(), 2, "each choice is a form of its own");
}

#[test]
fn a_purse_with_too_little_cannot_be_charged_and_basis_care_never() {
    for (exception, said) in
        [(brought(PurseKind::Cup), "Er is €\u{a0}7,95 te weinig"), (brought(PurseKind::Basis), "hoort bij de zorg")]
    {
        let html = one(&view(1_000, exception, Language::Nl));
        assert!(html.contains(said) && !html.contains("Laat bewoner betalen"), "{html}");
        assert!(html.contains("Laat huis betalen"));
    }
}

#[test]
fn what_was_decided_stays_in_sight_with_who_did() {
    let by = carer(1);
    let settled = Some(Settlement {
        how: SettleHow::WriteOff,
        by,
        at: now("2026-11-15T16:00").at,
        amount: Some(Amount::cents(1_795)),
    });
    let view = view(16_800, Exception { settled, ..brought(PurseKind::Cup) }, Language::En);
    let html = render(&view, "/ward/sort-out");
    assert!(html.contains("The house paid") && html.contains("Ruud, yesterday at 16"), "{html}");
    assert!(html.contains("nothing to sort out") && !render(&view, "/ward").contains("Sort out 1"));
    assert!(!one(&view).contains("action=\"/do\""));
}

#[test]
fn an_order_that_was_refused_a_day_ago_is_told_to_the_ward_and_to_family() {
    let household = household_with_cents(1, 16_800, 0, 0);
    let id = household.id;
    let refused = |at: &str| RefusedOrder {
        op: op_id(2),
        by: resident(),
        at: now(at).at,
        lines: Vec::new(),
        refusal: Refusal::NothingChosen,
    };
    let looks = |at: &str| {
        let household = Household { refused: vec![refused(at)], ..household.clone() };
        let ward = snapshot(de_linde(), vec![household], now("2026-11-16T09:00"));
        let scope = Scope::Family { person: person_id(1), households: vec![id] };
        let family = Viewer { scope, actor: family(1), ..ward.viewer.clone() };
        let family = Snapshot { viewer: family, ..ward.clone() };
        [(ward.clone(), "/ward".to_owned()), (ward, format!("/ward/resident/{id}")), (family, format!("/r/{id}"))]
    };
    for (at, is_told) in [("2026-11-15T08:59", true), ("2026-11-15T09:01", false)] {
        for (view, path) in looks(at) {
            let html = render(&view, &path);
            assert_eq!(html.contains("wacht al langer dan een dag"), is_told, "{at} {path}: {html}");
        }
    }
}

#[test]
fn what_a_revoked_device_sent_is_shown_with_what_became_of_the_device() {
    let what = ExceptionKind::Quarantined { kind: Box::new(OperationKind::CancelOrder { order: order_id(7) }) };
    let exception = Exception { op: op_id(1), by: resident(), at: now("2026-11-16T08:30").at, what, settled: None };
    let mut view = view(16_800, exception, Language::Nl);
    let at = now("2026-11-16T08:00").at;
    let events =
        [DeviceEvent::RolledBack, DeviceEvent::Cloned, DeviceEvent::Unreadable { count: 3 }, DeviceEvent::Revoked];
    let device = DeviceId(uuid::Uuid::nil());
    view.devices = events.map(|what| DeviceNotice { device, at, what }).to_vec();
    let html = render(&view, "/ward/sort-out");
    for said in ["Er is niets mee gedaan", "teruggezet", "dezelfde opslag", "3 stappen", "telt niet meer mee"] {
        assert!(html.contains(said), "{said}: {html}");
    }
    assert!(one(&view).contains("Meld nagekeken"));
}

#[test]
fn an_order_that_came_from_a_tablet_that_does_not_count_is_told_once() {
    let walk = choice(1, &de_linde(), "W01", moment("2026-11-17T10:00"), 1, PurseKind::Cup, Unit::EuroCent);
    let kind = Box::new(domain::testing::place(1, vec![walk.clone()]));
    let at = now("2026-11-16T08:30").at;
    let what = ExceptionKind::Quarantined { kind };
    let exception = Exception { op: op_id(1), by: resident(), at, what, settled: None };
    let refused = RefusedOrder { op: op_id(1), by: resident(), at, lines: vec![walk], refusal: Refusal::Quarantined };
    let mut view = view(16_800, exception, Language::Nl);
    view.households[0].refused = vec![refused];
    let board = render(&view, "/ward");
    assert!(board.contains("Zoek 1 zaak uit") && !board.contains("Niet gelukt"), "{board}");
    assert!(!render(&view, "/ward/residents").contains("Heeft een vraag"));
    assert_eq!(render(&view, "/ward/sort-out").matches("class=\"order\"").count(), 1);
    // The card of the resident still says what stands on the resident's own screen.
    let card = render(&view, &format!("/ward/resident/{}", view.households[0].id));
    assert_eq!(card.matches("notice notice-amber").count(), 1, "{card}");
}
