//! The code that enrols a tablet, as a picture to scan and as an address to type; and whether it was used.

use super::frame::{Frame, document};
use super::{LIST, WhoseTablet, code_address};
use crate::t;
use crate::ui::line_words::{at, capital};
use crate::ui::{Notice, Tone};
use crate::words::{clock, local};
use domain::calendar::Timestamp;
use domain::ids::TabletId;
use leptos::prelude::*;

/// How far the code is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CodeState {
    /// It can be scanned until then.
    Waits { svg: String, address: String, until: Timestamp },
    /// The tablet came.
    Used { at: Timestamp },
    /// Its ten minutes are over, or another screen made it.
    Gone,
}

#[derive(Clone, Debug)]
pub struct CodePage {
    pub tablet: TabletId,
    pub name: String,
    pub whose: WhoseTablet,
    pub state: CodeState,
}

pub fn code(frame: &Frame, page: CodePage) -> AnyView {
    let words = frame.words();
    let now = frame.now;
    let back = (LIST, t!(words, "tablet-all"));
    document(frame, capital(&page.name), back, move |words| {
        let whose = page.whose.words(words);
        match page.state {
            CodeState::Waits { svg, address, until } => {
                let until = local(until, now).map_or_else(String::new, |moment| clock(words, moment.time));
                view! {
                    <div class="tablet-code">
                        <div class="tablet-qr" role="img" aria-label=t!(words, "tablet-qr-label") inner_html=svg></div>
                        <div class="tablet-steps">
                            <p>{whose}</p>
                            <ol>
                                <li>{t!(words, "tablet-step-scan")}</li>
                                <li>{t!(words, "tablet-step-tap")}</li>
                                <li>{t!(words, "tablet-step-look")}</li>
                            </ol>
                            <a class="button button-primary button-main" href=code_address(page.tablet)>
                                {t!(words, "tablet-look-again")}
                            </a>
                            <p class="foot">{t!(words, "tablet-code-until", time = until)}</p>
                            <p class="foot">{t!(words, "tablet-or-type")}</p>
                            <code>{address}</code>
                        </div>
                    </div>
                }
                .into_any()
            }
            CodeState::Used { at: when } => view! {
                <Notice tone=Tone::Good picture="hand-heart">
                    <p>
                        <b>{t!(words, "tablet-used", at = at(words, when, now))}</b>
                        <br />
                        {whose}
                    </p>
                </Notice>
                <a class="button button-main" href=LIST>
                    {t!(words, "tablet-see-all")}
                </a>
            }
            .into_any(),
            CodeState::Gone => view! {
                <Notice tone=Tone::Amber picture="hand">
                    <p>{t!(words, "tablet-code-gone")}</p>
                </Notice>
                <form method="post" action=format!("{}/code", code_address(page.tablet))>
                    <button class="button button-primary button-main">{t!(words, "tablet-new-code")}</button>
                </form>
            }
            .into_any(),
        }
    })
}
