//! `POST /api/v1/sync/sealed`: operations from a second copy, of a device that lost its storage. Only the server can open
//! them; they are judged like any other, so one that had arrived before gets its verdict of then.

use crate::error::{ApiError, AppError};
use crate::http::session::MaySend;
use crate::state::AppState;
use axum::Json;
use axum::extract::State;
use axum::extract::rejection::JsonRejection;
use domain::sync::Operation;
use domain::sync::wire::{Judged, MAX_OPERATIONS, PushRequest, SealedReply, SealedRequest, SecondCopy};
use std::collections::BTreeMap;

pub async fn sealed(
    State(state): State<AppState>,
    sender: Result<MaySend, AppError>,
    body: Result<Json<SealedRequest>, JsonRejection>,
) -> Result<Json<SealedReply>, ApiError> {
    let MaySend { signed_in, from } = sender?;
    let Json(request) = body.map_err(|error| AppError::Unreadable(error.body_text()))?;
    if request.sealed.len() > MAX_OPERATIONS {
        let text = format!("at most {MAX_OPERATIONS} operations fit in one request; send the rest in the next");
        return Err(AppError::Unreadable(text).into());
    }
    let opened: Vec<Option<SecondCopy>> =
        request.sealed.iter().map(|sealed| serde_json::from_slice(&state.seal.open(sealed)?).ok()).collect();
    let ids: Vec<_> = opened.iter().map(|copy| copy.as_ref().map(|copy| copy.operation.op_id)).collect();
    let again = opened.iter().flatten().filter_map(|copy| copy.again.clone()).collect();
    // In the order in which they were recorded: what builds on another comes after it.
    let mut operations: Vec<Operation> = opened.into_iter().flatten().map(|copy| copy.operation).collect();
    operations.sort_by_key(|operation| operation.stamp.map(|stamp| (stamp.device, stamp.epoch, stamp.sequence)));
    let request = PushRequest { operations, device: None, again };
    let reply = state.store.push_from(&signed_in.viewer, from, request, &state.clock).await?;
    let judged: BTreeMap<_, Judged> = reply.verdicts.into_iter().map(|judged| (judged.op_id, judged)).collect();
    let verdicts = ids.into_iter().map(|id| id.and_then(|id| judged.get(&id).cloned())).collect();
    Ok(Json(SealedReply { verdicts }))
}

#[cfg(test)]
mod tests {
    use crate::http::test_shop::Shop;
    use crate::seal::seal;
    use axum::http::StatusCode;
    use domain::access::{Actor, Role};
    use domain::household::HelpTopic;
    use domain::ids::{HelpId, OpId};
    use domain::sync::wire::{SealedReply, SealedRequest, SecondCopy};
    use domain::sync::{Operation, OperationKind, Verdict};

    #[tokio::test]
    async fn what_a_lost_device_had_sealed_is_judged_once() {
        let shop = Shop::open().await;
        let cookie = shop.enter("R01").await;
        let doors = shop.state.store.doors(shop.state.clock.now().local.day).await.unwrap();
        let viewer = doors.into_iter().find(|door| door.code == "R01").unwrap().viewer;
        let snapshot = shop.state.store.snapshot(&viewer, shop.state.clock.now()).await.unwrap();
        assert_eq!(snapshot.seal_key, Some(shop.state.seal.public_hex()));
        let id = |n| uuid::Uuid::from_u128(n);
        let operation = Operation::online(
            OpId(id(1)),
            snapshot.households[0].id,
            Actor { role: Role::Resident, ..viewer.actor },
            OperationKind::AskHelp { help: HelpId(id(2)), topic: HelpTopic::Choosing },
        );
        let text = serde_json::to_vec(&SecondCopy { operation, again: None }).unwrap();
        let sealed = seal(&snapshot.seal_key.unwrap(), &text, &shop.state.rng).unwrap();
        let body = serde_json::to_string(&SealedRequest { sealed: vec!["00".to_owned(), sealed] }).unwrap();
        let send = async || {
            let answer = shop.post_json("/api/v1/sync/sealed", &cookie, &body).await;
            assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
            serde_json::from_str::<SealedReply>(&answer.body).unwrap().verdicts
        };
        let first = send().await;
        assert!(first[0].is_none());
        assert!(matches!(first[1].as_ref().unwrap().verdict, Verdict::Applied { .. }));
        let again = send().await;
        assert_eq!(again[1].as_ref().unwrap().verdict, first[1].as_ref().unwrap().verdict);
        assert!(again[0].is_none() && again[1].as_ref().unwrap().at.is_some());
    }
}
