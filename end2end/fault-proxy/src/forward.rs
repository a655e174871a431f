//! One request on its way to the server and back, with what goes wrong on that way.

use crate::fault::{Fault, Faults, Rule};
use bytes::Bytes;
use futures::{StreamExt, stream};
use http_body_util::combinators::BoxBody;
use http_body_util::{BodyExt, Full, StreamBody};
use hyper::body::{Frame, Incoming};
use hyper::client::conn::http1;
use hyper::header::{CONTENT_TYPE, HeaderValue, RETRY_AFTER};
use hyper::{Request, Response, StatusCode};
use hyper_util::rt::TokioIo;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpStream;
use tokio::sync::Notify;

pub type Body = BoxBody<Bytes, Broken>;

/// The connection ends here, without an answer or in the middle of one.
#[derive(Debug, thiserror::Error)]
pub enum Broken {
    #[error("broken on purpose")]
    OnPurpose,
    #[error("the server cannot be reached: {0}")]
    Unreachable(#[from] std::io::Error),
    #[error("the server did not answer: {0}")]
    Unanswered(#[from] hyper::Error),
}

/// What a guest network answers to everything until someone has clicked.
const PORTAL: &str =
    "<!doctype html><title>Gastnetwerk</title><h1>Welkom op ons netwerk</h1><form><button>Verbinden</button></form>";

#[derive(Clone)]
pub struct Way {
    pub server: SocketAddr,
    pub faults: Arc<Faults>,
    /// Told whenever the server has answered: lets go of requests that wait to be overtaken.
    pub overtaken: Arc<Notify>,
}

impl Way {
    pub async fn go(self, request: Request<Incoming>) -> Result<Response<Body>, Broken> {
        let Some(rule) = self.faults.choose(request.method(), request.uri().path()) else {
            let (parts, body) = request.into_parts();
            return self.forward(Request::from_parts(parts, body.map_err(Broken::from).boxed())).await;
        };
        // A fault may forward twice or after the sender has gone: the body must be here first.
        let (parts, body) = request.into_parts();
        let body = body.collect().await?.to_bytes();
        let request = Request::from_parts(parts, body);
        self.meet(&rule, request).await
    }

    async fn meet(&self, rule: &Rule, request: Request<Bytes>) -> Result<Response<Body>, Broken> {
        let wait = Duration::from_millis(rule.ms);
        match rule.fault {
            Fault::DropRequest => {
                self.faults.injected(rule.fault);
                Err(Broken::OnPurpose)
            }
            Fault::DropReply => {
                self.answer(&request).await?;
                self.faults.injected(rule.fault);
                Err(Broken::OnPurpose)
            }
            Fault::Duplicate => {
                let (first, second) = tokio::join!(self.answer(&request), self.answer(&request));
                self.faults.injected(rule.fault);
                Ok(second.or(first)?.map(whole))
            }
            Fault::Delay => {
                let answer = self.answer(&request).await?;
                self.faults.injected(rule.fault);
                tokio::time::sleep(wait).await;
                Ok(answer.map(whole))
            }
            Fault::Reorder => {
                if tokio::time::timeout(wait, self.overtaken.notified()).await.is_ok() {
                    self.faults.injected(rule.fault);
                }
                Ok(self.answer(&request).await?.map(whole))
            }
            Fault::Truncate => {
                let answer = self.answer(&request).await?;
                self.faults.injected(rule.fault);
                Ok(answer.map(|body| half(&body)))
            }
            Fault::HalfOpen => {
                self.faults.injected(rule.fault);
                std::future::pending().await
            }
            Fault::Portal => {
                self.faults.injected(rule.fault);
                let mut answer = Response::new(whole(Bytes::from_static(PORTAL.as_bytes())));
                answer.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
                Ok(answer)
            }
            Fault::BadGateway => {
                self.answer(&request).await?;
                self.faults.injected(rule.fault);
                Ok(refusal(StatusCode::BAD_GATEWAY))
            }
            Fault::TooLarge => {
                self.faults.injected(rule.fault);
                Ok(refusal(StatusCode::PAYLOAD_TOO_LARGE))
            }
            Fault::TooMany => {
                self.faults.injected(rule.fault);
                let mut answer = refusal(StatusCode::TOO_MANY_REQUESTS);
                answer.headers_mut().insert(RETRY_AFTER, HeaderValue::from(rule.ms.div_ceil(1_000)));
                Ok(answer)
            }
            Fault::SilentStream => {
                self.faults.injected(rule.fault);
                let mut answer = Response::new(BodyExt::boxed(StreamBody::new(stream::pending())));
                answer.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("text/event-stream"));
                Ok(answer)
            }
        }
    }

    /// The whole answer of the server.
    async fn answer(&self, request: &Request<Bytes>) -> Result<Response<Bytes>, Broken> {
        let answer = self.forward(request.clone().map(whole)).await?;
        let (parts, body) = answer.into_parts();
        Ok(Response::from_parts(parts, body.collect().await?.to_bytes()))
    }

    /// A connection of its own for every request: what breaks one does not break another.
    async fn forward(&self, request: Request<Body>) -> Result<Response<Body>, Broken> {
        let stream = TcpStream::connect(self.server).await?;
        let (mut sender, connection) = http1::handshake(TokioIo::new(stream)).await?;
        tokio::spawn(connection);
        let answer = sender.send_request(request).await?;
        self.faults.forwarded();
        self.overtaken.notify_waiters();
        Ok(answer.map(|body| body.map_err(Broken::from).boxed()))
    }
}

fn whole(body: Bytes) -> Body {
    Full::new(body).map_err(|never| match never {}).boxed()
}

/// As much as half of it, and then the connection is gone. Of an empty body nothing is left, not even its end.
fn half(body: &Bytes) -> Body {
    let first = Frame::data(body.slice(..body.len() / 2));
    let end = async {
        // What was written before goes out first.
        tokio::task::yield_now().await;
        Err(Broken::OnPurpose)
    };
    BodyExt::boxed(StreamBody::new(stream::once(std::future::ready(Ok(first))).chain(stream::once(end))))
}

fn refusal(status: StatusCode) -> Response<Body> {
    let mut answer = Response::new(whole(Bytes::from_static(b"<h1>Not now</h1>")));
    *answer.status_mut() = status;
    answer
}
