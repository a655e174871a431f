//! Every seeded mistake is caught by at least one property, and without a mistake none complains.
//!
//! `cargo test -p domain --features mutants --test mutants -- --nocapture` prints which property caught which mistake;
//! with `BEKERTJE_MUTANT=SplitLosesRemainder` it looks at that one and prints the smallest case that shows it.

mod model;

use domain::mutant::{self, Mutant};
use model::{ALL, NEVER_MET, Run};

const CASES: u32 = 128;

/// The properties that fail, with what they say.
fn complaints(run: &dyn Fn() -> Run, all: bool) -> Vec<(&'static str, String)> {
    let mut found = Vec::new();
    for property in ALL {
        let outcome = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| (property.check)(&run())));
        let why = match outcome {
            Ok(Ok(())) => continue,
            Ok(Err(why)) => why,
            Err(_) => "panicked".to_owned(),
        };
        // To miss something is not to find the mistake.
        let found_it = !why.starts_with(NEVER_MET);
        found.push((property.name, why));
        if found_it && !all {
            break;
        }
    }
    found
}

#[test]
fn every_mistake_is_caught() {
    let wanted = std::env::var("BEKERTJE_MUTANT").ok();
    let chosen: Vec<Mutant> =
        Mutant::RULES.iter().copied().filter(|one| wanted.as_deref().is_none_or(|name| name == one.name())).collect();
    assert!(!chosen.is_empty(), "there is no mistake called {wanted:?}");

    let quick = || Run::from_environment(CASES, wanted.is_some());
    let sound = complaints(&quick, true);
    assert!(sound.is_empty(), "without a mistake: {sound:?}");

    let mut missed = Vec::new();
    for mistake in &chosen {
        let mut caught = mutant::with(*mistake, || complaints(&quick, wanted.is_some()));
        caught.retain(|(_, why)| !why.starts_with(NEVER_MET));
        match caught.first() {
            None => missed.push(mistake.name()),
            Some((property, _)) => println!("{:<26} {property}", mistake.name()),
        }
        if wanted.is_some() {
            for (property, why) in &caught {
                println!("\n{property}\n{why}");
            }
        }
    }
    println!("\n{} of {} mistakes caught", chosen.len() - missed.len(), chosen.len());
    assert!(missed.is_empty(), "nobody noticed {missed:?}");
}

#[test]
fn a_mistake_ends_with_its_work() {
    let whole = domain::amount::Amount::cents(10);
    let split = || whole.split(&[1, 1, 1]).expect("three parts").iter().map(|part| part.minor()).sum::<i64>();
    assert_eq!(mutant::with(Mutant::SplitLosesRemainder, split), 9);
    assert_eq!(split(), 10);
}
