//! Places where a test can end the program as a power cut would: nothing is flushed, closed or told. Only builds with debug
//! assertions have them; in a release there is nothing.

/// Every place, in the order in which a write comes by.
pub const POINTS: [&str; 5] = ["begun", "written", "before_commit", "after_commit", "before_reply"];

/// Ends the program here when `BEKERTJE_CRASH_AT` says so: `after_commit:3` is the third time that a write comes by.
#[cfg(debug_assertions)]
pub fn point(name: &'static str) {
    use std::sync::OnceLock;
    use std::sync::atomic::{AtomicU32, Ordering};

    static WANTED: OnceLock<Option<(String, u32)>> = OnceLock::new();
    static PASSED: AtomicU32 = AtomicU32::new(0);

    let wanted = WANTED.get_or_init(|| {
        let asked = std::env::var("BEKERTJE_CRASH_AT").ok()?;
        let (name, times) = asked.split_once(':')?;
        Some((name.to_owned(), times.parse().ok()?))
    });
    if let Some((wanted, times)) = wanted
        && wanted == name
        && PASSED.fetch_add(1, Ordering::Relaxed) + 1 == *times
    {
        std::process::abort();
    }
}

#[cfg(not(debug_assertions))]
pub const fn point(_name: &'static str) {}
