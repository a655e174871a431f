//! What an item looks like: its pictogram on its tint, and over it the home's own photo. The pictogram shows until the photo
//! is there, and stays where it does not come; both fill the same place, so nothing moves.

use super::Pictogram;
use domain::catalogue::{Item, Photo};
use leptos::prelude::*;

/// How large it is shown, as the class of the place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PictureOf {
    Line,
    Card,
    /// At once, because it is the first thing on the page.
    Page,
}

/// Decoration for a screen reader: the name stands beside it. `instead` is the pictogram of an item that is not known.
#[must_use]
pub fn item_picture(item: Option<&Item>, instead: &str, shown: PictureOf) -> AnyView {
    let (voice, pictogram) = item.map_or(("mint", instead), |item| (&item.voice, &item.pictogram));
    let class = if shown == PictureOf::Page { " item-picture" } else { "" };
    view! {
        <span class=format!("patch voice-{voice}{class}")>
            <Pictogram name=pictogram />
            {item.and_then(|item| item.photo.as_ref()).map(|photo| photo_view(photo, shown))}
        </span>
    }
    .into_any()
}

fn photo_view(photo: &Photo, shown: PictureOf) -> AnyView {
    let [small, large] = Photo::WIDTHS;
    // For a card less than it measures: twice as many points as the eye needs would cost a phone twice the bytes. A rem
    // is here what the browser calls one, without the text size of the resident.
    let sizes = match shown {
        PictureOf::Line => None,
        PictureOf::Card => Some("18rem"),
        PictureOf::Page => Some("(min-width: 64rem) 36rem, 100vw"),
    };
    let address = photo.address(small);
    let srcset = sizes.map(|_| format!("{address} {small}w, {} {large}w", photo.address(large)));
    view! {
        <img
            class="photo"
            alt=""
            width=small
            height=Photo::height(small)
            loading=(shown != PictureOf::Page).then_some("lazy")
            sizes=sizes
            srcset=srcset
            src=address
        />
    }
    .into_any()
}
