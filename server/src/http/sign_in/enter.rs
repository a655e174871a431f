//! `POST /sign-in`: name and password.

use super::{Browser, frame, home, needs_second, open, passkey, step, wall};
use crate::audit::{Entry, What};
use crate::error::AppError;
use crate::http::html;
use crate::sign_in::{Subject, TooBusy, totp};
use crate::state::AppState;
use crate::store::{About, Method, Step};
use app::sign_in::{SignInPage, Stopped, sign_in as page};
use axum::Form;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Redirect, Response};
use axum_extra::extract::CookieJar;
use domain::access::{Actor, Role};
use domain::calendar::Timestamp;
use domain::catalogue::{Language, Localized};
use domain::ids::PersonId;
use serde::Deserialize;

#[derive(Deserialize)]
pub struct Entered {
    name: String,
    password: String,
    lang: Option<String>,
}

/// What came of a password.
#[derive(Clone, Debug)]
pub enum Checked {
    Right(Right),
    Wrong,
    /// It was not looked at: until then nothing is.
    Wait(Timestamp),
    /// It was not looked at, and does not count.
    Busy,
}

/// Someone who showed who they are.
#[derive(Clone, Debug)]
pub struct Right {
    pub about: About,
    pub has_totp: bool,
}

/// Whether this is the password of a person, who is `None` for a name that nobody has. Every try counts before it is looked
/// at. The browser is one that staff share or somebody's own.
pub async fn check_password(
    state: &AppState,
    name: &str,
    person: Option<PersonId>,
    browser: &Browser,
    password: String,
) -> Result<Checked, AppError> {
    let subject = person.map_or_else(|| Subject::Name(name.trim().to_lowercase()), Subject::Person);
    let now = state.clock.timestamp();
    if let Some(until) = state.store.begin_try(vec![subject.clone(), browser.subject()], now).await? {
        return Ok(Checked::Wait(until));
    }
    let credential = match person {
        Some(person) => state.store.credential(person).await?,
        None => None,
    };
    let hash = credential.as_ref().and_then(|credential| credential.password.clone());
    match state.sign_in.passwords.is_right(password, hash).await {
        Ok(true) => {}
        Ok(false) => return Ok(Checked::Wrong),
        Err(TooBusy::NoRandomness(error)) => return Err(error.into()),
        Err(TooBusy::Full | TooBusy::Failed) => {
            state.store.was_not_looked_at(vec![subject, browser.subject()]).await?;
            return Ok(Checked::Busy);
        }
    }
    let Some(credential) = credential else { return Ok(Checked::Wrong) };
    state.store.was_right(subject, vec![browser.subject()]).await?;
    Ok(Checked::Right(Right { has_totp: credential.totp.is_some(), about: credential.about }))
}

pub async fn enter(
    State(state): State<AppState>,
    jar: CookieJar,
    headers: HeaderMap,
    Form(Entered { name, password, lang }): Form<Entered>,
) -> Result<Response, AppError> {
    let (browser, jar) = Browser::of(&state, jar)?;
    let person = state.store.person_by_name(&name).await?;
    let stopped = match check_password(&state, &name, person, &browser, password).await? {
        Checked::Right(Right { about, .. }) if about.acts_as == Some(Role::Carer) => Stopped::Ward,
        Checked::Right(right) => return go_on(&state, jar, &headers, right, Method::Password).await,
        Checked::Wrong => Stopped::Wrong,
        Checked::Wait(until) => Stopped::Wait(wall(&state, until)),
        Checked::Busy => Stopped::Busy,
    };
    note_refusal(&state, person, code_of(stopped)).await?;
    let language = lang.as_deref().and_then(Language::from_code).unwrap_or_default();
    let frame = frame(&state, language, Some("/sign-in")).await?;
    let (provider, passkeys, stopped) = (home::name(&state), passkey::origin(&state), Some(stopped));
    let page = html::plain(move || page(SignInPage { frame, name, provider, passkeys, stopped, done: None }));
    Ok((jar, page).into_response())
}

/// A refusal in the log: of whom, if somebody has the name; never what was typed.
pub(in crate::http) async fn note_refusal(
    state: &AppState,
    person: Option<PersonId>,
    why: &str,
) -> Result<(), AppError> {
    let entry = Entry::new(state.clock.timestamp(), What::SignInRefused).detail(why).refused();
    let about = match person {
        Some(person) => state.store.about_person(person).await?,
        None => None,
    };
    // Nobody showed that it was this person: the number says whose name was used.
    let actor = about.and_then(|about| {
        let name = about.display;
        Some(Actor { role: about.acts_as?, person: Some(about.person), name, relation: Localized::default() })
    });
    Ok(state.audit.note(Entry { actor, ..entry }).await?)
}

pub(super) const fn code_of(stopped: Stopped) -> &'static str {
    match stopped {
        Stopped::Wrong => "password",
        Stopped::Passkey => "passkey",
        Stopped::Wait(_) => "wait",
        Stopped::Busy => "busy",
        Stopped::Ward => "ward-only",
        Stopped::Nothing => "nothing-to-see",
        Stopped::Late => "late",
    }
}

/// After what was shown first: the second step, setting it up, or inside.
pub(super) async fn go_on(
    state: &AppState,
    jar: CookieJar,
    headers: &HeaderMap,
    right: Right,
    first: Method,
) -> Result<Response, AppError> {
    let person = right.about.person;
    if right.has_totp {
        let jar = step::begin(state, jar, Step { person, secret: None, first }).await?;
        return Ok((jar, Redirect::to("/sign-in/second")).into_response());
    }
    if needs_second(right.about.acts_as) {
        let secret = totp::draw(&state.rng)?;
        let sealed = state.sign_in.key.seal(person, &secret, &state.rng)?.ok_or(AppError::Busy)?;
        let jar = step::begin(state, jar, Step { person, secret: Some(sealed), first }).await?;
        return Ok((jar, Redirect::to("/sign-in/set-up")).into_response());
    }
    Ok(match open(state, jar.clone(), headers, person, first).await? {
        Some(jar) => (jar, Redirect::to("/")).into_response(),
        None => (jar, Redirect::to("/sign-in?nothing=true")).into_response(),
    })
}
