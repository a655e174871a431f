//! What can go wrong between a tablet and the server, and for which requests it does.

use hyper::Method;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fault {
    /// The request never reaches the server; the connection breaks.
    DropRequest,
    /// The server does what was asked; its answer is lost.
    DropReply,
    /// The server gets the request twice, at the same time.
    Duplicate,
    /// The server does what was asked; its answer comes `ms` later.
    Delay,
    /// The request waits until another one of the same rule has overtaken it, or `ms` have passed.
    Reorder,
    /// Half of the answer, then the connection breaks.
    Truncate,
    /// The connection stays open and nobody ever answers.
    HalfOpen,
    /// The sign-in page of a guest network, as 200.
    Portal,
    /// The server does what was asked; a gateway says 502.
    BadGateway,
    /// 413 from something in between.
    TooLarge,
    /// 429 from something in between, to try again after `ms`.
    TooMany,
    /// The event stream opens and never says anything.
    SilentStream,
}

/// One fault for some requests.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    pub fault: Fault,
    /// Any method when absent.
    #[serde(default)]
    pub method: Option<String>,
    /// The start of the address, such as `/api/v1/sync`.
    #[serde(default = "everywhere")]
    pub path: String,
    /// How many requests go well first.
    #[serde(default)]
    pub skip: u32,
    /// How many requests it hits; all when absent.
    #[serde(default)]
    pub times: Option<u32>,
    #[serde(default = "a_while")]
    pub ms: u64,
}

fn everywhere() -> String {
    "/".to_owned()
}

const fn a_while() -> u64 {
    5_000
}

impl Rule {
    fn concerns(&self, method: &Method, path: &str) -> bool {
        self.times != Some(0)
            && path.starts_with(&self.path)
            && self.method.as_ref().is_none_or(|wanted| wanted.eq_ignore_ascii_case(method.as_str()))
    }
}

/// The rules in force, and what was really injected.
#[derive(Debug, Default)]
pub struct Faults {
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    rules: Vec<Rule>,
    injected: BTreeMap<Fault, u64>,
    forwarded: u64,
}

/// What happened since the proxy started.
#[derive(Debug, Serialize)]
pub struct Counts {
    pub injected: BTreeMap<Fault, u64>,
    /// Requests that the server answered, each copy of a duplicate counted.
    pub forwarded: u64,
}

impl Faults {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub fn replace(&self, rules: Vec<Rule>) {
        self.state().rules = rules;
    }

    pub fn rules(&self) -> Vec<Rule> {
        self.state().rules.clone()
    }

    /// The fault that this request meets: of the first rule that concerns it.
    pub fn choose(&self, method: &Method, path: &str) -> Option<Rule> {
        let mut state = self.state();
        let rule = state.rules.iter_mut().find(|rule| rule.concerns(method, path))?;
        if rule.skip > 0 {
            rule.skip -= 1;
            return None;
        }
        if let Some(left) = &mut rule.times {
            *left -= 1;
        }
        Some(rule.clone())
    }

    /// Counts a fault, at the moment at which it does its harm.
    pub fn injected(&self, fault: Fault) {
        *self.state().injected.entry(fault).or_default() += 1;
    }

    pub fn forwarded(&self) {
        self.state().forwarded += 1;
    }

    pub fn counts(&self) -> Counts {
        let state = self.state();
        Counts { injected: state.injected.clone(), forwarded: state.forwarded }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rule(json: &str) -> Rule {
        serde_json::from_str(json).unwrap()
    }

    #[test]
    fn a_rule_hits_as_often_as_it_says_after_what_it_skips() {
        let faults = Faults::default();
        faults.replace(vec![rule(r#"{"fault":"drop_reply","method":"post","path":"/api","skip":1,"times":2}"#)]);
        let hits = |method: &Method, path| faults.choose(method, path).is_some();
        assert!(!hits(&Method::GET, "/api/v1/sync"), "another method");
        assert!(!hits(&Method::POST, "/do"), "another address");
        let four = [(); 4].map(|()| hits(&Method::POST, "/api/v1/sync"));
        assert_eq!(four, [false, true, true, false]);
    }

    #[test]
    fn a_rule_without_a_number_never_stops() {
        let faults = Faults::default();
        faults.replace(vec![rule(r#"{"fault":"drop_request"}"#)]);
        assert!((0..1_000).all(|_| faults.choose(&Method::GET, "/").is_some()));
    }

    #[test]
    fn a_rule_with_a_misspelt_field_is_refused() {
        assert!(serde_json::from_str::<Rule>(r#"{"fault":"delay","milliseconds":3}"#).is_err());
    }
}
