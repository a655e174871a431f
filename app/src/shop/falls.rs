//! The water from indication to cup, in seven glasses: what the house keeps is shaken off in plain sight.

use crate::t;
use crate::ui::{Cup, CupSize, Scene};
use crate::words::euros;
use domain::amount::{Amount, Rounding, Unit};
use domain::budget::{Segment, Shares};
use leptos::prelude::*;
use rust_decimal::Decimal;

/// Euros as whole cents; what the house keeps never looks smaller than it is.
pub fn cents(value: Decimal) -> Amount {
    Amount::from_decimal(Unit::EuroCent, value, Rounding::BudgetDown).unwrap_or(Amount::cents(i64::MAX))
}

/// One day of one profile.
#[must_use]
pub fn falls(scene: &Scene<'_>, segment: &Segment) -> AnyView {
    let words = scene.words;
    let day: &Shares = &segment.per_day;
    let full = cents(day.income);
    let kept = [
        (t!(words, "falls-overhead"), t!(words, "falls-overhead-say"), day.overhead),
        (t!(words, "falls-housing"), t!(words, "falls-housing-say"), day.housing),
        (t!(words, "falls-treatment"), t!(words, "falls-treatment-say"), day.treatment),
        (t!(words, "falls-care"), t!(words, "falls-care-say"), day.agreed_care),
        (t!(words, "falls-hotel"), t!(words, "falls-hotel-say"), day.hotel),
    ];
    let mut left = full;
    let glasses: Vec<AnyView> = (0..)
        .zip(kept)
        .map(|(index, (name, say, part))| {
            let before = left;
            left = left.minus(cents(part)).unwrap_or(left);
            let glass = if index == 0 {
                tilted()
            } else {
                view! { <Cup left=before full=full after=left size=CupSize::Middle /> }.into_any()
            };
            let amount = format!("−\u{a0}{}", euros(words.language, cents(part).minor()));
            glass_of(glass, name, say, amount)
        })
        .collect();
    let free = cents(day.free);
    let first = glass_of(
        view! { <Cup left=full full=full size=CupSize::Middle /> }.into_any(),
        t!(words, "falls-income"),
        t!(words, "falls-income-say", profile = &segment.profile),
        euros(words.language, full.minor()),
    );
    let last = glass_of(
        view! { <Cup left=free full=free size=CupSize::Middle /> }.into_any(),
        t!(words, "falls-free", you = scene.you()),
        t!(words, "falls-free-say"),
        euros(words.language, free.minor()),
    );
    view! { <ol class="falls">{first} {glasses} {last}</ol> }.into_any()
}

fn glass_of(glass: AnyView, name: String, say: String, amount: String) -> AnyView {
    view! {
        <li>
            {glass} <b>{name}</b> " " <span class="falls-say">{say}</span> " " <span class="amount">{amount}</span>
        </li>
    }
    .into_any()
}

/// The glass of the house, tilted: the drops are outside it, the water stays level.
fn tilted() -> AnyView {
    const DROP: &str = "M0 -20C7 -8 12 -1 12 7A12 12 0 0 1 -12 7C-12 -1 -7 -8 0 -20Z";
    view! {
        <svg class="cup cup-middle" viewBox="0 0 240 290" aria-hidden="true">
            <clipPath id="glass-tilted">
                <path
                    transform="rotate(-13 120 258)"
                    d="M44 42 63.5 232C64.5 242 82 249 120 249S175.5 242 176.5 232L196 42Z"
                ></path>
            </clipPath>
            <ellipse class="cup-table" cx="124" cy="266" rx="98" ry="16"></ellipse>
            <g transform="rotate(-13 120 258)">
                <path
                    class="cup-body"
                    d="M36 40 57 242C58.5 257 78 267 120 267S181.5 257 183 242L204 40A84 15 0 0 1 36 40Z"
                ></path>
                <path
                    class="cup-base"
                    d="M63.5 232C64.5 242 82 249 120 249S175.5 242 176.5 232L183 242C181.5 257 162 267 120 267S58.5 257 57 242Z"
                ></path>
                <ellipse class="cup-thin" cx="120" cy="41" rx="76" ry="11"></ellipse>
            </g>
            <g clip-path="url(#glass-tilted)">
                <path fill="url(#water)" d="M-34.1 89.5H192.9V270H-34.1Z"></path>
            </g>
            <ellipse class="cup-skin" cx="79.4" cy="89.5" rx="72.5" ry="11"></ellipse>
            <g transform="rotate(-13 120 258)">
                <path class="cup-line" d="M36 40 57 242C58.5 257 78 267 120 267S181.5 257 183 242L204 40"></path>
                <ellipse class="cup-line" cx="120" cy="40" rx="84" ry="15"></ellipse>
            </g>
            <path class="cup-drop" transform="translate(-18 92) rotate(14) scale(1.15)" d=DROP></path>
            <path class="cup-drop" transform="translate(6 148) rotate(6) scale(0.95)" d=DROP></path>
            <path class="cup-drop" transform="translate(-26 176) rotate(8) scale(0.8)" d=DROP></path>
            <path class="cup-drop" transform="translate(-6 226) scale(0.7)" d=DROP></path>
        </svg>
    }
    .into_any()
}
