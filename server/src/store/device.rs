//! Devices: how far each has come, whether its storage was put back or copied, and whether it was revoked.
//!
//! The dense number of an operation *detects*; only `op_id` deduplicates. So nothing here decides about an operation,
//! except that what a revoked device sends is kept for someone to look at.

use super::db::Tx;
use super::operation::Arrival;
use super::session::SEEN_EVERY_MICROS;
use super::statement::statements;
use super::value::{Row, Value, values};
use super::{Store, StoreError};
use crate::clock::Clock;
use domain::access::{Scope, Viewer};
use domain::calendar::Timestamp;
use domain::ids::{DeviceId, HouseholdId, LocationId, TabletId, WardId};
use domain::mutant::{Mutant, is_on};
use domain::sync::wire::{Again, DeviceReport, DeviceState, Judged, PushReply, PushRequest};
use domain::sync::{DeviceEvent, DeviceNotice, DeviceStamp, Operation, Verdict};
use std::collections::BTreeMap;
use uuid::Uuid;

statements! {
    DEVICE = "SELECT d.epoch, d.cloned_in, d.seen_at, d.revoked_at, d.tablet_id,
            (SELECT MAX(o.device_sequence) FROM operation o WHERE o.device_id = $1 AND o.device_epoch = $2) AS seen
        FROM device d WHERE d.device_id = $1";
    MEET = "INSERT INTO device (device_id, viewer, epoch, seen_at, tablet_id) VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT (device_id) DO UPDATE SET viewer = excluded.viewer, seen_at = excluded.seen_at,
            tablet_id = COALESCE(excluded.tablet_id, device.tablet_id),
            epoch = CASE WHEN device.epoch > excluded.epoch THEN device.epoch ELSE excluded.epoch END";
    SET_CLONED = "UPDATE device SET cloned_in = CASE WHEN cloned_in > $2 THEN cloned_in ELSE $2 END WHERE device_id = $1";
    REVOKE = "UPDATE device SET revoked_at = $2 WHERE device_id = $1 AND revoked_at IS NULL RETURNING viewer";
    WARD_OF_HOUSEHOLD = "SELECT location_id, ward_id FROM household WHERE household_id = $1";
    DEVICES_OF_WARD = "SELECT devices FROM ward w WHERE w.location_id = $1 AND w.ward_id = $2 {lock w}";
    SET_DEVICES = "UPDATE ward SET devices = $3 WHERE location_id = $1 AND ward_id = $2";
    ALL_DEVICES = "SELECT device_id, viewer, seen_at, revoked_at FROM device ORDER BY seen_at DESC, device_id";
}

/// The ward is told of a device for so long.
const TOLD_MICROS: i64 = 7 * 24 * 3_600 * 1_000_000;

/// What the operator's list says of a device.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnownDevice {
    pub id: DeviceId,
    pub viewer: Viewer,
    pub seen_at: Timestamp,
    pub revoked_at: Option<Timestamp>,
}

/// A device as it is known.
struct Known {
    epoch: u32,
    cloned_in: Option<u32>,
    seen_at: i64,
    is_revoked: bool,
    /// The tablet of staff that it was last seen on.
    tablet: Option<TabletId>,
    /// The highest number that came in the epoch that the device says it is in.
    seen: u32,
}

impl Known {
    fn of(row: &Row) -> Result<Self, StoreError> {
        let number = |name: &str| -> Result<Option<u32>, StoreError> {
            Ok(row.get::<Option<i64>>(name)?.and_then(|number| u32::try_from(number).ok()))
        };
        Ok(Self {
            epoch: number("epoch")?.unwrap_or(0),
            cloned_in: number("cloned_in")?,
            seen_at: row.int("seen_at")?,
            is_revoked: row.get::<Option<i64>>("revoked_at")?.is_some(),
            tablet: row.get::<Option<Uuid>>("tablet_id")?.map(TabletId),
            seen: number("seen")?.unwrap_or(0),
        })
    }

    /// What the device should know of itself.
    fn state(&self, report: &DeviceReport) -> DeviceState {
        let epoch = self.epoch.max(report.epoch).saturating_add(1);
        if self.is_revoked {
            DeviceState::Revoked
        } else if self.cloned_in.is_some_and(|cloned_in| report.epoch <= cloned_in) && !is_on(Mutant::CloneNotNoticed) {
            DeviceState::Cloned { epoch }
        } else if report.next <= self.seen && !is_on(Mutant::RollbackNotNoticed) {
            DeviceState::RolledBack { epoch, seen: self.seen }
        } else {
            DeviceState::Known
        }
    }
}

