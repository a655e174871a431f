//! Reads the page aloud, slowly, in the language of the page. Its place is kept,
//! so that nothing moves when it appears; it stays unseen where the browser has no voice.

use super::Pictogram;
use crate::t;
use crate::words::{Words, amount_long, use_words};
use domain::amount::Amount;
use domain::catalogue::Language;
use leptos::prelude::*;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(not(feature = "hydrate"), expect(dead_code, reason = "a server has no voice"))]
enum Speech {
    /// No voice for this language, or nobody looked yet.
    #[default]
    Absent,
    Ready,
    Speaking,
}

#[component]
pub fn ReadAloud() -> impl IntoView {
    let words = use_words();
    let speech = RwSignal::new(Speech::default());
    watch_voices(words, speech);
    let press = move |_| match speech.get_untracked() {
        Speech::Speaking => stop(speech),
        Speech::Ready => start(words, speech),
        Speech::Absent => {}
    };
    let button = move || {
        let state = speech.get();
        let says = if state == Speech::Speaking { t!(words, "read-stop") } else { t!(words, "read-start") };
        let class = if state == Speech::Absent { "button read-aloud is-absent" } else { "button read-aloud" };
        view! {
            <button class=class type="button" on:click=press>
                <Pictogram name="speaker-high" />
                {says}
            </button>
        }
    };
    button.into_any()
}

/// The text as a voice should say it: amounts in words, one part for each line.
#[must_use]
pub fn spoken(words: Words, text: &str) -> Vec<String> {
    text.lines().map(str::trim).filter(|line| !line.is_empty()).map(|line| with_spoken_amounts(words, line)).collect()
}

fn with_spoken_amounts(words: Words, line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    let mut rest = line;
    while let Some((before, after)) = rest.split_once('€') {
        let after = after.trim_start_matches(['\u{a0}', ' ']);
        let end = after
            .char_indices()
            .find(|(_, sign)| !sign.is_ascii_digit() && !matches!(sign, '.' | ',' | '−' | '-'))
            .map_or(after.len(), |(index, _)| index);
        let (number, tail) = after.split_at_checked(end).unwrap_or((after, ""));
        out.push_str(before);
        // A full stop or comma behind the amount belongs to the sentence.
        let amount = number.trim_end_matches(['.', ',']);
        match cents(words.language, amount) {
            Some(cents) => out.push_str(&amount_long(words, Amount::cents(cents))),
            None => out.push_str(amount),
        }
        out.push_str(number.strip_prefix(amount).unwrap_or_default());
        rest = tail;
    }
    out.push_str(rest);
    out
}

fn cents(language: Language, amount: &str) -> Option<i64> {
    let (mark, thousands) = match language {
        Language::Nl => (',', '.'),
        Language::En => ('.', ','),
    };
    let (whole, rest) = amount.split_once(mark)?;
    let whole: i64 = whole.replace(thousands, "").parse().ok()?;
    Some(whole * 100 + rest.parse::<i64>().ok()?)
}

#[cfg(feature = "hydrate")]
mod browser {
    use super::{Language, RwSignal, Set, Speech, Words, spoken};
    use leptos::prelude::{Effect, on_cleanup};
    use std::cell::Cell;
    use wasm_bindgen::JsCast;
    use wasm_bindgen::prelude::Closure;

    /// Slower than usual: for ears that are 84 years old.
    const RATE: f32 = 0.85;

    fn synthesis() -> Option<web_sys::SpeechSynthesis> {
        web_sys::window()?.speech_synthesis().ok()
    }

