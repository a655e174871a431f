//! Every operation, by everyone, on everyone, by each way in which an operation comes: a device's push, a sealed second copy,
//! a form. And who is poked when something changed.

use super::Report;
use super::world::{Person, Target, World};
use crate::http::gate::Asker;
use crate::seal::seal;
use axum::body::Body;
use axum::http::{Method, StatusCode};
use axum::http::{Request, header};
use domain::access::{Actor, Scope, Viewer};
use domain::exception::SettleHow;
use domain::household::HelpTopic;
use domain::ids::{HelpId, HouseholdId, LineId, OpId, OrderId};
use domain::order::DeclineReason;
use domain::sync::wire::{PushReply, SealedReply, SealedRequest, SecondCopy};
use domain::sync::{Operation, OperationKind, Refusal, Verdict};
use futures::{FutureExt, StreamExt};
use std::collections::{BTreeMap, BTreeSet};
use tower::ServiceExt;

/// One of each kind, about the target where it has something to be about.
fn one_of_each(world: &World, target: &Target) -> Vec<OperationKind> {
    use OperationKind as Kind;
    let line = target.line;
    let moment = "2026-11-23T10:00".parse().unwrap();
    vec![
        Kind::AskHelp { help: HelpId(world.new_id()), topic: HelpTopic::Choosing },
        Kind::PutInBasket { lines: Vec::new() },
        Kind::ChangeBasketLine { line: LineId(world.new_id()), quantity: 2 },
        Kind::PlaceOrder {
            order: OrderId(world.new_id()),
            lines: Vec::new(),
            catalogue_version: 1,
            max_total: BTreeMap::new(),
        },
        Kind::AnswerProposal { order: line.order, yes: true },
        Kind::CancelOrder { order: line.order },
        Kind::CancelLine { target: line },
        Kind::KeepLine { target: line },
        Kind::AcceptLine { target: line },
        Kind::DeclineLine {
            target: line,
            reason: DeclineReason::Weather,
            other_moment: None,
            other_item: None,
            note: String::new(),
        },
        Kind::RescheduleLine { target: line, moment },
        Kind::DeliverLine { target: line, quantity: None },
        Kind::NoShowLine { target: line },
        Kind::UndoLine { target: line, of: OpId(world.new_id()) },
        Kind::CloseDecline { target: line },
        Kind::CloseRefusal { op: OpId(world.new_id()) },
        Kind::AnswerHelp { help: HelpId(world.new_id()) },
        Kind::SettleException { op: target.op, how: SettleHow::LookedAt },
    ]
}

/// Who may do what for a resident whom they see, by hand.
fn may(person: &Person, code: &str) -> bool {
    let is_carer = person.asker == Asker::Carer;
    match code {
        "accept_line" | "decline_line" | "reschedule_line" | "deliver_line" | "no_show_line" | "undo_line"
        | "keep_line" | "answer_help" | "settle_exception" => is_carer,
        "put_in_basket" | "place_order" | "change_basket_line" => {
            is_carer || person.asker == Asker::Resident || person.may_propose() || person.may_order
        }
        "cancel_order" | "cancel_line" => is_carer || person.asker == Asker::Resident || person.may_order,
        // A yes for the resident is never the ward's.
        "answer_proposal" => person.asker == Asker::Resident || (person.may_order && !is_carer),
        "close_decline" | "close_refusal" | "ask_help" => true,
        _ => panic!("who may {code}? Say it in http/matrix/operations.rs"),
    }
}

/// Whether they have a device that sends operations: the office and those beside the shop have none.
const fn sends(person: &Person) -> bool {
    matches!(person.asker, Asker::Resident | Asker::Family | Asker::Carer)
}

/// A resident whom nobody knows, with the lines of one that exists.
fn of_nobody(world: &World, like: &Target) -> Target {
    let household: HouseholdId = world.unknown().parse().unwrap();
    let scope = Scope::Resident { location: like.location, household };
    let viewer = Viewer { scope, ..like.viewer.clone() };
    Target { code: "nobody", household, last_name: like.last_name.clone(), viewer, note: world.unknown(), ..*like }
}

/// The form of a harmless operation for whoever the person may see, or for someone else.
pub fn form(world: &World, person: &Person) -> String {
    let target = world.targets.iter().find(|target| person.sees.contains(&target.code));
    let kind = OperationKind::AskHelp { help: HelpId(world.new_id()), topic: HelpTopic::Choosing };
    written(OpId(world.new_id()), target.unwrap_or(&world.targets[0]).household, &kind)
}

