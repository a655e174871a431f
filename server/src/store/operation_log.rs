//! What was done is its own log: the operations of a household are chained as its transfers are, by the transaction that
//! judges them and without a statement more. The hash holds on to who, what (by the hash of the payload), the verdict and
//! when. It does not hold names and payloads themselves, so that they can be erased and the chain still proves the rest.

use super::StoreError;
use super::chained::Chained;
use super::db::Tx;
use super::household::OperationsEnd;
use super::operation::payload_hash_of;
use super::statement::statements;
use super::thin;
use super::value::{Row, values};
use domain::access::Actor;
use domain::ids::{DeviceId, HouseholdId, LocationId, OpId};
use domain::sync::{DeviceStamp, OperationKind};
use serde_json::Value;
use uuid::Uuid;

statements! {
    OPERATIONS = "SELECT op_id, device_id, device_epoch, device_sequence, actor, auth, version, kind, payload, payload_hash,
            verdict, applied_version, client_time, recorded_at, sent_by, household_sequence, chain_hash
        FROM operation WHERE location_id = $1 AND household_id = $2 AND household_sequence IS NOT NULL
        ORDER BY household_sequence";
    BEFORE = "SELECT COUNT(*) AS count FROM operation
        WHERE location_id = $1 AND household_id = $2 AND household_sequence IS NULL";
}

/// What the chain holds on to of one operation.
pub struct Recorded<'a> {
    pub op: OpId,
    pub stamp: Option<DeviceStamp>,
    pub actor: &'a Actor,
    pub auth: &'a str,
    pub version: i64,
    pub kind: &'a str,
    pub payload_hash: &'a str,
    pub verdict: &'a Value,
    pub applied_version: Option<i64>,
    pub client_time: Option<i64>,
    pub recorded_at: i64,
    pub sent_by: Option<&'a Actor>,
}

impl Recorded<'_> {
    /// The end of the chain with this operation in it.
    pub fn after(&self, end: OperationsEnd, household: HouseholdId) -> OperationsEnd {
        let count = end.count + 1;
        // Names in it may go later.
        let mut verdict = self.verdict.clone();
        thin::without_words(&mut verdict);
        let who = |hash: Chained, actor: &Actor| {
            hash.text(actor.role.code()).perhaps(actor.person, |hash, person| hash.bytes(person.0.as_bytes()))
        };
        let hash = Chained::after(&end.hash)
            .bytes(household.0.as_bytes())
            .int(count)
            .bytes(self.op.0.as_bytes())
            .perhaps(self.stamp, |hash, stamp| {
                let hash = hash.bytes(stamp.device.0.as_bytes());
                hash.int(i64::from(stamp.epoch)).int(i64::from(stamp.sequence))
            });
        let hash = who(hash, self.actor)
            .text(self.auth)
            .int(self.version)
            .text(self.kind)
            .text(self.payload_hash)
            .json(&verdict)
            .perhaps(self.applied_version, Chained::int)
            .perhaps(self.client_time, Chained::int)
            .int(self.recorded_at)
            .perhaps(self.sent_by, who)
            .hash();
        OperationsEnd { count, hash }
    }
}

/// The first thing that does not match in the operations of a household.
pub async fn check(
    tx: &mut Tx,
    (location, household): (LocationId, HouseholdId),
    kept: OperationsEnd,
    kept_before: i64,
) -> Result<Option<String>, StoreError> {
    let before = tx.fetch_one(&BEFORE, values![location, household]).await?.int("count")?;
    if before != kept_before {
        return Ok(Some(format!("{before} operations are from before the log, and should be {kept_before}")));
    }
    let mut end = OperationsEnd::default();
    for row in tx.fetch(&OPERATIONS, values![location, household]).await? {
        let next = match follow(&row, end, household) {
            Ok(next) => next,
            Err(StoreError::Inconsistent { place, why }) => return Ok(Some(format!("{place}: {why}"))),
            Err(error) => return Err(error),
        };
        let Some(next) = next else {
            return Ok(Some(format!("the chain of operations breaks at operation {}", end.count + 1)));
        };
        end = next;
    }
    Ok((end != kept)
        .then(|| format!("the operations end at operation {}, and should end at operation {}", end.count, kept.count)))
}

/// The end with the operation of this row in it; nothing when it does not belong there.
fn follow(row: &Row, end: OperationsEnd, household: HouseholdId) -> Result<Option<OperationsEnd>, StoreError> {
    let op = OpId(row.uuid("op_id")?);
    let device = row.get::<Option<Uuid>>("device_id")?.map(DeviceId);
    let stamp = match device {
        Some(device) => {
            Some(DeviceStamp { device, epoch: row.small("device_epoch")?, sequence: row.small("device_sequence")? })
        }
        None => None,
    };
    let (actor, sent_by): (Actor, Option<Actor>) = (row.json("actor")?, row.json_or_null("sent_by")?);
    let payload_hash = row.text("payload_hash")?;
    let payload: Value = row.json("payload")?;
    // What was erased is null; its hash stays.
    if !payload.is_null() {
        let kind: OperationKind = serde_json::from_value(payload)?;
        if payload_hash_of(household, &kind)? != payload_hash {
            return Ok(None);
        }
    }
    let (auth, kind, verdict): (String, String, Value) = (row.text("auth")?, row.text("kind")?, row.json("verdict")?);
    let recorded = Recorded {
        op,
        stamp,
        actor: &actor,
        auth: &auth,
        version: row.int("version")?,
        kind: &kind,
        payload_hash: &payload_hash,
        verdict: &verdict,
        applied_version: row.get("applied_version")?,
        client_time: row.get("client_time")?,
        recorded_at: row.int("recorded_at")?,
        sent_by: sent_by.as_ref(),
    };
    let next = recorded.after(end, household);
    let is_next = row.int("household_sequence")? == next.count && row.hash("chain_hash")? == next.hash;
    Ok(is_next.then_some(next))
}
