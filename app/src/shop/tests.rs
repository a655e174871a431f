//! The pages of a resident as the server makes them: what stands on them, for who has nothing, much, or too little.

use crate::facts::{Flash, PageFacts};
use crate::place::Address;
use crate::shell::{Assets, document};
use domain::access::{Scope, Viewer};
use domain::catalogue::{Language, PurseKind};
use domain::household::{Basket, Household};
use domain::ids::OpId;
use domain::sync::{Refusal, Snapshot};
use domain::testing::{LOCATION, choice, de_linde, household_with_cents, moment, now, resident, snapshot};
use leptos::prelude::*;
use leptos_meta::ServerMetaContext;

fn view(household: Household, language: Language) -> Snapshot {
    let scope = Scope::Resident { location: LOCATION, household: household.id };
    let view = snapshot(de_linde(), vec![household], now("2026-11-16T09:00"));
    Snapshot { viewer: Viewer { scope, actor: resident(), language, ..view.viewer.clone() }, ..view }
}

fn render(view: &Snapshot, page: &str, flash: Option<Flash>) -> String {
    let address = format!("/r/{}/{page}", view.households[0].id);
    let facts = PageFacts { snapshot: view.clone(), flash, pictograms: String::new() };
    let owner = Owner::new_root(None);
    owner.with(|| {
        provide_context(Address::read(address.trim_end_matches('/')));
        provide_context(ServerMetaContext::new().0);
        let html = document(facts, Assets::default()).to_html();
        // The facts travel along; what people see ends before them.
        html.split("<script").next().unwrap().to_owned()
    })
}

fn rich() -> Household {
    household_with_cents(1, 16_800, 1_166, 5_000)
}

/// With one walk, tomorrow at ten, in the basket.
fn with_walk(mut household: Household) -> Household {
    let line =
        choice(1, &de_linde(), "W01", moment("2026-11-17T10:00"), 1, PurseKind::Cup, household.budget.granted.unit());
    household.baskets.push(Basket { owner: None, lines: vec![line] });
    household
}

#[test]
fn every_page_has_one_heading_and_one_main_part_in_both_languages() {
    for language in Language::ALL {
        let view = view(with_walk(rich()), language);
        for page in ["", "shop", "shop/out", "item/W01", "search?q=voeten", "basket", "week", "again", "cup", "help"] {
            let html = render(&view, page, None);
            assert_eq!(html.matches("<h1").count(), 1, "{page}");
            assert_eq!(html.matches("<main").count(), 1, "{page}");
        }
    }
}

#[test]
fn a_shelf_shows_six_products_and_then_more() {
    let view = view(rich(), Language::Nl);
    let cards = |page: &str| render(&view, page, None).matches("class=\"product ").count();
    assert_eq!(cards("shop/out"), 6);
    assert_eq!(cards("shop/out?page=2"), 8);
    assert!(render(&view, "shop/out", None).contains("?page=2"));
    assert!(!render(&view, "shop/out?page=2", None).contains("?page=3"));
}

#[test]
fn there_are_at_most_four_moments_and_later_ones_on_request() {
    let view = view(rich(), Language::Nl);
    let first = render(&view, "item/W01", None);
    assert_eq!(first.matches("class=\"moment\"").count(), 4);
    assert!(first.contains("Kies vandaag 14") && first.contains("later=1"), "the soonest first");
    let later = render(&view, "item/W01?later=1", None);
    assert_eq!(later.matches("class=\"moment\"").count(), 4);
    assert!(!later.contains("Kies vandaag"));
}

#[test]
fn a_shortage_is_a_sentence_with_something_else_to_choose() {
    let view = view(household_with_cents(1, 600, 0, 0), Language::Nl);
    let html = render(&view, "item/W01", None);
    assert!(html.contains("11,95 te kort"), "{html}");
    assert!(!html.contains("class=\"moment\""));
    assert!(html.contains("Dit kan wel") && html.contains("Vraag hulp"));
    assert!(render(&view, "shop/out", None).contains("11,95 te kort"));
}

#[test]
fn a_blocked_item_names_its_rule_and_the_alternative() {
    let mut household = rich();
    household.clearances.clear();
    let html = render(&view(household, Language::Nl), "item/W02", None);
    assert!(html.contains("Dit kan nu niet") && html.contains("Kies wandeling"));
    assert!(!html.contains("class=\"moment\""));
}

#[test]
fn the_basket_orders_what_is_in_it_and_not_more_than_there_is() {
    let enough = render(&view(with_walk(rich()), Language::Nl), "basket", None);
    assert!(enough.contains("Bestel 1 keuze") && enough.contains("161,71"));
    let short = render(&view(with_walk(household_with_cents(1, 1_000, 0, 0)), Language::Nl), "basket", None);
    assert!(short.contains("7,95 te kort") && !short.contains("button-key"));
    let empty = render(&view(rich(), Language::Nl), "basket", None);
    assert!(empty.contains("Open de winkel"));
}

#[test]
fn what_was_taken_out_can_be_put_back() {
    let view = view(rich(), Language::Nl);
    let catalogue = de_linde();
    let offer = catalogue.by_code("W01").unwrap().first_offer().unwrap().id;
    let html = render(&view, &format!("basket?gone=W01~{offer}~cup~2026-11-17T10:00"), None);
    assert!(html.contains("Zet wandeling terug"));
    let nonsense = render(&view, "basket?gone=W01~x~cup~2026-11-17T10:00", None);
    assert!(!nonsense.contains("Zet wandeling"));
}

#[test]
fn a_refusal_is_said_on_the_page_with_a_way_to_close_it() {
    let view = view(with_walk(rich()), Language::Nl);
    let refusal = Box::new(Refusal::TooManyLines { max: 40 });
    let html = render(&view, "basket", Some(Flash::Refused { op: OpId(uuid::Uuid::nil()), refusal }));
    assert!(html.contains("hooguit 40 keuzes") && html.contains("Sluit dit bericht"));
}

#[test]
fn searching_is_never_an_empty_page() {
    let view = view(rich(), Language::Nl);
    for page in ["search", "search?q=x", "search?q=qqqqq"] {
        let html = render(&view, page, None);
        assert!(html.contains("class=\"product ") && html.contains("Bekijk de hele winkel"), "{page}");
    }
    assert!(render(&view, "search?q=wandelen", None).contains("item/W01"));
}
