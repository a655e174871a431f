//! Each fault, between a server that counts what reaches it and a client that looks at every byte that comes back.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test stops at the first thing that is not as expected"
)]

use std::io::{BufRead, BufReader, ErrorKind, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

const ANSWER: &str = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 10\r\n\r\n0123456789";

struct Net {
    proxy: SocketAddr,
    control: SocketAddr,
    reached: Arc<AtomicUsize>,
    program: Child,
}

impl Drop for Net {
    fn drop(&mut self) {
        let _ = self.program.kill();
        let _ = self.program.wait();
    }
}

/// Reads one request with its body.
fn read_request(reader: &mut impl BufRead) -> Option<String> {
    let (mut head, mut length) = (String::new(), 0);
    while !head.ends_with("\r\n\r\n") {
        let start = head.len();
        if reader.read_line(&mut head).ok()? == 0 {
            return None;
        }
        if let Some(value) = head[start..].to_ascii_lowercase().strip_prefix("content-length:") {
            length = value.trim().parse().unwrap();
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).ok()?;
    Some(head)
}

fn net(rules: &str) -> Net {
    let server = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = server.local_addr().unwrap();
    let reached = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&reached);
    thread::spawn(move || {
        for stream in server.incoming() {
            let (mut stream, counter) = (stream.unwrap(), Arc::clone(&counter));
            thread::spawn(move || {
                let mut reader = BufReader::new(stream.try_clone().unwrap());
                while read_request(&mut reader).is_some() {
                    counter.fetch_add(1, Ordering::SeqCst);
                    let _ = stream.write_all(ANSWER.as_bytes());
                }
            });
        }
    });
    let mut program = Command::new(env!("CARGO_BIN_EXE_fault-proxy"))
        .args(["--to", &address.to_string()])
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(program.stdout.take().unwrap()).lines();
    let mut next = || lines.next().unwrap().unwrap().rsplit('/').next().unwrap().parse().unwrap();
    let net = Net { proxy: next(), control: next(), reached, program };
    let said = ask(net.control, "PUT", "/faults", rules).unwrap();
    assert!(said.starts_with("HTTP/1.1 200"), "{said}");
    net
}

/// What came back until the connection ended; the error when nothing ever does.
fn ask(to: SocketAddr, method: &str, path: &str, body: &str) -> Result<String, ErrorKind> {
    let mut stream = TcpStream::connect(to).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(2))).unwrap();
    let length = body.len();
    write!(
        stream,
        "{method} {path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-length: {length}\r\n\r\n{body}"
    )
    .unwrap();
    let mut got = Vec::new();
    match stream.read_to_end(&mut got) {
        Ok(_) => {}
        Err(error) if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) && got.is_empty() => {
            return Err(ErrorKind::TimedOut);
        }
        // The connection broke, or went silent after this much.
        Err(_) => {}
    }
    Ok(String::from_utf8(got).unwrap())
}

impl Net {
    fn post(&self) -> Result<String, ErrorKind> {
        ask(self.proxy, "POST", "/api/v1/sync", "{}")
    }

    fn reached(&self) -> usize {
        self.reached.load(Ordering::SeqCst)
    }

    #[track_caller]
    fn counted(&self, fault: &str, times: usize) {
        let counts = ask(self.control, "GET", "/counts", "").unwrap();
        assert!(counts.contains(&format!("\"{fault}\":{times}")), "{counts}");
    }
}

