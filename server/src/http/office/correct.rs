//! `GET` and `POST /office/resident/{household}/correct`: mends a name, a room or a language, with the reason.

use super::{Office, frame};
use crate::audit::What;
use crate::error::AppError;
use crate::http::html;
use crate::http::named::Named;
use crate::state::AppState;
use crate::store::{Correcting, Correction, Field};
use app::office::correct::{
    Before, CorrectPage, Fields, MOST_SIGNS, MOST_SIGNS_OF_REASON, Mistake, address, correct as page,
};
use axum::Form;
use axum::extract::State;
use axum::http::{StatusCode, Uri};
use axum::response::{IntoResponse, Redirect, Response};
use domain::catalogue::Language;
use domain::household::{Household, Resident};
use domain::ids::HouseholdId;
use serde::Deserialize;
use std::collections::BTreeMap;

#[derive(Debug, Deserialize)]
pub struct Sent {
    name_nl: String,
    name_en: String,
    first_name: String,
    last_name: String,
    room: String,
    language: Language,
    reason: String,
}

impl From<Sent> for Fields {
    fn from(sent: Sent) -> Self {
        let tidy = |text: String| text.split_whitespace().collect::<Vec<_>>().join(" ");
        Self {
            name_nl: tidy(sent.name_nl),
            name_en: tidy(sent.name_en),
            first_name: tidy(sent.first_name),
            last_name: tidy(sent.last_name),
            room: tidy(sent.room),
            language: sent.language,
            reason: tidy(sent.reason),
        }
    }
}

pub async fn show(
    State(state): State<AppState>,
    office: Office,
    Named(household): Named<HouseholdId>,
    uri: Uri,
) -> Result<Response, AppError> {
    let found = find(&state, &office, household).await?;
    office.looked_at(&state, found.id, "office-correct").await?;
    let fields = kept(&found.resident);
    answer(&state, &office, &uri, found, fields, None).await
}

pub async fn correct(
    State(state): State<AppState>,
    office: Office,
    Named(household): Named<HouseholdId>,
    uri: Uri,
    Form(sent): Form<Sent>,
) -> Result<Response, AppError> {
    let found = find(&state, &office, household).await?;
    let fields = Fields::from(sent);
    if let Some(mistake) = mistake(&fields) {
        return answer(&state, &office, &uri, found, fields, Some(mistake)).await;
    }
    let now = state.clock.now();
    let correcting = Correcting {
        id: state.rng.uuid(now.at)?,
        household: found.id,
        by: office.viewer.actor.clone(),
        at: now.at,
        reason: fields.reason.clone(),
        wanted: wanted(&fields),
    };
    match state.store.correct(&office.viewer.scope, correcting).await? {
        None => Err(AppError::NotFound),
        Some(0) => answer(&state, &office, &uri, found, fields, Some(Mistake::NothingChanged)).await,
        Some(_) => {
            state.audit.note(office.entry(now.at, What::Corrected).about([found.id]).detail("resident")).await?;
            Ok(Redirect::to(&address(found.id)).into_response())
        }
    }
}

async fn find(state: &AppState, office: &Office, household: HouseholdId) -> Result<Household, AppError> {
    let found = state.store.office_household(&office.viewer.scope, household, state.clock.now()).await?;
    found.ok_or(AppError::NotFound)
}

fn kept(resident: &Resident) -> Fields {
    Fields {
        name_nl: resident.name.nl.clone(),
        name_en: resident.name.en.clone(),
        first_name: resident.first_name.clone(),
        last_name: resident.last_name.clone(),
        room: resident.room.clone(),
        language: resident.language,
        reason: String::new(),
    }
}

fn wanted(fields: &Fields) -> BTreeMap<Field, String> {
    let value = |field: Field| match field {
        Field::NameNl => fields.name_nl.clone(),
        Field::NameEn => fields.name_en.clone(),
        Field::FirstName => fields.first_name.clone(),
        Field::LastName => fields.last_name.clone(),
        Field::Room => fields.room.clone(),
        Field::Language => fields.language.code().to_owned(),
    };
    Field::ALL.into_iter().map(|field| (field, value(field))).collect()
}

