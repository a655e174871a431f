//! `people.csv`, `providers.csv` and `clearance_kinds.csv`: everyone who is not a resident.

use super::ClearanceKind;
use super::files::Tables;
use super::location::Places;
use crate::exchange::csv_folder::Row;
use crate::exchange::dates::Dates;
use crate::exchange::ids::Ids;
use crate::exchange::problem::ProblemCode;
use domain::access::Role;
use domain::calendar::{Day, Validity};
use domain::catalogue::{EndReason, Language, Localized, OfferEnd};
use domain::ids::{LocationId, PersonId, ProviderId, WardId};
use serde::Serialize;

/// What someone does in or for the home.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PersonRole {
    Family,
    Representative,
    Carer,
    Host,
    Activities,
    Evv,
    Therapist,
    Technician,
    Driver,
    Kitchen,
    Volunteer,
    Supporter,
    CareManager,
    Controller,
    Council,
    Provider,
    SecurityOfficer,
}

impl PersonRole {
    pub const ALL: [Self; 17] = [
        Self::Family,
        Self::Representative,
        Self::Carer,
        Self::Host,
        Self::Activities,
        Self::Evv,
        Self::Therapist,
        Self::Technician,
        Self::Driver,
        Self::Kitchen,
        Self::Volunteer,
        Self::Supporter,
        Self::CareManager,
        Self::Controller,
        Self::Council,
        Self::Provider,
        Self::SecurityOfficer,
    ];

    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Family => "family",
            Self::Representative => "representative",
            Self::Carer => "carer",
            Self::Host => "host",
            Self::Activities => "activities",
            Self::Evv => "evv",
            Self::Therapist => "therapist",
            Self::Technician => "technician",
            Self::Driver => "driver",
            Self::Kitchen => "kitchen",
            Self::Volunteer => "volunteer",
            Self::Supporter => "supporter",
            Self::CareManager => "care_manager",
            Self::Controller => "controller",
            Self::Council => "council",
            Self::Provider => "provider",
            Self::SecurityOfficer => "security_officer",
        }
    }

    /// The role in which someone acts in the shop; `None` for those whose screens do not exist yet.
    #[must_use]
    pub const fn acts_as(self) -> Option<Role> {
        match self {
            Self::Family | Self::Representative => Some(Role::Family),
            Self::Carer | Self::Host | Self::Activities | Self::Evv => Some(Role::Carer),
            Self::CareManager | Self::Controller => Some(Role::Office),
            Self::Supporter => Some(Role::Supporter),
            Self::Council => Some(Role::Council),
            Self::Provider => Some(Role::Provider),
            Self::SecurityOfficer => Some(Role::Security),
            Self::Therapist | Self::Technician | Self::Driver | Self::Kitchen | Self::Volunteer => None,
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    pub id: PersonId,
    pub code: String,
    pub name: String,
    /// The name on screens.
    pub display: String,
    pub role: PersonRole,
    /// The function whose minutes are sold.
    pub function: Option<String>,
    /// `None`: everywhere.
    pub location: Option<LocationId>,
    /// `None`: the whole location.
    pub ward: Option<WardId>,
    /// For whom somebody from outside comes.
    pub provider: Option<ProviderId>,
    pub language: Language,
    /// How the home's own sign-in calls them, where that is not their code.
    pub signs_in_as: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ProviderKind {
    Team,
    Outside,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Provider {
    pub id: ProviderId,
    pub code: String,
    pub name: String,
    pub kind: ProviderKind,
    pub service: Localized,
    pub contact_first_name: String,
    /// The last day of the insurance and of the certificate of good conduct.
    pub insured_until: Option<Day>,
    pub certificate_until: Option<Day>,
    pub valid: Validity,
}

impl Provider {
    /// The first of its papers or its agreement to end.
    #[must_use]
    pub fn ends(&self) -> Option<OfferEnd> {
        let agreed = self.valid.until.map(|until| until.plus_days(-1));
        [
            (self.insured_until, EndReason::Insurance),
            (self.certificate_until, EndReason::Certificate),
            (agreed, EndReason::Agreement),
        ]
        .into_iter()
        .filter_map(|(last_day, why)| Some(OfferEnd { last_day: last_day?, why }))
        .min()
    }
}

pub fn read(tables: &Tables<'_>, ids: &Ids, places: &Places) -> Vec<Person> {
    let roles = PersonRole::ALL.map(|role| (role.code(), role));
    let read = |row: Row<'_>| {
        let (code, name, display) = (row.text("code"), row.text("name"), row.text("display"));
        let (role, language) = (row.word("role", &roles), row.word("language", &LANGUAGES));
        let function = row.known_or_none("function", &tables.function_rates);
        let location = row.known_or_none("location", &tables.locations);
        let ward = row.known_or_none("ward", &tables.wards);
        let provider = row.known_or_none("provider", &tables.providers);
        if role == Some(PersonRole::Provider) && provider == Some(None) {
            row.say(
                "provider",
                ProblemCode::Empty,
                "a code from providers.csv, because this person comes for a provider",
            );
        }
        if role.is_some_and(|role| role != PersonRole::Provider) && provider.is_some_and(|provider| provider.is_some())
        {
            row.wrong("provider", "nothing, because this person comes for no provider");
        }
        if role == Some(PersonRole::SecurityOfficer) && location.is_some_and(|location| location.is_some()) {
            row.wrong("location", "nothing, because the log is of the whole home");
        }
        if let Some(Some(ward)) = ward {
            check_ward(row, places, location.flatten(), ward);
        }
        Some(Person {
            id: ids.person(code?),
            code: code?.to_owned(),
            name: name?.to_owned(),
            display: display?.to_owned(),
            role: role?,
            function: function?.map(str::to_owned),
            location: location?.map(|code| ids.location(code)),
            ward: ward?.map(|code| ids.ward(code)),
            provider: provider?.map(|code| ids.provider(code)),
            language: language?,
            signs_in_as: Some(row.cell("signs_in_as")).filter(|name| !name.is_empty()).map(str::to_owned),
        })
    };
    tables.people.rows().filter_map(read).collect()
}

/// The words for languages in a folder.
pub const LANGUAGES: [(&str, Language); 2] = [("nl", Language::Nl), ("en", Language::En)];

/// The ward lies in the location of the same row.
pub fn check_ward(row: Row<'_>, places: &Places, location: Option<&str>, ward: &str) {
    let home = places.iter().find(|place| place.wards.iter().any(|known| known.code == ward));
    if let Some(home) = home
        && location != Some(home.code.as_str())
    {
        let wards = location
            .and_then(|code| places.by_code(code))
            .map(|place| place.wards.iter().map(|ward| ward.code.as_str()).collect::<Vec<_>>().join(", "));
        row.wrong("ward", format!("a ward of the location in this row ({})", wards.unwrap_or_default()));
    }
}

pub fn providers(tables: &Tables<'_>, ids: &Ids, dates: &Dates) -> Vec<Provider> {
    let kinds = [("team", ProviderKind::Team), ("outside", ProviderKind::Outside)];
    let read = |row: Row<'_>| {
        let (code, name, kind) = (row.text("code"), row.text("name"), row.word("kind", &kinds));
        let (service, contact) = (row.both("service"), row.text("contact_first_name"));
        let until = ["insured_until", "certificate_until"].map(|column| {
            let day = row.day_or_none(column, dates, None);
            if kind == Some(ProviderKind::Outside) && day == Some(None) {
                row.say(column, ProblemCode::Empty, "a date, because this provider is from outside");
            }
            day
        });
        let valid = row.valid("valid_from", "valid_until", dates, None);
        let [insured_until, certificate_until] = until;
        Some(Provider {
            id: ids.provider(code?),
            code: code?.to_owned(),
            name: name?.to_owned(),
            kind: kind?,
            service: service?,
            contact_first_name: contact?.to_owned(),
            insured_until: insured_until?,
            certificate_until: certificate_until?,
            valid: valid?,
        })
    };
    tables.providers.rows().filter_map(read).collect()
}

pub fn clearance_kinds(tables: &Tables<'_>) -> Vec<ClearanceKind> {
    let givers = ["evv", "doctor", "physio", "psychologist", "dietician", "speech_therapist"];
    let read = |row: Row<'_>| {
        let (code, name) = (row.text("code"), row.both("name"));
        let granted_by = row.word("granted_by", &givers.map(|giver| (giver, giver)));
        Some(ClearanceKind { code: code?.to_owned(), name: name?, granted_by: granted_by?.to_owned() })
    };
    tables.clearance_kinds.rows().filter_map(read).collect()
}
