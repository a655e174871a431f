//! Every address of the program, once: how it is asked, who may ask, and what answers. The router is made from this list
//! and from nothing else, so an address cannot exist without saying who may ask; `http/matrix.rs` tries every one of them
//! as everyone.

use super::gate::{Asker, Askers, Gate, count_tries, gate};
use super::{
    council, door, emergency, health, log, office, operation, page, picture, preferences, provider, relatives,
    security, shift, sign_in, site, start, supporter, sync, tablet,
};
use crate::state::AppState;
use axum::http::Method;
use axum::middleware;
use axum::routing::{MethodFilter, MethodRouter, on};
use std::borrow::Cow;
use std::sync::Arc;

/// How an address is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verb {
    Get,
    Post,
}

impl Verb {
    #[must_use]
    pub const fn method(self) -> Method {
        match self {
            Self::Get => Method::GET,
            Self::Post => Method::POST,
        }
    }

    const fn filter(self) -> MethodFilter {
        match self {
            Self::Get => MethodFilter::GET,
            Self::Post => MethodFilter::POST,
        }
    }
}

/// What kind of answer an address gives; refusals look like it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answers {
    /// A page for people, or the way to one. Refused with a page; who is not signed in is led to sign in.
    Page,
    /// JSON for programs. Refused with a code.
    Api,
    /// Events for as long as somebody listens: without compression, and without a limit of time.
    Stream,
    /// A file that is the same for everyone.
    File,
}

/// In which shops an address exists.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exists {
    Always,
    /// Only when the program was started with demo data.
    InTheDemo,
}

/// One way to ask one address.
#[derive(Clone, Debug)]
pub struct Route {
    pub verb: Verb,
    pub address: Cow<'static, str>,
    pub answers: Answers,
    pub who: Askers,
    pub exists: Exists,
    handler: fn(MethodFilter) -> MethodRouter<AppState>,
}

macro_rules! routes {
    ($($verb:ident $address:expr, $answers:ident, $who:expr, $exists:ident => $handler:path;)*) => {
        &[$(Route {
            verb: Verb::$verb,
            address: Cow::Borrowed($address),
            answers: Answers::$answers,
            who: $who,
            exists: Exists::$exists,
            handler: |filter| on(filter, $handler),
        },)*]
    };
}

