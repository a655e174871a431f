//! How long and how much a device may do without the server, and how it knows how long it has been.

use crate::access::Scope;
use crate::calendar::Timestamp;
use serde::{Deserialize, Serialize};

const HOUR_MICROS: i64 = 3_600 * 1_000_000;
/// A device clock that says more than this went by is not believed.
pub(in crate::sync) const LONGEST_BELIEVED_MICROS: i64 = 400 * 24 * HOUR_MICROS;

/// What the home allows a device that does not reach the server. Travels in the snapshot.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Limits {
    /// An order is only made on a snapshot that is no older than this.
    pub order_hours: u32,
    /// This many orders may wait before the next becomes a wish.
    pub pending: u32,
    /// A ward tablet forgets what is personal after this.
    pub keep_hours_ward: u32,
    /// A resident's tablet or a family's phone forgets what is personal after this.
    pub keep_hours: u32,
}

impl Default for Limits {
    fn default() -> Self {
        Self { order_hours: 72, pending: 50, keep_hours_ward: 72, keep_hours: 7 * 24 }
    }
}

impl Limits {
    pub(super) fn order_micros(&self) -> i64 {
        i64::from(self.order_hours) * HOUR_MICROS
    }

    pub(super) fn pending_orders(&self) -> usize {
        usize::try_from(self.pending).unwrap_or(usize::MAX)
    }

    pub(super) fn keep_micros(&self, scope: &Scope) -> i64 {
        let hours = if matches!(scope, Scope::Ward { .. }) { self.keep_hours_ward } else { self.keep_hours };
        i64::from(hours) * HOUR_MICROS
    }
}

/// What a device can say of time: how long this page runs (never goes back), and what its clock says (may be anything).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DeviceClock {
    pub uptime_micros: i64,
    pub wall: Option<Timestamp>,
}

/// How old the snapshot is. A clock that went backwards or that leapt over years counts for nothing; what the page itself
/// lived through always counts.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Age {
    /// At this uptime it was this old.
    uptime_micros: i64,
    micros: i64,
    /// When it came, by the device's clock.
    heard_at: Option<Timestamp>,
}

impl Age {
    /// A snapshot that came this instant.
    pub const fn fresh(clock: DeviceClock) -> Self {
        Self { uptime_micros: clock.uptime_micros, micros: 0, heard_at: clock.wall }
    }

    /// A snapshot from the storage that was at least this old.
    pub const fn loaded(clock: DeviceClock, at_least: i64, heard_at: Option<Timestamp>) -> Self {
        Self { uptime_micros: clock.uptime_micros, micros: at_least, heard_at }
    }

    pub fn at(&self, clock: DeviceClock) -> i64 {
        let lived = clock.uptime_micros.saturating_sub(self.uptime_micros).max(0).saturating_add(self.micros);
        let by_clock = match (self.heard_at, clock.wall) {
            (Some(then), Some(now)) => now.0.saturating_sub(then.0),
            _ => 0,
        };
        if (0..=LONGEST_BELIEVED_MICROS).contains(&by_clock) { lived.max(by_clock) } else { lived }
    }
}
