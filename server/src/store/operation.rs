//! Judging: facts under the household's lock, one decision by the domain, and its effects, transfers, balances, feed and
//! verdict in the same transaction. What is not final (`retry`, `hold`) and what is nobody's business is never stored.

use super::db::Tx;
use super::household::{self, Chain, Head, Key, Locked, OperationsEnd, Stored, StoredVerdict};
use super::ledger;
use super::operation_log::Recorded;
use super::order;
use super::places;
use super::statement::statements;
use super::value::{Value, values};
use super::{Store, StoreError, device, feed, people, shift};
use crate::hex::hex;
use domain::access::{Actor, Role, Scope, Viewer};
use domain::calendar::Timestamp;
use domain::catalogue::PurseKind;
use domain::exception::{Exception, ExceptionKind};
use domain::household::{HelpRequest, Household};
use domain::ids::{HouseholdId, LineId, OpId, OrderId, TabletId};
use domain::ledger::{Account, LedgerError, Transfer};
use domain::mutant::{Mutant, is_on};
use domain::order::Order;
use domain::sync::wire::Judged;
use domain::sync::{
    Auth, Effect, Facts, Now, OPERATION_VERSION, Operation, OperationKind, Outcome, Refusal, RefusedOrder, Verdict,
    decide, instead_of, ordered,
};
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;
use std::sync::Arc;
use uuid::Uuid;

statements! {
    INSERT_OPERATION = "INSERT INTO operation (location_id, op_id, household_id, device_id, device_epoch, device_sequence,
        actor, auth, version, kind, payload, payload_hash, verdict, applied_version, client_time, recorded_at, refused_order,
        sent_by, exception, household_sequence, chain_hash)
        VALUES {rows}";
    CLOSE_REFUSED = "UPDATE operation SET refused_order = NULL WHERE location_id = $1 AND op_id = $2";
    SETTLE_EXCEPTION = "UPDATE operation SET exception = $3, exception_settled_at = $4
        WHERE location_id = $1 AND op_id = $2";
}

/// So long after a restore the devices bring back what the backup lacks. Until then nothing is refused for good because
/// something else is not there (yet).
const REGAINING_MICROS: i64 = 72 * 3_600 * 1_000_000;

/// So much the server's own clock may have been off, before or after the restore.
const CLOCK_MAY_BE_OFF_MICROS: i64 = 48 * 3_600 * 1_000_000;

/// How an operation came in.
#[derive(Clone, Debug, Default)]
pub struct Arrival {
    /// What the server said of it before it was restored, and when.
    pub again: Option<(Verdict, Now)>,
    /// From a device that was revoked: kept for someone to look at.
    pub revoked: bool,
    /// The tablet of the home that it comes from.
    pub tablet: Option<TabletId>,
}

/// One operation on its way through the judge.
struct Case {
    viewer: Viewer,
    operation: Operation,
    arrival: Arrival,
    payload_hash: String,
    now: Now,
}

/// What came of it.
pub(super) struct Judgement {
    pub verdict: Verdict,
    /// When it was judged, if it had been before.
    pub before: Option<Timestamp>,
    /// The server's epoch when it was judged; none when no household was looked at.
    pub epoch: Option<Uuid>,
}

impl Judgement {
    const fn of(verdict: Verdict, epoch: Option<Uuid>) -> Self {
        Self { verdict, before: None, epoch }
    }
}

impl Store {
    /// The verdict on one operation, final where it can be; the answer comes after the commit.
    pub async fn judge(&self, viewer: &Viewer, operation: Operation, now: Now) -> Result<Judged, StoreError> {
        let op_id = operation.op_id;
        let judgement = self.judge_arrived(viewer, operation, now, Arrival::default()).await?;
        Ok(Judged { op_id, verdict: judgement.verdict, at: judgement.before })
    }

