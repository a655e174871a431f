//! Every property of the domain, on generated cases. `BEKERTJE_SEED=7 BEKERTJE_CASES=10000 cargo test -p domain --test
//! properties` tries others and more.

mod model;

use model::{ALL, Run};

#[test]
fn every_property_holds() {
    let mut failures = Vec::new();
    for property in ALL {
        let run = Run::from_environment(256, true);
        match (property.check)(&run) {
            Ok(()) => println!("{}: {}", property.name, run.summary()),
            Err(why) => failures.push(format!("{} (seed {}): {why}", property.name, run.seed)),
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n\n"));
}

#[test]
fn a_property_that_ran_no_cases_fails() {
    for property in ALL {
        assert!((property.check)(&Run::new(1, 0, false)).is_err(), "{}", property.name);
    }
}
