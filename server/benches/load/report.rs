//! The table: every figure, and beside it what it should be.

use crate::devices::Devices;
use crate::orders::{Growth, Orders};
use crate::pages::Pages;
use std::io::{Seek, SeekFrom, Write};
use std::time::{Duration, Instant};

/// By how much an order may take longer after a million transfers.
const MOST_GROWTH: f64 = 1.5;

/// What finding out who asks may cost of an order, in percent.
const MOST_GATE: f64 = 10.0;
const GATE: &str = "  of the time in the server, to know who asks";
const GATE_TOGETHER: &str = "  of the time in the server, to know who asks ";

pub struct Report {
    columns: Vec<&'static str>,
    sections: Vec<(&'static str, Vec<Line>)>,
    /// What should hold on any machine and did not.
    broken: Vec<String>,
}

struct Line {
    what: &'static str,
    cells: Vec<Option<(String, bool)>>,
    aim: &'static str,
}

impl Report {
    pub fn new(columns: &[&'static str]) -> Self {
        Self { columns: columns.to_vec(), sections: Vec::new(), broken: Vec::new() }
    }

    /// What the figures must be read against.
    pub fn machine(&self) {
        let processors = std::thread::available_parallelism().map_or(1, usize::from);
        let load = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
        let load = load.split(' ').next().unwrap_or("?").to_owned();
        println!(
            "{processors} processors, of which the measuring takes one; load before the start {load}; a flush to this disk takes {}\n",
            millis(flush())
        );
    }

    fn put(
        &mut self,
        section: &'static str,
        what: &'static str,
        column: usize,
        cell: String,
        reached: bool,
        aim: &'static str,
    ) {
        let columns = self.columns.len();
        if !self.sections.iter().any(|(name, _)| *name == section) {
            self.sections.push((section, Vec::new()));
        }
        let lines =
            self.sections.iter_mut().find(|(name, _)| *name == section).map(|(_, lines)| lines).expect("it is there");
        if !lines.iter().any(|line| line.what == what) {
            lines.push(Line { what, cells: vec![None; columns], aim });
        }
        let line = lines.iter_mut().find(|line| line.what == what).expect("it is there");
        line.cells[column] = Some((cell, reached));
    }

    fn must(&mut self, holds: bool, column: usize, what: &str) {
        if !holds {
            self.broken.push(format!("{}: {what}", self.columns[column]));
        }
    }

    pub fn orders(&mut self, column: usize, orders: &Orders) {
        let (alone, together) = (&orders.alone, &orders.together);
        let name = "Orders, over HTTP, each on the disk before it is confirmed";
        let grouped = self.columns[column] == "SQLite";
        self.put(
            name,
            "one after the other, per second",
            column,
            rate(alone.per_second),
            alone.per_second >= 300.0,
            "≥ 300",
        );
        self.put(name, "  median", column, millis(alone.median), true, "");
        self.put(name, "  slowest of twenty", column, millis(alone.slow), true, "");
        self.put(name, GATE, column, percent(alone.gate), alone.gate <= MOST_GATE, "≤ 10 %");
        self.put(name, "  processor time of the server", column, millis(alone.processor), true, "");
        self.put(
            name,
            "  commits per order",
            column,
            format!("{:.2}", alone.commits_per_order),
            alone.commits_per_order <= 1.0,
            "1",
        );
        let reached = together.per_second >= 2_000.0 || !grouped;
        self.put(name, "64 at once, per second", column, rate(together.per_second), reached, "≥ 2,000 on SQLite");
        self.put(name, "  median ", column, millis(together.median), true, "");
        self.put(name, "  slowest of twenty ", column, millis(together.slow), true, "");
        self.put(name, GATE_TOGETHER, column, percent(together.gate), together.gate <= MOST_GATE, "≤ 10 %");
        self.put(name, "  processor time of the server ", column, millis(together.processor), true, "");
        self.put(
            name,
            "  commits per order ",
            column,
            format!("{:.2}", together.commits_per_order),
            together.commits_per_order <= 1.0,
            "≤ 1",
        );
        let failures = alone.failures.len() + together.failures.len();
        self.put(name, "failures", column, failures.to_string(), failures == 0, "0");
        for failure in alone.failures.iter().chain(&together.failures).take(3) {
            self.must(false, column, &format!("an order failed: {failure}"));
        }
        self.must(
            alone.commits_per_order <= 1.0 && together.commits_per_order <= 1.0,
            column,
            "more than one commit per order",
        );
    }

    pub fn growth(&mut self, column: usize, growth: &Growth) {
        let name = "An order in a home with a past";
        let ratio = growth.many.as_secs_f64() / growth.few.as_secs_f64();
        self.put(name, "median with ten thousand transfers", column, millis(growth.few), true, "");
        self.put(name, "median with a million transfers", column, millis(growth.many), true, "");
        self.put(name, "times as long", column, format!("{ratio:.2}"), ratio <= MOST_GROWTH, "≤ 1.5");
        self.must(ratio <= MOST_GROWTH, column, "an order takes longer as the journal grows");
    }

    pub fn books(&mut self, column: usize, balance: bool) {
        self.must(balance, column, "`bekertje verify` found books that do not balance");
    }

    pub fn pages(&mut self, pages: &Pages) {
        let name = "Pages of the catalogue, complete, from the released program";
        self.put(name, "per second", 0, rate(pages.plain.per_second), pages.plain.per_second >= 1_500.0, "≥ 1,500");
        self.put(name, "  processor time of the server", 0, millis(pages.plain.processor), true, "");
        self.put(name, "  bytes", 0, rate(pages.plain.bytes as f64), true, "");
        self.put(name, "per second, brotli", 0, rate(pages.compressed.per_second), true, "");
        self.put(name, "  processor time of the server ", 0, millis(pages.compressed.processor), true, "");
        self.put(
            name,
            "  bytes on the line",
            0,
            rate(pages.compressed.bytes as f64),
            pages.compressed.bytes <= 20_000,
            "≤ 20,000",
        );
        self.put(
            name,
            "resident memory after 10,000 pages, MB",
            0,
            rate(pages.megabytes),
            pages.megabytes <= 100.0,
            "≤ 100",
        );
    }

    pub fn devices(&mut self, column: usize, devices: &Devices) {
        let name = "Devices, in a home of three thousand residents";
        let Devices { reconnect, failures, stale_pull, stale_bytes, steady_slow, streams } = devices;
        let seconds = format!("{:.1} s", reconnect.as_secs_f64());
        self.put(
            name,
            "500 tablets with 20 operations each reconnect, in",
            column,
            seconds,
            reconnect.as_secs() < 30,
            "< 30 s",
        );
        self.put(
            name,
            "a ward's tablet that was away for a month pulls in",
            column,
            millis(*stale_pull),
            stale_pull.as_millis() < 300,
            "< 300 ms",
        );
        self.put(name, "  bytes ", column, rate(*stale_bytes as f64), true, "");
        self.put(
            name,
            "slowest of a hundred operations, at 50 a second",
            column,
            millis(*steady_slow),
            steady_slow.as_millis() < 50,
            "< 50 ms",
        );
        self.put(name, "5,000 event streams take, MB", column, rate(*streams), *streams < 100.0, "< 100");
        self.put(name, "failures ", column, failures.len().to_string(), failures.is_empty(), "0");
        for failure in failures.iter().take(3) {
            self.must(false, column, &format!("an operation of a device failed: {failure}"));
        }
    }

    /// Prints everything; whether all that must hold does.
    pub fn print(&self) -> bool {
        for (name, lines) in &self.sections {
            print!("{name:<62}");
            for column in &self.columns {
                print!("{column:>14}");
            }
            println!("   aim");
            for Line { what, cells, aim } in lines {
                print!("  {:<60}", what.trim_end());
                for cell in cells {
                    let (text, mark) =
                        cell.as_ref().map_or(("", ' '), |(text, reached)| (text, if *reached { ' ' } else { '!' }));
                    print!("{text:>13}{mark}");
                }
                println!("  {aim}");
            }
            println!();
        }
        for broken in &self.broken {
            println!("NOT RIGHT: {broken}");
        }
        self.broken.is_empty()
    }
}

fn rate(value: f64) -> String {
    let digits = format!("{value:.0}");
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index) % 3 == 0 {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// After how long so many of a hundred were done; nothing done takes for ever.
pub fn after(times: &mut [Duration], of_a_hundred: usize) -> Duration {
    times.sort_unstable();
    times.get(times.len() * of_a_hundred / 100).copied().unwrap_or(Duration::MAX)
}

fn percent(value: f64) -> String {
    format!("{value:.1} %")
}

fn millis(time: Duration) -> String {
    format!("{:.2} ms", time.as_secs_f64() * 1_000.0)
}

/// The median time in which a few pages of a file reach the disk.
fn flush() -> Duration {
    let path = std::env::temp_dir().join(format!("bekertje-flush-{}", std::process::id()));
    let mut file = std::fs::File::create(&path).expect("a file");
    file.write_all(&[1; 64 * 4096]).and_then(|()| file.sync_all()).expect("a flush");
    let mut times: Vec<Duration> = (0..101)
        .map(|_| {
            file.seek(SeekFrom::Start(0)).and_then(|_| file.write_all(&[2; 4 * 4096])).expect("a write");
            let since = Instant::now();
            file.sync_data().expect("a flush");
            since.elapsed()
        })
        .collect();
    let _ = std::fs::remove_file(&path);
    after(&mut times, 50)
}
