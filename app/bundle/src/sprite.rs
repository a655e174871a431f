//! All pictograms in one file of symbols, so that a page names a drawing (`#p-basket`) and loads it once.
//!
//! Two families: the large two-tone ones get ids `p-…`, the line drawings for staff (`staff-….svg`)
//! get `l-…`. The pale layer of a two-tone drawing is recognised by its fixed opacity. In a page the
//! symbols live in another document, where class rules of the page do not reach (custom properties do),
//! so its strength is written as a custom property on the shape itself.

use crate::error::BundleError;
use quick_xml::{
    Reader, Writer,
    events::{BytesStart, Event, attributes::Attribute},
};
use std::{borrow::Cow, collections::BTreeSet};

const STAFF: &str = "staff-";
const TONE: &str = "var(--tone,.22)";

/// `drawings`: file name without extension, and the SVG. The result is one SVG.
pub fn sprite(drawings: &[(String, String)]) -> Result<String, BundleError> {
    let mut licences = BTreeSet::new();
    let mut symbols = String::new();
    for (name, svg) in drawings {
        let drawn = symbol(name, svg).map_err(|cause| BundleError::Pictogram { name: name.clone(), cause })?;
        licences.extend(drawn.licence);
        symbols.push_str(&drawn.svg);
    }
    let licences: String = licences.iter().map(|licence| format!("<!--{licence}-->")).collect();
    Ok(format!(r#"<svg xmlns="http://www.w3.org/2000/svg">{licences}{symbols}</svg>"#))
}

struct Drawn {
    svg: String,
    licence: Option<String>,
}

fn symbol(name: &str, svg: &str) -> Result<Drawn, String> {
    let (id, is_line_drawing) = match name.strip_prefix(STAFF) {
        Some(rest) => (format!("l-{rest}"), true),
        None => (format!("p-{name}"), false),
    };
    let mut reader = Reader::from_str(svg);
    reader.config_mut().trim_text(true);
    let mut writer = Writer::new(Vec::new());
    let mut licence = None;
    let mut has_view_box = false;
    loop {
        let event = reader.read_event().map_err(|error| error.to_string())?;
        let kept = match event {
            Event::Eof => break,
            Event::Start(start) if start.name().0 == "svg" => {
                let root = symbol_start(&start, &id, is_line_drawing)?;
                has_view_box = root.try_get_attribute("viewBox").map_err(|error| error.to_string())?.is_some();
                Event::Start(root)
            }
            Event::End(end) if end.name().0 == "svg" => Event::End(quick_xml::events::BytesEnd::new("symbol")),
            Event::Start(start) => Event::Start(toned(&start)?),
            Event::Empty(empty) => Event::Empty(toned(&empty)?),
            Event::Comment(comment) => {
                if comment.contains("@license") {
                    licence = Some(comment.to_string());
                }
                continue;
            }
            Event::Decl(_) | Event::DocType(_) | Event::PI(_) => continue,
            other => other,
        };
        writer.write_event(kept).map_err(|error| error.to_string())?;
    }
    if !has_view_box {
        return Err("it has no viewBox".to_owned());
    }
    let svg = String::from_utf8(writer.into_inner()).map_err(|error| error.to_string())?;
    Ok(Drawn { svg, licence })
}

/// The root keeps how lines are drawn, not how large the file was.
fn symbol_start(root: &BytesStart<'_>, id: &str, is_line_drawing: bool) -> Result<BytesStart<'static>, String> {
    let mut symbol = BytesStart::new("symbol");
    symbol.push_attribute(("id", id));
    for attribute in root.attributes() {
        let attribute = attribute.map_err(|error| error.to_string())?;
        let kept = match attribute.key.0 {
            "viewBox" => true,
            "class" | "width" | "height" => false,
            key if key.starts_with("xmlns") => false,
            // A two-tone drawing takes its colour from the page.
            _ => is_line_drawing,
        };
        if kept {
            symbol.push_attribute(attribute);
        }
    }
    Ok(symbol.into_owned())
}

fn toned(shape: &BytesStart<'_>) -> Result<BytesStart<'static>, String> {
    let mut copy = BytesStart::new(shape.name().0.to_owned());
    for attribute in shape.attributes() {
        let attribute = attribute.map_err(|error| error.to_string())?;
        if attribute.key.0 == "opacity" && attribute.value == "0.2" {
            copy.push_attribute(("class", "tone"));
            copy.push_attribute(Attribute { key: attribute.key, value: Cow::Borrowed(TONE) });
        } else {
            copy.push_attribute(attribute);
        }
    }
    Ok(copy.into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(name: &str, svg: &str) -> Result<String, BundleError> {
        sprite(&[(name.to_owned(), svg.to_owned())])
    }

    #[test]
    fn a_two_tone_drawing_takes_colour_and_tone_from_the_page() {
        let svg = r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 256 256" fill="currentColor"><path d="M1,1Z" opacity="0.2"/><path d="M2,2Z"/></svg>"#;
        assert_eq!(
            of("basket", svg).unwrap(),
            r#"<svg xmlns="http://www.w3.org/2000/svg"><symbol id="p-basket" viewBox="0 0 256 256"><path d="M1,1Z" class="tone" opacity="var(--tone,.22)"/><path d="M2,2Z"/></symbol></svg>"#
        );
    }

    #[test]
    fn a_line_drawing_keeps_how_its_lines_are_drawn_and_its_licence() {
        let svg = "<!-- @license lucide-static - ISC -->\n<svg\n  class=\"lucide\"\n  xmlns=\"http://www.w3.org/2000/svg\"\n  width=\"24\"\n  height=\"24\"\n  viewBox=\"0 0 24 24\"\n  fill=\"none\"\n  stroke=\"currentColor\"\n  stroke-width=\"2\"\n>\n  <path d=\"M20 6 9 17\" />\n</svg>\n";
        assert_eq!(
            of("staff-check", svg).unwrap(),
            r#"<svg xmlns="http://www.w3.org/2000/svg"><!-- @license lucide-static - ISC --><symbol id="l-check" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2"><path d="M20 6 9 17"/></symbol></svg>"#
        );
    }

    #[test]
    fn a_drawing_without_a_frame_is_refused_by_name() {
        let error = of("cup", "<svg><path d=\"M1,1Z\"/></svg>").unwrap_err();
        assert!(error.to_string().contains("cup"), "{error}");
        assert!(of("cup", "<svg viewBox=\"0 0 1 1\"><path").is_err());
    }
}
