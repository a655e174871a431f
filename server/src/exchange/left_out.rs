//! A folder without residents that were erased: what the home still has in its own files does not bring them back.

use super::home::{FileRows, Home, cells_about};
use domain::ids::{HouseholdId, PersonId};
use std::collections::BTreeSet;

/// Takes out every row about a household that was erased, and family who have no other resident here. The codes of those
/// residents.
pub fn leave_out(home: &mut Home, rows: &mut [FileRows], erased: &BTreeSet<HouseholdId>) -> Vec<String> {
    let is_erased = |id: &HouseholdId| erased.contains(id);
    let of = |out: bool| -> BTreeSet<PersonId> {
        let households = home.households.iter().filter(|household| is_erased(&household.id) == out);
        households.flat_map(|household| household.authorities.iter().map(|row| row.authority.person)).collect()
    };
    let (gone, kept) = (of(true), of(false));
    let codes: Vec<String> = home
        .households
        .iter()
        .filter(|household| is_erased(&household.id))
        .map(|household| household.code.clone())
        .collect();
    if codes.is_empty() {
        return codes;
    }
    let leaves = |person: &super::home::Person| gone.contains(&person.id) && !kept.contains(&person.id);
    let people: BTreeSet<String> =
        home.people.iter().filter(|person| leaves(person)).map(|person| person.code.clone()).collect();
    home.people.retain(|person| !leaves(person));
    home.households.retain(|household| !is_erased(&household.id));
    home.opening_orders.retain(|order| order.steps.iter().all(|step| !is_erased(&step.operation.household)));
    for file in rows {
        let name = file.file;
        file.rows.retain(|(key, cells)| {
            let is_about = codes.iter().any(|code| cells_about(name, cells, code).is_some());
            !(is_about || name == "people.csv" && people.contains(key))
        });
    }
    codes
}
