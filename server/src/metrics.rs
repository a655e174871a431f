//! Counters in the Prometheus text format, served on their own listener.

use std::fmt::Write as _;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

#[derive(Clone, Debug, Default)]
pub struct Metrics(Arc<Counters>);

#[derive(Debug, Default)]
struct Counters {
    requests: AtomicU64,
    server_errors: AtomicU64,
    request_microseconds: AtomicU64,
    gate_microseconds: AtomicU64,
    pages: AtomicU64,
    operations_applied: AtomicU64,
    operations_noop: AtomicU64,
    operations_refused: AtomicU64,
    open_streams: AtomicU64,
    audit_written: AtomicU64,
    audit_dropped: AtomicU64,
}

impl Metrics {
    pub fn request(&self, status: u16, microseconds: u64) {
        self.0.requests.fetch_add(1, Ordering::Relaxed);
        self.0.request_microseconds.fetch_add(microseconds, Ordering::Relaxed);
        if status >= 500 {
            self.0.server_errors.fetch_add(1, Ordering::Relaxed);
        }
    }

    /// What it took to know who asks: part of the time of the request.
    pub fn found_who(&self, microseconds: u64) {
        self.0.gate_microseconds.fetch_add(microseconds, Ordering::Relaxed);
    }

    pub fn page(&self) {
        self.0.pages.fetch_add(1, Ordering::Relaxed);
    }

    pub fn judged(&self, verdict: &domain::sync::Verdict) {
        use domain::sync::Verdict;
        let counter = match verdict {
            Verdict::Applied { .. } => &self.0.operations_applied,
            Verdict::Noop { .. } => &self.0.operations_noop,
            Verdict::Refused { .. } => &self.0.operations_refused,
            Verdict::Retry | Verdict::Hold => return,
        };
        counter.fetch_add(1, Ordering::Relaxed);
    }

    pub fn audit_written(&self, entries: usize) {
        self.0.audit_written.fetch_add(u64::try_from(entries).unwrap_or(u64::MAX), Ordering::Relaxed);
    }

    /// Entries of the log that are lost: anything but 0 is a fault.
    pub fn audit_dropped(&self, entries: usize) {
        self.0.audit_dropped.fetch_add(u64::try_from(entries).unwrap_or(u64::MAX), Ordering::Relaxed);
    }

    /// Counts an open event stream for as long as the guard lives.
    #[must_use]
    pub fn stream(&self) -> StreamGuard {
        self.0.open_streams.fetch_add(1, Ordering::Relaxed);
        StreamGuard(self.clone())
    }

    /// All counters as text, and how often the store committed.
    #[must_use]
    pub fn render(&self, commits: u64) -> String {
        let counters = &self.0;
        let commits = AtomicU64::new(commits);
        let rows = [
            ("bekertje_requests_total", "counter", "HTTP requests answered", &counters.requests),
            (
                "bekertje_server_errors_total",
                "counter",
                "answers with a status of 500 or more",
                &counters.server_errors,
            ),
            ("bekertje_request_microseconds_total", "counter", "time spent answering", &counters.request_microseconds),
            (
                "bekertje_gate_microseconds_total",
                "counter",
                "of that time, what it took to know who asks",
                &counters.gate_microseconds,
            ),
            ("bekertje_pages_total", "counter", "pages made", &counters.pages),
            ("bekertje_operations_applied_total", "counter", "operations applied", &counters.operations_applied),
            (
                "bekertje_operations_noop_total",
                "counter",
                "operations that had been done already",
                &counters.operations_noop,
            ),
            ("bekertje_operations_refused_total", "counter", "operations refused", &counters.operations_refused),
            ("bekertje_commits_total", "counter", "writing transactions committed", &commits),
            (
                "bekertje_audit_entries_total",
                "counter",
                "entries written to the log of who looked",
                &counters.audit_written,
            ),
            (
                "bekertje_audit_dropped_total",
                "counter",
                "entries of that log that are lost; anything but 0 is a fault",
                &counters.audit_dropped,
            ),
            ("bekertje_open_streams", "gauge", "browsers that wait for a poke", &counters.open_streams),
        ];
        let mut text = String::new();
        for (name, kind, help, value) in rows {
            let value = value.load(Ordering::Relaxed);
            let _ = writeln!(text, "# HELP {name} {help}\n# TYPE {name} {kind}\n{name} {value}");
        }
        text
    }
}

#[derive(Debug)]
pub struct StreamGuard(Metrics);

impl Drop for StreamGuard {
    fn drop(&mut self) {
        self.0.0.open_streams.fetch_sub(1, Ordering::Relaxed);
    }
}
