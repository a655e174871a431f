//! `fuzz <corpus folder>`: hands in what the fuzzer thinks of, as the target that `BEKERTJE_FUZZ` names. What must hold is in
//! `server/src/fuzz.rs`.
#![no_main]

use libfuzzer_sys::fuzz_target;
use server::fuzz::{Target, seeds, take};
use std::path::Path;
use std::sync::OnceLock;

/// The target; what is really handed in is put into its corpus first.
fn target() -> Target {
    static TARGET: OnceLock<Target> = OnceLock::new();
    *TARGET.get_or_init(|| {
        let name = std::env::var("BEKERTJE_FUZZ").unwrap_or_default();
        Target::named(&name).unwrap_or_else(|| panic!("set BEKERTJE_FUZZ to a target, not {name:?}"))
    })
}

fuzz_target!(
    init: {
        if let Ok(folder) = std::env::var("BEKERTJE_FUZZ_SEEDS") {
            std::fs::create_dir_all(&folder).unwrap();
            for (number, seed) in seeds(target()).iter().enumerate() {
                std::fs::write(Path::new(&folder).join(format!("seed-{number}")), seed).unwrap();
            }
        }
    },
    |input: &[u8]| take(target(), input)
);
