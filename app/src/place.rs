//! Where the viewer is: the address that is open, what it names, and the way to the next one. Without the program every
//! link and form is a request; with it, going to another page of the shop only changes what is shown.

use crate::offline::Lost;
use crate::replica::PageReplica;
use crate::routes::{Page, Program};
use leptos::prelude::*;

/// The part of an address that says what to show.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Address {
    path: String,
    query: String,
}

impl Address {
    /// Reads `/r/…/search?q=voeten`.
    #[must_use]
    pub fn read(address: &str) -> Self {
        let (path, query) = address.split_once('?').unwrap_or((address, ""));
        Self { path: path.to_owned(), query: query.to_owned() }
    }
}

/// What an address names: the parts of its path, or of its query.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Params(Vec<(String, String)>);

impl Params {
    #[must_use]
    pub fn get(&self, name: &str) -> Option<String> {
        self.0.iter().find(|(known, _)| known == name).map(|(_, value)| value.clone())
    }

    fn of_query(query: &str) -> Self {
        Self(form_urlencoded::parse(query.as_bytes()).into_owned().collect())
    }

    /// What `/r/:household/shop` names in this path; `None` where the path is another page's.
    fn of_path(pattern: &str, path: &str) -> Option<Self> {
        let mut parts = path.trim_end_matches('/').split('/');
        let mut named = Vec::new();
        for expected in pattern.split('/') {
            let part = parts.next()?;
            match expected.strip_prefix(':') {
                Some(name) if !part.is_empty() => named.push((name.to_owned(), part.to_owned())),
                _ if expected == part => {}
                _ => return None,
            }
        }
        parts.next().is_none().then_some(Self(named))
    }
}

fn is_at(pattern: &str, path: &str) -> bool {
    Params::of_path(pattern, path).is_some()
}

/// Whether these programs show something at this path.
#[cfg(feature = "hydrate")]
pub fn is_page(programs: &[Program], path: &str) -> bool {
    programs.iter().copied().flatten().any(|(pattern, _)| is_at(pattern, path))
}

/// Known to every component.
#[derive(Clone, Copy)]
pub struct Place {
    programs: &'static [Program],
    address: RwSignal<Address>,
    pub path: Memo<String>,
    #[cfg(feature = "hydrate")]
    replica: PageReplica,
}

/// What the address of the page that is open names.
#[derive(Clone, Copy)]
struct Named {
    path: Memo<Params>,
    query: Memo<Params>,
}

/// On the server the request says where the viewer is, in the browser the window.
#[cfg_attr(not(feature = "hydrate"), expect(unused_variables, reason = "on the server nobody goes on"))]
pub fn provide_place(programs: &'static [Program], replica: PageReplica) -> Place {
    #[cfg(not(feature = "hydrate"))]
    let here = use_context::<Address>().unwrap_or_default();
    #[cfg(feature = "hydrate")]
    let here = window::address().unwrap_or_default();
    let address = RwSignal::new(here);
    let place = Place {
        programs,
        address,
        path: Memo::new(move |_| address.with(|address| address.path.clone())),
        #[cfg(feature = "hydrate")]
        replica,
    };
    provide_context(place);
    #[cfg(feature = "hydrate")]
    window::listen(place);
    place
}

#[must_use]
pub fn use_place() -> Place {
    expect_context()
}

/// What the path names: `:household`, `:code`.
#[must_use]
pub fn use_params() -> Memo<Params> {
    expect_context::<Named>().path
}

/// What stands behind the question mark.
#[must_use]
pub fn use_query() -> Memo<Params> {
    expect_context::<Named>().query
}

impl Place {
    fn pages(self) -> impl Iterator<Item = &'static Page> {
        self.programs.iter().copied().flatten()
    }

    /// The page at the address. It is made when the viewer comes to it; when only what it is about changes, it follows.
    pub fn page(self) -> AnyView {
        let page =
            Memo::new(move |_| self.path.with(|path| self.pages().position(|(pattern, _)| is_at(pattern, path))));
        let show = move || {
            let Some((pattern, make)) = page.get().and_then(|page| self.pages().nth(page)) else {
                return Lost().into_any();
            };
            // A page that the viewer leaves keeps what it was about.
            let named = move |read: fn(&str, &Address) -> Option<Params>| {
                Memo::new(move |before: Option<&Params>| {
                    let now = self.address.with(|address| read(pattern, address));
                    now.or_else(|| before.cloned()).unwrap_or_default()
                })
            };
            let path = named(|pattern, address| Params::of_path(pattern, &address.path));
            let query =
                named(|pattern, address| is_at(pattern, &address.path).then(|| Params::of_query(&address.query)));
            provide_context(Named { path, query });
            make()
        };
        show.into_any()
    }

    /// Opens the page to which something leads that was just done: what is said about it comes along.
    #[cfg(feature = "hydrate")]
    pub fn follow(self, to: &str) {
        let address = Address::read(to);
        // On the page itself nothing moves: no jump to the top, no extra step for the Back button.
        if self.address.with_untracked(|here| *here == address) {
            return;
        }
        if !is_page(self.programs, &address.path) || window::push(to).is_none() {
            window::load(to);
            return;
        }
        self.address.set(address);
        window().scroll_to_with_x_and_y(0.0, 0.0);
    }

    #[cfg(not(feature = "hydrate"))]
    pub const fn follow(self, _to: &str) {}

    /// Opens another page: a message belongs to the page where it was read.
    #[cfg(feature = "hydrate")]
    pub fn go(self, to: &str) {
        self.leave_for(&Address::read(to));
        self.follow(to);
    }

    #[cfg(feature = "hydrate")]
    fn leave_for(self, address: &Address) {
        if self.path.with_untracked(|path| *path != address.path) {
            self.replica.close_flash();
        }
    }

    /// Opens what the browser would have asked the server for.
    #[cfg_attr(not(feature = "hydrate"), expect(unused_variables, reason = "nothing happens on a page of the server"))]
    pub fn go_instead(self, event: &leptos::ev::SubmitEvent, to: &str) {
        #[cfg(feature = "hydrate")]
        if crate::program::is_in_charge() {
            event.prevent_default();
            self.go(to);
        }
    }
}