    pub(super) async fn judge_arrived(
        &self,
        viewer: &Viewer,
        operation: Operation,
        now: Now,
        arrival: Arrival,
    ) -> Result<Judgement, StoreError> {
        if operation.v > OPERATION_VERSION {
            return Ok(Judgement::of(Verdict::Hold, None));
        }
        let payload_hash = payload_hash(&operation)?;
        let case = Arc::new(Case { viewer: viewer.clone(), operation, arrival, payload_hash, now });
        let store = self.clone();
        self.write(move |tx| {
            let (store, case) = (store.clone(), Arc::clone(&case));
            Box::pin(async move { judge(&store, tx, &case).await })
        })
        .await
    }
}

/// What makes two operations with one number the same: who they are for and what they ask.
fn payload_hash(operation: &Operation) -> Result<String, StoreError> {
    payload_hash_of(operation.household, &operation.kind)
}

pub(super) fn payload_hash_of(household: HouseholdId, kind: &OperationKind) -> Result<String, StoreError> {
    // Fields are written in the order of the type and maps are sorted: one payload has one text.
    let mut hash = Sha256::new();
    hash.update(household.0.as_bytes());
    hash.update(serde_json::to_vec(kind)?);
    Ok(hex(&hash.finalize()))
}

fn refused(refusal: Refusal) -> Verdict {
    Verdict::Refused { refusal: Box::new(refusal) }
}

/// Who did it. A device only claims: it is who is signed in; or, on a ward's tablet, any carer of that ward, under the
/// name that the home knows.
enum Who {
    SignedIn,
    Colleague(Actor),
    /// Nobody who may act here by the home's own list.
    NotOfThisWard,
    /// Someone else, for whom this session cannot speak: the operation waits for theirs.
    SomeoneElse,
}

async fn who(tx: &mut Tx, case: &Case) -> Result<Who, StoreError> {
    let (claimed, signed_in) = (&case.operation.actor, &case.viewer.actor);
    if is_on(Mutant::ActorTrusted) {
        return Ok(Who::Colleague(claimed.clone()));
    }
    if (claimed.role, claimed.person) == (signed_in.role, signed_in.person) {
        return Ok(Who::SignedIn);
    }
    let (Scope::Ward { location, ward, .. }, Role::Carer, Some(person)) =
        (&case.viewer.scope, claimed.role, claimed.person)
    else {
        return Ok(Who::SomeoneElse);
    };
    if case.operation.auth == Auth::OfflinePin {
        // The tablet itself checked a PIN: there is one only of who was on shift there.
        let was_on = match case.arrival.tablet {
            Some(tablet) => shift::was_on_shift(tx, tablet, person).await?,
            None => false,
        };
        if !was_on {
            return Ok(Who::NotOfThisWard);
        }
    }
    let colleague = people::carer_of_ward(tx, person, *location, *ward).await?;
    Ok(colleague.map_or(Who::NotOfThisWard, Who::Colleague))
}

async fn judge(store: &Store, tx: &mut Tx, case: &Case) -> Result<Judgement, StoreError> {
    // Someone who may not see this household learns nothing and leaves no trace in it.
    let Some(Read { head, household, stored }) = read(store, tx, case).await? else {
        return Ok(Judgement::of(refused(Refusal::NotAllowed), None));
    };
    let epoch = Some(head.epoch);
    let not_stored = |verdict| Ok(Judgement::of(verdict, epoch));
    if let Some(known) = stored.verdicts.get(&case.operation.op_id) {
        return Ok(Judgement { before: Some(known.at), ..Judgement::of(known.on(&case.payload_hash), epoch) });
    }
    if let (Some((_, known)), true) = (&stored.same_number, is_on(Mutant::DedupeByNumber)) {
        return not_stored(known.verdict.clone());
    }
    let (actor, sent_by, is_of_here) = match who(tx, case).await? {
        Who::SomeoneElse => return not_stored(Verdict::Retry),
        Who::SignedIn => (case.viewer.actor.clone(), None, true),
        Who::Colleague(actor) => (actor, Some(&case.viewer.actor), true),
        Who::NotOfThisWard => (case.viewer.actor.clone(), None, false),
    };
    if let (Some(stamp), Some(_)) = (case.operation.stamp, &stored.same_number) {
        // With the verdict or not at all: whoever sends it again hears the verdict and is not looked at any more.
        device::note_clone(tx, stamp).await?;
    }
    let operation = Operation { actor, ..case.operation.clone() };
    let judging = Judging { store, case, operation: &operation, sent_by, head: &head, household: &household };
    let verdict = if case.arrival.revoked || !is_of_here {
        judging.quarantine(tx).await?
    } else {
        judging.judge(tx, &stored).await?
    };
    Ok(Judgement::of(verdict, epoch))
}

