//! Connections: taken, given their time, and brought to an end. `axum::serve` knows no limits of time, so here is what it
//! does with three more: a head that does not end is cut, so is a request, and the last ones when the program stops.
//! Event streams live on: what is limited is asking, not listening.

use axum::Router;
use axum::extract::ConnectInfo;
use axum::http::{Request, StatusCode};
use hyper::body::Incoming;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::conn::auto::Builder;
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use std::io::ErrorKind;
use std::time::Duration;
use tokio::net::TcpListener;
use tower::ServiceExt;
use tower_http::timeout::TimeoutLayer;

/// How long to wait for whom.
#[derive(Clone, Copy, Debug)]
pub struct Patience {
    /// For the head of a request; so a connection that asks nothing more is closed after this too. Longer than proxies keep
    /// theirs (60 s), so that it is they who close.
    pub head: Duration,
    /// For a whole request: its body and what we do with it. A day of operations over a poor phone network fits.
    pub request: Duration,
    /// For what is still being answered when the program stops.
    pub stopping: Duration,
}

impl Patience {
    pub const USUAL: Self =
        Self { head: Duration::from_secs(75), request: Duration::from_secs(60), stopping: Duration::from_secs(60) };

    /// Ends with "took too long" what does not come in or is not answered in time.
    #[must_use]
    pub fn layer(self) -> TimeoutLayer {
        TimeoutLayer::with_status_code(StatusCode::REQUEST_TIMEOUT, self.request)
    }
}

/// The most a browser says before the body: 100 lines, of together 64 kB.
const MAX_HEADERS: usize = 100;
const MAX_HEAD_BYTES: usize = 64 * 1024;

/// Answers until `stopping` ends, and then what was asked before.
pub async fn serve(listener: TcpListener, router: Router, patience: Patience, stopping: impl Future<Output = ()>) {
    // Made ready once: a bare router is made ready again for every request.
    let router = router.with_state::<()>(());
    let mut builder = Builder::new(TokioExecutor::new());
    builder
        .http1()
        .timer(TokioTimer::new())
        .header_read_timeout(patience.head)
        .max_headers(MAX_HEADERS)
        .max_buf_size(MAX_HEAD_BYTES);
    builder
        .http2()
        .timer(TokioTimer::new())
        .max_header_list_size(64 * 1024)
        .max_concurrent_streams(100)
        .keep_alive_interval(Duration::from_secs(30))
        .keep_alive_timeout(patience.head);
    let open = GracefulShutdown::new();
    let mut stopping = std::pin::pin!(stopping);
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            () = &mut stopping => break,
        };
        let (stream, peer) = match accepted {
            Ok(accepted) => accepted,
            // Whoever came has gone already.
            Err(error)
                if matches!(
                    error.kind(),
                    ErrorKind::ConnectionRefused | ErrorKind::ConnectionAborted | ErrorKind::ConnectionReset
                ) =>
            {
                continue;
            }
            Err(error) => {
                // Most often too many open files: there is no event that tells when one is closed.
                tracing::error!(%error, "a connection could not be accepted");
                tokio::time::sleep(Duration::from_secs(1)).await;
                continue;
            }
        };
        let service = router.clone().map_request(move |mut request: Request<Incoming>| {
            request.extensions_mut().insert(ConnectInfo(peer));
            request
        });
        let connection = builder.serve_connection(TokioIo::new(stream), TowerToHyperService::new(service));
        let connection = open.watch(connection.into_owned());
        tokio::spawn(async move {
            if let Err(error) = connection.await {
                tracing::trace!(error, "a connection ended before its time");
            }
        });
    }
    drop(listener);
    if tokio::time::timeout(patience.stopping, open.shutdown()).await.is_err() {
        tracing::warn!("some connections did not end by themselves");
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::body::Bytes;
    use axum::response::Sse;
    use axum::response::sse::Event;
    use axum::routing::{get, post};
    use futures::{Stream, StreamExt, stream};
    use std::convert::Infallible;
    use std::net::SocketAddr;
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    use tokio::net::TcpStream;
    use tokio::sync::oneshot;

    const IMPATIENT: Patience = Patience {
        head: Duration::from_millis(300),
        request: Duration::from_millis(300),
        stopping: Duration::from_millis(300),
    };

    async fn events() -> Sse<impl Stream<Item = Result<Event, Infallible>>> {
        let ticks = stream::unfold(0, |count| async move {
            tokio::time::sleep(Duration::from_millis(100)).await;
            Some((Ok(Event::default().data(count.to_string())), count + 1))
        });
        Sse::new(ticks.take(12))
    }

    async fn open() -> (SocketAddr, oneshot::Sender<()>, tokio::task::JoinHandle<()>) {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let router = Router::new()
            .route("/", post(|body: Bytes| async move { body.len().to_string() }))
            .route("/peer", get(|peer: ConnectInfo<SocketAddr>| async move { peer.0.ip().to_string() }))
            .route("/events", get(events))
            .layer(IMPATIENT.layer());
        let (stop, stopped) = oneshot::channel();
        let ends = async {
            let _ = stopped.await;
        };
        (address, stop, tokio::spawn(serve(listener, router, IMPATIENT, ends)))
    }

    /// Everything that comes until the connection is closed.
    async fn all(address: SocketAddr, said: &str) -> String {
        let mut stream = TcpStream::connect(address).await.unwrap();
        stream.write_all(said.as_bytes()).await.unwrap();
        let mut text = String::new();
        let read = tokio::time::timeout(Duration::from_secs(20), stream.read_to_string(&mut text)).await;
        let _ = read.expect("the connection is closed");
        text
    }

    #[tokio::test]
    async fn who_does_not_finish_asking_is_cut_and_who_listens_is_not() {
        let (address, stop, served) = open().await;
        assert!(!all(address, "GET /peer HTTP/1.1\r\nhost: x\r\n").await.contains("200 OK"), "half a head");
        let slow_body = all(address, "POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 9\r\n\r\nhalf").await;
        assert!(slow_body.starts_with("HTTP/1.1 408"), "{slow_body}");
        let whole =
            all(address, "POST / HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-length: 4\r\n\r\nbody").await;
        assert!(whole.starts_with("HTTP/1.1 200") && whole.ends_with('4'), "{whole}");
        let peer = all(address, "GET /peer HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n").await;
        assert!(peer.ends_with("127.0.0.1"), "{peer}");
        // Four times as long as a request may take.
        let events = all(address, "GET /events HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n").await;
        assert_eq!(events.matches("data: ").count(), 12, "{events}");
        let long = format!("GET /peer HTTP/1.1\r\nhost: x\r\na: {}\r\n\r\n", "a".repeat(2 * MAX_HEAD_BYTES));
        assert!(!all(address, &long).await.contains("200 OK"), "a head without end");
        stop.send(()).unwrap();
        served.await.unwrap();
    }
}
