//! Leptos, with elements of one type.
//!
//! In Leptos every tag is a type of its own, and every type of view brings its own code to build it, to take it over from
//! the server's page and to change it: half of what the browser had to fetch. Here `<p>` and `<form>` are the same
//! [`Element`], so that code exists once. The macro `view!` writes `::leptos::tachys::html::element::p()`; the `app` crate
//! calls this crate `leptos` and finds the functions below. Everything else is Leptos itself.
//!
//! Attributes are plain values. What changes by itself stands in a closure around the element.

mod attribute;
mod element;

pub use element::Element;
pub use whole::*;

pub mod tachys {
    pub use whole::tachys::*;

    pub mod html {
        pub use whole::tachys::html::*;

        pub mod element {
            pub use whole::tachys::html::element::*;

            crate::element::tags! { None;
                a, aside, b, body, br, button, caption, dd, details, div, dl, dt, fieldset, footer, form, h1, h2, h3, h4,
                head, header, html, img, input, label, legend, li, link, main, meta, nav, ol, optgroup, option, output, p,
                script, section, select, span, strong, summary, table, tbody, td, textarea, tfoot, th, thead, title, tr,
                ul,
            }
        }
    }

    pub mod svg {
        pub use whole::tachys::svg::*;

        crate::element::tags! { Some(crate::element::SVG);
            circle, clipPath, defs, ellipse, g, linearGradient, line, path, rect, stop, svg,
        }

        /// `use` is a word of the language.
        pub fn r#use() -> crate::Element {
            crate::Element::new("use", Some(crate::element::SVG))
        }
    }
}
