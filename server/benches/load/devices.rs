//! What devices ask of the program: all of them at once after an outage, one that was away for a month, thousands that
//! listen, and a steady stream of operations.

use crate::home::Home;
use crate::program::Program;
use crate::report::after;
use crate::visitor::{Connection, Resident, enter_as, push, snapshot};
use std::io::{Read, Write};
use std::net::TcpStream;
use std::sync::Barrier;
use std::thread;
use std::time::{Duration, Instant};

pub const TABLETS: usize = 500;
const OPERATIONS_EACH: u32 = 20;
const PULLS: usize = 21;
const STREAMS: usize = 5_000;
const PER_SECOND: u32 = 50;
const STEADY_SECONDS: u32 = 10;
const WORKERS: u32 = 10;
/// Five hundred threads that each hold one connection.
const STACK: usize = 512 * 1_024;

pub struct Devices {
    pub reconnect: Duration,
    pub failures: Vec<String>,
    /// Of a ward's tablet that was away for a month.
    pub stale_pull: Duration,
    pub stale_bytes: usize,
    pub steady_slow: Duration,
    /// Megabytes that listeners take.
    pub streams: f64,
}

pub fn measure(program: &Program, home: &Home, tablets: &mut [Resident]) -> Devices {
    let (reconnect, mut failures) = reconnect(program, tablets);
    let (stale_pull, stale_bytes) = stale_pull(program, home);
    let (steady_slow, more) = steady(program, tablets);
    failures.extend(more);
    Devices { reconnect, failures, stale_pull, stale_bytes, steady_slow, streams: streams(program, tablets) }
}

/// Until the last of them has sent everything and seen what the others did.
fn reconnect(program: &Program, tablets: &mut [Resident]) -> (Duration, Vec<String>) {
    let days: Vec<(String, Vec<u8>)> =
        tablets.iter_mut().map(|tablet| (tablet.cookie.clone(), tablet.day_away(OPERATIONS_EACH))).collect();
    let ready = Barrier::new(days.len() + 1);
    thread::scope(|scope| {
        let ready = &ready;
        let work = |(cookie, day): (String, Vec<u8>)| {
            let connection = Connection::to(program.address);
            ready.wait();
            push(&connection, &cookie, day)?;
            snapshot(&connection, &cookie);
            Ok(())
        };
        let start = |day| thread::Builder::new().stack_size(STACK).spawn_scoped(scope, move || work(day));
        let tablets: Vec<_> = days.into_iter().map(|day| start(day).expect("a thread")).collect();
        ready.wait();
        let since = Instant::now();
        let results: Vec<Result<(), String>> =
            tablets.into_iter().map(|tablet| tablet.join().expect("it runs to its end")).collect();
        (since.elapsed(), results.into_iter().filter_map(Result::err).collect())
    })
}

/// The median of what the ward with the first residents waits for, from the first change that its feed has.
fn stale_pull(program: &Program, home: &Home) -> (Duration, usize) {
    let connection = Connection::to(program.address);
    let (cookie, _) = enter_as(&connection, home.carers.first().expect("a carer"));
    let now = snapshot(&connection, &cookie);
    let address = format!("/api/v1/sync?cursor=1&epoch={}&catalogue={}", now.epoch, now.catalogue.version);
    let mut bytes = 0;
    let mut times: Vec<Duration> = (0..PULLS)
        .map(|_| {
            let since = Instant::now();
            let answer = connection.get(&address, &cookie, "identity").expect("what changed");
            assert_eq!(answer.status(), 200, "{address}");
            bytes = answer.body().len();
            since.elapsed()
        })
        .collect();
    (after(&mut times, 50), bytes)
}

/// How long the slowest of a hundred takes while operations come in steadily, from the moment that each should have left.
fn steady(program: &Program, tablets: &mut [Resident]) -> (Duration, Vec<String>) {
    let between = Duration::from_secs(1) / PER_SECOND;
    let mut turns: Vec<Vec<(u32, String, Vec<u8>)>> = (0..WORKERS).map(|_| Vec::new()).collect();
    for (number, index) in (0..PER_SECOND * STEADY_SECONDS).zip((0..tablets.len()).cycle()) {
        let tablet = &mut tablets[index];
        turns[(number % WORKERS) as usize].push((number, tablet.cookie.clone(), tablet.order()));
    }
    let start = Instant::now() + Duration::from_millis(100);
    let work = |turn: Vec<(u32, String, Vec<u8>)>| {
        let connection = Connection::to(program.address);
        let answered = turn.into_iter().map(|(number, cookie, order)| {
            let due = start + between * number;
            thread::sleep(due.saturating_duration_since(Instant::now()));
            push(&connection, &cookie, order).map(|()| due.elapsed())
        });
        answered.collect::<Vec<_>>()
    };
    let answers: Vec<Result<Duration, String>> = thread::scope(|scope| {
        let workers: Vec<_> = turns.into_iter().map(|turn| scope.spawn(move || work(turn))).collect();
        workers.into_iter().flat_map(|worker| worker.join().expect("it runs to its end")).collect()
    });
    let (times, failures): (Vec<_>, Vec<_>) = answers.into_iter().partition(Result::is_ok);
    let mut times: Vec<Duration> = times.into_iter().flatten().collect();
    (after(&mut times, 99), failures.into_iter().filter_map(Result::err).collect())
}

/// What the program grows by when so many screens listen. Each has heard the first event.
fn streams(program: &Program, tablets: &[Resident]) -> f64 {
    let before = program.resident_kilobytes();
    let listeners: Vec<TcpStream> = (0..STREAMS)
        .map(|number| {
            let cookie = &tablets[number % tablets.len()].cookie;
            let mut stream = TcpStream::connect(program.address).unwrap_or_else(|error| {
                panic!("listener {number}: {error}; raise the limit of open files (ulimit -n)")
            });
            write!(stream, "GET /api/v1/pokes HTTP/1.1\r\nhost: {}\r\ncookie: {cookie}\r\n\r\n", program.address)
                .expect("a request");
            let mut heard = Vec::new();
            while !heard.windows(6).any(|word| word == b"event:") {
                let mut part = [0; 1_024];
                let length = stream.read(&mut part).expect("the first event");
                assert!(length > 0, "the program hung up: {}", String::from_utf8_lossy(&heard));
                heard.extend_from_slice(&part[..length]);
            }
            stream
        })
        .collect();
    let after = program.resident_kilobytes();
    drop(listeners);
    after.saturating_sub(before) as f64 / 1_000.0
}