    const fn tag(language: Language) -> &'static str {
        match language {
            Language::Nl => "nl-NL",
            Language::En => "en-GB",
        }
    }

    fn voice(language: Language) -> Option<web_sys::SpeechSynthesisVoice> {
        let voices: Vec<web_sys::SpeechSynthesisVoice> =
            synthesis()?.get_voices().iter().map(JsCast::unchecked_into).collect();
        let exact = voices.iter().find(|voice| voice.lang().replace('_', "-") == tag(language));
        exact.or_else(|| voices.iter().find(|voice| voice.lang().starts_with(language.code()))).cloned()
    }

    pub fn watch_voices(words: Words, speech: RwSignal<Speech>) {
        Effect::new(move |_| {
            look(words, speech);
            let Some(synthesis) = synthesis() else { return };
            let look_again = Closure::<dyn Fn()>::new(move || look(words, speech));
            let target: &web_sys::EventTarget = synthesis.unchecked_ref();
            let _ = target.add_event_listener_with_callback("voiceschanged", look_again.as_ref().unchecked_ref());
            look_again.forget();
        });
        on_cleanup(|| {
            if let Some(synthesis) = synthesis() {
                synthesis.cancel();
            }
        });
    }

    fn look(words: Words, speech: RwSignal<Speech>) {
        use leptos::prelude::GetUntracked;
        let found = voice(words.language).is_some();
        if found && speech.try_get_untracked() == Some(Speech::Absent) {
            speech.set(Speech::Ready);
        }
    }

    thread_local! {
        /// Counts the readings, so that the end of a stopped one does not end the next.
        static READING: Cell<u32> = const { Cell::new(0) };
    }

    pub fn start(words: Words, speech: RwSignal<Speech>) {
        let Some(synthesis) = synthesis() else { return };
        let parts = spoken(words, &visible_text());
        let reading = READING.get().wrapping_add(1);
        READING.set(reading);
        synthesis.cancel();
        let count = parts.len();
        for (index, part) in parts.into_iter().enumerate() {
            let Ok(utterance) = web_sys::SpeechSynthesisUtterance::new_with_text(&part) else { continue };
            utterance.set_lang(tag(words.language));
            utterance.set_rate(RATE);
            // A stand-in for a voice says its language; only a real one can be handed over.
            if let Some(voice) = voice(words.language).filter(JsCast::is_instance_of::<web_sys::SpeechSynthesisVoice>) {
                utterance.set_voice(Some(&voice));
            }
            if index + 1 == count {
                let done = Closure::once_into_js(move || {
                    if READING.get() == reading {
                        let _ = speech.try_set(Speech::Ready);
                    }
                });
                utterance.set_onend(Some(done.unchecked_ref()));
            }
            synthesis.speak(&utterance);
        }
        if count > 0 {
            speech.set(Speech::Speaking);
        }
    }

    pub fn stop(speech: RwSignal<Speech>) {
        READING.set(READING.get().wrapping_add(1));
        if let Some(synthesis) = synthesis() {
            synthesis.cancel();
        }
        speech.set(Speech::Ready);
    }

    /// What just happened, the page, and what is in the basket.
    fn visible_text() -> String {
        let Some(document) = web_sys::window().and_then(|window| window.document()) else { return String::new() };
        [".flash", ".greeting", "main", ".basketbar-words"]
            .into_iter()
            .filter_map(|part| document.query_selector(part).ok().flatten())
            .filter_map(|element| element.dyn_into::<web_sys::HtmlElement>().ok())
            .map(|element| element.inner_text())
            .collect::<Vec<_>>()
            .join("\n")
    }
}

#[cfg(feature = "hydrate")]
use browser::{start, stop, watch_voices};

#[cfg(not(feature = "hydrate"))]
const fn watch_voices(_: Words, _: RwSignal<Speech>) {}
#[cfg(not(feature = "hydrate"))]
const fn start(_: Words, _: RwSignal<Speech>) {}
#[cfg(not(feature = "hydrate"))]
const fn stop(_: RwSignal<Speech>) {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_read_as_words() {
        let nl = Words::new(Language::Nl);
        assert_eq!(
            spoken(nl, "U heeft nog\n€\u{a0}17,95.\n\n Daarna € 1.234,00, goed"),
            ["U heeft nog", "17 euro 95.", "Daarna 1234 euro, goed"]
        );
        assert_eq!(spoken(Words::new(Language::En), "You have €0.16 left"), ["You have 0 euros 16 left"]);
    }
}