/// The household under its lock, and what is stored about the operation.
struct Read {
    head: Head,
    household: Arc<Household>,
    stored: Stored,
}

/// Reads it, where it is in the viewer's scope. A household that is known in this version is not read again.
async fn read(store: &Store, tx: &mut Tx, case: &Case) -> Result<Option<Read>, StoreError> {
    let (operation, today) = (&case.operation, case.now.local.day);
    let asked: Vec<OpId> = std::iter::once(operation.op_id).chain(operation.depends_on.iter().copied()).collect();
    if store.may_know(operation.household) {
        let locked = household::lock_head_with_verdicts(tx, operation.household, &asked, operation.stamp).await?;
        let locked = locked.filter(|(head, _)| is_within(&case.viewer.scope, &head.key));
        let Some((head, stored)) = locked else { return Ok(None) };
        if let Some(household) = store.known_household(&head.key, head.epoch, today) {
            return Ok(Some(Read { head, household, stored }));
        }
    }
    let locked = household::lock(tx, operation.household).await?;
    let locked = locked.filter(|locked| is_within(&case.viewer.scope, &locked.head.key));
    let Some(Locked { mut household, head }) = locked else { return Ok(None) };
    let stored = household::complete_with_verdicts(tx, &mut household, today, &asked, operation.stamp).await?;
    order::read_one(tx, &mut household, today).await?;
    Ok(Some(Read { head, household: Arc::new(household), stored }))
}

fn is_within(scope: &Scope, key: &Key) -> bool {
    match scope {
        Scope::Resident { location, household } => *household == key.household && *location == key.location,
        Scope::Family { households, .. } => households.contains(&key.household),
        Scope::Ward { location, ward, .. } => *ward == key.ward && *location == key.location,
        Scope::Office { locations, .. } => locations.contains(&key.location),
        Scope::Beside(_) => false,
    }
}

impl StoredVerdict {
    fn on(&self, payload_hash: &str) -> Verdict {
        let same = self.payload_hash == payload_hash || is_on(Mutant::PayloadNotCompared);
        if same { self.verdict.clone() } else { refused(Refusal::OpIdReused) }
    }
}

/// The household with the effects in it. The books have the last word: what the rules allowed and the books do not is too
/// little money, said in the same words.
fn applied(
    effects: &[Effect],
    facts: &Facts<'_>,
    operation: &Operation,
) -> Result<Result<Household, Refusal>, StoreError> {
    let before = facts.household;
    let mut after = before.clone();
    match after.apply(effects) {
        Ok(()) => Ok(Ok(after)),
        Err(LedgerError::Overdrawn { account, short }) => {
            let purse = if account == Account::Own { PurseKind::Own } else { PurseKind::Cup };
            let wanted = ordered(operation, before).first().map(|line| line.item);
            Ok(Err(Refusal::TooLittleLeft {
                purse,
                short,
                left: before.books.spendable(account),
                instead: instead_of(wanted, before, facts.catalogue, facts.places, facts.now.local),
                last_order: None,
            }))
        }
        Err(error) => Err(error.into()),
    }
}

/// One operation with its household, while it is judged.
struct Judging<'a> {
    store: &'a Store,
    case: &'a Case,
    /// With who really did it.
    operation: &'a Operation,
    sent_by: Option<&'a Actor>,
    head: &'a Head,
    household: &'a Household,
}

/// What an operation leaves in sight besides its effects.
#[derive(Clone, Copy, Default)]
struct Left<'a> {
    refused: Option<&'a RefusedOrder>,
    exception: Option<&'a Exception>,
}