const ROUTES: &[Route] = routes! {
    // Everyone, signed in or not.
    Get "/", Page, Askers::ANYONE, Always => start::start;
    Get "/health", Api, Askers::ANYONE, Always => health::health;
    Get app::replica::REVOKED, Page, Askers::ANYONE, Always => start::revoked;
    Get "/app-shell", Page, Askers::ANYONE, Always => site::app_shell;
    Get "/app/{manifest}", File, Askers::ANYONE, Always => site::web_manifest;
    Get "/pkg/{*name}", File, Askers::ANYONE, Always => site::package_file;
    Get "/pictures/{file}", File, Askers::ANYONE, Always => picture::picture;
    Get "/api/v1/openapi.json", Api, Askers::ANYONE, Always => sync::document::document;

    // The way in.
    Get "/sign-in", Page, Askers::ANYONE, Always => sign_in::show::show;
    Post "/sign-in", Page, Askers::ANYONE, Always => sign_in::enter::enter;
    Get "/sign-in/second", Page, Askers::ANYONE, Always => sign_in::second::show;
    Post "/sign-in/second", Page, Askers::ANYONE, Always => sign_in::second::second;
    Get "/sign-in/set-up", Page, Askers::ANYONE, Always => sign_in::set_up::show;
    Post "/sign-in/set-up", Page, Askers::ANYONE, Always => sign_in::set_up::set_up;
    Get sign_in::home::BEGIN, Page, Askers::ANYONE, Always => sign_in::home::begin::begin;
    Get sign_in::home::BACK, Page, Askers::ANYONE, Always => sign_in::home::back::back;
    Post "/sign-in/passkey/ask", Api, Askers::ANYONE, Always => sign_in::passkey::enter::ask;
    Post "/sign-in/passkey", Page, Askers::ANYONE, Always => sign_in::passkey::enter::enter;
    Get "/link/{secret}", Page, Askers::ANYONE, Always => sign_in::link::show;
    Post "/link/{secret}", Page, Askers::ANYONE, Always => sign_in::link::link;
    Post "/link/{secret}/passkey/ask", Api, Askers::ANYONE, Always => sign_in::passkey::begin::ask;
    Post "/link/{secret}/passkey", Page, Askers::ANYONE, Always => sign_in::passkey::begin::begin;
    Post app::replica::LEAVE, Page, Askers::ANYONE, Always => sign_in::sign_out::sign_out;

    // Whoever is a person, and not a resident's tablet.
    Get "/sessions", Page, Askers::PEOPLE, Always => sign_in::sessions::sessions;
    Post "/sessions/end", Page, Askers::PEOPLE, Always => sign_in::end::end;
    Get "/sessions/password", Page, Askers::PEOPLE, Always => sign_in::change::show;
    Post "/sessions/password", Page, Askers::PEOPLE, Always => sign_in::change::change;
    Get app::sign_in::PASSKEYS, Page, Askers::PEOPLE, Always => sign_in::passkey::list::list;
    Post app::sign_in::PASSKEYS, Page, Askers::PEOPLE, Always => sign_in::passkey::add::add;
    Post "/sessions/passkeys/ask", Api, Askers::PEOPLE, Always => sign_in::passkey::add::ask;
    Post "/sessions/passkeys/name", Page, Askers::PEOPLE, Always => sign_in::passkey::change::name;
    Post "/sessions/passkeys/remove", Page, Askers::PEOPLE, Always => sign_in::passkey::change::remove;

    // Whoever is signed in.
    Post "/preferences", Page, Askers::SIGNED_IN, Always => preferences::preferences;
    Get "/go/{page}", Page, Askers::SIGNED_IN, Always => start::go;

    // What devices and forms say.
    Post "/do", Page, Askers::SHOP, Always => operation::operation;
    Get "/api/v1/sync", Api, Askers::SHOP, Always => sync::pull::pull;
    Post "/api/v1/sync", Api, Askers::SENDERS, Always => sync::push::push;
    Post "/api/v1/sync/sealed", Api, Askers::SENDERS, Always => sync::sealed::sealed;
    Get "/api/v1/pokes", Stream, Askers::SHOP, Always => sync::pokes::pokes;

    // The shop of one resident.
    Get "/r/{household}", Page, Askers::SHOP, Always => page::page;
    Get "/r/{household}/shop", Page, Askers::SHOP, Always => page::page;
    Get "/r/{household}/shop/{category}", Page, Askers::SHOP, Always => page::page;
    Get "/r/{household}/item/{code}", Page, Askers::SHOP, Always => page::page;
    Get "/r/{household}/search", Page, Askers::SHOP, Always => page::page;
    Get "/r/{household}/basket", Page, Askers::SHOP, Always => page::page;
    Get "/r/{household}/week", Page, Askers::SHOP, Always => page::page;
    Get "/r/{household}/again", Page, Askers::SHOP, Always => page::page;
    Get "/r/{household}/cup", Page, Askers::SHOP, Always => page::page;
    Get "/r/{household}/help", Page, Askers::SHOP, Always => page::page;
    Get "/r/{household}/who-looked", Page, Askers::OWN, Always => log::who_looked::who_looked;
    Get "/waiting", Page, Askers::SHOP, Always => page::page;
    Get "/family", Page, Askers::FAMILY, Always => page::page;

    // The ward.
    Get "/ward", Page, Askers::WARD, Always => page::page;
    Get "/ward/waiting", Page, Askers::WARD, Always => page::page;
    Get "/ward/residents", Page, Askers::WARD, Always => page::page;
    Get "/ward/resident/{household}", Page, Askers::WARD, Always => page::page;
    Get "/ward/line/{household}/{order}/{line}", Page, Askers::WARD, Always => page::page;
    Get "/ward/decline/{household}/{order}/{line}", Page, Askers::WARD, Always => page::page;
    Get "/ward/day", Page, Askers::WARD, Always => page::page;
    Get "/ward/sort-out", Page, Askers::WARD, Always => page::page;
    Get "/ward/sort-out/{household}/{op}", Page, Askers::WARD, Always => page::page;

    // Tablets that the ward hands out, and what the tablet itself shows.
    Get app::tablet::LIST, Page, Askers::STAFF, Always => tablet::list::list;
    Post app::tablet::LIST, Page, Askers::STAFF, Always => tablet::add::add;
    Get app::tablet::NEW, Page, Askers::STAFF, Always => tablet::new::new;
    Get "/ward/tablets/{tablet}", Page, Askers::STAFF, Always => tablet::code::code;
    Post "/ward/tablets/{tablet}/code", Page, Askers::STAFF, Always => tablet::renew::renew;
    Post "/ward/tablets/{tablet}/revoke", Page, Askers::STAFF, Always => tablet::revoke::revoke;
    Post "/ward/tablets/{tablet}/again", Page, Askers::STAFF, Always => tablet::again::again;
    Get app::tablet::WARD_PICTURES, Page, Askers::WARD, Always => tablet::pictures::codes;
    Post "/ward/pictures/{household}", Page, Askers::WARD, Always => tablet::pictures::set;
    Post "/ward/pictures/{household}/off", Page, Askers::WARD, Always => tablet::pictures::off;
    // A shared tablet is known by a cookie of its own.
    Get app::tablet::WHO, Page, Askers::ANYONE, Always => tablet::who::who;
    Post "/tablet/be", Page, Askers::ANYONE, Always => tablet::be::be;
    Post "/tablet/pictures/{household}", Page, Askers::ANYONE, Always => tablet::be::picked;
    Post app::tablet::DONE, Page, Askers::ANYONE, Always => tablet::done::done;
    // So is the one that those who work on a ward share; there the people on shift are known by a PIN.
    Get app::shift::SHIFT, Page, Askers::ANYONE, Always => shift::people::people;
    Get app::shift::BEGIN, Page, Askers::ANYONE, Always => shift::begin::show;
    Post app::shift::BEGIN, Page, Askers::ANYONE, Always => shift::begin::begin;
    Post app::shift::BEGIN_WITH_PASSKEY, Page, Askers::ANYONE, Always => shift::begin::with_passkey;
    Get app::shift::CHOOSE, Page, Askers::WARD, Always => shift::choose::show;
    Post app::shift::CHOOSE, Page, Askers::WARD, Always => shift::choose::choose;
    Get "/shift/as/{person}", Page, Askers::ANYONE, Always => shift::enter::show;
    Post "/shift/as/{person}", Page, Askers::ANYONE, Always => shift::enter::enter;
    Get "/enrol/{code}", Page, Askers::ANYONE, Always => tablet::look::look;
    Post "/enrol/{code}", Page, Askers::ANYONE, Always => tablet::enrol::enrol;
    // The card of someone else's resident, in an emergency.
    Get app::log::EMERGENCY, Page, Askers::STAFF, Always => emergency::show::show;
    Post app::log::EMERGENCY, Page, Askers::STAFF, Always => emergency::open::open;
    Get "/emergency/{emergency}", Page, Askers::STAFF, Always => emergency::card::card;
    // The family of a resident, for its ward and its office.
    Get "/ward/family/{household}", Page, Askers::STAFF, Always => relatives::show::show;
    Post "/ward/family/{household}", Page, Askers::STAFF, Always => relatives::invite::invite;
    Post "/ward/family/{household}/link", Page, Askers::STAFF, Always => relatives::link::link;
    Post "/ward/family/{household}/end", Page, Askers::STAFF, Always => relatives::change::end;
    Post "/ward/family/{household}/agree", Page, Askers::WARD, Always => relatives::change::agree;
    Post "/ward/family/{household}/refuse", Page, Askers::WARD, Always => relatives::change::refuse;

    // The office.
    Get "/office", Page, Askers::OFFICE, Always => office::start;
    Get app::office::residents::PATH, Page, Askers::OFFICE, Always => office::residents::residents;
    Get app::office::residents::EXPORT, Page, Askers::OFFICE, Always => office::residents_csv::residents_csv;
    Get "/office/resident/{household}", Page, Askers::OFFICE, Always => office::resident::resident;
    Get "/office/resident/{household}/correct", Page, Askers::OFFICE, Always => office::correct::show;
    Post "/office/resident/{household}/correct", Page, Askers::OFFICE, Always => office::correct::correct;
    Get "/office/resident/{household}/erase", Page, Askers::OFFICE, Always => office::erase::show;
    Post "/office/resident/{household}/erase", Page, Askers::OFFICE, Always => office::erase::erase;
    Get "/office/resident/{household}/file", Page, Askers::OFFICE, Always => office::file::file;
    Get "/office/resident/{household}/file.json", Page, Askers::OFFICE, Always => office::file::json;
    Get "/office/resident/{household}/file.html", Page, Askers::OFFICE, Always => office::file::readable;
    Get app::office::catalogue::PATH, Page, Askers::OFFICE, Always => office::catalogue::catalogue;
    Get "/office/catalogue/{code}", Page, Askers::OFFICE, Always => office::item::item;
    Get app::office::people::PATH, Page, Askers::OFFICE, Always => office::people::people;
    Post "/office/people/{person}/link", Page, Askers::OFFICE, Always => office::people::link;
    Post "/office/people/{person}/sign-out", Page, Askers::OFFICE, Always => office::people::sign_out;
    Post "/office/people/{person}/unlock", Page, Askers::OFFICE, Always => office::people::unlock;
    Get app::office::audit::PATH, Page, Askers::OFFICE, Always => office::audit::audit;
    Get app::office::audit::EXPORT, Page, Askers::OFFICE, Always => office::audit_csv::audit_csv;
    Get app::office::emergencies::PATH, Page, Askers::OFFICE, Always => office::emergencies::emergencies;
    Post "/office/emergencies/{emergency}", Page, Askers::OFFICE, Always => office::review::review;

    // Those beside the shop: the client supporter,
    Get app::supporter::PATH, Page, Askers::SUPPORTER, Always => supporter::list::list;
    Get "/supporter/{household}", Page, Askers::SUPPORTER, Always => supporter::resident::resident;
    Post "/supporter/{household}/notes", Page, Askers::SUPPORTER, Always => supporter::write::write;
    Get "/supporter/{household}/notes/{note}", Page, Askers::SUPPORTER, Always => supporter::note::note;
    Post "/supporter/{household}/notes/{note}", Page, Askers::SUPPORTER, Always => supporter::change::change;
    Post "/supporter/{household}/notes/{note}/remove", Page, Askers::SUPPORTER, Always => supporter::remove::remove;
    // whoever comes for a provider, the client council,
    Get app::provider::PATH, Page, Askers::PROVIDER, Always => provider::provider;
    Get app::council::PATH, Page, Askers::COUNCIL, Always => council::changes::changes;
    Get app::council::CATALOGUE, Page, Askers::COUNCIL, Always => office::catalogue::catalogue;
    Get "/council/catalogue/{code}", Page, Askers::COUNCIL, Always => office::item::item;
    // and the security officer.
    Get app::security::PATH, Page, Askers::SECURITY, Always => security::log::log;
    Get app::security::JSON, Page, Askers::SECURITY, Always => security::export::json;
    Get app::security::CSV, Page, Askers::SECURITY, Always => security::export::csv;

    // The door of the demo.
    Get "/demo", Page, Askers::ANYONE, InTheDemo => door::show::show;
    Post "/demo/enter", Page, Askers::ANYONE, InTheDemo => door::enter::enter;
    Get "/demo/as/{code}", Page, Askers::ANYONE, InTheDemo => door::enter::enter_as;
    Post "/demo/leave", Page, Askers::ANYONE, InTheDemo => door::leave::leave;
};

