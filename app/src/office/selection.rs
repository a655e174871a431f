//! Which residents the table shows and in what order; the same for the page and for its export.

use domain::amount::{Amount, Unit};
use domain::budget::{Period, Segment, Shares};
use domain::catalogue::Localized;
use domain::ids::{HouseholdId, LocationId, WardId};
use domain::search::fold;
use rust_decimal::Decimal;
use std::cmp::Ordering;
use std::collections::BTreeMap;

/// Rows on one page.
pub const PAGE_SIZE: usize = 50;

/// One resident with the figures of the current period.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    pub household: HouseholdId,
    pub location: LocationId,
    pub location_name: String,
    pub ward: WardId,
    pub ward_name: String,
    pub room: String,
    pub name: Localized,
    pub last_name: String,
    pub away: bool,
    pub frozen: bool,
    pub period: Period,
    pub profiles: Vec<String>,
    /// The days of each profile, where they are known.
    pub segments: Vec<Segment>,
    pub shares: Shares,
    pub granted: Amount,
    pub carried: Amount,
    pub spent: Amount,
    pub reserved: Amount,
    pub left: Amount,
}

impl Row {
    /// Housing, treatment, agreed care and hotel costs together.
    #[must_use]
    pub fn package(&self) -> Decimal {
        package(&self.shares)
    }

    /// Granted and carried together: a full cup.
    #[must_use]
    pub fn full(&self) -> Amount {
        self.granted.plus(self.carried).unwrap_or(self.granted)
    }

    #[must_use]
    pub const fn unit(&self) -> Unit {
        self.granted.unit()
    }
}

/// Housing, treatment, agreed care and hotel costs together.
#[must_use]
pub fn package(shares: &Shares) -> Decimal {
    shares.housing + shares.treatment + shares.agreed_care + shares.hotel
}

/// What the rows can be sorted by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Column {
    #[default]
    Room,
    Name,
    Ward,
    Profile,
    Income,
    Overhead,
    Package,
    Granted,
    Carried,
    Spent,
    Reserved,
    Left,
}

impl Column {
    pub const ALL: [Self; 12] = [
        Self::Room,
        Self::Name,
        Self::Ward,
        Self::Profile,
        Self::Income,
        Self::Overhead,
        Self::Package,
        Self::Granted,
        Self::Carried,
        Self::Spent,
        Self::Reserved,
        Self::Left,
    ];

    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Room => "room",
            Self::Name => "name",
            Self::Ward => "ward",
            Self::Profile => "profile",
            Self::Income => "income",
            Self::Overhead => "overhead",
            Self::Package => "package",
            Self::Granted => "granted",
            Self::Carried => "carried",
            Self::Spent => "spent",
            Self::Reserved => "reserved",
            Self::Left => "left",
        }
    }

    fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|column| column.code() == code)
    }

    fn compare(self, one: &Row, other: &Row) -> Ordering {
        let place = |row: &Row| (row.location_name.clone(), row.ward_name.clone());
        match self {
            Self::Room => place(one).cmp(&place(other)).then_with(|| room_order(&one.room, &other.room)),
            Self::Name => fold(&one.last_name).cmp(&fold(&other.last_name)),
            Self::Ward => place(one).cmp(&place(other)),
            Self::Profile => one.profiles.cmp(&other.profiles),
            Self::Income => one.shares.income.cmp(&other.shares.income),
            Self::Overhead => one.shares.overhead.cmp(&other.shares.overhead),
            Self::Package => one.package().cmp(&other.package()),
            Self::Granted => one.granted.minor().cmp(&other.granted.minor()),
            Self::Carried => one.carried.minor().cmp(&other.carried.minor()),
            Self::Spent => one.spent.minor().cmp(&other.spent.minor()),
            Self::Reserved => one.reserved.minor().cmp(&other.reserved.minor()),
            Self::Left => one.left.minor().cmp(&other.left.minor()),
        }
    }
}

/// "9" comes before "10".
fn room_order(one: &str, other: &str) -> Ordering {
    let number = |room: &str| room.parse::<u32>().unwrap_or(u32::MAX);
    number(one).cmp(&number(other)).then_with(|| one.cmp(other))
}

/// Where: everything, one location or one ward.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Where {
    #[default]
    Everywhere,
    Location(LocationId),
    Ward(WardId),
}

impl Where {
    #[must_use]
    pub fn code(self) -> String {
        match self {
            Self::Everywhere => String::new(),
            Self::Location(id) => format!("l.{id}"),
            Self::Ward(id) => format!("w.{id}"),
        }
    }

    fn from_code(code: &str) -> Self {
        match code.split_once('.') {
            Some(("l", id)) => id.parse().map_or(Self::Everywhere, Self::Location),
            Some(("w", id)) => id.parse().map_or(Self::Everywhere, Self::Ward),
            _ => Self::Everywhere,
        }
    }

    fn holds(self, row: &Row) -> bool {
        match self {
            Self::Everywhere => true,
            Self::Location(id) => row.location == id,
            Self::Ward(id) => row.ward == id,
        }
    }
}

/// What the address asks for. What cannot be read counts as not asked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Selection {
    pub place: Where,
    pub profile: String,
    pub search: String,
    pub sort: Column,
    pub descending: bool,
    /// From 1.
    pub page: usize,
    pub open: Option<HouseholdId>,
}