/// The tablet of staff from which something is sent.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct FromTablet {
    pub tablet: Option<TabletId>,
    /// It was revoked: whatever comes from it is only kept to be looked at.
    pub revoked: bool,
}

impl Store {
    /// As [`Store::push_from`], from a browser of one's own.
    pub async fn push(&self, viewer: &Viewer, request: PushRequest, clock: &Clock) -> Result<PushReply, StoreError> {
        self.push_from(viewer, FromTablet::default(), request, clock).await
    }

    /// Everything of one request: each operation judged by itself, and what the device should know of itself.
    pub async fn push_from(
        &self,
        viewer: &Viewer,
        from: FromTablet,
        request: PushRequest,
        clock: &Clock,
    ) -> Result<PushReply, StoreError> {
        let now = clock.now();
        let mut revoked = from.revoked;
        if let Some(report) = &request.device {
            let known = self.meet(viewer, from.tablet, *report, now.at).await?;
            if from.revoked {
                // It had not said on which tablet it is when that was revoked.
                self.revoke_device(report.id, now.at).await?;
            }
            revoked |= known.is_some_and(|known| known.is_revoked);
        }
        // What a revoked device recorded does not count by whichever way it comes, such as its sealed copy.
        let mut others_revoked = BTreeMap::new();
        for stamp in request.operations.iter().filter_map(|operation| operation.stamp) {
            let is_reported = request.device.is_some_and(|report| report.id == stamp.device);
            if !is_reported && !others_revoked.contains_key(&stamp.device) {
                let known = self.known_device(stamp.device, stamp.epoch).await?;
                others_revoked.insert(stamp.device, known.is_some_and(|known| known.is_revoked));
            }
        }
        let (mut verdicts, mut epoch) = (Vec::with_capacity(request.operations.len()), None);
        for operation in request.operations {
            let by_other = operation.stamp.and_then(|stamp| others_revoked.get(&stamp.device).copied());
            let revoked = from.revoked || by_other.unwrap_or(revoked);
            let again = request.again.iter().find(|again| again.op_id == operation.op_id);
            let again = again.map(|Again { at, verdict, .. }| (verdict.clone(), clock.at((*at).min(now.at))));
            let revoked = revoked && !is_on(Mutant::RevokedStillCounts);
            let arrival = Arrival { again, revoked, tablet: from.tablet };
            let (judged, judged_in) = self.judge_or_retry(viewer, operation, arrival, clock).await;
            verdicts.push(judged);
            epoch = judged_in.or(epoch);
        }
        let device = match &request.device {
            Some(report) => self.known_device(report.id, report.epoch).await?.map(|known| known.state(report)),
            None => None,
        };
        let epoch = match epoch {
            Some(epoch) => epoch,
            None => self.epoch().await?,
        };
        Ok(PushReply { verdicts, epoch, at: clock.timestamp(), device })
    }

    /// The verdict, and the epoch it was given in. An operation that cannot be judged now does not hold up the others.
    async fn judge_or_retry(
        &self,
        viewer: &Viewer,
        operation: Operation,
        arrival: Arrival,
        clock: &Clock,
    ) -> (Judged, Option<Uuid>) {
        let op_id = operation.op_id;
        match self.judge_arrived(viewer, operation, clock.now(), arrival).await {
            Ok(judgement) => (Judged { op_id, verdict: judgement.verdict, at: judgement.before }, judgement.epoch),
            Err(error) => {
                tracing::error!(%error, %op_id, "an operation could not be judged now");
                (Judged { op_id, verdict: Verdict::Retry, at: None }, None)
            }
        }
    }

    async fn known_device(&self, id: DeviceId, epoch: u32) -> Result<Option<Known>, StoreError> {
        let mut tx = self.inner.db.single().await?;
        let row = tx.fetch_optional(&DEVICE, values![id, epoch]).await?;
        row.as_ref().map(Known::of).transpose()
    }

