//! A page about one resident while it is made: who looks, at whom, in which words; and the frame around every such page.

use super::dock::dock;
use super::flash::FlashBar;
use super::line_words::{capital, item_name};
use super::topbar::{back_bar, top_bar};
use crate::not_found::NotFound;
use crate::place::use_params;
use crate::replica::{Subject, use_replica};
use crate::t;
use crate::words::{Words, amount, use_words};
use domain::access::{Actor, Role, Scope};
use domain::amount::{Amount, Unit};
use domain::calendar::{Day, Moment};
use domain::catalogue::{Item, Localized};
use domain::household::{BasketOwner, Household};
use domain::ids::{ItemId, OpId};
use domain::order::BasketLine;
use domain::sync::{Facts, Operation, OperationKind, Refusal, Snapshot, decide, is_authorised, needs_nod};
use leptos::prelude::*;
use leptos_meta::Title;
use std::sync::Arc;

/// What a page is made from. Cheap to make for every part of a page.
#[derive(Clone, Copy)]
pub struct Scene<'a> {
    pub view: &'a Snapshot,
    pub household: &'a Household,
    pub words: Words,
}

impl<'a> Scene<'a> {
    #[must_use]
    pub const fn subject(&self) -> Subject {
        Subject(self.household.id)
    }

    /// The address of a page about this resident: `scene.link("shop")`.
    #[must_use]
    pub fn link(&self, page: &str) -> String {
        self.subject().link(page)
    }

    #[must_use]
    pub fn item_link(&self, item: &Item) -> String {
        self.link(&format!("item/{}", item.code))
    }

    /// What the cup is counted in.
    #[must_use]
    pub const fn unit(&self) -> Unit {
        self.household.budget.granted.unit()
    }

    #[must_use]
    pub const fn now(&self) -> Moment {
        self.view.now.local
    }

    #[must_use]
    pub const fn today(&self) -> Day {
        self.view.now.local.day
    }

    /// Whether the resident looks; otherwise family or the ward does.
    #[must_use]
    pub const fn is_resident(&self) -> bool {
        matches!(self.view.viewer.scope, Scope::Resident { .. })
    }

    #[must_use]
    pub const fn is_family(&self) -> bool {
        matches!(self.view.viewer.scope, Scope::Family { .. })
    }

    /// For `{ $you -> [yes] … *[no] … }`: whether the text speaks to the resident.
    #[must_use]
    pub const fn you(&self) -> &'static str {
        if self.is_resident() { "yes" } else { "no" }
    }

    /// "mevrouw Vermeer".
    #[must_use]
    pub fn name(&self) -> &'a str {
        self.household.resident.name.get(self.words.language)
    }

    #[must_use]
    pub const fn owner(&self) -> BasketOwner {
        match self.view.viewer.actor.role {
            Role::Family => self.view.viewer.actor.person,
            _ => None,
        }
    }

    #[must_use]
    pub fn basket(&self) -> &'a [BasketLine] {
        self.household.basket(self.owner())
    }

    #[must_use]
    pub fn item(&self, id: ItemId) -> Option<&'a Item> {
        self.view.catalogue.item(id)
    }

    #[must_use]
    pub fn item_name(&self, id: ItemId) -> String {
        item_name(self.words, &self.view.catalogue, id)
    }

    #[must_use]
    pub fn text(&self, text: &'a Localized) -> &'a str {
        text.get(self.words.language)
    }

    #[must_use]
    pub fn amount(&self, value: Amount) -> String {
        amount(self.words, value)
    }

    /// "U heeft nog", "Mevrouw Vermeer heeft nog".
    #[must_use]
    pub fn has_left(&self) -> String {
        t!(self.words, "left-has", you = self.you(), name = capital(self.name()))
    }

    /// "Daarna heeft u nog", "Daarna blijft over".
    #[must_use]
    pub fn then_left(&self) -> String {
        t!(self.words, "left-then", you = self.you())
    }

    /// Whether the viewer may do this for this resident at all.
    #[must_use]
    pub fn may(&self, kind: OperationKind) -> bool {
        is_authorised(&self.operation(kind), self.household, self.today())
    }

    /// Whether this order of the viewer is a proposal.
    #[must_use]
    pub fn needs_nod(&self, kind: OperationKind) -> bool {
        needs_nod(&self.operation(kind), self.household, self.today())
    }

    /// What the server would say of this, by the same rules.
    pub fn judge(&self, kind: OperationKind) -> Result<(), Box<Refusal>> {
        let Snapshot { catalogue, places, now, .. } = self.view;
        let facts = Facts { household: self.household, catalogue, places, now: *now };
        decide(&self.operation(kind), &facts).map(|_| ()).map_err(Box::new)
    }

    fn operation(&self, kind: OperationKind) -> Operation {
        Operation::online(OpId(uuid::Uuid::nil()), self.household.id, self.view.viewer.actor.clone(), kind)
    }

    /// Whether the viewer did it.
    #[must_use]
    pub fn is_viewer(&self, actor: &Actor) -> bool {
        let viewer = &self.view.viewer.actor;
        (viewer.role, viewer.person) == (actor.role, actor.person)
    }
}

