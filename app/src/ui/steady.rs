//! For hands that tremble. Several taps at one place in a moment are one tap, so that a second tap does not land on what
//! the first one opened, and five taps on a button are one choice. A finger that slides a little is still a tap, which
//! browsers take for the start of a swipe. Keys and taps elsewhere are never held back.

/// Starts listening; once, when the page is taken over.
#[cfg(feature = "hydrate")]
pub fn listen() {
    hear("click", |event: web_sys::PointerEvent| {
        let by_pointer = event.detail() > 0;
        if by_pointer && !is_on_field(&event) && is_repeated(event.client_x(), event.client_y()) {
            event.prevent_default();
            event.stop_immediate_propagation();
        }
    });
    hear("touchstart", sliding::begin);
    hear("touchend", sliding::end);
}

#[cfg(feature = "hydrate")]
fn hear<E>(name: &str, answer: impl Fn(E) + 'static)
where
    E: wasm_bindgen::convert::FromWasmAbi + 'static,
{
    use wasm_bindgen::JsCast;
    use wasm_bindgen::prelude::Closure;

    let Some(document) = web_sys::window().and_then(|window| window.document()) else { return };
    let closure = Closure::<dyn Fn(E)>::new(answer);
    let _ = document.add_event_listener_with_callback_and_bool(name, closure.as_ref().unchecked_ref(), true);
    closure.forget();
}

/// A tap on a label comes twice, the second time on its field. Choosing the same field again does no harm.
#[cfg(feature = "hydrate")]
fn is_on_field(event: &web_sys::PointerEvent) -> bool {
    use wasm_bindgen::JsCast;

    let element = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
    element.is_some_and(|element| element.matches("input, select, textarea").unwrap_or(false))
}

#[cfg(feature = "hydrate")]
fn is_repeated(x: i32, y: i32) -> bool {
    use std::cell::Cell;
    use std::time::Duration;

    const WAIT_MS: u64 = 600;
    /// How far a trembling finger lands from where it was.
    const NEAR_PX: u32 = 28;

    thread_local! {
        static LAST: Cell<Option<(i32, i32)>> = const { Cell::new(None) };
        static TURN: Cell<u32> = const { Cell::new(0) };
    }
    let near = |(last_x, last_y): (i32, i32)| x.abs_diff(last_x) <= NEAR_PX && y.abs_diff(last_y) <= NEAR_PX;
    if LAST.get().is_some_and(near) {
        return true;
    }
    let turn = TURN.get().wrapping_add(1);
    TURN.set(turn);
    LAST.set(Some((x, y)));
    leptos::prelude::set_timeout(
        move || {
            if TURN.get() == turn {
                LAST.set(None);
            }
        },
        Duration::from_millis(WAIT_MS),
    );
    false
}

/// A touch that slides and ends on what it began on.
#[cfg(feature = "hydrate")]
mod sliding {
    use super::is_repeated;
    use std::cell::RefCell;
    use wasm_bindgen::JsCast;
    use web_sys::{Element, HtmlElement, TouchEvent};

    /// Up to here every browser sees a tap itself.
    const STILL_PX: u32 = 8;
    /// From here on someone swipes.
    const SWIPE_PX: u32 = 32;
    const TARGETS: &str = "a[href], button, summary, label";

    struct Begun {
        on: HtmlElement,
        x: i32,
        y: i32,
    }

    thread_local! {
        static BEGUN: RefCell<Option<Begun>> = const { RefCell::new(None) };
    }

    pub fn begin(event: TouchEvent) {
        let touch = event.touches().item(0).filter(|_| event.touches().length() == 1);
        let begun = touch.and_then(|touch| {
            let (x, y) = (touch.client_x(), touch.client_y());
            Some(Begun { on: target(event.target()?.dyn_into().ok()?)?, x, y })
        });
        BEGUN.set(begun);
    }

    pub fn end(event: TouchEvent) {
        let Some(begun) = BEGUN.take() else { return };
        let Some(touch) = event.changed_touches().item(0) else { return };
        let (x, y) = (touch.client_x(), touch.client_y());
        let far = x.abs_diff(begun.x).max(y.abs_diff(begun.y));
        if !(STILL_PX..=SWIPE_PX).contains(&far) || under(x, y).as_ref() != Some(&begun.on) {
            return;
        }
        // The browser's own tap, where it makes one of this, must not come too.
        event.prevent_default();
        if !is_repeated(x, y) {
            begun.on.click();
        }
    }

    fn target(element: Element) -> Option<HtmlElement> {
        element.closest(TARGETS).ok()??.dyn_into().ok()
    }

    fn under(x: i32, y: i32) -> Option<HtmlElement> {
        let point = |side: i32| i16::try_from(side).ok().map(f32::from);
        target(web_sys::window()?.document()?.element_from_point(point(x)?, point(y)?)?)
    }
}
