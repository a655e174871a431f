//! Which rows of the files are about one resident.

use super::files::FILES;
use std::collections::BTreeMap;

/// The cells of a row by their column, when the row is about the resident with this code. What others are called by in it
/// is left out: who may decide stands in the authorities, who shares a room is the partner's own.
#[must_use]
pub fn cells_about(file: &str, cells: &[String], resident: &str) -> Option<BTreeMap<String, String>> {
    let spec = FILES.iter().find(|spec| spec.name == file)?;
    let whose = if file == "residents.csv" { "code" } else { "resident" };
    let place = spec.columns.iter().position(|column| *column == whose)?;
    if cells.get(place).map(String::as_str) != Some(resident) {
        return None;
    }
    let own =
        spec.columns.iter().zip(cells).filter(|(column, _)| !["person", "couple_with", "placed_by"].contains(column));
    Some(own.map(|(column, cell)| ((*column).to_owned(), cell.clone())).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cells(of: &[&str]) -> Vec<String> {
        of.iter().map(|cell| (*cell).to_owned()).collect()
    }

    #[test]
    fn a_row_is_about_the_resident_that_it_names_and_names_nobody_else() {
        let row = cells(&["A01-1", "R01", "els-vermeer", "dochter", "daughter", "order", "care", "", "", "family"]);
        let about = cells_about("authorities.csv", &row, "R01").unwrap();
        assert_eq!(about["relation_nl"], "dochter");
        assert!(!about.contains_key("person"));
        assert_eq!(cells_about("authorities.csv", &row, "R02"), None);
        assert_eq!(cells_about("people.csv", &cells(&["R01"]), "R01"), None);
    }
}
