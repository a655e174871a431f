//! Questions to the provider: by https only, for so long and so much at most, and never to where an answer leads on.

use futures::future::BoxFuture;
use openidconnect::http::{Request, Response, Uri};
use openidconnect::{AsyncHttpClient, HttpRequest, HttpResponse};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Semaphore;
use ureq::Agent;
use ureq::tls::{Certificate, PemItem, RootCerts, TlsConfig, parse_pem};

/// A provider that has not answered by then is not there.
const PATIENCE: Duration = Duration::from_secs(5);
/// Descriptions, keys and tokens are some kilobytes.
const MOST_BYTES: u64 = 256 * 1024;
/// So many questions at once: each holds a thread.
const AT_ONCE: usize = 16;

#[derive(Debug, thiserror::Error)]
pub enum AskError {
    #[error("{0} is not asked: it is neither https nor, with an issuer on this computer, this computer")]
    NotAsked(String),
    #[error("so many people come in at once that it has to wait")]
    Full,
    #[error(transparent)]
    Failed(#[from] ureq::Error),
    #[error("the question was given up")]
    GivenUp,
}

/// Whoever asks the provider. Clones share their connections.
#[derive(Clone, Debug)]
pub struct Asking {
    agent: Agent,
    /// The issuer is on this computer, without https: for tests, and for trying out.
    is_here: bool,
    places: Arc<Semaphore>,
}

impl Asking {
    /// `roots` is a PEM file with who else may vouch for certificates, such as the home itself. `None` when it holds none.
    pub fn new(is_here: bool, roots: Option<&[u8]>) -> Option<Self> {
        let tls = TlsConfig::builder();
        let tls = match roots {
            None => tls,
            Some(pem) => tls.root_certs(RootCerts::Specific(certificates(pem)?.into())),
        };
        let settings = Agent::config_builder()
            .tls_config(tls.build())
            .https_only(!is_here)
            .http_status_as_error(false)
            .max_redirects(0)
            .timeout_global(Some(PATIENCE));
        Some(Self { agent: settings.build().into(), is_here, places: Arc::new(Semaphore::new(AT_ONCE)) })
    }

    /// Whether this is an address where the provider may be.
    pub fn may_be(&self, address: &Uri) -> bool {
        address.scheme_str() == Some("https") || self.is_here && is_here(address)
    }

    /// Asks away from the threads that answer people.
    pub async fn ask(&self, request: HttpRequest) -> Result<HttpResponse, AskError> {
        if !self.may_be(request.uri()) {
            return Err(AskError::NotAsked(request.uri().host().unwrap_or_default().to_owned()));
        }
        let place = Arc::clone(&self.places).try_acquire_owned().map_err(|_| AskError::Full)?;
        let agent = self.agent.clone();
        let asked = tokio::task::spawn_blocking(move || {
            // Given back when the answer is there, also when nobody waits for it any more.
            let _held = place;
            ask(&agent, request)
        });
        asked.await.map_err(|_| AskError::GivenUp)?
    }
}

impl<'c> AsyncHttpClient<'c> for Asking {
    type Error = AskError;
    type Future = BoxFuture<'c, Result<HttpResponse, AskError>>;

    fn call(&'c self, request: HttpRequest) -> Self::Future {
        Box::pin(self.ask(request))
    }
}

fn ask(agent: &Agent, request: HttpRequest) -> Result<HttpResponse, AskError> {
    let (parts, body) = request.into_parts();
    let answer = if body.is_empty() {
        agent.run(Request::from_parts(parts, ()))?
    } else {
        agent.run(Request::from_parts(parts, body))?
    };
    let (parts, mut body) = answer.into_parts();
    let body = body.with_config().limit(MOST_BYTES).read_to_vec()?;
    Ok(Response::from_parts(parts, body))
}

/// Whether an address without https is on this computer.
pub fn is_here(address: &Uri) -> bool {
    let host = address.host().unwrap_or_default();
    address.scheme_str() == Some("http") && ["127.0.0.1", "localhost", "[::1]"].contains(&host)
}

fn certificates(pem: &[u8]) -> Option<Vec<Certificate<'static>>> {
    let items: Vec<_> = parse_pem(pem).collect::<Result<_, _>>().ok()?;
    let found = items.into_iter().filter_map(|item| match item {
        PemItem::Certificate(certificate) => Some(certificate),
        _ => None,
    });
    let found: Vec<_> = found.collect();
    (!found.is_empty()).then_some(found)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::{Read, Write};
    use std::net::TcpListener;

    fn get(address: &str) -> HttpRequest {
        Request::get(address).body(Vec::new()).unwrap()
    }

    /// The address of somebody who says this to one who asks.
    fn says(answer: impl Into<Vec<u8>>) -> String {
        let (listener, answer) = (TcpListener::bind("127.0.0.1:0").unwrap(), answer.into());
        let address = format!("http://{}/", listener.local_addr().unwrap());
        std::thread::spawn(move || {
            let (mut asked, _) = listener.accept().unwrap();
            let _ = asked.read(&mut [0; 4_096]);
            let _ = asked.write_all(&answer);
        });
        address
    }

    #[tokio::test]
    async fn only_https_is_asked_or_this_computer_when_the_issuer_is_on_it() {
        let outside = Asking::new(false, None).unwrap();
        for address in ["http://provider.example/", "http://127.0.0.1/", "ftp://provider.example/", "/nowhere"] {
            assert!(matches!(outside.ask(get(address)).await, Err(AskError::NotAsked(_))), "{address}");
        }
        let here = Asking::new(true, None).unwrap();
        for address in ["http://provider.example/", "http://127.0.0.1.provider.example/", "http://10.0.0.1/"] {
            assert!(matches!(here.ask(get(address)).await, Err(AskError::NotAsked(_))), "{address}");
        }
        assert!(here.may_be(&Uri::from_static("https://provider.example/")));
        let answer = here.ask(get(&says("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"))).await.unwrap();
        assert_eq!(answer.body(), b"ok");
    }

    #[tokio::test]
    async fn an_answer_that_leads_on_is_not_followed_and_one_that_is_too_long_not_read() {
        let here = Asking::new(true, None).unwrap();
        let leads_on = "HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:9/\r\nContent-Length: 0\r\n\r\n";
        assert!(here.ask(get(&says(leads_on))).await.is_ok_and(|answer| answer.status().is_redirection()));
        let long = [b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n".to_vec(), vec![b'x'; 300 * 1024]].concat();
        assert!(matches!(here.ask(get(&says(long))).await, Err(AskError::Failed(_))));
    }

    #[test]
    fn a_file_without_a_certificate_vouches_for_nobody() {
        assert!(Asking::new(false, Some(b"nothing")).is_none());
    }
}
