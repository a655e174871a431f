//! Where an order line stands, in words on a line: *Besteld → Afdeling akkoord → Komt dinsdag → Klaar*.

use crate::t;
use crate::words::{Words, day_relative, time_spoken};
use domain::calendar::Day;
use domain::order::{LineState, OrderLine};
use leptos::prelude::*;

#[must_use]
pub fn status_line(words: Words, line: &OrderLine, today: Day) -> AnyView {
    let comes = if line.moment.day == today {
        t!(words, "status-comes-at", time = time_spoken(words, line.moment.time))
    } else {
        t!(words, "status-comes-day", day = day_relative(words, line.moment.day, today))
    };
    let current = match line.state {
        LineState::Requested => 0,
        LineState::Accepted if line.moment.day <= today => 2,
        LineState::Accepted => 1,
        LineState::Delivered | LineState::PartlyDelivered => 3,
        // These do not go on: the page says so in a sentence.
        LineState::NoShow | LineState::Cancelled | LineState::Declined => return ().into_any(),
    };
    let steps = [t!(words, "status-ordered"), t!(words, "status-accepted"), comes, t!(words, "status-done")];
    view! {
        <ol class="status">
            {(0..)
                .zip(steps)
                .map(|(index, step)| {
                    let here = (index == current).then_some("step");
                    view! {
                        <li class:is-done=index < current aria-current=here>
                            <span class="status-step">
                                <span class="dot"></span>
                                {step}
                            </span>
                        </li>
                    }
                })
                .collect_view()}
        </ol>
    }
    .into_any()
}
