//! From rows back to a device. Nothing that is in the storage is lost because this program does not understand it.

use super::storage::{ABOUT, CATALOGUE, GENERATION, HOUSEHOLD, OPERATION, SNAPSHOT};
use super::{About, Age, Device, DeviceClock, Entry, Row};
use crate::household::Household;
use crate::ids::DeviceId;
use crate::json;
use crate::sync::{OPERATION_VERSION, Replica, Snapshot};
use std::sync::Arc;

impl Device {
    /// The device in a storage. `fresh` is the number of a new device, for a storage that has none.
    ///
    /// Rows that cannot be read are put [aside](Device::aside) and stay where they are. When what the device knew of itself
    /// is gone, it begins a new life under a new number: its operations keep theirs, so nothing is done twice.
    #[must_use]
    pub fn load(rows: Vec<Row>, fresh: DeviceId, clock: DeviceClock) -> Self {
        let mut device = Self::new(fresh);
        let (mut head, mut catalogue, mut households) = (None, None, Vec::new());
        let mut lost_itself = true;
        for row in rows {
            let key = row.key.as_str();
            let read = if key == GENERATION {
                row.json.parse().ok().map(|generation| device.generation = generation)
            } else if key == ABOUT {
                About::read(&row.json).map(|about| {
                    device.keep_original(&row, &about);
                    device.about = about;
                    lost_itself = false;
                })
            } else if key == SNAPSHOT {
                // Cached: what cannot be read is fetched again.
                head = json::from_str::<Snapshot>(&row.json).ok();
                Some(())
            } else if key == CATALOGUE {
                catalogue = json::from_str(&row.json).ok();
                Some(())
            } else if key.starts_with(HOUSEHOLD) {
                households.push(json::from_str::<Household>(&row.json).ok());
                Some(())
            } else if key.starts_with(OPERATION) {
                device.read_entry(&row)
            } else {
                None
            };
            if read.is_none() {
                device.aside.push(row);
            }
        }
        device.mend(lost_itself);
        // A snapshot is whole or it is not there.
        let households: Option<Vec<Household>> = households.into_iter().collect();
        if let (Some(head), Some(catalogue), Some(mut households)) = (head, catalogue, households) {
            households.sort_by(|left, right| (&left.resident.room, left.id).cmp(&(&right.resident.room, right.id)));
            let snapshot = Snapshot { catalogue: Arc::new(catalogue), households, ..head };
            device.replica = Some(Replica::new(snapshot));
            device.age = Age::loaded(clock, device.about.age_micros, device.about.heard_at);
            device.overlay();
        }
        device
    }

    fn read_entry(&mut self, row: &Row) -> Option<()> {
        let entry: Entry = json::from_str(&row.json).ok()?;
        // Made by a newer program: this one would send less than was recorded.
        if entry.operation.v > OPERATION_VERSION {
            return None;
        }
        self.keep_original(row, &entry);
        // Two in one place: the second stands at the end of the line.
        let last = self.entries.keys().next_back().copied().unwrap_or(0);
        let place = if self.entries.contains_key(&entry.place) { last + 1 } else { entry.place };
        self.entries.insert(place, Arc::new(Entry { place, ..entry }));
        Some(())
    }

    fn keep_original(&mut self, row: &Row, read: &impl serde::Serialize) {
        if json::to_text(read) != row.json {
            self.originals.insert(row.key.clone(), row.json.as_str().into());
        }
    }

    /// Numbers that were lost with the row `device` are not used again.
    fn mend(&mut self, lost_itself: bool) {
        let last = self.entries.keys().next_back().copied().unwrap_or(0);
        self.about.place = self.about.place.max(last + 1);
        if lost_itself {
            return;
        }
        let own = self.entries.values().filter_map(|entry| entry.operation.stamp);
        let used = own
            .filter(|stamp| (stamp.device, stamp.epoch) == (self.about.id, self.about.epoch))
            .map(|stamp| stamp.sequence)
            .max();
        self.about.next = self.about.next.max(used.unwrap_or(0).saturating_add(1));
    }
}