impl Judging<'_> {
    async fn judge(&self, tx: &mut Tx, stored: &Stored) -> Result<Verdict, StoreError> {
        let again = self.case.arrival.again.as_ref().filter(|(_, then)| self.was_before_the_restore(then));
        if let Some((Verdict::Refused { refusal }, _)) = again
            && **refusal == Refusal::Quarantined
        {
            return self.quarantine(tx).await;
        }
        if let Some((verdict @ Verdict::Refused { .. }, _)) = again {
            // It was no then: it stays no.
            return self.conclude(tx, verdict.clone()).await;
        }
        for op in &self.operation.depends_on {
            match stored.verdicts.get(op).map(|known| &known.verdict) {
                // What was handed over is a fact, whatever came before it.
                Some(Verdict::Refused { .. }) if !self.is_fact() && !is_on(Mutant::DependentsNotRefused) => {
                    return self.conclude(tx, refused(Refusal::DependsOnRefused { op: *op })).await;
                }
                Some(_) => {}
                // It has not come in yet, or could not be judged: this one waits for it.
                None => return Ok(Verdict::Retry),
            }
        }
        // What is sent again is judged by the clock of then: its moment may have gone by since.
        let now = match again {
            Some((_, then)) if !is_on(Mutant::AgainJudgedAsNew) => *then,
            _ => self.case.now,
        };
        let (home, today) = (self.household, now.local.day);
        let catalogue = self.store.catalogue_in(tx, home.location, self.head.catalogue_version, today).await?;
        let counted = places::for_operation(tx, self.operation, home, &catalogue, today).await?;
        let facts = Facts { household: home, catalogue: &catalogue, places: &counted.places, now };
        let refusal = match decide(self.operation, &facts) {
            Err(refusal) => refusal,
            Ok(Outcome::Noop(why)) => return self.conclude(tx, Verdict::Noop { why }).await,
            Ok(Outcome::Apply(effects)) => match applied(&effects, &facts, self.operation)? {
                Err(refusal) => refusal,
                Ok(after) => {
                    places::note(tx, &counted, &catalogue, home, &after).await?;
                    return self.apply(tx, after, &effects).await;
                }
            },
        };
        if self.may_still_be_possible(&refusal, again.is_some()) {
            return Ok(Verdict::Retry);
        }
        self.conclude(tx, refused(refusal)).await
    }

    /// Whether a verdict of `then` may have been forgotten by a restore.
    fn was_before_the_restore(&self, then: &Now) -> bool {
        self.head.epoch_began_at.is_some_and(|began| then.at.0 <= began.0 + CLOCK_MAY_BE_OFF_MICROS)
    }

    /// A device recorded that something was handed over.
    fn is_fact(&self) -> bool {
        self.operation.stamp.is_some() && matches!(self.operation.kind, OperationKind::DeliverLine { .. })
    }

    /// Refusals that are not final yet: frozen books are looked at; and shortly after a restore other devices may still
    /// bring what is missing.
    fn may_still_be_possible(&self, refusal: &Refusal, again: bool) -> bool {
        if *refusal == Refusal::Frozen {
            return self.operation.stamp.is_some();
        }
        let began = self.head.epoch_began_at;
        let regaining = began.is_some_and(|began| (self.case.now.at.0 - began.0) < REGAINING_MICROS);
        let is_missing = matches!(refusal, Refusal::UnknownOrder | Refusal::UnknownHelp | Refusal::NothingToUndo);
        regaining && (again || is_missing) && !is_on(Mutant::UnknownRefusedAfterRestore)
    }

    /// Keeps what may not count for someone to look at.
    async fn quarantine(&self, tx: &mut Tx) -> Result<Verdict, StoreError> {
        let verdict = refused(Refusal::Quarantined);
        if is_on(Mutant::QuarantineThrownAway) {
            return Ok(verdict);
        }
        let (op, by, kind) = (self.operation.op_id, self.operation.actor.clone(), self.operation.kind.clone());
        let what = ExceptionKind::Quarantined { kind: Box::new(kind) };
        let exception = Exception { op, by, at: self.case.now.at, what, settled: None };
        let refused = refused_order(self, &verdict);
        let mut after = self.household.clone();
        after.version += 1;
        after.exceptions.push(exception.clone());
        after.refused.extend(refused.clone());
        let left = Left { refused: refused.as_ref(), exception: Some(&exception) };
        self.finish(tx, after, self.head.chain, &verdict, left).await?;
        Ok(verdict)
    }

    /// Writes what an applied operation changed, and that it was applied.
    async fn apply(&self, tx: &mut Tx, after: Household, effects: &[Effect]) -> Result<Verdict, StoreError> {
        let mut orders: Vec<&Order> = Vec::new();
        let mut lines: BTreeSet<(OrderId, LineId)> = BTreeSet::new();
        let mut transfers: Vec<&Transfer> = Vec::new();
        let mut questions: Vec<&HelpRequest> = Vec::new();
        let mut closed: Vec<OpId> = Vec::new();
        let mut left = Left::default();
        let mut settled: Vec<&Exception> = Vec::new();
        for effect in effects {
            match effect {
                Effect::OrderPlaced(order) => {
                    lines.extend(order.lines.iter().map(|line| (order.id, line.id)));
                    orders.push(order);
                }
                Effect::LineChanged { order, line } => {
                    lines.insert((*order, line.id));
                }
                Effect::Moved(transfer) => transfers.push(transfer),
                // Baskets and proposals stand in the household's own row.
                Effect::BasketChanged { .. } | Effect::ProposalsChanged(_) => {}
                Effect::HelpAsked(HelpRequest { id: help, .. }) | Effect::HelpAnswered { help, .. } => {
                    questions.extend(after.help.iter().filter(|asked| asked.id == *help));
                }
                Effect::RefusalClosed { op } => closed.push(*op),
                Effect::ExceptionNoted(exception) => left.exception = Some(exception),
                Effect::ExceptionSettled(exception) => settled.push(exception),
            }
        }
        order::insert(tx, &after, &orders, Some(self.operation.op_id)).await?;
        order::write_lines(tx, &after, |order, line| lines.contains(&(order, line))).await?;
        let chain = ledger::append(tx, &after, self.head.chain, &transfers).await?;
        household::write_help(tx, &after, &questions).await?;
        for op in closed {
            tx.send(&CLOSE_REFUSED, values![after.location, op]).await?;
        }
        for exception in settled {
            let mut row = values![after.location, exception.op];
            row.push(Value::json(exception)?);
            row.push(exception.settled.as_ref().map(|settled| settled.at).into());
            tx.execute(&SETTLE_EXCEPTION, row).await?;
        }
        let verdict = Verdict::Applied { version: after.version };
        self.finish(tx, after, chain, &verdict, left).await?;
        Ok(verdict)
    }

    /// Stores a verdict that changed nothing; but an order that was not made stays in sight until someone closes it.
    async fn conclude(&self, tx: &mut Tx, verdict: Verdict) -> Result<Verdict, StoreError> {
        if is_on(Mutant::RefusedNotStored) && matches!(verdict, Verdict::Refused { .. }) {
            return Ok(verdict);
        }
        match refused_order(self, &verdict) {
            None => {
                let (row, operations) = laid_out(self, self.household, &verdict, Left::default())?;
                household::note_operation(tx, self.household, operations).await?;
                record(tx, self, row).await?;
            }
            Some(refused) => {
                let mut after = self.household.clone();
                after.version += 1;
                after.refused.push(refused.clone());
                let left = Left { refused: Some(&refused), exception: None };
                self.finish(tx, after, self.head.chain, &verdict, left).await?;
            }
        }
        Ok(verdict)
    }

    /// The household's own row, the ward's feed, and the verdict.
    async fn finish(
        &self,
        tx: &mut Tx,
        mut after: Household,
        chain: Chain,
        verdict: &Verdict,
        left: Left<'_>,
    ) -> Result<(), StoreError> {
        let (row, operations) = laid_out(self, &after, verdict, left)?;
        household::write_judged(tx, &after, &chain, self.household.version, operations).await?;
        record(tx, self, row).await?;
        // Last, because from here on other changes of the ward wait.
        feed::note(tx, after.location, after.ward, after.id).await?;
        let today = self.case.now.local.day;
        household::settle(&mut after, today);
        self.store.remember_after(tx, after, self.head.epoch, today);
        Ok(())
    }
}