fn mistake(fields: &Fields) -> Option<Mistake> {
    let texts = [&fields.name_nl, &fields.name_en, &fields.first_name, &fields.last_name, &fields.room];
    if texts.iter().any(|text| text.is_empty()) {
        return Some(Mistake::Empty);
    }
    if texts.iter().any(|text| text.chars().count() > MOST_SIGNS)
        || fields.reason.chars().count() > MOST_SIGNS_OF_REASON
    {
        return Some(Mistake::TooLong);
    }
    fields.reason.is_empty().then_some(Mistake::NoReason)
}

async fn answer(
    state: &AppState,
    office: &Office,
    uri: &Uri,
    found: Household,
    fields: Fields,
    mistake: Option<Mistake>,
) -> Result<Response, AppError> {
    let corrections = state.store.corrections(&office.viewer.scope, found.id).await?;
    let before = corrections.into_iter().rev().map(|one| told(state, one)).collect();
    let frame = frame(state, &office.viewer, uri, state.clock.now()).await?;
    let name = found.resident.name.get(office.viewer.language).to_owned();
    let household = found.id;
    let mut answer = html::plain(move || page(CorrectPage { frame, household, name, fields, mistake, before }));
    if mistake.is_some() {
        *answer.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    }
    Ok(answer)
}

fn told(state: &AppState, correction: Correction) -> Before {
    Before {
        day: state.clock.at(correction.at).local.day,
        by: correction.by.name,
        reason: correction.reason,
        changes: correction
            .fields
            .into_iter()
            .map(|(field, change)| (field.code(), change.before, change.after))
            .collect(),
        in_the_files: correction.settled_at.is_some(),
    }
}

#[cfg(test)]
mod tests {
    use crate::http::test_shop::Shop;
    use axum::http::StatusCode;

    fn form(room: &str, reason: &str) -> String {
        format!(
            "name_nl=mevrouw+Vermeer&name_en=Mrs+Vermeer&first_name=Anna&last_name=Vermeer&room={room}&language=nl&reason={reason}"
        )
    }

    async fn address(shop: &Shop) -> String {
        let (_, household) = shop.state.store.household_by_code("R01").await.unwrap().unwrap();
        format!("/office/resident/{household}/correct")
    }

    #[tokio::test]
    async fn a_room_is_corrected_with_its_reason_and_seen_by_the_resident() {
        let shop = Shop::open().await;
        let (cookie, address) = (shop.enter("marieke").await, address(&shop).await);
        let answer = shop.post(&address, &cookie, &form("+117++B+", "verhuisd")).await;
        assert_eq!((answer.status, answer.location()), (StatusCode::SEE_OTHER, address.as_str()));
        let page = shop.get(&address, &cookie).await.body;
        for told in ["value=\"117 B\"", "<td>101</td>", "<td>117 B</td>", "<td>verhuisd</td>", "<td>Marieke</td>"] {
            assert!(page.contains(told), "{told}");
        }
        let resident = shop.enter("R01").await;
        let snapshot = shop.get("/api/v1/sync", &resident).await.body;
        assert!(snapshot.contains("\"room\":\"117 B\""));
    }

    #[tokio::test]
    async fn a_mistake_keeps_what_was_typed() {
        let shop = Shop::open().await;
        let (cookie, address) = (shop.enter("marieke").await, address(&shop).await);
        for (room, reason, what) in [
            ("117", "", "waarom"),
            ("", "verhuisd", "leeg"),
            ("101", "niets", "veranderd"),
            (&"1".repeat(200), "lang", "lang"),
        ] {
            let answer = shop.post(&address, &cookie, &form(room, reason)).await;
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{what}");
            assert!(answer.body.contains("role=\"alert\""), "{what}");
            assert!(room.is_empty() || answer.body.contains(&format!("value=\"{room}\"")), "{what}");
        }
        assert!(!shop.get(&address, &cookie).await.body.contains("<td>101</td>"), "something was noted");
    }

    #[tokio::test]
    async fn only_the_office_corrects() {
        let shop = Shop::open().await;
        let address = address(&shop).await;
        for door in ["R01", "els-vermeer", "fatma"] {
            let cookie = shop.enter(door).await;
            assert_eq!(shop.post(&address, &cookie, &form("117", "x")).await.status, StatusCode::NOT_FOUND, "{door}");
        }
    }
}
