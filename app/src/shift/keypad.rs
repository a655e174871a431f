//! The keys of a PIN. Each is a button of the form: without the script a tap comes back with one digit more.

use super::{BEGIN, Frame, SHIFT, Whose, amber, document};
use crate::t;
use crate::words::{Words, clock};
use domain::calendar::TimeOfDay;
use leptos::prelude::*;

/// What a tap on a key sends, where no script is faster.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Key {
    Digit(char),
    /// Takes the last digit back.
    Back,
}

impl Key {
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        let mut signs = text.chars();
        match (signs.next(), signs.next()) {
            (Some(digit), None) if digit.is_ascii_digit() => Some(Self::Digit(digit)),
            _ if text == "back" => Some(Self::Back),
            _ => None,
        }
    }
}

/// What the page has to say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeypadSay {
    Wrong,
    /// There were too many wrong ones: until then nothing is looked at.
    Wait(TimeOfDay),
    Busy,
}

#[derive(Clone, Debug)]
pub struct KeypadPage {
    pub frame: Frame,
    pub whose: Whose,
    /// The name for signing in.
    pub code: String,
    /// Where the form goes.
    pub address: String,
    /// The digits so far, where no script is at work.
    pub so_far: String,
    pub longest: usize,
    /// Where they were when the tablet locked itself.
    pub next: Option<String>,
    pub say: Option<KeypadSay>,
}

pub fn keypad(page: KeypadPage) -> AnyView {
    let KeypadPage { frame, whose, code, address, so_far, longest, next, say } = page;
    document(frame, &whose.name.clone(), move |words| {
        let says = say.map(|say| {
            amber(match say {
                KeypadSay::Wrong => t!(words, "shift-pin-wrong"),
                KeypadSay::Wait(until) => t!(words, "shift-pin-wait", time = clock(words, until)),
                KeypadSay::Busy => t!(words, "sign-in-busy"),
            })
        });
        let is_locked = matches!(say, Some(KeypadSay::Wait(_)));
        let password = with_name(&code);
        let password_class = if is_locked { "button button-primary button-main" } else { "button" };
        let password = view! {
            <a class=password_class href=password>
                {t!(words, "shift-password")}
            </a>
        }
        .into_any();
        // Where the keys do nothing now, what helps stands before them.
        let (before, after) = if is_locked { (Some(password), None) } else { (None, Some(password)) };
        view! {
            {says}
            {before}
            <form
                class="keypad"
                method="post"
                action=address
                data-person=whose.person.to_string()
                data-name=whose.name.clone()
                data-until=whose.until_millis().to_string()
            >
                {next.map(|next| view! { <input type="hidden" name="next" value=next /> })}
                {keys(words, longest, so_far)}
                <button class="button key-stop" name="then" value="stop">
                    {t!(words, "shift-stop")}
                </button>
            </form>
            <p class="acts">
                <a class="button" href=SHIFT>
                    {t!(words, "shift-other")}
                </a>
                {after}
            </p>
        }
        .into_any()
    })
}

/// The field, the way on, and a key for each digit.
pub(super) fn keys(words: Words, longest: usize, so_far: String) -> AnyView {
    let digits: Vec<_> = "1234567890".chars().map(|digit| key(digit.to_string(), digit.to_string(), None)).collect();
    view! {
        <label class="field">
            <span>{t!(words, "shift-pin")}</span>
            <input
                name="pin"
                type="password"
                inputmode="numeric"
                autocomplete="off"
                maxlength=longest.to_string()
                value=so_far
            />
        </label>
        // The first button is the one that Enter means; the style puts it where the eye ends.
        <button class="button button-primary key-go">{t!(words, "shift-pin-go")}</button>
        {digits}
        {key("back".to_owned(), t!(words, "shift-pin-back"), Some("key-back"))}
    }
    .into_any()
}

/// Where the password helps, with the name filled in.
fn with_name(code: &str) -> String {
    let query = form_urlencoded::Serializer::new(String::new()).append_pair("name", code).finish();
    format!("{BEGIN}?{query}")
}

fn key(value: String, says: String, class: Option<&str>) -> AnyView {
    let class = class.map_or_else(|| "button key".to_owned(), |class| format!("button key {class}"));
    view! {
        <button class=class name="key" value=value>
            {says}
        </button>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_one_digit_or_the_way_back() {
        assert_eq!(Key::read("7"), Some(Key::Digit('7')));
        assert_eq!(Key::read("back"), Some(Key::Back));
        for nonsense in ["", "12", "a", "٣", "Back"] {
            assert_eq!(Key::read(nonsense), None, "{nonsense}");
        }
    }
}
