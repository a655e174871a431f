//! On a ward's tablet that locked itself while the server is away: whoever typed their PIN on it in this shift opens it with
//! that. The shell brings the place and the keys, and nobody's name; `public/unlock.js` does the rest.

use super::LONGEST_PIN;
use super::keypad::keys;
use crate::t;
use crate::words::Words;
use leptos::prelude::*;

#[must_use]
pub fn unlock(words: Words) -> AnyView {
    view! {
        <section id="locked" class="who shift" hidden=true>
            <h1>{t!(words, "shift-locked-title")}</h1>
            <p>{t!(words, "shift-locked-text")}</p>
            <p class="notice notice-amber" role="alert" hidden=true data-say="wrong">
                {t!(words, "shift-pin-wrong")}
            </p>
            <p class="notice notice-amber" role="alert" hidden=true data-say="over">
                {t!(words, "shift-unlock-over")}
            </p>
            <div id="unlock" hidden=true>
                <ul class="faces">
                    <li hidden=true>
                        <button class="tile voice-mint" type="button">
                            <b></b>
                        </button>
                    </li>
                </ul>
                <form class="keypad" hidden=true>
                    <h2></h2>
                    {keys(words, LONGEST_PIN, String::new())}
                    <button class="button key-stop key-other" type="button">
                        {t!(words, "shift-other")}
                    </button>
                </form>
            </div>
        </section>
    }
    .into_any()
}