    /// Notes that a device is there, as it was before; a new epoch of it is news for its ward.
    async fn meet(
        &self,
        viewer: &Viewer,
        tablet: Option<TabletId>,
        report: DeviceReport,
        at: Timestamp,
    ) -> Result<Option<Known>, StoreError> {
        let before = self.known_device(report.id, report.epoch).await?;
        let began_again = before.as_ref().filter(|known| report.epoch > known.epoch);
        let event = match began_again {
            Some(known) if known.cloned_in == Some(known.epoch) => Some(DeviceEvent::Cloned),
            Some(_) => Some(DeviceEvent::RolledBack),
            None if report.unreadable > 0 => Some(DeviceEvent::Unreadable { count: report.unreadable }),
            None => None,
        };
        let is_recent = before.as_ref().is_some_and(|known| {
            let is_there = tablet.is_none() || tablet == known.tablet;
            is_there && (0..SEEN_EVERY_MICROS).contains(&(at.0 - known.seen_at))
        });
        if !is_recent || event.is_some() {
            let mut row = vec![Value::from(report.id), Value::json(viewer)?];
            row.extend(values![report.epoch, at, tablet]);
            let told = event.map(|what| (viewer.scope.clone(), DeviceNotice { device: report.id, at, what }));
            self.write(move |tx| {
                let (row, told) = (row.clone(), told.clone());
                Box::pin(async move {
                    tx.execute(&MEET, row).await?;
                    match told {
                        Some((scope, notice)) => tell(tx, &scope, notice).await,
                        None => Ok(()),
                    }
                })
            })
            .await?;
        }
        Ok(before)
    }

    /// From now on nothing of this device counts; what it still sends is kept for someone to look at. False when it is
    /// not known or was revoked before.
    pub async fn revoke_device(&self, device: DeviceId, at: Timestamp) -> Result<bool, StoreError> {
        self.write(move |tx| Box::pin(revoke(tx, device, at))).await
    }

    /// Every device, the one seen last first.
    pub async fn devices(&self) -> Result<Vec<KnownDevice>, StoreError> {
        let rows = self.inner.db.single().await?.fetch(&ALL_DEVICES, vec![]).await?;
        rows.iter()
            .map(|row| {
                Ok(KnownDevice {
                    id: DeviceId(row.uuid("device_id")?),
                    viewer: row.json("viewer")?,
                    seen_at: Timestamp(row.int("seen_at")?),
                    revoked_at: row.get::<Option<i64>>("revoked_at")?.map(Timestamp),
                })
            })
            .collect()
    }
}

/// As [`Store::revoke_device`], in the transaction that makes it necessary.
pub(super) async fn revoke(tx: &mut Tx, device: DeviceId, at: Timestamp) -> Result<bool, StoreError> {
    let Some(row) = tx.fetch_optional(&REVOKE, values![device, at]).await? else { return Ok(false) };
    let viewer: Viewer = row.json("viewer")?;
    tell(tx, &viewer.scope, DeviceNotice { device, at, what: DeviceEvent::Revoked }).await?;
    Ok(true)
}

/// A number of this device came with two operations. Stays noted until the device has gone on in a newer epoch: an answer
/// that is lost is given again.
pub(super) async fn note_clone(tx: &mut Tx, stamp: DeviceStamp) -> Result<(), StoreError> {
    tx.execute(&SET_CLONED, values![stamp.device, stamp.epoch]).await.map(|_| ())
}

/// Tells the ward of a device, in the transaction that makes it so. Family's phones belong to no ward: nobody is told of
/// them.
async fn tell(tx: &mut Tx, scope: &Scope, notice: DeviceNotice) -> Result<(), StoreError> {
    let Some((location, ward)) = ward_of(tx, scope).await? else { return Ok(()) };
    let Some(row) = tx.fetch_optional(&DEVICES_OF_WARD, values![location, ward]).await? else { return Ok(()) };
    let mut notices: Vec<DeviceNotice> = row.json("devices")?;
    let is_news = !notices.iter().any(|known| {
        (known.device, known.what) == (notice.device, notice.what)
            && matches!(known.what, DeviceEvent::Unreadable { .. })
    });
    if is_news {
        notices.retain(|known| in_time(known, notice.at) && known.device != notice.device);
        notices.push(notice);
        let row = [values![location, ward], vec![Value::json(&notices)?]].concat();
        tx.execute(&SET_DEVICES, row).await?;
        tx.poke(ward);
    }
    Ok(())
}

async fn ward_of(tx: &mut Tx, scope: &Scope) -> Result<Option<(LocationId, WardId)>, StoreError> {
    let household: HouseholdId = match scope {
        Scope::Ward { location, ward, .. } => return Ok(Some((*location, *ward))),
        Scope::Resident { household, .. } => *household,
        Scope::Family { .. } | Scope::Office { .. } | Scope::Beside(_) => return Ok(None),
    };
    let row = tx.fetch_optional(&WARD_OF_HOUSEHOLD, values![household]).await?;
    row.map(|row| Ok((LocationId(row.uuid("location_id")?), WardId(row.uuid("ward_id")?)))).transpose()
}

/// Whether the ward still needs to know.
pub(super) fn in_time(notice: &DeviceNotice, now: Timestamp) -> bool {
    now.0 - notice.at.0 < TOLD_MICROS
}
