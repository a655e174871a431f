//! The files of a home and their columns, as on the page `docs/import.md`.

use super::FileRows;
use crate::exchange::csv_folder::{FileSpec, Source, Table};
use crate::exchange::problem::Problems;

macro_rules! files {
    ($($field:ident: $name:literal [$($column:literal)*] $(optional [$($optional:literal)*])? key [$($key:literal)*]
        $($missing:ident)?;)*) => {
        /// Every file, in the order in which they are read.
        pub static FILES: &[FileSpec] = &[$(FileSpec {
            name: $name,
            columns: &[$($column),*],
            optional: &[$($($optional),*)?],
            key: &[$($key),*],
            may_be_missing: files!(@missing $($missing)?),
        }),*];

        /// The tables of one folder.
        #[derive(Debug)]
        pub struct Tables<'p> {
            $(pub $field: Table<'p>,)*
        }

        impl<'p> Tables<'p> {
            #[must_use]
            pub fn read(folder: &Source, problems: &'p Problems) -> Self {
                let mut specs = FILES.iter();
                // One specification for each field, in the same order: both come out of the same list.
                static NONE: FileSpec = FileSpec { name: "", columns: &[], optional: &[], key: &[], may_be_missing: true };
                Self { $($field: Table::read(specs.next().unwrap_or(&NONE), folder, problems),)* }
            }

            fn all(&self) -> Vec<&Table<'p>> {
                vec![$(&self.$field),*]
            }
        }
    };
    (@missing may_be_missing) => { true };
    (@missing) => { false };
}

files! {
    home: "home.csv" ["code" "name" "language" "time_zone" "price_level" "demo" "note_nl" "note_en" "offline_order_hours" "offline_orders" "keep_hours_ward" "keep_hours"] key ["code"];
    retention: "retention.csv" ["rule" "days" "note"] key ["rule"] may_be_missing;
    locations: "locations.csv" [
        "code" "name" "unit" "unit_value_eur" "grant_rounding" "free_share" "period" "period_anchor"
        "carry_over_max_share" "carry_over_lapses_after_periods" "accrues_in_hospital" "accrues_on_leave" "sort"
    ] key ["code"];
    wards: "wards.csv" ["location" "code" "name" "living_room" "sort"] key ["code"];
    function_rates: "function_rates.csv" [
        "function" "name_nl" "name_en" "rate_eur_per_minute" "counts_in_minutes" "valid_from" "valid_until"
    ] key ["function" "valid_from"];
    cost_policy: "cost_policy.csv" ["key" "value" "valid_from" "valid_until" "note"] key ["key" "valid_from"];
    categories: "categories.csv" [
        "code" "name_nl" "name_en" "intro_nl" "intro_en" "pictogram" "voice" "sort"
    ] key ["code"];
    providers: "providers.csv" [
        "code" "name" "kind" "service_nl" "service_en" "contact_first_name" "insured_until" "certificate_until"
        "valid_from" "valid_until"
    ] key ["code"];
    clearance_kinds: "clearance_kinds.csv" ["code" "name_nl" "name_en" "granted_by"] key ["code"];
    catalogue: "catalogue.csv" [
        "code" "category" "kind" "sort" "name_nl" "name_en" "subtitle_nl" "subtitle_en" "description_nl"
        "description_en" "pictogram" "photo" "voice" "duration_minutes" "purses" "group_size" "group_min" "group_max"
        "evening_weekend" "materials_eur" "purchase_eur" "lead_time_hours" "order_until" "weekdays" "times"
        "cancel_until_hours" "no_show_charge" "max_per_day" "max_per_week" "team" "place_nl" "place_en" "synonyms_nl"
        "synonyms_en" "valid_from" "valid_until" "price_eur" "price_minutes" "price_points"
    ] optional ["photo"] key ["code" "valid_from"];
    catalogue_staff: "catalogue_staff.csv" ["item" "function" "minutes"] key ["item" "function"];
    conditions: "conditions.csv" [
        "code" "item" "rule" "parameter" "strength" "label_nl" "label_en" "message_nl" "message_en" "alternative_item"
    ] key ["code"];
    offers: "offers.csv" [
        "code" "item" "location" "provider" "performer_nl" "performer_en" "weekdays" "times" "capacity"
    ] key ["code"];
    tariffs: "tariffs.csv" [
        "profile" "valid_from" "valid_until" "tariff_eur_day" "overhead_share" "housing_eur_day" "treatment_eur_day"
        "agreed_care_eur_day" "hotel_eur_day" "free_eur_day"
    ] key ["profile" "valid_from"];
    residents: "residents.csv" [
        "code" "location" "ward" "room" "salutation" "first_name" "prefix" "last_name" "display_name_nl"
        "display_name_en" "language" "text_size" "couple_with" "wheelchair" "moved_in" "left" "note_public"
    ] key ["code"];
    indications: "indications.csv" ["code" "resident" "profile" "valid_from" "valid_until"] key ["code"];
    suspensions: "suspensions.csv" ["code" "resident" "kind" "from" "until" "note"] key ["code"] may_be_missing;
    clearances: "clearances.csv" ["resident" "clearance" "granted" "valid_until"] key ["resident" "clearance"];
    carry_over: "carry_over.csv" ["code" "resident" "period_start" "amount" "unit"] key ["code"] may_be_missing;
    own_money: "own_money.csv" ["code" "resident" "date" "amount_eur" "note"] key ["code"] may_be_missing;
    people: "people.csv" [
        "code" "name" "display" "role" "function" "location" "ward" "language" "signs_in_as" "provider"
    ] optional ["signs_in_as" "provider"] key ["code"];
    authorities: "authorities.csv" [
        "code" "resident" "person" "relation_nl" "relation_en" "grade" "kind" "valid_from" "valid_until" "proof"
    ] key ["code"];
    opening_orders: "opening_orders.csv" [
        "code" "resident" "item" "quantity" "days_from_today" "time" "placed_by" "state" "purse" "reason"
        "alternative_item" "note"
    ] key ["code"] may_be_missing;
}

/// The names of all files, in the order in which they are read.
#[must_use]
pub fn file_names() -> Vec<&'static str> {
    FILES.iter().map(|spec| spec.name).collect()
}

impl Tables<'_> {
    /// All rows as they were written.
    #[must_use]
    pub fn all_rows(&self) -> Vec<FileRows> {
        let rows = |table: &Table<'_>| {
            table.rows().map(|row| (row.key(), row.values().into_iter().map(str::to_owned).collect())).collect()
        };
        self.all().into_iter().map(|table| FileRows { file: table.spec.name, rows: rows(table) }).collect()
    }
}
