//! The demo door: who do you want to be? It exists only when the program was started with demo data.
//!
//! One form; every card is a button that carries the code of a door.

use crate::plain::{self, Content, Plain, Reader, door_top};
use crate::shell::Assets;
use crate::t;
use crate::ui::{Glyph, Pictogram};
use crate::words::Words;
use domain::access::{Beside, Scope, Viewer};
use domain::catalogue::Language;
use domain::ids::HouseholdId;
use leptos::prelude::*;
use std::collections::BTreeMap;

/// Someone who can come in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Door {
    /// The home's own code of the resident or person, such as `R01` or `els-vermeer`.
    pub code: String,
    pub location_name: String,
    pub ward_name: String,
    pub room: String,
    pub viewer: Viewer,
}

#[derive(Clone, Debug)]
pub struct DoorPage {
    pub assets: Assets,
    pub language: Language,
    /// The name of the home.
    pub home: String,
    /// What the home says of its amounts.
    pub price_note: String,
    pub doors: Vec<Door>,
}

/// A door as the page shows it.
struct Choice<'a> {
    door: &'a Door,
    name: String,
    about: String,
}

#[must_use]
pub fn door(page: DoorPage) -> impl IntoView {
    let DoorPage { assets, language, home, price_note, doors } = page;
    let title = t!(Words::new(language), "door-title", home = &home);
    let page = Plain { class: Some("door"), ..Plain::new(assets, Reader::unknown(language, "family"), title.clone()) };
    plain::document(page, move |words| {
        let names = resident_names(words, &doors);
        let quick = quick(words, &doors, &names);
        let everyone = everyone(words, &doors, &names);
        let main = view! {
            <h1 tabindex="-1">{title}</h1>
            <p class="door-lead">{t!(words, "door-lead")}</p>
            <form method="post" action="/demo/enter">
                <input type="hidden" name="lang" value=language.code() />
                <ul class="door-quick">{quick}</ul>
                <div class="notice notice-amber">
                    <Glyph name="triangle-alert" />
                    <p>
                        <b>{t!(words, "door-demo")}</b>
                        " "
                        {price_note}
                    </p>
                </div>
                <h2>{t!(words, "door-everyone")}</h2>
                {everyone}
            </form>
        };
        let top = door_top(words, Some(format!("/demo?lang={}", language.other().code())));
        Content { before: Some(top), main: main.into_any(), class: None, after: None }
    })
}

/// The names of residents, with their rooms, for the lines of their family.
fn resident_names(words: Words, doors: &[Door]) -> BTreeMap<HouseholdId, (String, &Door)> {
    doors
        .iter()
        .filter_map(|door| match door.viewer.scope {
            Scope::Resident { household, .. } => Some((household, (name_of(words, door), door))),
            _ => None,
        })
        .collect()
}

fn name_of(_words: Words, door: &Door) -> String {
    door.viewer.actor.name.clone()
}

fn place(door: &Door) -> String {
    [door.location_name.as_str(), door.ward_name.as_str()]
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

fn choice<'a>(words: Words, door: &'a Door, names: &BTreeMap<HouseholdId, (String, &Door)>) -> Choice<'a> {
    let name = name_of(words, door);
    let about = match &door.viewer.scope {
        Scope::Resident { .. } => t!(words, "door-room", room = &door.room),
        Scope::Family { households, .. } => {
            let residents: Vec<_> =
                households.iter().filter_map(|id| names.get(id)).map(|(name, _)| name.clone()).collect();
            let relation = door.viewer.actor.relation.get(words.language);
            if relation.is_empty() {
                t!(words, "door-for", residents = residents.join(", "))
            } else {
                t!(words, "door-relation-of", relation = relation, residents = residents.join(", "))
            }
        }
        Scope::Ward { .. } => t!(words, "door-ward", ward = place(door)),
        Scope::Office { locations, .. } if locations.len() > 1 => t!(words, "door-office-all"),
        Scope::Office { .. } => t!(words, "door-office-of", place = place(door)),
        Scope::Beside(beside) => match beside {
            Beside::Supporter(_) => t!(words, "door-supporter"),
            Beside::Provider(_) => t!(words, "door-provider"),
            Beside::Council(_) => t!(words, "door-council"),
            Beside::Security(_) => t!(words, "door-security"),
        },
    };
    Choice { door, name, about }
}

/// The doors that stand in front.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct InFront<'a> {
    pub resident: Option<&'a Door>,
    pub family: Option<&'a Door>,
    pub ward: Option<&'a Door>,
    pub office: Option<&'a Door>,
}

