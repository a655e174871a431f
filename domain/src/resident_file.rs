//! Everything that the home keeps about one resident, in one document: what a resident gets who asks for it, or who leaves.
//!
//! It is read by people and by other programs, so its shape is a promise: fields are only added, and whatever changes
//! their meaning raises [`VERSION`]. Of others it tells who did something for or about the resident, as everyone saw it at the
//! time, and nothing else. The schema is `docs/resident-file.schema.json`.

use crate::access::{Actor, AuthorityKind, Grade, Role, Theme};
use crate::amount::{Amount, Unit};
use crate::budget::{Period, Waterfall};
use crate::calendar::{Day, Moment, Validity};
use crate::catalogue::{Language, Localized, PurseKind};
use crate::household::HelpTopic;
use crate::ids::{DeviceId, LineId, OpId, OrderId, TransferId};
use crate::ledger::{Account, Reason};
use crate::order::{Decline, LineState};
use serde::Serialize;
use std::collections::BTreeMap;

pub const FORMAT: &str = "bekertje-resident-file";
pub const VERSION: u32 = 1;

/// Moments are on the wall of the home.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ResidentFile {
    pub format: &'static str,
    pub version: u32,
    pub made_at: Moment,
    pub home: String,
    pub time_zone: String,
    /// What the home says of its amounts.
    pub price_note: Localized,
    pub resident: WhoTheyAre,
    pub stay: Option<Validity>,
    pub indications: Vec<Profile>,
    pub days_away: Vec<DaysAway>,
    pub clearances: Vec<FoundPossible>,
    /// Oldest first.
    pub periods: Vec<BudgetOfPeriod>,
    /// What is in each account now.
    pub balances: BTreeMap<Account, Amount>,
    /// Oldest first; nothing of it is ever changed.
    pub ledger: Vec<Booked>,
    /// Oldest first.
    pub orders: Vec<OrderKept>,
    pub baskets: Vec<Chosen>,
    pub proposals: Vec<Proposed>,
    pub authorities: Vec<MayDecide>,
    pub help: Vec<Asked>,
    pub devices: Vec<DeviceKept>,
    pub sessions: Vec<SignedIn>,
    /// Everything that anyone did for or about the resident, oldest first.
    pub operations: Vec<Deed>,
    /// Who looked at what of the resident, who came in, what left the house; oldest first.
    pub looks: Vec<Looked>,
    pub emergencies: Vec<Emergency>,
    pub corrections: Vec<Corrected>,
    /// How the resident likes the screen, and how they are known on the living room's tablet.
    pub screen: ScreenKept,
    /// Tablets that were handed out to the resident, oldest first.
    pub tablets: Vec<TabletKept>,
    /// Who keeps notes that nobody else can read; what they say is the writer's own.
    pub private_notes: Vec<NotesKept>,
    /// The rows of the home's own files, as they were last read.
    pub imported: Vec<ImportedRow>,
}

