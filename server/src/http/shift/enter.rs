//! `/shift/as/{person}`: the keys of a PIN, and with the right one the board, or the end of the shift.

use super::{back_to, frame, stamp};
use crate::audit::{Entry, What};
use crate::error::AppError;
use crate::http::html;
use crate::http::named::Named;
use crate::http::session::{self, Arrived};
use crate::http::sign_in::wall;
use crate::http::tablet::shared::OnWardTablet;
use crate::sign_in::{LONGEST_PIN, Subject, TooBusy};
use crate::state::AppState;
use crate::store::{Method, OnShift, Shared};
use app::routes::start_page;
use app::shift::{BEGIN, Key, KeypadPage, KeypadSay, SHIFT, keypad as page, keypad_address};
use axum::Form;
use axum::extract::{Query, State};
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Redirect, Response};
use axum_extra::extract::CookieJar;
use domain::access::Viewer;
use domain::calendar::Timestamp;
use domain::ids::PersonId;
use serde::Deserialize;

#[derive(Debug, Default, Deserialize)]
pub struct Wants {
    /// Where they were when the tablet locked itself.
    next: Option<String>,
}

#[derive(Deserialize)]
pub struct Typed {
    #[serde(default)]
    pin: String,
    /// The key that was tapped, where no script is at work.
    #[serde(default)]
    key: String,
    /// `stop` for who goes home.
    #[serde(default)]
    then: String,
    next: Option<String>,
}

/// Somebody of the ward on a tablet of it, with a PIN.
struct Asked {
    on: Shared,
    viewer: Viewer,
    shift: OnShift,
    pin: String,
    next: Option<String>,
}

/// `Err` leads whoever cannot come in with a PIN to where they can.
async fn asked(
    state: &AppState,
    on: Shared,
    person: PersonId,
    next: Option<String>,
) -> Result<Result<Asked, Redirect>, AppError> {
    let on_shift = state.store.on_shift(on.tablet, state.clock.timestamp()).await?;
    let Some(shift) = on_shift.into_iter().find(|one| one.person == person) else {
        return Ok(Err(Redirect::to(SHIFT)));
    };
    let viewer = state.store.carer_on(on.location, on.ward, person).await?;
    let (Some(viewer), Some(pin)) = (viewer, shift.pin.clone()) else {
        let query = form_urlencoded::Serializer::new(String::new()).append_pair("name", &shift.code).finish();
        return Ok(Err(Redirect::to(&format!("{BEGIN}?{query}"))));
    };
    Ok(Ok(Asked { on, viewer, shift, pin, next: back_to(next) }))
}

pub async fn show(
    State(state): State<AppState>,
    tablet: OnWardTablet,
    Named(person): Named<PersonId>,
    Query(Wants { next }): Query<Wants>,
) -> Result<Response, AppError> {
    match asked(&state, tablet.shared, person, next).await? {
        Ok(asked) => render(&state, &asked, String::new(), None).await,
        Err(elsewhere) => Ok(elsewhere.into_response()),
    }
}

async fn render(state: &AppState, asked: &Asked, so_far: String, say: Option<KeypadSay>) -> Result<Response, AppError> {
    let page_of = KeypadPage {
        frame: frame(state, &asked.on, asked.viewer.language).await?,
        whose: asked.shift.whose(),
        code: asked.shift.code.clone(),
        address: keypad_address(asked.shift.person, None),
        so_far,
        longest: LONGEST_PIN,
        next: asked.next.clone(),
        say,
    };
    Ok(html::plain(move || page(page_of)))
}

/// The digits after a tap on a key.
fn after(key: Key, mut pin: String) -> String {
    match key {
        Key::Digit(digit) if pin.chars().count() < LONGEST_PIN => pin.push(digit),
        Key::Digit(_) => {}
        Key::Back => {
            pin.pop();
        }
    }
    pin
}

pub async fn enter(
    State(state): State<AppState>,
    tablet: OnWardTablet,
    Named(person): Named<PersonId>,
    jar: CookieJar,
    headers: HeaderMap,
    Form(Typed { pin, key, then, next }): Form<Typed>,
) -> Result<Response, AppError> {
    let asked = match asked(&state, tablet.shared, person, next).await? {
        Ok(asked) => asked,
        Err(elsewhere) => return Ok(elsewhere.into_response()),
    };
    if let Some(key) = Key::read(&key) {
        return render(&state, &asked, after(key, pin), None).await;
    }
    if let Some(say) = look_at(&state, &asked, &pin).await? {
        return render(&state, &asked, String::new(), Some(say)).await;
    }
    let (now, on, person) = (state.clock.timestamp(), asked.on, asked.shift.person);
    if then == "stop" {
        state.store.end_shift(on.tablet, person, now).await?;
        let entry = Entry::by(now, What::SignedOut, &asked.viewer).detail("shift-over");
        state.audit.note(Entry { tablet: Some(on.tablet), ..entry }).await?;
        return Ok(Redirect::to(SHIFT).into_response());
    }
    let lives = Timestamp(asked.shift.until.0.saturating_sub(now.0));
    let next = asked.next.unwrap_or_else(|| start_page(&asked.viewer.scope));
    let arrived =
        Arrived { viewer: asked.viewer, person: Some(person), tablet: Some(on.tablet), method: Method::Pin, lives };
    let jar = session::open(&state, jar, &headers, arrived).await?;
    Ok((jar, Redirect::to(&next)).into_response())
}

/// Nothing when it is the PIN; else what the page says. It counts before it is looked at, by person and tablet and by tablet.
async fn look_at(state: &AppState, asked: &Asked, typed: &str) -> Result<Option<KeypadSay>, AppError> {
    let (tablet, person) = (asked.on.tablet, asked.shift.person);
    let subjects = [Subject::Pin(tablet, person), Subject::Tablet(tablet)];
    let now = state.clock.timestamp();
    let refused = |why: &'static str| {
        let entry = Entry::by(now, What::SignInRefused, &asked.viewer).detail(why).refused();
        state.audit.note(Entry { tablet: Some(tablet), ..entry })
    };
    if let Some(until) = state.store.begin_try(subjects.to_vec(), now).await? {
        refused("pin-wait").await?;
        return Ok(Some(KeypadSay::Wait(wall(state, until))));
    }
    let is_right = state.sign_in.passwords.is_right(stamp(state, tablet, person, typed), Some(asked.pin.clone())).await;
    let [pin, device] = subjects;
    match is_right {
        Ok(true) => {
            state.store.was_right(pin, vec![device]).await?;
            Ok(None)
        }
        Ok(false) => {
            refused("pin").await?;
            Ok(Some(KeypadSay::Wrong))
        }
        Err(TooBusy::NoRandomness(error)) => Err(error.into()),
        Err(TooBusy::Full | TooBusy::Failed) => {
            state.store.was_not_looked_at(vec![pin, device]).await?;
            Ok(Some(KeypadSay::Busy))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_write_at_most_six_digits_and_take_the_last_one_back() {
        let typed = "7294618".chars().fold(String::new(), |pin, digit| after(Key::Digit(digit), pin));
        assert_eq!(typed, "729461");
        assert_eq!(after(Key::Back, typed), "72946");
        assert_eq!(after(Key::Back, String::new()), "");
    }
}