/// The resident with the first code, who orders for them, who works on their ward, and the office of most locations.
#[must_use]
pub fn in_front(doors: &[Door]) -> InFront<'_> {
    let resident =
        doors.iter().filter(|door| matches!(door.viewer.scope, Scope::Resident { .. })).min_by_key(|door| &door.code);
    let home = resident.and_then(|door| match door.viewer.scope {
        Scope::Resident { household, .. } => Some(household),
        _ => None,
    });
    let place = resident.map(|door| (&door.location_name, &door.ward_name));
    let family = doors.iter().find(|door| match &door.viewer.scope {
        Scope::Family { households, .. } => home.is_some_and(|home| households.contains(&home)),
        _ => false,
    });
    let ward = doors.iter().find(|door| {
        matches!(door.viewer.scope, Scope::Ward { .. }) && Some((&door.location_name, &door.ward_name)) == place
    });
    let locations = |door: &Door| match &door.viewer.scope {
        Scope::Office { locations, .. } => locations.len(),
        _ => 0,
    };
    let most = doors.iter().map(locations).max().unwrap_or(0);
    let office = doors.iter().find(|door| most > 0 && locations(door) == most);
    InFront { resident, family, ward, office }
}

/// Four ways in.
fn quick(words: Words, doors: &[Door], names: &BTreeMap<HouseholdId, (String, &Door)>) -> Vec<AnyView> {
    let InFront { resident, family, ward: carer, office } = in_front(doors);
    let cards = [
        (resident, "armchair", "mint", t!(words, "door-as-resident")),
        (family, "users", "lilac", t!(words, "door-as-family")),
        (carer, "hand-heart", "peach", t!(words, "door-as-ward")),
        (office, "receipt", "sky", t!(words, "door-as-office")),
    ];
    cards
        .into_iter()
        .filter_map(|(door, pictogram, voice, role)| {
            let Choice { door, name, about } = choice(words, door?, names);
            Some(
                view! {
                    <li>
                        <button class=format!("door-card voice-{voice}") name="door" value=door.code.clone()>
                            <Pictogram name=pictogram />
                            <span class="door-role">{role}</span>
                            <span class="door-name">{name}</span>
                            <span class="door-about">{about}</span>
                        </button>
                    </li>
                }
                .into_any(),
            )
        })
        .collect()
}

/// Which list of the page a door belongs to.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    Resident,
    Family,
    Ward,
    Office,
    Beside,
}

const fn kind(door: &Door) -> Kind {
    match door.viewer.scope {
        Scope::Resident { .. } => Kind::Resident,
        Scope::Family { .. } => Kind::Family,
        Scope::Ward { .. } => Kind::Ward,
        Scope::Office { .. } => Kind::Office,
        Scope::Beside(_) => Kind::Beside,
    }
}

/// Everybody: by kind, by location, by ward. Family is where their resident lives.
fn everyone(words: Words, doors: &[Door], names: &BTreeMap<HouseholdId, (String, &Door)>) -> impl IntoView + use<> {
    let mut groups: Vec<((Kind, String), Vec<Choice<'_>>)> = Vec::new();
    for door in doors {
        let home = match &door.viewer.scope {
            Scope::Family { households, .. } => {
                households.first().and_then(|id| names.get(id)).map_or_else(|| place(door), |(_, door)| place(door))
            }
            Scope::Office { .. } | Scope::Beside(_) => String::new(),
            Scope::Resident { .. } | Scope::Ward { .. } => place(door),
        };
        let key = (kind(door), home);
        let choice = choice(words, door, names);
        match groups.iter_mut().find(|(existing, _)| *existing == key) {
            Some((_, choices)) => choices.push(choice),
            None => groups.push((key, vec![choice])),
        }
    }
    [Kind::Resident, Kind::Family, Kind::Ward, Kind::Office, Kind::Beside]
        .into_iter()
        .map(|wanted| {
            let name = match wanted {
                Kind::Resident => t!(words, "door-residents"),
                Kind::Family => t!(words, "door-family"),
                Kind::Ward => t!(words, "door-wards"),
                Kind::Office => t!(words, "door-offices"),
                Kind::Beside => t!(words, "door-beside"),
            };
            let lists: Vec<_> = groups
                .iter()
                .filter(|((kind, _), _)| *kind == wanted)
                .map(|((_, place), choices)| list(place, choices))
                .collect();
            let count: usize = groups.iter().filter(|((kind, _), _)| *kind == wanted).map(|(_, all)| all.len()).sum();
            let count = i64::try_from(count).unwrap_or(i64::MAX);
            view! {
                <details class="door-group">
                    <summary>
                        <Glyph name="chevron-right" />
                        <span>{name}</span>
                        <span class="door-count">{t!(words, "door-count", count = count)}</span>
                    </summary>
                    {lists}
                </details>
            }
        })
        .collect_view()
}

fn list(place: &str, choices: &[Choice<'_>]) -> impl IntoView + use<> {
    let rows: Vec<_> = choices
        .iter()
        .map(|Choice { door, name, about }| {
            view! {
                <li>
                    <button class="door-person" name="door" value=door.code.clone()>
                        <b>{name.clone()}</b>
                        <span>{about.clone()}</span>
                    </button>
                </li>
            }
        })
        .collect();
    view! {
        {(!place.is_empty()).then(|| view! { <h3>{place.to_owned()}</h3> })}
        <ul class="door-people">{rows}</ul>
    }
}