/// The addresses that exist in this shop: the list, and the files at the top of its site.
pub fn all(state: &AppState) -> impl Iterator<Item = Route> {
    let demo = state.demo;
    let listed = ROUTES.iter().filter(move |route| route.exists == Exists::Always || demo).cloned();
    listed.chain(site::top_files(&state.site).map(|address| Route {
        verb: Verb::Get,
        address: Cow::Owned(address),
        answers: Answers::File,
        who: Askers::ANYONE,
        exists: Exists::Always,
        handler: |filter| on(filter, site::top_file),
    }))
}

impl Route {
    /// The handler behind its gate.
    pub fn guarded(&self, state: &AppState) -> MethodRouter<AppState> {
        let handler = (self.handler)(self.verb.filter());
        // The door of the demo is on this computer only, and tests go in and out.
        let is_sent = self.verb == Verb::Post || sign_in::home::ADDRESSES.contains(&&*self.address);
        let is_try = is_sent && self.who.lets(Asker::Nobody) && self.exists == Exists::Always;
        let handler = if is_try {
            handler.route_layer(middleware::from_fn_with_state(state.clone(), count_tries))
        } else {
            handler
        };
        if self.who.is_anyone() {
            return handler;
        }
        let (address, who, answers) = (self.address.clone(), self.who, self.answers);
        let gate_of_route = Gate { state: state.clone(), address, who, answers };
        handler.route_layer(middleware::from_fn_with_state(Arc::new(gate_of_route), gate))
    }
}
