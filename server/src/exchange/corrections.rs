//! Corrections of the office beside what a folder says: the folder is older until it says the same, or something new.

use super::home::ImportedHousehold;
use crate::store::{Correction, Field};
use std::collections::BTreeMap;
use std::fmt;
use uuid::Uuid;

/// What became of one corrected field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The folder still says what was wrong: the correction stands.
    Kept,
    /// The folder says the same now.
    Same,
    /// The folder says something that is neither: it is newer.
    Overtaken,
}

/// One corrected field of one resident, for the report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Corrected {
    /// The home's own code.
    pub resident: String,
    pub field: Field,
    pub outcome: Outcome,
}

/// What the corrections make of a folder.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Compared {
    pub fields: Vec<Corrected>,
    /// Corrections of which nothing has to be remembered any more.
    pub settled: Vec<Uuid>,
}

/// Puts the corrections that stand over what the folder says. `corrections` are those that the folder has not taken over yet,
/// oldest first.
pub fn apply(corrections: &[Correction], households: &mut [ImportedHousehold]) -> Compared {
    let mut compared = Compared::default();
    for household in households {
        let own: Vec<&Correction> = corrections.iter().filter(|one| one.household == household.id).collect();
        let mut outcomes: BTreeMap<Field, Outcome> = BTreeMap::new();
        for field in Field::ALL {
            let mut changes = own.iter().filter_map(|one| one.fields.get(&field));
            let Some(first) = changes.next() else { continue };
            // What the folder said, and what it is now, whatever was corrected in between.
            let after = changes.next_back().unwrap_or(first).after.as_str();
            let says = field.of(&household.resident).to_owned();
            let outcome = if says == after {
                Outcome::Same
            } else if says == first.before {
                field.set(&mut household.resident, after);
                Outcome::Kept
            } else {
                Outcome::Overtaken
            };
            outcomes.insert(field, outcome);
            compared.fields.push(Corrected { resident: household.code.clone(), field, outcome });
        }
        let stands = |one: &&Correction| one.fields.keys().any(|field| outcomes.get(field) == Some(&Outcome::Kept));
        compared.settled.extend(own.iter().filter(|one| !stands(one)).map(|one| one.id));
    }
    compared
}

impl fmt::Display for Corrected {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { resident, field, outcome } = self;
        let field = field.code();
        match outcome {
            Outcome::Kept => write!(
                f,
                "{resident}: {field} was corrected in the office and the file says what it was before; the correction stays. Mend the file."
            ),
            Outcome::Same => {
                write!(f, "{resident}: {field} was corrected in the office, and the file says so too now.")
            }
            Outcome::Overtaken => write!(
                f,
                "{resident}: {field} was corrected in the office, and the file says something newer; the file counts."
            ),
        }
    }
}
