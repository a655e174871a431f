//! How many orders a second, how long one takes, and how many commits it costs.

use crate::program::Program;
use crate::report::after;
use crate::visitor::{Connection, Resident, push};
use std::sync::Mutex;
use std::thread;
use std::time::{Duration, Instant};

const ALONE: usize = 400;
const TOGETHER: usize = 3_000;
const AT_ONCE: usize = 64;
/// Orders to each of two programs whose latencies are compared.
const COMPARED: usize = 400;

pub struct Orders {
    pub alone: Run,
    pub together: Run,
}

/// Some orders, all placed.
pub struct Run {
    pub per_second: f64,
    pub median: Duration,
    pub slow: Duration,
    pub failures: Vec<String>,
    pub commits_per_order: f64,
    /// Processor time of the program for one order.
    pub processor: Duration,
    /// Of the time that requests take in the program, what it takes to know who asks and what they may; in percent.
    pub gate: f64,
}

pub struct Growth {
    pub few: Duration,
    pub many: Duration,
}

/// The first orders fill caches and files; nobody waits for them.
pub fn warm(program: &Program, residents: &mut [Resident]) {
    run(program, residents, 16, residents.len());
}

pub fn measure(program: &Program, residents: &mut [Resident]) -> Orders {
    let alone = run(program, residents, 1, ALONE);
    let together = run(program, residents, AT_ONCE, TOGETHER);
    Orders { alone, together }
}

/// `count` orders, `at_once` of them under way at any moment, each on a connection of its own.
fn run(program: &Program, residents: &mut [Resident], at_once: usize, count: usize) -> Run {
    let turns = residents.len();
    let mut waiting: Vec<(String, Vec<u8>)> = Vec::with_capacity(count);
    for index in 0..count {
        // Far apart in the home, so that neighbours in the row are on different wards.
        let resident = &mut residents[(index * 7) % turns];
        waiting.push((resident.cookie.clone(), resident.order()));
    }
    let waiting = Mutex::new(waiting.into_iter());
    let work = || {
        let connection = Connection::to(program.address);
        let (mut times, mut failures) = (Vec::new(), Vec::new());
        loop {
            let next = waiting.lock().ok().and_then(|mut waiting| waiting.next());
            let Some((cookie, order)) = next else { return (times, failures) };
            let since = Instant::now();
            match push(&connection, &cookie, order) {
                Ok(()) => times.push(since.elapsed()),
                Err(why) => failures.push(why),
            }
        }
    };
    let (counted, processor) = (Counted::by(program), program.processor_seconds());
    let since = Instant::now();
    let done: Vec<(Vec<Duration>, Vec<String>)> = thread::scope(|scope| {
        let workers: Vec<_> = (0..at_once).map(|_| scope.spawn(work)).collect();
        workers.into_iter().map(|worker| worker.join().expect("it runs to its end")).collect()
    });
    let took = since.elapsed().as_secs_f64();
    let processor = program.processor_seconds() - processor;
    let counted = Counted::by(program).since(&counted);
    let mut times: Vec<Duration> = done.iter().flat_map(|(times, _)| times).copied().collect();
    Run {
        per_second: times.len() as f64 / took,
        median: after(&mut times, 50),
        slow: after(&mut times, 95),
        failures: done.into_iter().flat_map(|(_, failures)| failures).collect(),
        commits_per_order: counted.commits / times.len() as f64,
        processor: Duration::from_secs_f64(processor / count as f64),
        gate: 100.0 * counted.gate / counted.requests,
    }
}

/// The median time of an order to each of two programs that are asked in turn.
pub fn compare(few: (&Program, &mut [Resident]), many: (&Program, &mut [Resident])) -> Growth {
    let mut sides = Vec::new();
    for (program, residents) in [few, many] {
        sides.push((Connection::to(program.address), residents, Vec::with_capacity(COMPARED)));
    }
    for index in 0..COMPARED {
        for (connection, residents, times) in &mut sides {
            let turns = residents.len();
            let resident = &mut residents[(index * 7) % turns];
            let (cookie, order) = (resident.cookie.clone(), resident.order());
            let since = Instant::now();
            push(connection, &cookie, order).expect("an order");
            times.push(since.elapsed());
        }
    }
    let mut medians = sides.into_iter().map(|(_, _, mut times)| after(&mut times, 50));
    Growth { few: medians.next().unwrap_or_default(), many: medians.next().unwrap_or_default() }
}

/// What the program counted of itself: its commits, and the microseconds of its requests and of their gate.
struct Counted {
    commits: f64,
    requests: f64,
    gate: f64,
}

impl Counted {
    fn by(program: &Program) -> Self {
        let answer = Connection::to(program.metrics).get("/metrics", "", "identity").expect("the metrics");
        let text = String::from_utf8_lossy(answer.body()).into_owned();
        let of = |name: &str| {
            let value = text.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(' '));
            value.and_then(|count| count.parse().ok()).expect("a count")
        };
        Self {
            commits: of("bekertje_commits_total"),
            requests: of("bekertje_request_microseconds_total"),
            gate: of("bekertje_gate_microseconds_total"),
        }
    }

    fn since(&self, earlier: &Self) -> Self {
        Self {
            commits: self.commits - earlier.commits,
            requests: self.requests - earlier.requests,
            gate: self.gate - earlier.gate,
        }
    }
}
