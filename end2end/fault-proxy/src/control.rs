//! How a test says what goes wrong, and asks what did.

use crate::fault::Faults;
use bytes::Bytes;
use http_body_util::{BodyExt, Full};
use hyper::body::Incoming;
use hyper::{Method, Request, Response, StatusCode};
use serde::Serialize;
use std::sync::Arc;
use tokio::sync::watch;

#[derive(Clone)]
pub struct Control {
    pub faults: Arc<Faults>,
    /// Changes when all connections must break.
    pub cut: watch::Sender<u64>,
}

impl Control {
    /// `PUT /faults` replaces the rules, `GET /faults` shows them, `GET /counts` tells what was injected, and `POST /cut`
    /// breaks every open connection, event streams too.
    pub async fn answer(self, request: Request<Incoming>) -> Result<Response<Full<Bytes>>, hyper::Error> {
        let (method, path) = (request.method().clone(), request.uri().path().to_owned());
        Ok(match (method, path.as_str()) {
            (Method::PUT, "/faults") => {
                let body = request.into_body().collect().await?.to_bytes();
                match serde_json::from_slice(&body) {
                    Ok(rules) => {
                        self.faults.replace(rules);
                        json(StatusCode::OK, &self.faults.rules())
                    }
                    Err(error) => json(StatusCode::BAD_REQUEST, &format!("these are not rules: {error}")),
                }
            }
            (Method::GET, "/faults") => json(StatusCode::OK, &self.faults.rules()),
            (Method::GET, "/counts") => json(StatusCode::OK, &self.faults.counts()),
            (Method::POST, "/cut") => {
                self.cut.send_modify(|cuts| *cuts += 1);
                json(StatusCode::OK, &*self.cut.borrow())
            }
            _ => json(StatusCode::NOT_FOUND, &"PUT or GET /faults, GET /counts, POST /cut"),
        })
    }
}

fn json<T: Serialize>(status: StatusCode, body: &T) -> Response<Full<Bytes>> {
    let text = serde_json::to_vec(body).unwrap_or_default();
    let mut answer = Response::new(Full::new(Bytes::from(text)));
    *answer.status_mut() = status;
    answer
}
