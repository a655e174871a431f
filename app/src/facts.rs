//! What a page is made from: the snapshot of what the viewer may see, and the outcome of the form that led here. The
//! server renders from it and embeds it; the browser starts from exactly the same.

use domain::ids::OpId;
use domain::sync::{Refusal, Snapshot};
use serde::{Deserialize, Serialize};

/// The element that carries the facts of the page as JSON.
pub const FACTS_ELEMENT: &str = "facts";

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PageFacts {
    pub snapshot: Snapshot,
    /// The outcome of the last thing the viewer did, to be said on this page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub flash: Option<Flash>,
    /// The address of the pictograms.
    pub pictograms: String,
}

/// What just happened. Stays on the page until the viewer closes it or goes on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Flash {
    /// The operation was made; the page finds what changed by its number, and offers to undo it.
    Done { op: OpId, kind: String },
    /// The operation was refused.
    Refused { op: OpId, refusal: Box<Refusal> },
    /// The choice was kept on this device as a wish.
    Wish { op: OpId },
    /// The form could not be read.
    NotUnderstood,
}

/// The facts that the server put in this page.
#[cfg(feature = "hydrate")]
#[must_use]
pub fn read_from_page() -> Option<PageFacts> {
    let element = web_sys::window()?.document()?.get_element_by_id(FACTS_ELEMENT)?;
    domain::json::from_str(&element.text_content()?).ok()
}

#[cfg(test)]
mod tests;