fn written(op: OpId, household: HouseholdId, kind: &OperationKind) -> String {
    let draft = serde_json::json!({ "op_id": op, "household": household, "kind": kind }).to_string();
    let encoded = draft.bytes().fold(String::new(), |mut text, byte| {
        use std::fmt::Write as _;
        let _ = write!(text, "%{byte:02x}");
        text
    });
    format!("operation={encoded}&next=/&back=/")
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Way {
    Push,
    Sealed,
    Form,
}

/// One operation of the matrix.
struct Act<'a> {
    target: &'a Target,
    operation: Operation,
    /// Whether the person may see the target, and may do this.
    sees: bool,
    may: bool,
}

pub async fn run(world: &World, report: &mut Report) {
    every_kind_is_tried(world);
    let nobody = of_nobody(world, &world.targets[0]);
    for person in &world.people {
        for way in [Way::Push, Way::Sealed, Way::Form] {
            let actor = person.viewer.as_ref().map_or_else(Actor::resident, |viewer| viewer.actor.clone());
            let acts: Vec<Act> = world
                .targets
                .iter()
                .chain([&nobody])
                .flat_map(|target| one_of_each(world, target).into_iter().map(move |kind| (target, kind)))
                .map(|(target, kind)| {
                    let sees = person.sees.contains(&target.code);
                    let may = sees && may(person, kind.code());
                    let op = OpId(world.new_id());
                    let operation = Operation::online(op, target.household, actor.clone(), kind);
                    Act { target, operation, sees, may }
                })
                .collect();
            report.planned += acts.len();
            let complaints = match way {
                Way::Push => push(world, person, &acts).await,
                Way::Sealed => sealed(world, person, &acts).await,
                Way::Form => forms(world, person, &acts).await,
            };
            report.complaints.extend(complaints);
            let is_let_in = sends(person);
            for act in &acts {
                let route = if way == Way::Form { "POST /do" } else { "POST /api/v1/sync" };
                report.note(route, is_let_in && act.may);
                let stored = world.shop.state.store.verdict(&act.target.viewer, act.operation.op_id).await.unwrap();
                let verdict = stored.map(|(_, verdict)| verdict);
                let right = match &verdict {
                    None => !(is_let_in && act.sees),
                    Some(Verdict::Refused { refusal }) if **refusal == Refusal::NotAllowed => {
                        is_let_in && act.sees && !act.may
                    }
                    Some(_) => is_let_in && act.may,
                };
                if !right {
                    report.complaints.push(format!(
                        "{way:?} {} on {} by {}: sees {}, may {}, but {verdict:?} is stored",
                        act.operation.kind.code(),
                        act.target.code,
                        person.name,
                        act.sees,
                        act.may,
                    ));
                }
            }
        }
        pokes(world, person, report).await;
    }
}

/// The source is the list: a new operation without a line in the matrix fails here.
fn every_kind_is_tried(world: &World) {
    let source = include_str!("../../../../domain/src/sync/operation.rs");
    let code = source.split("pub const fn code").nth(1).unwrap().split("\n    }\n").next().unwrap();
    let all: BTreeSet<&str> = code.lines().filter_map(|line| line.split("=> \"").nth(1)?.split('"').next()).collect();
    let kinds = one_of_each(world, &world.targets[0]);
    let tried: BTreeSet<&str> = kinds.iter().map(OperationKind::code).collect();
    assert!(all.len() > 10);
    assert_eq!(tried, all, "operations in the matrix");
}

/// What is wrong with the answer to a request that carries operations.
fn refused_as_a_whole(person: &Person, status: StatusCode) -> Option<bool> {
    match person.asker {
        Asker::Nobody | Asker::Revoked => Some(status == StatusCode::UNAUTHORIZED),
        Asker::Office | Asker::Supporter | Asker::Provider | Asker::Council | Asker::Security => {
            Some(status == StatusCode::NOT_FOUND)
        }
        Asker::Resident | Asker::Family | Asker::Carer => None,
    }
}

fn judged(person: &Person, act: &Act<'_>, way: Way, verdict: &Verdict) -> Option<String> {
    let is_refused = matches!(verdict, Verdict::Refused { refusal } if **refusal == Refusal::NotAllowed);
    let is_final = !matches!(verdict, Verdict::Retry | Verdict::Hold);
    (is_refused == act.may || !is_final).then(|| {
        let (kind, code) = (act.operation.kind.code(), act.target.code);
        format!("{way:?} {kind} on {code} by {}: may {}, but the verdict is {verdict:?}", person.name, act.may)
    })
}

