//! The glass of water that shows what is left. Decoration for a screen reader: the sentence beside it speaks.

use domain::amount::Amount;
use leptos::prelude::*;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum CupSize {
    #[default]
    Large,
    /// From 60 to 120 px.
    Middle,
    /// Below 48 px: thicker lines, no table.
    Small,
}

/// Tenths of a drawing unit, so that no floats are needed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Level {
    y: i64,
    left: i64,
    right: i64,
    radius_y: i64,
}

const EMPTY_Y: i64 = 2_318;
const FULL_Y: i64 = 642;
const CENTRE: i64 = 1_200;

impl Level {
    /// The water line for `left` out of `full`; between the bottom and the rim, whatever the numbers.
    fn of(left: Amount, full: Amount) -> Self {
        let full = full.minor().max(1);
        let left = left.minor().clamp(0, full);
        // The last drops stay visible: never lower than a thin layer.
        let height = (EMPTY_Y - FULL_Y) * left / full;
        let y = EMPTY_Y - if left > 0 { height.max(40) } else { 0 };
        let side = 440 + (y - 420) * 195 / 1_900;
        let radius = CENTRE - side;
        Self { y, left: side, right: 2 * CENTRE - side, radius_y: radius * 165 / 1_000 }
    }

    fn radius(self) -> i64 {
        CENTRE - self.left
    }

    fn body(self) -> String {
        format!(
            "M{} {} 63.5 232C64.5 242 82 249 120 249S175.5 242 176.5 232L{} {}A{} {} 0 0 0 {} {}Z",
            tenths(self.left),
            tenths(self.y),
            tenths(self.right),
            tenths(self.y),
            tenths(self.radius()),
            tenths(self.radius_y),
            tenths(self.left),
            tenths(self.y),
        )
    }
}

fn tenths(value: i64) -> String {
    if value % 10 == 0 { (value / 10).to_string() } else { format!("{}.{}", value / 10, value % 10) }
}

/// What is left in the glass; with `after`, the water that a choice would take is a ghost above a dotted line.
#[component]
pub fn Cup(
    left: Amount,
    full: Amount,
    #[prop(optional, into)] after: Option<Amount>,
    #[prop(optional)] size: CupSize,
) -> impl IntoView {
    let class = match size {
        CupSize::Large => "cup",
        CupSize::Middle => "cup cup-middle",
        CupSize::Small => "cup cup-small",
    };
    let now = Level::of(left, full);
    let water = after.map_or(now, |after| Level::of(after, full));
    let is_empty = after.unwrap_or(left).minor() <= 0;
    let detailed = size != CupSize::Small;
    view! {
        <svg class=class viewBox="0 0 240 290" aria-hidden="true">
            {detailed.then(|| view! { <ellipse class="cup-table" cx="130" cy="264" rx="104" ry="17"></ellipse> })}
            <path class="cup-body" d="M36 40 57 242C58.5 257 78 267 120 267S181.5 257 183 242L204 40A84 15 0 0 1 36 40Z"></path>
            <path
                class="cup-base"
                d="M63.5 232C64.5 242 82 249 120 249S175.5 242 176.5 232L183 242C181.5 257 162 267 120 267S58.5 257 57 242Z"
            ></path>
            <ellipse class="cup-thin" cx="120" cy="41" rx="76" ry="11"></ellipse>
            {after
                .map(|_| {
                    view! {
                        <path class="cup-ghost" d=now.body()></path>
                        <ellipse
                            class="cup-mark"
                            cx="120"
                            cy=tenths(now.y)
                            rx=tenths(now.radius() - 10)
                            ry=tenths(now.radius_y)
                        ></ellipse>
                    }
                })}
            {(!is_empty)
                .then(|| {
                    view! {
                        <g class="cup-water">
                            <path fill="url(#water)" d=water.body()></path>
                            {detailed.then(|| view! { <path fill="url(#water-side)" d=water.body()></path> })}
                            <ellipse
                                class="cup-skin"
                                cx="120"
                                cy=tenths(water.y)
                                rx=tenths(water.radius() - 10)
                                ry=tenths(water.radius_y)
                            ></ellipse>
                            {detailed
                                .then(|| {
                                    view! { <ellipse class="cup-glint" cx="130" cy="238" rx="34" ry="5"></ellipse> }
                                })}
                        </g>
                    }
                })}
            {detailed
                .then(|| {
                    view! {
                        <path class="cup-shine" stroke-width="8" d="M60.3 74 68.2 151.2"></path>
                        <path class="cup-shine" stroke-width="3.5" d="M182.1 70 174.4 145.2"></path>
                        <path class="cup-shine" stroke-width="3" d="M84 258C100 261 128 262 148 259"></path>
                    }
                })}
            <path class="cup-line" d="M36 40 57 242C58.5 257 78 267 120 267S181.5 257 183 242L204 40"></path>
            <ellipse class="cup-line" cx="120" cy="40" rx="84" ry="15"></ellipse>
        </svg>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_water_falls_as_less_is_left_and_stays_inside_the_glass() {
        let full = Amount::cents(17_966);
        let levels: Vec<i64> = [17_966, 9_376, 6_246, 16, 0].map(|left| Level::of(Amount::cents(left), full).y).into();
        assert!(levels.is_sorted());
        assert_eq!((levels[0], levels[4]), (FULL_Y, EMPTY_Y));
        assert_eq!(Level::of(Amount::cents(99_999), full).y, FULL_Y, "more than full is full");
    }

    #[test]
    fn sixteen_cents_can_still_be_seen() {
        assert!(Level::of(Amount::cents(16), Amount::cents(17_966)).y <= EMPTY_Y - 40);
    }
}
