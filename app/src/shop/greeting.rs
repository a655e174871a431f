//! "Goedemorgen, mevrouw Vermeer. Dinsdag 15 september."

use crate::t;
use crate::ui::Scene;
use crate::ui::line_words::capital;
use crate::words::day_long;

#[must_use]
pub fn greeting(scene: &Scene<'_>) -> String {
    let (words, name) = (scene.words, scene.name());
    match scene.now().time.hour() {
        5..12 => t!(words, "greeting-morning", name = name),
        12..18 => t!(words, "greeting-afternoon", name = name),
        18..23 => t!(words, "greeting-evening", name = name),
        _ => t!(words, "greeting-night", name = name),
    }
}

#[must_use]
pub fn today(scene: &Scene<'_>) -> String {
    capital(&day_long(scene.words, scene.today()))
}
