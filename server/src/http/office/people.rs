//! `GET /office/people`: who can come in. `POST /office/people/{code}/…`: a link, the end of all sessions, the end of a lock.

use super::{Office, frame};
use crate::audit::What;
use crate::error::AppError;
use crate::http::html;
use crate::http::sign_in::shop_address;
use crate::sign_in::{SecretCode, totp};
use crate::state::AppState;
use crate::store::KnownPerson;
use app::office::people::{LinkMade, PATH, PeoplePage, Person, PersonDone, link_made, people as page};
use app::sign_in::Qr;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, Uri};
use axum::response::{Redirect, Response};
use domain::access::Role;
use domain::calendar::Timestamp;
use serde::Deserialize;

/// A link works for a week.
const LINK_MICROS: i64 = 7 * 24 * 3_600 * 1_000_000;

#[derive(Debug, Default, Deserialize)]
pub struct Shown {
    signed_out: Option<String>,
    unlocked: Option<String>,
}

pub async fn people(
    State(state): State<AppState>,
    office: Office,
    Query(shown): Query<Shown>,
    uri: Uri,
) -> Result<Response, AppError> {
    let now = state.clock.now();
    let frame = frame(&state, &office.viewer, &uri, now).await?;
    let found = state.store.people_of_office(&office.viewer.scope, now.at).await?;
    let name_of = |code: &str| found.iter().find(|person| person.code == code).map(|person| person.name.clone());
    let signed_out = shown.signed_out.as_deref().and_then(name_of).map(|name| (PersonDone::SignedOut, name));
    let unlocked = shown.unlocked.as_deref().and_then(name_of).map(|name| (PersonDone::Unlocked, name));
    let done = signed_out.or(unlocked);
    let people = found.into_iter().map(|person| shown_person(&state, person)).collect();
    Ok(html::plain(move || page(PeoplePage { frame, people, done })))
}

fn shown_person(state: &AppState, person: KnownPerson) -> Person {
    Person {
        code: person.code,
        name: person.name,
        role: person.role,
        location: person.location_name,
        has_password: person.has_password,
        has_totp: person.has_totp,
        passkeys: person.passkeys,
        last: person.last_sign_in_at.map(|at| state.clock.at(at).local),
        link_until: person.link_until.map(|at| state.clock.at(at).local.day),
        devices: person.sessions,
        locked_until: person.locked_until.map(|at| state.clock.at(at).local.time),
        is_independent: is_independent(person.acts_as),
    }
}

/// Whoever makes a link for somebody can become them. So the office makes none for a supporter, whose notes it may not read,
/// nor for who looks at what the office does: that is the operator's (`bekertje link`).
const fn is_independent(role: Option<Role>) -> bool {
    matches!(role, Some(Role::Supporter | Role::Security))
}

/// Somebody whom this office looks after; nobody else exists for it.
async fn person_of(state: &AppState, office: &Office, code: &str) -> Result<KnownPerson, AppError> {
    let people = state.store.people_of_office(&office.viewer.scope, state.clock.timestamp()).await?;
    people.into_iter().find(|person| person.code == code).ok_or(AppError::NotFound)
}

pub async fn link(
    State(state): State<AppState>,
    office: Office,
    Path(code): Path<String>,
    headers: HeaderMap,
    uri: Uri,
) -> Result<Response, AppError> {
    let person = person_of(&state, &office, &code).await?;
    if is_independent(person.acts_as) {
        return Err(AppError::NotFound);
    }
    let now = state.clock.now();
    let until = Timestamp(now.at.0.saturating_add(LINK_MICROS));
    let secret = SecretCode::draw(&state.rng)?;
    state.audit.note(office.entry(now.at, What::Invited).detail(format!("link {}", person.person))).await?;
    state.store.make_link(person.person, secret.hash(), now.at, until).await?;
    let mut frame = frame(&state, &office.viewer, &uri, now).await?;
    // Another language is a visit to the list: this page cannot be fetched again.
    PATH.clone_into(&mut frame.address);
    let address = format!("{}/link/{}", shop_address(&state, &headers), secret.grouped());
    let qr = totp::qr(&address).map(|(width, path)| Qr { width, path });
    let (name, code, until) = (person.name, person.code, state.clock.at(until).local.day);
    // Not after a redirect, as elsewhere: what is kept only as a hash cannot be fetched a second time.
    Ok(html::plain(move || link_made(LinkMade { frame, name, code, address, qr, until })))
}

pub async fn sign_out(
    State(state): State<AppState>,
    office: Office,
    Path(code): Path<String>,
) -> Result<Redirect, AppError> {
    let person = person_of(&state, &office, &code).await?;
    let entry = office.entry(state.clock.timestamp(), What::SessionEnded);
    state.audit.note(entry.detail(format!("all-of {}", person.person))).await?;
    state.store.sign_out_everywhere(person.person).await?;
    Ok(Redirect::to(&format!("{PATH}?signed_out={code}")))
}

pub async fn unlock(
    State(state): State<AppState>,
    office: Office,
    Path(code): Path<String>,
) -> Result<Redirect, AppError> {
    let person = person_of(&state, &office, &code).await?;
    let entry = office.entry(state.clock.timestamp(), What::CredentialChanged);
    state.audit.note(entry.detail(format!("unlock {}", person.person))).await?;
    state.store.unlock_person(person.person).await?;
    Ok(Redirect::to(&format!("{PATH}?unlocked={code}")))
}
