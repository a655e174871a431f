//! The home's own photo of an item, kept in a few fixed widths and always four to three.

use serde::{Deserialize, Serialize};

/// The name of a photo: 32 hexadecimal digits made from its content, so that another photo has another address.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Photo(pub String);

impl Photo {
    /// In pixels: for a card and a line, and for the page of the item.
    pub const WIDTHS: [u32; 2] = [480, 960];

    #[must_use]
    pub const fn height(width: u32) -> u32 {
        width / 4 * 3
    }

    /// Where the browser finds it in one of the widths.
    #[must_use]
    pub fn address(&self, width: u32) -> String {
        format!("/pictures/{}-{width}.webp", self.0)
    }

    /// What the last part of such an address names; nothing for any other text.
    #[must_use]
    pub fn from_file_name(name: &str) -> Option<(Self, u32)> {
        let (name, width) = name.strip_suffix(".webp")?.split_once('-')?;
        let is_name = name.len() == 32 && name.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
        let width = Self::WIDTHS.into_iter().find(|known| known.to_string() == width)?;
        is_name.then(|| (Self(name.to_owned()), width))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NAME: &str = "0123456789abcdef0123456789abcdef";

    #[test]
    fn an_address_names_the_photo_it_was_made_from() {
        let photo = Photo(NAME.to_owned());
        for width in Photo::WIDTHS {
            let address = photo.address(width);
            let name = address.strip_prefix("/pictures/").unwrap();
            assert_eq!(Photo::from_file_name(name), Some((photo.clone(), width)));
            assert_eq!(Photo::height(width) * 4, width * 3);
        }
    }

    #[test]
    fn nothing_else_is_an_address() {
        let upper = NAME.to_uppercase();
        for name in [
            String::new(),
            format!("{NAME}-480"),
            format!("{NAME}-480.png"),
            format!("{NAME}-481.webp"),
            format!("{NAME}-0480.webp"),
            format!("{NAME}-+480.webp"),
            format!("{NAME}--480.webp"),
            format!("{NAME}0-480.webp"),
            format!("{upper}-480.webp"),
            format!("../{NAME}-480.webp"),
            format!("{NAME}/../-480.webp"),
            format!("{NAME}-480.webp/"),
            "../../etc/passwd-480.webp".to_owned(),
        ] {
            assert_eq!(Photo::from_file_name(&name), None, "{name}");
        }
    }
}