#[cfg(feature = "hydrate")]
mod window {
    //! The address bar, links and the buttons *Back* and *Forward*.

    use super::{Address, Place, is_page};
    use crate::program::is_in_charge;
    use crate::replica::keeper::{self, Keeper};
    use leptos::ev;
    use leptos::prelude::{Set, on_cleanup, set_timeout, window, window_event_listener};
    use std::time::Duration;
    use wasm_bindgen::{JsCast, JsValue};
    use web_sys::{Element, HtmlAnchorElement, MouseEvent};

    pub fn address() -> Option<Address> {
        let location = window().location();
        let (path, query) = (location.pathname().ok()?, location.search().ok()?);
        Some(Address { path, query: query.trim_start_matches('?').to_owned() })
    }

    pub fn push(to: &str) -> Option<()> {
        window().history().ok()?.push_state_with_url(&JsValue::NULL, "", Some(to)).ok()
    }

    /// The disk gets this long to take what people did: so many looks, so far apart.
    const PATIENCE: u32 = 200;
    const LOOK: Duration = Duration::from_millis(10);

    /// A full page from the server, once the disk has what people did here.
    pub fn load(to: &str) {
        load_when_kept(to.to_owned(), PATIENCE);
    }

    fn is_kept() -> bool {
        keeper::ask(Keeper::is_idle) != Some(false)
    }

    fn load_when_kept(to: String, patience: u32) {
        if patience == 0 || is_kept() {
            let _ = window().location().assign(&to);
        } else {
            set_timeout(move || load_when_kept(to, patience - 1), LOOK);
        }
    }

    pub fn listen(place: Place) {
        let links = window_event_listener(ev::click, move |event| {
            let Some((to, is_ours)) = followed(place, &event) else { return };
            if is_ours || !is_kept() {
                event.prevent_default();
            }
            if is_ours {
                place.go(&to);
            } else if event.default_prevented() {
                load(&to);
            }
        });
        let back = window_event_listener(ev::popstate, move |_| match address() {
            Some(address) if is_in_charge() => {
                place.leave_for(&address);
                place.address.set(address);
            }
            _ => drop(window().location().reload()),
        });
        on_cleanup(move || {
            links.remove();
            back.remove();
        });
    }

    /// Where a plain click on a link leads, and whether that page can be shown here.
    fn followed(place: Place, event: &MouseEvent) -> Option<(String, bool)> {
        let is_special = event.meta_key() || event.ctrl_key() || event.shift_key() || event.alt_key();
        if !is_in_charge() || event.default_prevented() || event.button() != 0 || is_special {
            return None;
        }
        let link = event.target()?.dyn_into::<Element>().ok()?.closest("a[href]").ok()??;
        let link: HtmlAnchorElement = link.dyn_into().ok()?;
        let leads_out = !link.target().is_empty()
            || link.has_attribute("download")
            || link.origin() != window().location().origin().ok()?
            || !link.hash().is_empty();
        let path = link.pathname();
        let is_ours = link.rel() != "external" && is_page(place.programs, &path);
        (!leads_out).then(|| (path + &link.search(), is_ours))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::routes;

    #[test]
    fn a_path_names_what_the_page_is_about() {
        let named = Params::of_path("/r/:household/item/:code", "/r/7/item/W01").unwrap();
        assert_eq!((named.get("household"), named.get("code")), (Some("7".to_owned()), Some("W01".to_owned())));
        for path in ["/r/7/item", "/r/7/item/", "/r/7/item/W01/more", "/r//item/W01", "/s/7/item/W01", ""] {
            assert_eq!(Params::of_path("/r/:household/item/:code", path), None, "{path}");
        }
        assert!(is_at("/ward", "/ward/"), "a stroke at the end changes nothing");
    }

    #[test]
    fn a_query_is_read_as_forms_write_it() {
        let query = Params::of_query("q=de+voeten%20%26+meer&page=2");
        assert_eq!(query.get("q").as_deref(), Some("de voeten & meer"));
        assert_eq!(query.get("page").as_deref(), Some("2"));
        assert_eq!(query.get("purse"), None);
    }

    #[test]
    fn every_page_has_an_address_of_its_own() {
        for pages in [routes::SHOP, routes::WARD] {
            for (index, (pattern, _)) in pages.iter().enumerate() {
                let path = pattern.replace(':', "");
                assert_eq!(pages.iter().position(|(pattern, _)| is_at(pattern, &path)), Some(index), "{pattern}");
            }
        }
    }
}