fn refused_order(judging: &Judging<'_>, verdict: &Verdict) -> Option<RefusedOrder> {
    let Verdict::Refused { refusal } = verdict else { return None };
    let lines = ordered(judging.operation, judging.household);
    if lines.is_empty() && !matches!(judging.operation.kind, OperationKind::PlaceOrder { .. }) {
        return None;
    }
    // Who may not order here leaves nothing in the resident's sight.
    (**refusal != Refusal::NotAllowed).then(|| RefusedOrder {
        op: judging.operation.op_id,
        by: judging.operation.actor.clone(),
        at: judging.case.now.at,
        lines,
        refusal: (**refusal).clone(),
    })
}

/// The row of an operation with its verdict, and the end of the household's chain with it.
fn laid_out(
    judging: &Judging<'_>,
    household: &Household,
    verdict: &Verdict,
    left: Left<'_>,
) -> Result<(Vec<Value>, OperationsEnd), StoreError> {
    let (case, operation) = (judging.case, judging.operation);
    let stamp = operation.stamp;
    let applied_version = match verdict {
        Verdict::Applied { version } => Some(*version),
        _ => None,
    };
    let recorded = Recorded {
        op: operation.op_id,
        stamp,
        actor: &operation.actor,
        auth: auth_code(operation.auth),
        version: i64::from(operation.v),
        kind: operation.kind.code(),
        payload_hash: &case.payload_hash,
        verdict: &serde_json::to_value(verdict)?,
        applied_version,
        client_time: operation.client_time.map(|at| at.0),
        recorded_at: case.now.at.0,
        sent_by: judging.sent_by,
    };
    let end = recorded.after(judging.head.operations, household.id);
    let mut row = values![
        household.location,
        operation.op_id,
        household.id,
        stamp.map(|stamp| stamp.device),
        stamp.map(|stamp| stamp.epoch),
        stamp.map(|stamp| stamp.sequence),
    ];
    row.push(Value::json(&operation.actor)?);
    row.extend(values![auth_code(operation.auth), u32::from(operation.v), operation.kind.code()]);
    row.push(Value::json(&operation.kind)?);
    row.push(Value::from(case.payload_hash.as_str()));
    row.push(Value::json(verdict)?);
    row.extend(values![applied_version, operation.client_time, case.now.at]);
    row.push(Value::json_or_null(left.refused)?);
    row.extend([Value::json_or_null(judging.sent_by)?, Value::json_or_null(left.exception)?]);
    row.extend(values![end.count, end.hash]);
    Ok((row, end))
}

async fn record(tx: &mut Tx, judging: &Judging<'_>, row: Vec<Value>) -> Result<(), StoreError> {
    if is_on(Mutant::VerdictApart) {
        let store = judging.store.clone();
        tx.after_commit(move || {
            tokio::spawn(async move {
                let late = store.write(move |tx| {
                    let row = row.clone();
                    Box::pin(async move { insert(tx, vec![row]).await })
                });
                let _ = late.await;
            });
        });
        return Ok(());
    }
    insert(tx, vec![row]).await
}

/// Writes operations with their verdicts, each as [`laid_out`] makes its row.
pub(super) async fn insert(tx: &mut Tx, rows: Vec<Vec<Value>>) -> Result<(), StoreError> {
    tx.send_rows(&INSERT_OPERATION, rows).await
}

const fn auth_code(auth: Auth) -> &'static str {
    match auth {
        Auth::Online => "online",
        Auth::OfflinePin => "offline_pin",
    }
}
