//! Who can come in: people with their role, when they last did, what stands in the way, and what the office can do about it.

use super::frame::{Frame, Room, document};
use super::head::{Named, head};
use crate::plain::act;
use crate::sign_in::{Qr, qr_picture};
use crate::t;
use crate::ui::Glyph;
use crate::words::{Words, clock, day_long};
use domain::calendar::{Day, Moment, TimeOfDay};
use leptos::prelude::*;

pub const PATH: &str = "/office/people";

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// The home's own code, which is the name for signing in.
    pub code: String,
    pub name: String,
    /// The word of the import, such as `controller`.
    pub role: String,
    pub location: Option<String>,
    pub has_password: bool,
    pub has_totp: bool,
    pub passkeys: u32,
    pub last: Option<Moment>,
    pub link_until: Option<Day>,
    pub devices: u32,
    pub locked_until: Option<TimeOfDay>,
    /// Somebody whose link the office does not make: whoever has one can become that person.
    pub is_independent: bool,
}

#[derive(Clone, Debug)]
pub struct PeoplePage {
    pub frame: Frame,
    pub people: Vec<Person>,
    /// What was just done, to whom.
    pub done: Option<(PersonDone, String)>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PersonDone {
    SignedOut,
    Unlocked,
}

#[must_use]
pub fn people(page: PeoplePage) -> impl IntoView {
    let PeoplePage { frame, people, done } = page;
    let title = t!(frame.words(), "people-title");
    document(frame, Room::People, title.clone(), move |words| {
        let done = done.map(|(what, name)| {
            let says = match what {
                PersonDone::SignedOut => t!(words, "people-signed-out", name = name),
                PersonDone::Unlocked => t!(words, "people-unlocked", name = name),
            };
            view! {
                <div class="notice notice-good" role="status">
                    <Glyph name="circle-check" />
                    <p>{says}</p>
                </div>
            }
        });
        let columns = vec![
            Named::Text(t!(words, "people-name")),
            Named::Text(t!(words, "people-role")),
            Named::Text(t!(words, "people-place")),
            Named::Text(t!(words, "people-last")),
            Named::Text(t!(words, "people-second")),
            Named::Text(t!(words, "people-state")),
            Named::Text(t!(words, "people-acts")),
        ];
        let rows: Vec<_> = people.into_iter().map(|person| row(words, person)).collect();
        view! {
            <div class="head">
                <div>
                    <h1 tabindex="-1">{title}</h1>
                    <p>{t!(words, "people-lead")}</p>
                </div>
            </div>
            {done}
            <div class="grid" tabindex="0" role="region" aria-label=t!(words, "people-title")>
                <table class="people">{head(columns)} <tbody>{rows}</tbody></table>
            </div>
        }
    })
}

fn row(words: Words, person: Person) -> AnyView {
    let role = match person.role.as_str() {
        "care_manager" => t!(words, "role-care_manager"),
        "controller" => t!(words, "role-controller"),
        "family" | "representative" => t!(words, "role-family"),
        "carer" => t!(words, "role-carer"),
        "supporter" => t!(words, "role-supporter"),
        "provider" => t!(words, "role-provider"),
        "council" => t!(words, "role-council"),
        "security_officer" => t!(words, "role-security"),
        _ => t!(words, "role-other"),
    };
    let last = person.last.map_or_else(
        || t!(words, "people-never"),
        |last| format!("{}, {}", day_long(words, last.day), clock(words, last.time)),
    );
    let has_passkey = person.passkeys > 0;
    let second = if person.has_totp || has_passkey { t!(words, "people-yes") } else { t!(words, "people-no") };
    let state = match (person.locked_until, person.link_until, person.has_password || has_passkey) {
        (Some(until), _, _) => t!(words, "people-locked-until", time = clock(words, until)),
        (None, Some(until), false) => t!(words, "people-link-until", day = day_long(words, until)),
        (None, _, false) => t!(words, "people-no-password"),
        (None, _, true) => t!(words, "people-can-enter"),
    };
    let devices = (person.devices > 0).then(|| t!(words, "people-devices", count = person.devices));
    let act = |what: &str, says: String, full: String| act(format!("{PATH}/{}/{what}", person.code), says, full);
    let name = person.name.clone();
    let link = if person.is_independent {
        view! { <p class="soft">{t!(words, "people-link-operator")}</p> }.into_any()
    } else {
        act("link", t!(words, "people-make-link"), t!(words, "people-make-link-for", name = &name))
    };
    let sign_out = (person.devices > 0)
        .then(|| act("sign-out", t!(words, "people-sign-out"), t!(words, "people-sign-out-for", name = &name)));
    let unlock = person
        .locked_until
        .map(|_| act("unlock", t!(words, "people-unlock"), t!(words, "people-unlock-for", name = &name)));
    view! {
        <tr>
            <th scope="row">{name}</th>
            <td>{role}</td>
            <td>{person.location.unwrap_or_else(|| t!(words, "people-everywhere"))}</td>
            <td>{last}</td>
            <td>{second}</td>
            <td>
                <p>{state}</p>
                {devices.map(|devices| view! { <p class="soft">{devices}</p> })}
            </td>
            <td>
                <div class="acts">{link} {sign_out} {unlock}</div>
            </td>
        </tr>
    }
    .into_any()
}

/// A link that was just made: it is shown once.
#[derive(Clone, Debug)]
pub struct LinkMade {
    pub frame: Frame,
    pub name: String,
    pub code: String,
    pub address: String,
    pub qr: Option<Qr>,
    pub until: Day,
}

#[must_use]
pub fn link_made(page: LinkMade) -> impl IntoView {
    let LinkMade { frame, name, code, address, qr, until } = page;
    let title = t!(frame.words(), "people-link-title", name = &name);
    document(frame, Room::People, title.clone(), move |words| {
        view! {
            <h1 tabindex="-1">{title}</h1>
            <p>{t!(words, "people-link-lead", name = &name)}</p>
            <p>{t!(words, "people-link-until-long", day = day_long(words, until))}</p>
            <p class="secret" id="link">
                {address}
            </p>
            <p>{t!(words, "people-link-name", code = code)}</p>
            {qr.map(|qr| qr_picture(qr, t!(words, "people-link-picture")))}
            <p class="soft">{t!(words, "people-link-resets")}</p>
            <p>
                <a class="button" href=PATH>
                    {t!(words, "people-link-back")}
                </a>
            </p>
        }
    })
}
