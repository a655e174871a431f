//! A device's storage in memory: what IndexedDB is in the browser.

use crate::ids::DeviceId;
use crate::mutant::{Mutant, is_on};
use crate::sync::device::{Device, DeviceClock, GENERATION, Row, Step, Write};
use std::collections::BTreeMap;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WriteFailed {
    /// Another tab was first: load and do it again.
    Overtaken,
    /// The disk is full, or the device died in the middle: nothing was written.
    NotWritten,
}

/// Rows by name. A clone of it is a cloned or an older storage.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Disk {
    pub rows: BTreeMap<String, String>,
    pub full: bool,
}

impl Disk {
    /// Carries out a step in one transaction: all of it or nothing.
    pub fn write(&mut self, step: &Step) -> Result<(), WriteFailed> {
        if step.is_empty() {
            return Ok(());
        }
        if !step.fits(self.rows.get(GENERATION).map(String::as_str)) {
            return Err(WriteFailed::Overtaken);
        }
        if self.full {
            return Err(WriteFailed::NotWritten);
        }
        for write in &step.writes {
            match write {
                Write::Put(Row { key, json }) => drop(self.rows.insert(key.clone(), json.clone())),
                Write::Delete(key) => drop(self.rows.remove(key)),
            }
        }
        Ok(())
    }

    #[must_use]
    pub fn load(&self, fresh: DeviceId, clock: DeviceClock) -> Device {
        let row = |(key, json): (&String, &String)| Row { key: key.clone(), json: json.clone() };
        Device::load(self.rows.iter().map(row).collect(), fresh, clock)
    }

    /// Writes a step and commits it: the order that every shell keeps.
    pub fn carry_out(&mut self, device: &mut Device, step: Step) -> Result<(), WriteFailed> {
        if is_on(Mutant::SavedBeforeWritten) {
            let written = self.write(&step);
            device.commit(step);
            return if written == Err(WriteFailed::NotWritten) { Ok(()) } else { written };
        }
        self.write(&step)?;
        device.commit(step);
        Ok(())
    }
}
