//! Chance: new numbers and secrets. The one place that asks the machine for randomness, so that a simulation can replay.

use domain::calendar::Timestamp;
use sha2::{Digest, Sha256};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use uuid::Uuid;

/// Where new ids and tokens come from. Clones share one source.
#[derive(Clone, Debug, Default)]
pub struct Rng {
    /// `None`: the operating system.
    seeded: Option<Arc<Seeded>>,
}

#[derive(Debug)]
struct Seeded {
    seed: u64,
    drawn: AtomicU64,
}

#[derive(Debug, thiserror::Error)]
#[error("the operating system gives no random numbers: {0}")]
pub struct NoRandomness(#[from] getrandom::Error);

impl Rng {
    #[must_use]
    pub const fn system() -> Self {
        Self { seeded: None }
    }

    /// The same numbers in the same order for the same seed: for tests and simulations only.
    #[must_use]
    pub fn seeded(seed: u64) -> Self {
        Self { seeded: Some(Arc::new(Seeded { seed, drawn: AtomicU64::new(0) })) }
    }

    /// A secret of 256 bits, for a session or an invitation.
    pub fn token(&self) -> Result<[u8; 32], NoRandomness> {
        let mut bytes = [0_u8; 32];
        match &self.seeded {
            None => getrandom::fill(&mut bytes)?,
            Some(seeded) => {
                let mut hash = Sha256::new();
                hash.update(seeded.seed.to_be_bytes());
                hash.update(seeded.drawn.fetch_add(1, Ordering::SeqCst).to_be_bytes());
                bytes = hash.finalize().into();
            }
        }
        Ok(bytes)
    }

    /// A number that sorts by the time it was made (UUIDv7).
    pub fn uuid(&self, at: Timestamp) -> Result<Uuid, NoRandomness> {
        let mut random = [0_u8; 10];
        for (target, source) in random.iter_mut().zip(self.token()?) {
            *target = source;
        }
        let millis = u64::try_from(at.0 / 1000).unwrap_or(0);
        Ok(uuid::Builder::from_unix_timestamp_millis(millis, &random).into_uuid())
    }
}
