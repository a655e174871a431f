//! The demo home De Linde, inside the program: `bekertje serve --demo` needs no other files.

use super::csv_folder::Source;

macro_rules! files {
    ($($name:literal)*) => {
        [$(($name, include_bytes!(concat!("../../demo/de-linde/", $name)).as_slice())),*]
    };
}

/// The folder `server/demo/de-linde/` as it was when the program was built.
#[must_use]
pub fn de_linde() -> Source {
    Source::from_files(files![
        "home.csv" "retention.csv" "locations.csv" "wards.csv" "function_rates.csv" "cost_policy.csv" "categories.csv" "providers.csv"
        "clearance_kinds.csv" "catalogue.csv" "catalogue_staff.csv" "conditions.csv" "offers.csv" "tariffs.csv"
        "residents.csv" "indications.csv" "suspensions.csv" "clearances.csv" "carry_over.csv" "own_money.csv"
        "people.csv" "authorities.csv" "opening_orders.csv"
    ])
}