/// The part of a page that differs from the others.
pub trait Page: Send + Sync + 'static {
    fn title(&self, scene: &Scene<'_>) -> String;

    /// The page that *Back* opens; the home by default.
    fn back(&self, _scene: &Scene<'_>) -> &'static str {
        ""
    }

    /// The start of the bar on top: *Back* and the cup.
    fn bar(&self, scene: &Scene<'_>) -> AnyView {
        back_bar(scene, self.back(scene), true)
    }

    /// `<main>`, with the heading.
    fn main(&self, scene: &Scene<'_>) -> AnyView;
}

/// The frame of every page about one resident: bar, what just happened, content, dock.
pub fn stage(page: impl Page) -> AnyView {
    frame(Arc::new(page))
}

fn frame(page: Arc<dyn Page>) -> AnyView {
    let bar = {
        let page = Arc::clone(&page);
        scene_view(move |scene| page.bar(scene))
    };
    let title = {
        let page = Arc::clone(&page);
        with_scene(move |scene| page.title(scene))
    };
    // On the server the title is asked for when the page is made and its data are gone.
    let made_title = untrack(&title).unwrap_or_default();
    let title = move || if cfg!(feature = "ssr") { made_title.clone() } else { title().unwrap_or_default() };
    let main = {
        let main = with_scene(move |scene| page.main(scene));
        move || main().unwrap_or_else(|| NotFound().into_any())
    };
    view! {
        <Title text=title />
        {top_bar(bar)}
        <FlashBar />
        {main}
        {scene_view(demo_note)}
        {scene_view(dock)}
    }
    .into_any()
}

/// Something made from the scene, again whenever the data or the address changes.
pub fn with_scene<T: 'static>(
    make: impl Fn(&Scene<'_>) -> T + Send + Sync + 'static,
) -> impl Fn() -> Option<T> + Send + Sync + 'static {
    let replica = use_replica();
    let words = use_words();
    let params = use_params();
    move || {
        let view = replica.view();
        let subject = Subject(params.with(|params| params.get("household"))?.parse().ok()?);
        let household = subject.of(&view)?;
        Some(make(&Scene { view: &view, household, words }))
    }
}

fn scene_view(make: impl Fn(&Scene<'_>) -> AnyView + Send + Sync + 'static) -> AnyView {
    with_scene(make).into_any()
}

/// Says on every page that a demo is a demo, and that its amounts are assumptions.
pub fn demo_note(scene: &Scene<'_>) -> AnyView {
    let place = &scene.view.place;
    if !place.demo && place.price_note.is_empty() {
        return ().into_any();
    }
    let demo = place.demo.then(|| t!(scene.words, "demo-note"));
    view! {
        <aside class="demo foot" aria-label=t!(scene.words, "demo-label")>
            {demo.map(|demo| view! { <b>{demo}</b> })}
            " "
            {place.price_note.clone()}
        </aside>
    }
    .into_any()
}
