//! The pages of a resident as the server makes them: what stands on them, for who has nothing, much, or too little.

use crate::facts::Flash;
use crate::shell::tests::page;
use domain::access::{Actor, AuthorityKind, Grade, Scope, Viewer};
use domain::amount::Amount;
use domain::catalogue::{Language, Photo, PurseKind};
use domain::household::{Basket, Household};
use domain::ids::OpId;
use domain::order::{BasketLine, Before, LineState, Order, OrderLine};
use domain::sync::{Refusal, RefusedOrder, Snapshot};
use domain::testing::{
    LOCATION, always, authority, between, choice, closed, de_linde, family, household_with_cents, moment, now, op_id,
    order_id, person_id, resident, snapshot,
};

fn view(household: Household, language: Language) -> Snapshot {
    let scope = Scope::Resident { location: LOCATION, household: household.id };
    let view = snapshot(de_linde(), vec![household], now("2026-11-16T09:00"));
    Snapshot { viewer: Viewer { scope, actor: resident(), language, ..view.viewer.clone() }, ..view }
}

fn render(view: &Snapshot, name: &str, flash: Option<Flash>) -> String {
    let address = format!("/r/{}/{name}", view.households[0].id);
    page(view, "shop", address.trim_end_matches('/'), flash)
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
fn a_photo_lies_over_its_pictogram_and_says_its_size() {
    let mut view = view(with_walk(rich()), Language::Nl);
    let walk = view.catalogue.by_code("W01").unwrap().clone();
    assert!(!render(&view, "item/W01", None).contains("<img"));
    let mut catalogue = de_linde();
    let photo = Photo("0123456789abcdef0123456789abcdef".to_owned());
    for item in catalogue.items.iter_mut().filter(|item| item.id == walk.id) {
        item.photo = Some(photo.clone());
    }
    view.catalogue = catalogue.into();
    let (small, large) = (photo.address(480), photo.address(960));
    for (page, lazy, both) in [("item/W01", false, true), ("shop/out", true, true), ("basket", true, false)] {
        let html = render(&view, page, None);
        assert_eq!(html.matches("<img").count(), 1, "{page}");
        let (before, rest) = html.split_once("<img").unwrap();
        let img = rest.split_once('>').unwrap().0;
        assert!(before.ends_with("</svg>") && before.rfind("<svg") > before.rfind("class=\"patch"), "{page}: {img}");
        for part in [" alt ", "width=\"480\"", "height=\"360\"", &format!("src=\"{small}\"")] {
            assert!(img.contains(part), "{page}: {part} in {img}");
        }
        assert_eq!(img.contains("loading=\"lazy\""), lazy, "{page}: {img}");
        assert_eq!(img.contains(&format!("srcset=\"{small} 480w, {large} 960w\"")), both, "{page}: {img}");
    }
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

/// With something that was delivered before, for this price.
fn had_before(mut household: Household, code: &str, quantity: u32, cents: i64) -> Household {
    let catalogue = de_linde();
    let unit = household.budget.granted.unit();
    let at = moment("2026-11-12T10:00");
    let choice = choice(9, &catalogue, code, at, quantity, PurseKind::Cup, unit);
    let line = closed(&BasketLine { unit_price: Amount::cents(cents), ..choice }, LineState::Delivered);
    let line = OrderLine { delivered: Some(quantity), ..line };
    let placed_at = now("2026-11-10T09:00").at;
    household.orders.push(Order { id: order_id(9), placed_by: resident(), placed_at, lines: vec![line] });
    household
}

#[test]
fn what_was_had_before_is_ordered_again_in_one_tap() {
    let household = had_before(rich(), "A07", 2, 545);
    let view = view(household, Language::Nl);
    let html = render(&view, "again", None);
    assert!(html.contains("place_order") && html.contains("Bestel opnieuw: 2\u{a0}× Voorlezen"), "{html}");
    assert!(html.contains("Leg in mandje: 2\u{a0}× Voorlezen"), "the basket is the second way");
    assert!(html.contains("10,90") && html.contains("Daarna heeft u nog €\u{a0}168,76."), "{html}");
    assert!(!html.contains("kost nu"), "the price is the same");
}

#[test]
fn ordering_again_takes_the_next_moment_that_is_not_ordered_yet() {
    let first = render(&view(had_before(rich(), "W01", 1, 1_795), Language::Nl), "again", None);
    assert!(first.contains("Vandaag 14 uur"), "{first}");
    let mut household = had_before(rich(), "W01", 1, 1_795);
    let mut coming = household.orders[0].clone();
    coming.id = order_id(10);
    coming.lines[0].state = LineState::Requested;
    coming.lines[0].moment = moment("2026-11-16T14:00");
    household.orders.push(coming);
    let next = render(&view(household, Language::Nl), "again", None);
    assert!(!next.contains("Vandaag 14 uur") && next.contains("Morgen 10 uur"), "{next}");
}

#[test]
fn what_cannot_be_had_again_as_it_was_says_so_and_leads_to_something_else() {
    let dearer = render(&view(had_before(rich(), "A07", 1, 500), Language::Nl), "again", None);
    assert!(dearer.contains("Voorlezen kost nu €\u{a0}5,45. Dat was €\u{a0}5,00."), "{dearer}");
    assert!(dearer.contains("place_order"), "at the price of now, which stands on the card");

    let poor = had_before(household_with_cents(1, 600, 0, 0), "W01", 1, 1_795);
    let short = render(&view(poor, Language::Nl), "again", None);
    assert!(short.contains("11,95 te weinig") && short.contains("Kijk bij") && short.contains("/shop/out"), "{short}");
    assert!(!short.contains("place_order"));

    let mut blocked = had_before(rich(), "W02", 1, 1_795);
    blocked.clearances.clear();
    let blocked = render(&view(blocked, Language::Nl), "again", None);
    assert!(blocked.contains("kan nu niet") && !blocked.contains("place_order"), "{blocked}");

    let mut gone = view(had_before(rich(), "W01", 1, 1_795), Language::Nl);
    let mut catalogue = de_linde();
    catalogue.items.iter_mut().for_each(|item| item.valid = between("2020-01-01", "2026-11-01"));
    gone.catalogue = catalogue.into();
    let gone = render(&gone, "again", None);
    assert!(gone.contains("Wandeling is er nu niet.") && gone.contains("Kijk bij"), "{gone}");
    assert!(!gone.contains("place_order"));
}

#[test]
fn two_refusals_of_the_same_choice_close_by_names_of_their_own() {
    let mut household = with_walk(rich());
    let lines = household.baskets[0].lines.clone();
    for number in 1..=2 {
        let (by, at) = (resident(), now("2026-11-16T08:30").at);
        let refusal = Refusal::NothingChosen;
        household.refused.push(RefusedOrder { op: op_id(number), by, at, lines: lines.clone(), refusal });
    }
    let html = render(&view(household, Language::Nl), "week", None);
    let labels: Vec<&str> = html.split("aria-label=\"Sluit dit bericht: ").skip(1).collect();
    let labels: Vec<&str> = labels.iter().map(|rest| rest.split('"').next().unwrap()).collect();
    assert_eq!(labels.len(), 2, "{html}");
    assert_ne!(labels[0], labels[1]);
    assert!(labels[1].ends_with(", nummer 2"), "{}", labels[1]);
}

/// With a walk, tomorrow at ten, that Els proposed, and what was said to it.
fn with_proposal(answer: Option<(LineState, Actor)>) -> Household {
    let mut household = rich();
    let walk = with_walk(rich()).baskets.remove(0).lines.remove(0);
    let mut line = closed(&walk, LineState::Requested);
    if let Some((state, by)) = answer {
        let (op, at) = (op_id(5), now("2026-11-16T08:30").at);
        let before = Before {
            op,
            by,
            at,
            state: line.state,
            moment: line.moment,
            cancel_asked: false,
            cancel_asked_at: None,
            hold: None,
            charged: None,
        };
        line = OrderLine { state, before: Some(Box::new(before)), ..line };
    }
    let placed_at = now("2026-11-16T08:00").at;
    household.proposals.push(Order { id: order_id(5), placed_by: family(1), placed_at, lines: vec![line] });
    household
}

/// As family sees it, with this grade for care.
fn by_family(number: u64, grade: Grade, mut household: Household) -> Snapshot {
    household.authorities.push(authority(number, grade, AuthorityKind::Care, always()));
    let mut view = view(household, Language::Nl);
    view.viewer.actor = family(number);
    view.viewer.scope = Scope::Family { person: person_id(number), households: vec![view.households[0].id] };
    view
}

#[test]
fn the_resident_reads_who_proposes_what_and_says_yes_or_no() {
    let view = view(with_proposal(None), Language::Nl);
    let week = render(&view, "week", None);
    for part in
        ["Els (dochter) stelt voor", "Wandeling", "Morgen 10 uur. €\u{a0}17,95", "Ja, bestel dit", "Nee, dank u"]
    {
        assert!(week.contains(part), "{part}: {week}");
    }
    assert!(week.contains("Daarna heeft u nog €\u{a0}161,71."), "{week}");
    assert!(!week.contains("Neem dit terug") && !week.contains("zegt ja of nee"));
    assert!(render(&view, "", None).contains("Els (dochter) stelt voor"), "the home says that there is something");
}

#[test]
fn who_proposed_takes_back_and_others_only_read() {
    let own = render(&by_family(1, Grade::Propose, with_proposal(None)), "week", None);
    assert!(own.contains("Neem dit terug") && !own.contains("Ja, bestel dit"), "{own}");
    assert!(own.contains("U stelt voor") && own.contains("Mevrouw Vermeer zegt ja of nee."), "{own}");
    for grade in [Grade::View, Grade::Propose] {
        let other = render(&by_family(2, grade, with_proposal(None)), "week", None);
        assert!(other.contains("stelt voor") && !other.contains("answer_proposal"), "{other}");
    }
    let decides = render(&by_family(2, Grade::Order, with_proposal(None)), "week", None);
    assert!(decides.contains("Ja, bestel dit") && decides.contains("Nee, dank u"), "{decides}");
}

#[test]
fn what_became_of_a_proposal_is_told_to_who_proposed_it_and_to_nobody_else() {
    let (yes, no) = (LineState::Delivered, LineState::Cancelled);
    let as_els = |answer| render(&by_family(1, Grade::Propose, with_proposal(answer)), "week", None);
    let told = as_els(Some((no, resident())));
    assert!(told.contains("Mevrouw Vermeer zei: nee, dank u.") && !told.contains("answer_proposal"), "{told}");
    for silent in [as_els(Some((yes, resident()))), as_els(Some((no, family(1))))] {
        assert!(!silent.contains("U stelt voor"), "{silent}");
    }
    let by_resident = render(&view(with_proposal(Some((no, resident()))), Language::Nl), "week", None);
    assert!(!by_resident.contains("stelt voor"), "{by_resident}");
}

#[test]
fn a_proposal_that_lapsed_asks_nothing_any_more() {
    let mut late = by_family(1, Grade::Propose, with_proposal(None));
    late.now = now("2026-11-17T09:00");
    let els = render(&late, "week", None);
    assert!(els.contains("Dit kan niet meer.") && !els.contains("answer_proposal"), "{els}");
    let mut late = view(with_proposal(None), Language::Nl);
    late.now = now("2026-11-17T09:00");
    for page in ["week", ""] {
        let html = render(&late, page, None);
        assert!(!html.contains("stelt voor"), "{page}: {html}");
    }
}

#[test]
fn who_may_only_propose_proposes_with_the_same_buttons() {
    let mut household = with_walk(rich());
    household.baskets[0].owner = Some(person_id(1));
    let basket = render(&by_family(1, Grade::Propose, household.clone()), "basket", None);
    assert!(basket.contains("Stel dit voor") && basket.contains("zegt ja of nee"), "{basket}");
    assert!(!basket.contains("Bestel 1 keuze") && !basket.contains("U kunt alles nog afzeggen"));
    let orders = render(&by_family(1, Grade::Order, household), "basket", None);
    assert!(orders.contains("Bestel 1 keuze") && !orders.contains("Stel dit voor"));
    let again = render(&by_family(1, Grade::Propose, had_before(rich(), "A07", 1, 545)), "again", None);
    assert!(again.contains("Stel dit voor: Voorlezen"), "{again}");
    let looks = render(&by_family(1, Grade::View, rich()), "item/W01", None);
    assert!(looks.contains("U mag hier niet bestellen") && !looks.contains("put_in_basket"));
}

#[test]
fn what_was_just_proposed_is_said_and_taken_back_in_one_tap() {
    let view = by_family(1, Grade::Propose, with_proposal(None));
    let done = Flash::Done { op: op_id(1), kind: "place_order".to_owned() };
    let html = render(&view, "week", Some(done));
    assert!(html.contains("Voorgesteld. U kunt het nog terugnemen.") && html.contains("Maak ongedaan"), "{html}");
    assert!(!html.contains("Besteld."));
}
