//! Judging: facts under the household's lock, one decision by the domain, and its effects, transfers, balances, feed and
//! verdict in the same transaction. What is not final (`retry`, `hold`) and what is nobody's business is never stored.

use super::db::Tx;
use super::household::{self, Chain, Locked, StoredVerdict};
use super::ledger;
use super::migrate::hex;
use super::order;
use super::statement::statements;
use super::value::{Value, values};
use super::{Store, StoreError, feed};
use domain::access::{Scope, Viewer};
use domain::household::{HelpRequest, Household};
use domain::ids::{LineId, OpId, OrderId};
use domain::ledger::{Account, LedgerError, Transfer};
use domain::order::Order;
use domain::sync::wire::Judged;
use domain::sync::{
    Auth, Effect, Facts, Now, OPERATION_VERSION, Operation, OperationKind, Outcome, Refusal, RefusedOrder, Verdict, decide,
    instead_of,
};
use domain::catalogue::{Catalogue, PurseKind};
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;
use std::sync::Arc;

statements! {
    INSERT_OPERATION = "INSERT INTO operation (location_id, op_id, household_id, device_id, device_epoch, device_sequence,
        actor, auth, version, kind, payload, payload_hash, verdict, applied_version, client_time, recorded_at, refused_order)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)";
    CLOSE_REFUSED = "UPDATE operation SET refused_order = NULL WHERE location_id = $1 AND op_id = $2";
}

/// One operation on its way through the judge.
struct Case {
    viewer: Viewer,
    operation: Operation,
    payload_hash: String,
    now: Now,
}

impl Store {
    /// The verdict on one operation, final where it can be; the answer comes after the commit.
    pub async fn judge(&self, viewer: &Viewer, operation: Operation, now: Now) -> Result<Judged, StoreError> {
        let op_id = operation.op_id;
        if operation.v > OPERATION_VERSION {
            return Ok(Judged { op_id, verdict: Verdict::Hold });
        }
        let case = Arc::new(Case::new(viewer, operation, now)?);
        let store = self.clone();
        let verdict = self
            .write(move |tx| {
                let (store, case) = (store.clone(), Arc::clone(&case));
                Box::pin(async move { judge(&store, tx, &case).await })
            })
            .await?;
        Ok(Judged { op_id, verdict })
    }
}

impl Case {
    /// The server, not the device, says who acts.
    fn new(viewer: &Viewer, operation: Operation, now: Now) -> Result<Self, StoreError> {
        let payload_hash = payload_hash(&operation)?;
        let operation = Operation { actor: viewer.actor.clone(), ..operation };
        Ok(Self { viewer: viewer.clone(), operation, payload_hash, now })
    }
}

/// What makes two operations with one number the same: who they are for and what they ask.
fn payload_hash(operation: &Operation) -> Result<String, StoreError> {
    // Fields are written in the order of the type and maps are sorted: one payload has one text.
    let mut hash = Sha256::new();
    hash.update(operation.household.0.as_bytes());
    hash.update(serde_json::to_vec(&operation.kind)?);
    Ok(hex(&hash.finalize()))
}

fn refused(refusal: Refusal) -> Verdict {
    Verdict::Refused { refusal: Box::new(refusal) }
}

async fn judge(store: &Store, tx: &mut Tx, case: &Case) -> Result<Verdict, StoreError> {
    let operation = &case.operation;
    let Some(mut locked) = household::lock(tx, operation.household).await? else {
        return Ok(refused(Refusal::NotAllowed));
    };
    // Not stored: someone who may not see this household learns nothing and leaves no trace in it.
    if !is_within(&case.viewer.scope, &locked.household) {
        return Ok(refused(Refusal::NotAllowed));
    }
    let today = case.now.local.day;
    let asked: Vec<OpId> = std::iter::once(operation.op_id).chain(operation.depends_on.iter().copied()).collect();
    let stored = household::complete_with_verdicts(tx, &mut locked.household, today, &asked).await?;
    if let Some(known) = stored.get(&operation.op_id) {
        return Ok(known.on(&case.payload_hash));
    }
    for op in &operation.depends_on {
        match stored.get(op).map(|known| &known.verdict) {
            Some(Verdict::Refused { .. }) => {
                let verdict = refused(Refusal::DependsOnRefused { op: *op });
                return conclude(tx, case, &mut locked, verdict).await;
            }
            Some(_) => {}
            // It has not come in yet, or could not be judged: this one waits for it.
            None => return Ok(Verdict::Retry),
        }
    }
    order::read_one(tx, &mut locked.household, today).await?;
    let version = locked.surroundings.catalogue_version;
    let catalogue = store.catalogue_in(tx, locked.household.location, version).await?;
    let facts = Facts { household: &locked.household, catalogue: &catalogue, now: case.now };
    let verdict = match decide(operation, &facts) {
        Err(refusal) => refused(refusal),
        Ok(Outcome::Noop(why)) => Verdict::Noop { why },
        Ok(Outcome::Apply(effects)) => match applied(&locked.household, &effects, &catalogue, case)? {
            Err(refusal) => refused(refusal),
            Ok(after) => return apply(tx, case, &locked, &after, &effects).await,
        },
    };
    conclude(tx, case, &mut locked, verdict).await
}

