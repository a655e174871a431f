//! What became of a line, in the ward's words.

use super::entry::Entry;
use crate::t;
use crate::ui::line_words::at;
use crate::words::{Words, amount};
use domain::order::LineState;

/// "Klaar", "1 van 2 klaar", "Niet verschenen".
pub fn state(words: Words, entry: &Entry<'_>) -> String {
    let line = entry.line;
    match line.state {
        LineState::Requested => t!(words, "ward-state-requested"),
        LineState::Accepted if line.cancel_asked => t!(words, "ward-state-cancel-asked"),
        LineState::Accepted => t!(words, "ward-state-accepted"),
        LineState::Delivered => t!(words, "ward-state-delivered"),
        LineState::PartlyDelivered => {
            t!(words, "ward-state-partly", delivered = line.delivered.unwrap_or(0), all = line.quantity)
        }
        LineState::NoShow => t!(words, "ward-state-no-show"),
        LineState::Cancelled => t!(words, "ward-state-cancelled"),
        LineState::Declined => t!(words, "ward-state-declined"),
    }
}

/// "Fatma, om 9.41 uur": who took the last step, while that can still be taken back.
pub fn last_step(words: Words, entry: &Entry<'_>) -> Option<String> {
    let before = entry.line.before.as_ref()?;
    Some(t!(words, "ward-by", who = before.by.name.clone(), at = at(words, before.at, entry.view.now)))
}

/// "Kostte € 17,95." or "Kostte niets.", once the line is closed.
pub fn charged(words: Words, entry: &Entry<'_>) -> Option<String> {
    if entry.line.state.is_open() {
        return None;
    }
    Some(match entry.line.charged {
        Some(charged) => t!(words, "ward-charged", amount = amount(words, charged)),
        None => t!(words, "ward-charged-nothing"),
    })
}
