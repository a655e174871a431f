//! The tablet of the living room: who are you? And where someone wanted that, three pictures out of nine.

use super::frame::bare_with;
use crate::shell::Assets;
use crate::t;
use crate::ui::pictogram::Pictograms;
use crate::ui::{Notice, Pictogram, Tone};
use crate::words::{Words, clock, local, provide_words};
use domain::calendar::Timestamp;
use domain::catalogue::Language;
use domain::ids::HouseholdId;
use domain::sync::Now;
use leptos::prelude::*;

/// Where a shared tablet asks who you are.
pub const WHO: &str = "/tablet";
/// Where someone leaves it.
pub const DONE: &str = "/tablet/done";
/// Wipes what the device keeps of whoever left; what waits stays.
const WIPE: &str = "/wipe.js";
/// So many pictures open a shop.
pub const PICTURES: usize = 3;
const AT_ONCE: usize = 6;

/// The nine, in their places.
const NINE: [(&str, &str); 9] = [
    ("flower-tulip", "mint"),
    ("dog", "peach"),
    ("cake", "lilac"),
    ("house", "sky"),
    ("tree", "honey"),
    ("guitar", "mint"),
    ("coffee", "peach"),
    ("bus", "lilac"),
    ("moon-stars", "sky"),
];

/// Someone with their picture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FaceCard {
    pub household: HouseholdId,
    pub name: String,
    pub pictogram: String,
    pub has_code: bool,
}

#[derive(Clone, Debug)]
pub struct WhoPage {
    pub assets: Assets,
    pub language: Language,
    pub faces: Vec<FaceCard>,
    pub page: usize,
}

pub fn who(page: WhoPage) -> AnyView {
    let words = Words::new(page.language);
    provide_words(page.language);
    // Before the cards: pictures ask for their file while they are made.
    provide_context(Pictograms(page.assets.pictograms.clone()));
    let pages = page.faces.len().div_ceil(AT_ONCE).max(1);
    let shown = page.page % pages;
    let cards: Vec<_> = page
        .faces
        .into_iter()
        .skip(shown * AT_ONCE)
        .take(AT_ONCE)
        .zip(["mint", "peach", "lilac", "sky", "honey", "mint"])
        .map(|(face, voice)| {
            view! {
                <li>
                    <form method="post" action="/tablet/be">
                        <button class=format!("tile voice-{voice}") name="household" value=face.household.to_string()>
                            <Pictogram name=face.pictogram />
                            {face.name}
                        </button>
                    </form>
                </li>
            }
        })
        .collect();
    let title = t!(words, "who-title");
    let more = (pages > 1).then(|| {
        view! {
            <a class="button button-main" href=format!("{WHO}?page={}", (shown + 1) % pages)>
                {t!(words, "who-more")}
            </a>
        }
    });
    let main = view! {
        <h1>{title.clone()}</h1>
        <p>{t!(words, "who-text")}</p>
        <ul class="faces">{cards}</ul>
        {more}
    }
    .into_any();
    bare_with(page.assets, page.language, &title, Some(WIPE), "who", main)
}

/// What a page of pictures has to say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PicturesSay {
    /// They are chosen now, for later.
    Setting,
    Wrong,
    /// There were too many mistakes.
    Wait {
        until: Timestamp,
    },
}

#[derive(Clone, Debug)]
pub struct PicturesPage {
    pub assets: Assets,
    pub language: Language,
    pub name: String,
    /// Where a tap goes.
    pub action: String,
    /// The pictures tapped before.
    pub so_far: String,
    pub say: Option<PicturesSay>,
    pub now: Now,
}

pub fn pictures(page: PicturesPage) -> AnyView {
    let words = Words::new(page.language);
    provide_words(page.language);
    provide_context(Pictograms(page.assets.pictograms.clone()));
    let setting = page.say == Some(PicturesSay::Setting);
    let name = &page.name;
    let title =
        if setting { t!(words, "pictures-choose", name = name) } else { t!(words, "pictures-title", name = name) };
    let step = i64::try_from(page.so_far.len() + 1).unwrap_or(1);
    let notice = match page.say {
        Some(PicturesSay::Wrong) => Some(t!(words, "pictures-wrong")),
        Some(PicturesSay::Wait { until }) => {
            let time = local(until, page.now).map_or_else(String::new, |moment| clock(words, moment.time));
            Some(t!(words, "pictures-wait", time = time))
        }
        Some(PicturesSay::Setting) | None => None,
    };
    let names = [
        t!(words, "picture-flower"),
        t!(words, "picture-dog"),
        t!(words, "picture-cake"),
        t!(words, "picture-house"),
        t!(words, "picture-tree"),
        t!(words, "picture-guitar"),
        t!(words, "picture-coffee"),
        t!(words, "picture-bus"),
        t!(words, "picture-moon"),
    ];
    let tiles: Vec<_> = NINE
        .into_iter()
        .zip(names)
        .zip(1_u8..)
        .map(|(((pictogram, voice), says), number)| {
            view! {
                <li>
                    <button class=format!("tile voice-{voice}") name="picture" value=number.to_string()>
                        <Pictogram name=pictogram />
                        {says}
                    </button>
                </li>
            }
        })
        .collect();
    let back = if setting { super::WARD_PICTURES } else { WHO };
    let main = view! {
        <h1>{title.clone()}</h1>
        <p role="status">{t!(words, "pictures-step", step = step)}</p>
        {notice
            .map(|says| {
                view! {
                    <Notice tone=Tone::Amber picture="hand">
                        <p role="alert">{says}</p>
                    </Notice>
                }
            })}
        <form method="post" action=page.action>
            <input type="hidden" name="before" value=page.so_far />
            <ul class="faces nine">{tiles}</ul>
        </form>
        <a class="button button-main" href=back>
            {t!(words, "ward-back")}
        </a>
    }
    .into_any();
    bare_with(page.assets, page.language, &title, None, "who", main)
}