fn is_within(scope: &Scope, household: &Household) -> bool {
    match scope {
        Scope::Resident { location, household: own } => *own == household.id && *location == household.location,
        Scope::Family { households, .. } => households.contains(&household.id),
        Scope::Ward { location, ward, .. } => *ward == household.ward && *location == household.location,
        Scope::Office { locations, .. } => locations.contains(&household.location),
    }
}

impl StoredVerdict {
    fn on(&self, payload_hash: &str) -> Verdict {
        if self.payload_hash == payload_hash { self.verdict.clone() } else { refused(Refusal::OpIdReused) }
    }
}

/// The household with the effects in it. The books have the last word: what the rules allowed and the books do not is too
/// little money, said in the same words.
fn applied(
    before: &Household,
    effects: &[Effect],
    catalogue: &Catalogue,
    case: &Case,
) -> Result<Result<Household, Refusal>, StoreError> {
    let mut after = before.clone();
    match after.apply(effects) {
        Ok(()) => Ok(Ok(after)),
        Err(LedgerError::Overdrawn { account, short }) => {
            let purse = if account == Account::Own { PurseKind::Own } else { PurseKind::Cup };
            let wanted = match &case.operation.kind {
                OperationKind::PlaceOrder { lines, .. } => lines.first().map(|line| line.item),
                _ => None,
            };
            Ok(Err(Refusal::TooLittleLeft {
                purse,
                short,
                left: before.books.spendable(account),
                instead: instead_of(wanted, before, catalogue, case.now.local),
                last_order: None,
            }))
        }
        Err(error) => Err(error.into()),
    }
}

/// Writes what an applied operation changed, and that it was applied.
async fn apply(
    tx: &mut Tx,
    case: &Case,
    locked: &Locked,
    after: &Household,
    effects: &[Effect],
) -> Result<Verdict, StoreError> {
    let mut orders: Vec<&Order> = Vec::new();
    let mut lines: BTreeSet<(OrderId, LineId)> = BTreeSet::new();
    let mut transfers: Vec<&Transfer> = Vec::new();
    let mut questions: Vec<&HelpRequest> = Vec::new();
    let mut closed: Vec<OpId> = Vec::new();
    for effect in effects {
        match effect {
            Effect::OrderPlaced(order) => {
                lines.extend(order.lines.iter().map(|line| (order.id, line.id)));
                orders.push(order);
            }
            Effect::LineChanged { order, line } => drop(lines.insert((*order, line.id))),
            Effect::Moved(transfer) => transfers.push(transfer),
            // Baskets stand in the household's own row.
            Effect::BasketChanged { .. } => {}
            Effect::HelpAsked(request) => questions.extend(after.help.iter().filter(|asked| asked.id == request.id)),
            Effect::HelpAnswered { help, .. } => questions.extend(after.help.iter().filter(|asked| asked.id == *help)),
            Effect::RefusalClosed { op } => closed.push(*op),
        }
    }
    order::insert(tx, after, &orders, Some(case.operation.op_id)).await?;
    order::write_lines(tx, after, |order, line| lines.contains(&(order, line))).await?;
    let chain = ledger::append(tx, after, locked.chain, &transfers).await?;
    household::write_help(tx, after, &questions).await?;
    for op in closed {
        tx.execute(&CLOSE_REFUSED, values![after.location, op]).await?;
    }
    household::write(tx, after, &chain, locked.household.version).await?;
    feed::note(tx, after.location, after.ward, after.id).await?;
    let verdict = Verdict::Applied { version: after.version };
    record(tx, case, after, &verdict, None).await?;
    Ok(verdict)
}

/// Stores a verdict that changed nothing; but an order that was not made stays in sight until someone closes it.
async fn conclude(tx: &mut Tx, case: &Case, locked: &mut Locked, verdict: Verdict) -> Result<Verdict, StoreError> {
    let refused = refused_order(case, &verdict);
    if refused.is_some() {
        let Locked { household, chain, .. } = locked;
        let chain: Chain = *chain;
        let before = household.version;
        household.version += 1;
        household::write(tx, household, &chain, before).await?;
        feed::note(tx, household.location, household.ward, household.id).await?;
    }
    record(tx, case, &locked.household, &verdict, refused.as_ref()).await?;
    Ok(verdict)
}

fn refused_order(case: &Case, verdict: &Verdict) -> Option<RefusedOrder> {
    let (OperationKind::PlaceOrder { lines, .. }, Verdict::Refused { refusal }) = (&case.operation.kind, verdict) else {
        return None;
    };
    // Who may not order here leaves nothing in the resident's sight.
    (**refusal != Refusal::NotAllowed).then(|| RefusedOrder {
        op: case.operation.op_id,
        by: case.operation.actor.clone(),
        at: case.now.at,
        lines: lines.clone(),
        refusal: (**refusal).clone(),
    })
}

async fn record(
    tx: &mut Tx,
    case: &Case,
    household: &Household,
    verdict: &Verdict,
    refused: Option<&RefusedOrder>,
) -> Result<(), StoreError> {
    let operation = &case.operation;
    let stamp = operation.stamp;
    let applied_version = match verdict {
        Verdict::Applied { version } => Some(*version),
        _ => None,
    };
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
    row.push(Value::json_or_null(refused)?);
    tx.execute(&INSERT_OPERATION, row).await.map(|_| ())
}

const fn auth_code(auth: Auth) -> &'static str {
    match auth {
        Auth::Online => "online",
        Auth::OfflinePin => "offline_pin",
    }
}
