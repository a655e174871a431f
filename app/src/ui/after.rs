//! What is left after a choice, before it is made: the water it takes, and the sentence.

use super::scene::Scene;
use super::{Cup, CupSize};
use domain::amount::Amount;
use leptos::prelude::*;

/// The cup with the water that goes, a sentence, and an amount.
#[must_use]
pub fn after(scene: &Scene<'_>, left: Amount, after: Amount, says: String, amount: Amount, size: CupSize) -> AnyView {
    view! {
        <div class="after">
            <Cup left=left full=scene.household.cup_full() after=after size=size />
            <p>{says} <br /> <strong>{scene.amount(amount)}</strong></p>
        </div>
    }
    .into_any()
}
