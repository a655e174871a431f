//! Links to the other pages of a long table.

use super::figures::count;
use crate::t;
use crate::words::Words;
use leptos::prelude::*;

/// Links to all pages; nothing where everything fits on one.
pub fn pager(words: Words, pages: usize, current: usize, address: impl Fn(usize) -> String) -> Option<AnyView> {
    if pages < 2 {
        return None;
    }
    let links: Vec<_> = (1..=pages)
        .map(|page| {
            view! {
                <li>
                    <a class="button" href=address(page) aria-current=(page == current).then_some("page")>
                        <span class="visually-hidden">{t!(words, "office-page")} " "</span>
                        {page.to_string()}
                    </a>
                </li>
            }
        })
        .collect();
    Some(
        view! {
            <nav class="pager" aria-label=t!(words, "office-pages")>
                <p>{t!(words, "office-page-of", page = count(current), pages = count(pages))}</p>
                <ul>{links}</ul>
            </nav>
        }
        .into_any(),
    )
}