impl ResidentFile {
    /// What the saved file is called: the home's own code and the day, never a name. Names of files end up in lists that
    /// others read.
    #[must_use]
    pub fn name(&self, ending: &str) -> String {
        let safe = |sign: char| if sign.is_ascii_alphanumeric() { sign } else { '-' };
        let code: String = self.resident.code.chars().map(safe).collect();
        format!("{code}-{}.{ending}", self.made_at.day)
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct WhoTheyAre {
    /// The home's own code, such as `R01`.
    pub code: String,
    pub name: Localized,
    pub salutation: String,
    pub first_name: String,
    pub last_name: String,
    pub room: String,
    pub ward: String,
    pub location: String,
    pub language: Language,
    /// Per cent of the normal size.
    pub text_size: i64,
    pub wheelchair: bool,
    /// Shares the room with someone who is their partner.
    pub has_partner_here: bool,
    pub note: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Profile {
    pub profile: String,
    pub valid: Validity,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct DaysAway {
    /// `hospital` or `leave`.
    pub kind: String,
    pub valid: Validity,
}

/// What was found possible: the outcome, never the reason.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FoundPossible {
    pub code: String,
    pub name: Localized,
    pub granted: bool,
    pub last_day: Option<Day>,
}

/// What came into the cup in a period and where it went.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct BudgetOfPeriod {
    pub period: Period,
    pub unit: Unit,
    pub granted: Amount,
    pub carried: Amount,
    pub spent: Amount,
    pub lapsed: Amount,
    /// How the grant follows from the indication, as it is worked out today; absent where a tariff is missing.
    pub waterfall: Option<Waterfall>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Booked {
    pub number: i64,
    pub transfer: TransferId,
    pub at: Moment,
    pub day: Day,
    pub from: Account,
    pub to: Account,
    pub amount: Amount,
    /// `direct`, `hold`, `post` or `void`.
    pub phase: &'static str,
    pub resolves: Option<TransferId>,
    pub reason: Reason,
    pub order: Option<OrderId>,
    pub line: Option<LineId>,
    pub operation: Option<OpId>,
    /// 64 hexadecimal digits: binds this booking to all before it.
    pub hash: String,
}

/// Someone as everyone saw them: "Els (dochter)".
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct By {
    pub role: Role,
    pub name: String,
    pub relation: Localized,
}

impl From<Actor> for By {
    fn from(actor: Actor) -> Self {
        Self { role: actor.role, name: actor.name, relation: actor.relation }
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct OrderKept {
    pub order: OrderId,
    pub at: Moment,
    pub by: By,
    pub lines: Vec<LineKept>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct LineKept {
    pub line: LineId,
    pub item: Localized,
    /// Who would come.
    pub performer: Localized,
    pub moment: Moment,
    pub purse: PurseKind,
    pub quantity: u32,
    pub delivered: Option<u32>,
    pub unit_price: Amount,
    pub charged: Option<Amount>,
    pub state: LineState,
    pub decline: Option<Decline>,
    /// Who did what with it, oldest first.
    pub steps: Vec<Step>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Step {
    pub at: Moment,
    pub by: By,
    /// The kind of the operation, such as `accept_line`.
    pub what: String,
}

/// In a basket, not ordered yet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Chosen {
    pub item: Localized,
    pub moment: Moment,
    pub purse: PurseKind,
    pub quantity: u32,
    /// In the basket of a relative, and not in the resident's own.
    pub by_family: bool,
}

/// What a relative proposed, and what was said to it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Proposed {
    pub at: Moment,
    pub by: By,
    pub lines: Vec<Chosen>,
    pub said_yes: Option<bool>,
    pub answered_at: Option<Moment>,
    pub answered_by: Option<By>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct MayDecide {
    pub name: String,
    pub relation: Localized,
    pub grade: Grade,
    pub kind: AuthorityKind,
    pub valid: Validity,
    pub proof: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Asked {
    pub topic: HelpTopic,
    pub at: Moment,
    pub by: By,
    pub answered_at: Option<Moment>,
    pub answered_by: Option<By>,
}

/// A tablet, phone or browser that was used for the resident.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct DeviceKept {
    pub device: DeviceId,
    /// Whose screen it was last.
    pub of: Role,
    /// Only of the resident's own.
    pub last_seen: Option<Moment>,
    pub revoked: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SignedIn {
    /// How it was shown who it is, such as `tablet`.
    pub how: String,
    /// "Chrome, Android".
    pub browser: String,
    pub since: Moment,
    pub last_seen: Moment,
    pub until: Moment,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Deed {
    pub operation: OpId,
    pub at: Moment,
    pub by: By,
    /// Who was signed in, where that was someone else.
    pub sent_by: Option<By>,
    /// `online` or `offline_pin`.
    pub known_by: String,
    pub device: Option<DeviceId>,
    pub what: String,
    /// What was asked, as it came in.
    pub asked: serde_json::Value,
    pub verdict: serde_json::Value,
    /// An order that was not made and that nobody has closed yet.
    pub not_made: Option<serde_json::Value>,
    /// What it left to be sorted out, and what was decided.
    pub to_sort_out: Option<serde_json::Value>,
}

/// One entry of the log of who looked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Looked {
    pub at: Moment,
    /// Absent for someone who was not known.
    pub role: Option<String>,
    /// As the home knows them now; empty for the resident and for who is not known any more.
    pub name: String,
    /// On which authority, such as `ward` or `care-order`.
    pub authority: Option<String>,
    /// What happened, such as `page` or `exported`.
    pub what: String,
    pub detail: Option<String>,
    /// `done` or `refused`.
    pub outcome: String,
}

/// Someone opened the card of a resident who is not theirs, with a reason.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Emergency {
    pub at: Moment,
    pub until: Moment,
    pub role: String,
    pub name: String,
    pub reason: String,
    pub reviewed_at: Option<Moment>,
    pub remark: Option<String>,
}

/// What the office corrected on request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Corrected {
    pub at: Moment,
    pub by: By,
    pub reason: String,
    /// What was there and what came instead, by field.
    pub fields: BTreeMap<String, BeforeAndAfter>,
    /// The home's own files say it too, or something newer.
    pub in_the_files: bool,
}

/// What the resident chose; absent where they chose nothing and the home's list counts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ScreenKept {
    pub language: Option<Language>,
    /// Per cent of the normal size.
    pub text_size: Option<u16>,
    pub theme: Option<Theme>,
    /// The name of the picture beside their name.
    pub pictogram: Option<String>,
    /// Three pictures open their shop there; which ones is kept as a secret that nobody can read back.
    pub has_picture_code: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TabletKept {
    pub name: String,
    pub added_at: Moment,
    pub added_by: By,
    /// When it was first used with its code.
    pub enrolled_at: Option<Moment>,
    pub taken_back_at: Option<Moment>,
    pub taken_back_by: Option<By>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct NotesKept {
    /// As the home knows them; empty for who is not known any more.
    pub name: String,
    pub notes: u32,
    pub since: Moment,
    pub last_written: Moment,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct BeforeAndAfter {
    pub before: String,
    pub after: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ImportedRow {
    pub file: String,
    pub cells: BTreeMap<String, String>,
}

/// Takes the numbers of other people out of a structure: names and relations say who did something, numbers only serve to
/// find more of someone.
pub fn without_numbers_of_people(value: &mut serde_json::Value) {
    match value {
        serde_json::Value::Object(fields) => {
            fields.remove("person");
            fields.values_mut().for_each(without_numbers_of_people);
        }
        serde_json::Value::Array(values) => values.iter_mut().for_each(without_numbers_of_people),
        _ => {}
    }
}
