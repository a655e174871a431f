//! Holes in the fence that the denial matrix (`http/matrix.rs`) must find: it opens each in turn and demands that a cell
//! fails. They exist in the tests of this crate only; in any other build the answer is always `false` and the compiler
//! removes the branch.

/// A plausible mistake in what keeps people apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hole {
    /// A query that forgets its scope: a household of another location is read for the office.
    QueryWithoutScope,
    /// A route that forgets to say whom it is for: whoever asks gets past the gate.
    RouteWithoutCheck,
    /// A ward's tablet pulls the residents of the whole location.
    PullOfAnotherWard,
}

#[cfg(test)]
pub use open::{is_open, open};

#[cfg(not(test))]
#[inline(always)]
#[must_use]
pub const fn is_open(_: Hole) -> bool {
    false
}

#[cfg(test)]
mod open {
    use super::Hole;
    use std::cell::Cell;

    thread_local! {
        static OPEN: Cell<Option<Hole>> = const { Cell::new(None) };
    }

    /// Closes the hole when it goes.
    pub struct Open;

    impl Drop for Open {
        fn drop(&mut self) {
            OPEN.set(None);
        }
    }

    /// Opens one hole, on this thread only.
    pub fn open(hole: Hole) -> Open {
        OPEN.set(Some(hole));
        Open
    }

    pub fn is_open(hole: Hole) -> bool {
        OPEN.get() == Some(hole)
    }
}