fn once(fault: &str) -> Net {
    net(&format!(r#"[{{"fault":"{fault}","method":"POST","path":"/api","times":1,"ms":400}}]"#))
}

#[test]
fn without_a_rule_everything_passes() {
    let net = net("[]");
    assert!(net.post().unwrap().ends_with("0123456789"));
    assert_eq!(net.reached(), 1);
}

#[test]
fn a_dropped_request_never_reaches_the_server() {
    let net = once("drop_request");
    assert_eq!(net.post().unwrap(), "");
    assert_eq!(net.reached(), 0);
    assert!(net.post().unwrap().ends_with("0123456789"), "the next one passes");
    net.counted("drop_request", 1);
}

#[test]
fn a_dropped_reply_is_lost_after_the_server_has_answered() {
    let net = once("drop_reply");
    assert_eq!(net.post().unwrap(), "");
    assert_eq!(net.reached(), 1);
    net.counted("drop_reply", 1);
}

#[test]
fn a_duplicate_reaches_the_server_twice_and_is_answered_once() {
    let net = once("duplicate");
    assert_eq!(net.post().unwrap().matches("0123456789").count(), 1);
    assert_eq!(net.reached(), 2);
    net.counted("duplicate", 1);
}

#[test]
fn a_delayed_reply_comes_after_the_server_has_answered() {
    let net = once("delay");
    let waiting = thread::spawn({
        let proxy = net.proxy;
        move || ask(proxy, "POST", "/api/v1/sync", "{}")
    });
    while net.reached() == 0 {
        thread::yield_now();
    }
    assert!(!waiting.is_finished(), "the server has answered, the proxy has not");
    assert!(waiting.join().unwrap().unwrap().ends_with("0123456789"));
    net.counted("delay", 1);
}

#[test]
fn a_reordered_request_is_overtaken_by_the_next() {
    let net = net(r#"[{"fault":"reorder","method":"POST","path":"/api","times":1,"ms":60000}]"#);
    let proxy = net.proxy;
    let mut first = TcpStream::connect(proxy).unwrap();
    first.write_all(b"POST /api/v1/sync HTTP/1.1\r\nhost: x\r\ncontent-length: 2\r\n\r\n{}").unwrap();
    // The rule is used up once the first request has come in.
    while ask(net.control, "GET", "/faults", "").unwrap().contains("\"times\":1") {
        thread::yield_now();
    }
    while net.reached() < 2 {
        assert!(net.post().unwrap().ends_with("0123456789"));
    }
    let mut answer = [0; 15];
    first.read_exact(&mut answer).unwrap();
    assert_eq!(&answer, b"HTTP/1.1 200 OK");
    net.counted("reorder", 1);
}

#[test]
fn a_truncated_reply_ends_in_the_middle() {
    let net = once("truncate");
    let answer = net.post().unwrap();
    assert!(answer.contains("content-length: 10") && answer.ends_with("01234"), "{answer}");
    net.counted("truncate", 1);
}

#[test]
fn a_half_open_connection_never_answers() {
    let net = once("half_open");
    assert_eq!(net.post(), Err(ErrorKind::TimedOut));
    assert_eq!(net.reached(), 0);
    net.counted("half_open", 1);
}

#[test]
fn a_portal_answers_200_with_a_page_of_its_own() {
    let net = once("portal");
    let answer = net.post().unwrap();
    assert!(answer.starts_with("HTTP/1.1 200") && answer.contains("Gastnetwerk"), "{answer}");
    assert_eq!(net.reached(), 0);
    net.counted("portal", 1);
}

#[test]
fn a_bad_gateway_hides_that_the_server_did_it() {
    let net = once("bad_gateway");
    assert!(net.post().unwrap().starts_with("HTTP/1.1 502"));
    assert_eq!(net.reached(), 1);
    net.counted("bad_gateway", 1);
}

#[test]
fn too_large_and_too_many_do_not_reach_the_server() {
    for (fault, status) in [("too_large", "413"), ("too_many", "429")] {
        let net = once(fault);
        assert!(net.post().unwrap().starts_with(&format!("HTTP/1.1 {status}")));
        assert_eq!(net.reached(), 0);
        net.counted(fault, 1);
    }
}

#[test]
fn a_silent_stream_opens_and_says_nothing() {
    let net = once("silent_stream");
    let answer = net.post().unwrap();
    assert!(answer.contains("text/event-stream") && answer.ends_with("\r\n\r\n"), "{answer}");
    net.counted("silent_stream", 1);
}

#[test]
fn a_cut_breaks_connections_that_are_open() {
    let net = once("half_open");
    let mut stream = TcpStream::connect(net.proxy).unwrap();
    stream.write_all(b"POST /api/v1/sync HTTP/1.1\r\nhost: x\r\ncontent-length: 2\r\n\r\n{}").unwrap();
    while !ask(net.control, "GET", "/counts", "").unwrap().contains("half_open") {
        thread::yield_now();
    }
    ask(net.control, "POST", "/cut", "").unwrap();
    assert_eq!(stream.read(&mut [0; 1]).unwrap_or(0), 0);
}
