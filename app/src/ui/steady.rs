//! For hands that tremble: several taps at one place in a moment are one tap. So a second tap does not land on what the
//! first one opened, and five taps on a button are one choice. Keys and taps elsewhere are never held back.

/// Starts listening; once, when the page is taken over.
#[cfg(feature = "hydrate")]
pub fn listen() {
    use wasm_bindgen::JsCast;
    use wasm_bindgen::prelude::Closure;

    let Some(document) = web_sys::window().and_then(|window| window.document()) else { return };
    let on_click = Closure::<dyn Fn(web_sys::PointerEvent)>::new(|event: web_sys::PointerEvent| {
        let by_pointer = event.detail() > 0;
        if by_pointer && is_repeated(event.client_x(), event.client_y()) {
            event.prevent_default();
            event.stop_immediate_propagation();
        }
    });
    let handler = on_click.as_ref().unchecked_ref();
    let _ = document.add_event_listener_with_callback_and_bool("click", handler, true);
    on_click.forget();
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