impl Selection {
    /// From the parts of a query: `where`, `profile`, `q`, `sort`, `down`, `page`, `open`.
    #[must_use]
    pub fn read<'a>(parts: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        let mut selection = Self { page: 1, ..Self::default() };
        for (name, value) in parts {
            match name {
                "where" => selection.place = Where::from_code(value),
                "profile" => value.clone_into(&mut selection.profile),
                "q" => value.trim().clone_into(&mut selection.search),
                "sort" => selection.sort = Column::from_code(value).unwrap_or_default(),
                "down" => selection.descending = value == "yes",
                "page" => selection.page = value.parse().unwrap_or(1).max(1),
                "open" => selection.open = value.parse().ok(),
                _ => {}
            }
        }
        selection
    }

    /// The address of `path` with this selection; only what differs from the beginning is written.
    #[must_use]
    pub fn address(&self, path: &str) -> String {
        let page = self.page.to_string();
        let open = self.open.map(|open| open.to_string()).unwrap_or_default();
        let sort = if self.sort == Column::default() { "" } else { self.sort.code() };
        let parts = [
            ("where", self.place.code()),
            ("profile", self.profile.clone()),
            ("q", self.search.clone()),
            ("sort", sort.to_owned()),
            ("down", if self.descending { "yes".to_owned() } else { String::new() }),
            ("page", if self.page > 1 { page } else { String::new() }),
            ("open", open),
        ];
        address(path, &parts)
    }

    /// Sorted by `column`; the other way round when it is sorted by it already.
    #[must_use]
    pub fn sorted_by(&self, column: Column) -> Self {
        let descending = self.sort == column && !self.descending;
        Self { sort: column, descending, page: 1, ..self.clone() }
    }

    #[must_use]
    pub fn on_page(&self, page: usize) -> Self {
        Self { page, open: None, ..self.clone() }
    }

    #[must_use]
    pub fn opened(&self, household: Option<HouseholdId>) -> Self {
        Self { open: household, ..self.clone() }
    }
}

/// `path?name=value&…` without empty values, encoded.
#[must_use]
pub fn address(path: &str, parts: &[(&str, String)]) -> String {
    let query: Vec<String> = parts
        .iter()
        .filter(|(_, value)| !value.is_empty())
        .map(|(name, value)| format!("{name}={}", encoded(value)))
        .collect();
    if query.is_empty() { path.to_owned() } else { format!("{path}?{}", query.join("&")) }
}

/// A value inside a query.
#[must_use]
pub fn encoded(value: &str) -> String {
    let mut out = String::with_capacity(value.len());
    for byte in value.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => out.push(char::from(byte)),
            _ => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}

/// The sums of one unit. Units never mix.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Total {
    pub unit: Unit,
    pub residents: usize,
    pub income: Decimal,
    pub overhead: Decimal,
    pub package: Decimal,
    pub granted: Amount,
    pub carried: Amount,
    pub spent: Amount,
    pub reserved: Amount,
    pub left: Amount,
}

impl Total {
    fn empty(unit: Unit) -> Self {
        let zero = Amount::zero(unit);
        Self {
            unit,
            residents: 0,
            income: Decimal::ZERO,
            overhead: Decimal::ZERO,
            package: Decimal::ZERO,
            granted: zero,
            carried: zero,
            spent: zero,
            reserved: zero,
            left: zero,
        }
    }

    fn add(&mut self, row: &Row) {
        let plus = |sum: Amount, more: Amount| sum.plus(more).unwrap_or(sum);
        self.residents += 1;
        self.income += row.shares.income;
        self.overhead += row.shares.overhead;
        self.package += row.package();
        self.granted = plus(self.granted, row.granted);
        self.carried = plus(self.carried, row.carried);
        self.spent = plus(self.spent, row.spent);
        self.reserved = plus(self.reserved, row.reserved);
        self.left = plus(self.left, row.left);
    }
}

/// The sums of `rows`, one for each unit.
#[must_use]
pub fn totals(rows: &[Row]) -> Vec<Total> {
    let mut totals: BTreeMap<Unit, Total> = BTreeMap::new();
    for row in rows {
        totals.entry(row.unit()).or_insert_with(|| Total::empty(row.unit())).add(row);
    }
    totals.into_values().collect()
}

/// The rows that the selection asks for, in its order. Rows of one unit stay together, because 30 minutes are neither
/// more nor less than 8 points.
#[must_use]
pub fn select(rows: Vec<Row>, selection: &Selection) -> Vec<Row> {
    let wanted = fold(&selection.search);
    let mut rows: Vec<Row> = rows
        .into_iter()
        .filter(|row| selection.place.holds(row))
        .filter(|row| selection.profile.is_empty() || row.profiles.contains(&selection.profile))
        .filter(|row| {
            let name = format!("{} {} {} {}", row.name.nl, row.name.en, row.last_name, row.room);
            wanted.split_whitespace().all(|word| fold(&name).contains(word))
        })
        .collect();
    rows.sort_by(|one, other| {
        let by_column = selection.sort.compare(one, other);
        let by_column = if selection.descending { by_column.reverse() } else { by_column };
        one.unit()
            .cmp(&other.unit())
            .then(by_column)
            .then_with(|| Column::Room.compare(one, other))
            .then_with(|| fold(&one.last_name).cmp(&fold(&other.last_name)))
    });
    rows
}