async fn push(world: &World, person: &Person, acts: &[Act<'_>]) -> Vec<String> {
    let operations: Vec<&Operation> = acts.iter().map(|act| &act.operation).collect();
    let text = serde_json::json!({ "operations": operations }).to_string();
    let cookie = world.cookie(person).await;
    let answer = world.send(Method::POST, "/api/v1/sync", &cookie, "application/json", &text).await;
    if let Some(right) = refused_as_a_whole(person, answer.status) {
        return if right { Vec::new() } else { vec![format!("push by {}: {}", person.name, answer.status)] };
    }
    let reply: PushReply = serde_json::from_str(&answer.body).unwrap();
    let judged = acts.iter().zip(&reply.verdicts).filter_map(|(act, one)| {
        assert_eq!(one.op_id, act.operation.op_id);
        judged(person, act, Way::Push, &one.verdict)
    });
    judged.collect()
}

async fn sealed(world: &World, person: &Person, acts: &[Act<'_>]) -> Vec<String> {
    let state = &world.shop.state;
    let sealed = acts.iter().map(|act| {
        let copy = SecondCopy { operation: act.operation.clone(), again: None };
        seal(&state.seal.public_hex(), &serde_json::to_vec(&copy).unwrap(), &state.rng).unwrap()
    });
    let text = serde_json::to_string(&SealedRequest { sealed: sealed.collect() }).unwrap();
    let cookie = world.cookie(person).await;
    let answer = world.send(Method::POST, "/api/v1/sync/sealed", &cookie, "application/json", &text).await;
    if let Some(right) = refused_as_a_whole(person, answer.status) {
        return if right { Vec::new() } else { vec![format!("sealed by {}: {}", person.name, answer.status)] };
    }
    let reply: SealedReply = serde_json::from_str(&answer.body).unwrap();
    let judged = acts
        .iter()
        .zip(&reply.verdicts)
        .filter_map(|(act, one)| judged(person, act, Way::Sealed, &one.as_ref().unwrap().verdict));
    judged.collect()
}

async fn forms(world: &World, person: &Person, acts: &[Act<'_>]) -> Vec<String> {
    let cookie = world.cookie(person).await;
    let mut complaints = Vec::new();
    for act in acts {
        let Operation { op_id, household, kind, .. } = &act.operation;
        let text = written(*op_id, *household, kind);
        let form = "application/x-www-form-urlencoded";
        let answer = world.send(Method::POST, "/do", &cookie, form, &text).await;
        let right = match person.asker {
            Asker::Nobody | Asker::Revoked => (answer.status, answer.location.as_str()) == (StatusCode::SEE_OTHER, "/"),
            _ if !sends(person) => answer.status == StatusCode::NOT_FOUND,
            // What came of it stands behind the address; nothing, for who may not know of it.
            _ => answer.status == StatusCode::SEE_OTHER && answer.location.contains(&op_id.to_string()),
        };
        if !right {
            complaints.push(format!("form {} by {}: {} {}", kind.code(), person.name, answer.status, answer.location));
        }
    }
    complaints
}

/// Who listens is poked when something of their wards changed, and not for others.
async fn pokes(world: &World, person: &Person, report: &mut Report) {
    if !sends(person) {
        return;
    }
    let wards: BTreeSet<_> =
        world.targets.iter().filter(|target| person.sees.contains(&target.code)).map(|target| target.ward).collect();
    let request = Request::get("/api/v1/pokes").header(header::COOKIE, &person.cookie).body(Body::empty()).unwrap();
    let answer = world.router.clone().oneshot(request).await.unwrap();
    assert_eq!(answer.status(), StatusCode::OK, "{}", person.name);
    let mut events = answer.into_body().into_data_stream();
    assert!(events.next().await.is_some(), "the stream says hello");
    for target in &world.targets {
        let state = &world.shop.state;
        let kind = OperationKind::AskHelp { help: HelpId(world.new_id()), topic: HelpTopic::Choosing };
        let operation = Operation::online(OpId(world.new_id()), target.household, target.viewer.actor.clone(), kind);
        state.store.judge(&target.viewer, operation, state.clock.now()).await.unwrap();
        let poke = events.next().now_or_never().map(|event| event.map(|event| event.unwrap()));
        let is_poked = poke.is_some();
        report.planned += 1;
        // A colleague of the same ward: bo-li's resident lives there too.
        let expected = wards.contains(&target.ward)
            || (person.name == "family of someone else" && target.ward == world.targets[0].ward);
        report.note("GET /api/v1/pokes", expected);
        if is_poked != expected {
            report.complaints.push(format!("pokes of {} for {}: {poke:?}", person.name, target.code));
        }
    }
}
