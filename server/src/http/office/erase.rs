//! `GET` and `POST /office/resident/{household}/erase`: the one act that cannot be taken back.

use super::{Office, frame};
use crate::audit::What;
use crate::error::AppError;
use crate::http::html;
use crate::http::named::Named;
use crate::state::AppState;
use crate::store::{Erasable, Erasing, Obstacle, Why};
use app::office::erase::{ErasePage, Hindrance, erase as page};
use axum::Form;
use axum::extract::State;
use axum::http::{StatusCode, Uri};
use axum::response::{IntoResponse, Redirect, Response};
use domain::ids::HouseholdId;
use serde::Deserialize;

#[derive(Debug, Deserialize)]
pub struct Sent {
    room: String,
    why: String,
}

pub async fn show(
    State(state): State<AppState>,
    office: Office,
    Named(household): Named<HouseholdId>,
    uri: Uri,
) -> Result<Response, AppError> {
    let found = find(&state, &office, household).await?;
    office.looked_at(&state, found.household, "office-erase").await?;
    answer(&state, &office, &uri, found, Why::Asked, false).await
}

pub async fn erase(
    State(state): State<AppState>,
    office: Office,
    Named(household): Named<HouseholdId>,
    uri: Uri,
    Form(sent): Form<Sent>,
) -> Result<Response, AppError> {
    let found = find(&state, &office, household).await?;
    let why = Why::from_code(&sent.why).ok_or_else(|| AppError::Unreadable("why: not a reason".to_owned()))?;
    if !found.obstacles.is_empty() || sent.room.trim() != found.room {
        return answer(&state, &office, &uri, found, why, true).await;
    }
    let now = state.clock.now();
    let by = office.viewer.actor.clone();
    let erasing = Erasing { id: state.rng.uuid(now.at)?, household: found.household, by, why, now };
    if state.store.erase(erasing).await?.is_empty() {
        state
            .audit
            .note_and_wait(office.entry(now.at, What::Erased).about([found.household]).detail(why.code()))
            .await?;
        return Ok(Redirect::to(app::office::residents::PATH).into_response());
    }
    // Something came up since the page was made.
    let found = find(&state, &office, household).await?;
    answer(&state, &office, &uri, found, why, false).await
}

async fn find(state: &AppState, office: &Office, household: HouseholdId) -> Result<Erasable, AppError> {
    let found = state.store.erasable(&office.viewer.scope, household, state.clock.now()).await?;
    found.ok_or(AppError::NotFound)
}

async fn answer(
    state: &AppState,
    office: &Office,
    uri: &Uri,
    found: Erasable,
    why: Why,
    wrong_room: bool,
) -> Result<Response, AppError> {
    let frame = frame(state, &office.viewer, uri, state.clock.now()).await?;
    let hindrances: Vec<Hindrance> = found.obstacles.into_iter().map(hindrance).collect();
    let status = if wrong_room { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let shown = ErasePage {
        frame,
        household: found.household,
        name: found.name.get(office.viewer.language).to_owned(),
        room: found.room,
        hindrances,
        own_left: found.own_left,
        why: why.code().to_owned(),
        wrong_room,
    };
    let mut answer = html::plain(move || page(shown));
    *answer.status_mut() = status;
    Ok(answer)
}

const fn hindrance(obstacle: Obstacle) -> Hindrance {
    match obstacle {
        Obstacle::StillLivesHere => Hindrance::StillLivesHere,
        Obstacle::LeftLately { from } => Hindrance::LeftLately { from },
        Obstacle::OpenOrders { count } => Hindrance::OpenOrders { count },
        Obstacle::ToSortOut { count } => Hindrance::ToSortOut { count },
        Obstacle::Frozen => Hindrance::Frozen,
    }
}

#[cfg(test)]
mod tests {
    use crate::http::test_shop::Shop;
    use axum::http::StatusCode;

    #[tokio::test]
    async fn who_lives_here_cannot_be_erased() {
        let shop = Shop::open().await;
        let cookie = shop.enter("marieke").await;
        let (_, household) = shop.state.store.household_by_code("R01").await.unwrap().unwrap();
        let address = format!("/office/resident/{household}/erase");
        let page = shop.get(&address, &cookie).await;
        assert_eq!(page.status, StatusCode::OK);
        assert!(page.body.contains("Dat kan nog niet") && !page.body.contains("name=\"room\""));
        let answer = shop.post(&address, &cookie, "room=101&why=asked").await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(shop.state.store.household_by_code("R01").await.unwrap().is_some());
    }

    #[tokio::test]
    async fn only_the_office_erases() {
        let shop = Shop::open().await;
        let (_, household) = shop.state.store.household_by_code("R01").await.unwrap().unwrap();
        for door in ["R01", "els-vermeer", "fatma"] {
            let cookie = shop.enter(door).await;
            let answer = shop.post(&format!("/office/resident/{household}/erase"), &cookie, "room=101&why=asked").await;
            assert_eq!(answer.status, StatusCode::NOT_FOUND, "{door}");
        }
    }
}
