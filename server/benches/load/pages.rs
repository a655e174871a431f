//! How many complete pages of the catalogue a second, and what memory the program holds afterwards.

use crate::program::Program;
use crate::visitor::{Connection, Resident};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

const PAGES: usize = 10_000;
const COMPRESSED: usize = 5_000;
const AT_ONCE: usize = 16;

pub struct Pages {
    pub plain: Run,
    pub compressed: Run,
    pub megabytes: f64,
}

pub struct Run {
    pub per_second: f64,
    /// Bytes of a page as it travels.
    pub bytes: usize,
    pub processor: Duration,
}

pub fn measure(program: &Program, residents: &[Resident]) -> Pages {
    run(program, residents, "identity", 1_000);
    let plain = run(program, residents, "identity", PAGES);
    let megabytes = program.resident_kilobytes() as f64 / 1_000.0;
    let compressed = run(program, residents, "br", COMPRESSED);
    Pages { plain, compressed, megabytes }
}

/// Every resident's shelves in turn.
fn run(program: &Program, residents: &[Resident], encoding: &str, count: usize) -> Run {
    let next = AtomicUsize::new(0);
    let work = || {
        let connection = Connection::to(program.address);
        let mut bytes = 0;
        loop {
            let index = next.fetch_add(1, Ordering::Relaxed);
            if index >= count {
                return bytes;
            }
            let resident = &residents[index % residents.len()];
            let shelf = &resident.shelves[index % resident.shelves.len()];
            let path = format!("/r/{}/shop/{shelf}", resident.household);
            let page = connection.get(&path, &resident.cookie, encoding).expect("a page");
            assert_eq!(page.status(), 200, "{path}");
            if encoding == "identity" {
                assert!(is_complete(page.body()), "{path} is not complete");
            }
            bytes += page.body().len();
        }
    };
    let processor = program.processor_seconds();
    let since = Instant::now();
    let sizes: Vec<usize> = thread::scope(|scope| {
        let workers: Vec<_> = (0..AT_ONCE).map(|_| scope.spawn(work)).collect();
        workers.into_iter().map(|worker| worker.join().expect("it runs to its end")).collect()
    });
    let took = since.elapsed().as_secs_f64();
    let processor = program.processor_seconds() - processor;
    Run {
        per_second: count as f64 / took,
        bytes: sizes.iter().sum::<usize>() / count,
        processor: Duration::from_secs_f64(processor / count as f64),
    }
}

/// The end tag is there, with nothing but a mark of the renderer after it.
fn is_complete(page: &[u8]) -> bool {
    page.rchunks(20).next().is_some_and(|end| end.windows(7).any(|word| word == b"</html>"))
}
