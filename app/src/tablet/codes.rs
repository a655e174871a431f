//! Whose shop opens with pictures on the tablet of the living room: the ward turns it on together with the resident.

use super::frame::{Frame, document};
use super::{FaceCard, LIST, WARD_PICTURES};
use crate::t;
use crate::ui::Pictogram;
use crate::ui::line_words::capital;
use leptos::prelude::*;

#[derive(Clone, Debug)]
pub struct CodesPage {
    pub faces: Vec<FaceCard>,
}

pub fn codes(frame: &Frame, page: CodesPage) -> AnyView {
    let words = frame.words();
    document(frame, t!(words, "codes-title"), (LIST, t!(words, "tablet-all")), move |words| {
        let rows: Vec<_> = page
            .faces
            .into_iter()
            .map(|face| {
                let name = capital(&face.name);
                let address = format!("{WARD_PICTURES}/{}", face.household);
                let set = if face.has_code { t!(words, "codes-other") } else { t!(words, "codes-on") };
                let off = face.has_code.then(|| {
                    let label = format!("{}: {name}", t!(words, "codes-off"));
                    view! {
                        <form method="post" action=format!("{address}/off")>
                            <button class="button" aria-label=label>
                                {t!(words, "codes-off")}
                            </button>
                        </form>
                    }
                });
                let state = if face.has_code { t!(words, "codes-is-on") } else { t!(words, "codes-is-off") };
                view! {
                    <li class="panel">
                        <h2 class="face-row">
                            <Pictogram name=face.pictogram />
                            {name.clone()}
                        </h2>
                        <p>{state}</p>
                        <div class="acts">
                            <form method="post" action=address>
                                <button class="button" aria-label=format!("{set}: {name}")>
                                    {set.clone()}
                                </button>
                            </form>
                            {off}
                        </div>
                    </li>
                }
            })
            .collect();
        view! {
            <p>{t!(words, "codes-text")}</p>
            <ul class="tablet-list">{rows}</ul>
        }
        .into_any()
    })
}
