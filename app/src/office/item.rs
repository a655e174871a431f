//! One item: how the price is made, to the cent; who offers it and when; under which conditions.

use super::catalogue::{Place, base, item_address, price_cells, valid, with_year};
use super::figures::{count, exact, number, per_cent};
use super::frame::{Frame, Room, document};
use super::head::{Named, head};
use super::orders::purse_name;
use super::selection::address;
use crate::t;
use crate::ui::line_words::clearance_name;
use crate::ui::{Glyph, PictureOf, item_picture};
use crate::words::{Words, amount, clock};
use domain::amount::Amount;
use domain::catalogue::{
    Catalogue, Condition, CostBuildUp, EndReason, Item, NoShowCharge, Offer, OfferEnd, Rule, StaffLine,
};
use domain::ids::LocationId;
use leptos::prelude::*;
use rust_decimal::Decimal;
use std::sync::Arc;

#[derive(Clone, Debug)]
pub struct ItemPage {
    pub frame: Frame,
    pub place: Place,
    pub catalogue: Arc<Catalogue>,
    pub item: Item,
}

#[must_use]
pub fn item(page: ItemPage) -> impl IntoView {
    let ItemPage { frame, place, catalogue, item } = page;
    let words = frame.words();
    let title = item.name.get(words.language).to_owned();
    let note = t!(words, "office-amounts-note", note = &frame.price_note);
    let base = base(&frame.viewer.scope);
    document(frame, Room::Catalogue, title.clone(), move |words| {
        let category = catalogue.category(&item.category);
        let category = category.map_or_else(String::new, |category| category.name.get(words.language).to_owned());
        let about = t!(words, "office-item-about", code = &item.code, category = category, place = &place.name);
        let back = address(base, &[("location", place.id.to_string())]);
        let builds = builds(words, &item);
        view! {
            <nav class="crumbs" aria-label=t!(words, "office-back")>
                <a href=back>
                    <Glyph name="arrow-left" />
                    {t!(words, "office-whole-catalogue", place = &place.name)}
                </a>
            </nav>
            <div class="head item-head">
                {item_picture(Some(&item), "", PictureOf::Line)}
                <div>
                    <h1 tabindex="-1">{title}</h1>
                    <p>{about}</p>
                    <p>{item.description.get(words.language).to_owned()}</p>
                </div>
            </div>
            <section class="block">
                <h2 id="price">{t!(words, "office-build-up")}</h2>
                <p class="block-note">{note}</p>
                <div class="builds">{builds}</div>
            </section>
            <section class="block">
                <h2 id="offers">{t!(words, "office-who-offers")}</h2>
                {offers(words, &item)}
            </section>
            <section class="block">
                <h2 id="rules">{t!(words, "office-rules")}</h2>
                {rules(words, &item)}
            </section>
            <section class="block">
                <h2 id="conditions">{t!(words, "office-conditions")}</h2>
                {conditions((words, base), &item, &catalogue, place.id)}
            </section>
        }
    })
}

/// One build-up for all offers that share it.
fn builds(words: Words, item: &Item) -> Vec<AnyView> {
    let mut kinds: Vec<(&CostBuildUp, Vec<&Offer>)> = Vec::new();
    for offer in &item.offers {
        match kinds.iter_mut().find(|(cost, _)| **cost == offer.cost) {
            Some((_, offers)) => offers.push(offer),
            None => kinds.push((&offer.cost, vec![offer])),
        }
    }
    if kinds.is_empty() {
        return vec![view! { <p class="panel">{t!(words, "office-no-offer")}</p> }.into_any()];
    }
    let several = kinds.len() > 1;
    kinds
        .into_iter()
        .map(|(cost, offers)| {
            let by: Vec<_> = offers.iter().map(|offer| offer.performer.get(words.language).to_owned()).collect();
            let by = several.then(|| by.join(", "));
            let shown = offers.first().map_or(0, |offer| offer.prices.cents);
            build(words, cost, by, shown).into_any()
        })
        .collect()
}

/// The name of a function level.
fn function_name(words: Words, line: &StaffLine) -> String {
    match line.function.as_str() {
        "GAST" => t!(words, "office-function-gast"),
        "HELP" => t!(words, "office-function-help"),
        "VIG" => t!(words, "office-function-vig"),
        "AB" => t!(words, "office-function-ab"),
        "PAR" => t!(words, "office-function-par"),
        "TD" => t!(words, "office-function-td"),
        "CHAUF" => t!(words, "office-function-chauf"),
        "VR" => t!(words, "office-function-vr"),
        other => other.to_owned(),
    }
}

fn build(words: Words, cost: &CostBuildUp, by: Option<String>, shown: i64) -> impl IntoView + use<> {
    let row = |name: String, how: String, value: String| {
        view! {
            <tr>
                <th scope="row">{name}</th>
                <td class="how">{how}</td>
                <td class="num">{value}</td>
            </tr>
        }
    };
    let steps = cost.steps();
    let staff_total: Decimal = cost.staff.iter().map(|line| Decimal::from(line.minutes) * line.rate).sum();
    let mut rows = Vec::new();
    for line in &cost.staff {
        let how = t!(words, "office-minutes-times", count = line.minutes, rate = exact(words, line.rate));
        rows.push(row(function_name(words, line), how, exact(words, Decimal::from(line.minutes) * line.rate)));
    }
    if let Some(factor) = cost.evening_weekend {
        let how = format!("× {}", number(words, factor));
        rows.push(row(t!(words, "office-evening-weekend"), how, exact(words, staff_total * factor)));
    }
    let Ok(steps) = steps else {
        return view! { <p class="panel">{t!(words, "office-cost-wrong")}</p> }.into_any();
    };
    if cost.shared_by > 1 {
        let how = t!(words, "office-shared-by", count = cost.shared_by);
        rows.push(row(t!(words, "office-staff-each"), how, exact(words, steps.staff)));
    }
    rows.push(row(t!(words, "office-staff-overhead"), per_cent(words, cost.overhead), exact(words, steps.overhead)));
    if !steps.materials.is_zero() {
        rows.push(row(t!(words, "office-materials"), t!(words, "office-each"), exact(words, steps.materials)));
    }
    if !steps.purchase.is_zero() {
        rows.push(row(t!(words, "office-purchase"), t!(words, "office-each"), exact(words, steps.purchase)));
    }
    if !steps.surcharge.is_zero() {
        rows.push(row(t!(words, "office-surcharge"), per_cent(words, cost.surcharge), exact(words, steps.surcharge)));
    }
    let whole = steps.price.to_decimal() - steps.rounding;
    rows.push(row(t!(words, "office-exact"), String::new(), exact(words, whole)));
    rows.push(row(
        t!(words, "office-rounding"),
        t!(words, "office-round-up-to", count = cost.round_to_cents),
        exact(words, steps.rounding),
    ));
    rows.push(row(t!(words, "office-price"), String::new(), amount(words, steps.price)));
    let differs = (steps.price.minor() != shown).then(|| {
        let text = t!(words, "office-price-differs", shown = amount(words, Amount::cents(shown)));
        view! {
            <div class="notice notice-amber">
                <Glyph name="triangle-alert" />
                <p>{text}</p>
            </div>
        }
    });
    view! {
        <div class="build">
            {by.map(|by| view! { <h3>{by}</h3> })} <table class="sum">
                <caption class="visually-hidden">{t!(words, "office-build-up")}</caption>
                <tbody>{rows}</tbody>
            </table>
            <p class="build-units">{minutes_and_points(words, cost)}</p>
            {differs}
        </div>
    }
    .into_any()
}

/// How the prices in minutes and points follow.
fn minutes_and_points(words: Words, cost: &CostBuildUp) -> impl IntoView + use<> {
    let minutes = match cost.paid_minutes() {
        Ok(Some(minutes)) => t!(words, "office-price-minutes", price = amount(words, Amount::minutes(minutes))),
        Ok(None) | Err(_) => t!(words, "office-price-no-minutes"),
    };
    let points = cost.prices().map(|prices| {
        t!(
            words,
            "office-price-points",
            value = exact(words, cost.point_value),
            price = amount(words, Amount::points(prices.points))
        )
    });
    view! {
        {minutes}
        <br />
        {points.unwrap_or_default()}
    }
}

/// "maandag, dinsdag"; "elke dag".
fn weekdays(words: Words, iso: &[u8]) -> String {
    if iso.len() == 7 {
        return t!(words, "office-every-day");
    }
    let names: Vec<String> = iso
        .iter()
        .map(|day| match day {
            1 => t!(words, "weekday-monday"),
            2 => t!(words, "weekday-tuesday"),
            3 => t!(words, "weekday-wednesday"),
            4 => t!(words, "weekday-thursday"),
            5 => t!(words, "weekday-friday"),
            6 => t!(words, "weekday-saturday"),
            _ => t!(words, "weekday-sunday"),
        })
        .collect();
    names.join(" · ")
}

fn offers(words: Words, item: &Item) -> AnyView {
    if item.offers.is_empty() {
        return view! { <p class="panel">{t!(words, "office-no-offer")}</p> }.into_any();
    }
    let rows: Vec<_> = item
        .offers
        .iter()
        .map(|offer| {
            let times: Vec<_> = offer.times.iter().map(|time| clock(words, *time)).collect();
            view! {
                <tr>
                    <th scope="row">{offer.performer.get(words.language).to_owned()}</th>
                    <td>{weekdays(words, offer.weekdays.iso())}</td>
                    <td>{times.join(" · ")}</td>
                    <td class="num">{item.room(offer).map(|room| room.to_string())}</td>
                    <td>{offer.ends.map(|end| end_words(words, end))}</td>
                    {price_cells(words, offer.prices)}
                </tr>
            }
        })
        .collect();
    view! {
        <div class="grid" tabindex="0" role="region" aria-label=t!(words, "office-who-offers")>
            <table>
                <caption class="visually-hidden">{t!(words, "office-who-offers")}</caption>
                {head(vec![Named::Text(t!(words, "office-who")), Named::Text(t!(words, "office-days")), Named::Text(t!(words, "office-times-of-day")), Named::Number(t!(words, "office-places")), Named::Text(t!(words, "office-until")), Named::Number(t!(words, "office-in-euros")), Named::Number(t!(words, "office-in-minutes")), Named::Number(t!(words, "office-in-points"))])}
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}

/// "20 juni 2027, verzekering".
fn end_words(words: Words, end: OfferEnd) -> String {
    let what = match end.why {
        EndReason::Insurance => t!(words, "office-ends-insurance"),
        EndReason::Certificate => t!(words, "office-ends-certificate"),
        EndReason::Agreement => t!(words, "office-ends-agreement"),
        EndReason::Withdrawn => t!(words, "office-ends-withdrawn"),
    };
    format!("{}, {what}", with_year(words, end.last_day))
}

/// Hours as days, from two whole days on.
const fn whole_days(hours: u32) -> Option<u32> {
    if hours >= 48 && hours.is_multiple_of(24) { Some(hours / 24) } else { None }
}

fn before_start(words: Words, hours: u32) -> String {
    match whole_days(hours) {
        Some(days) => t!(words, "office-days-before", count = days),
        None => t!(words, "office-hours-before", count = hours),
    }
}

fn free_until(words: Words, hours: u32) -> String {
    match whole_days(hours) {
        Some(days) => t!(words, "office-free-until-days", count = days),
        None => t!(words, "office-free-until", count = hours),
    }
}

fn rules(words: Words, item: &Item) -> impl IntoView + use<> {
    let purses: Vec<_> = item.purses.iter().map(|purse| purse_name(words, *purse)).collect();
    let no_show = match item.no_show {
        NoShowCharge::Full => t!(words, "office-no-show-full"),
        NoShowCharge::None => t!(words, "office-no-show-none"),
    };
    let group = match (item.group_min, item.group_max) {
        (Some(least), Some(most)) if least == most => Some(t!(words, "office-group-exactly", count = least)),
        (Some(least), Some(most)) => Some(t!(words, "office-group-between", least = least, most = most)),
        (Some(least), None) => Some(t!(words, "office-group-from", least = least)),
        (None, Some(most)) => Some(t!(words, "office-group-to", most = most)),
        (None, None) => None,
    };
    let facts = [
        Some((t!(words, "office-purse"), purses.join(", "))),
        item.duration_minutes
            .map(|minutes| (t!(words, "office-duration"), amount(words, Amount::minutes(i64::from(minutes))))),
        Some((t!(words, "office-lead-time"), before_start(words, item.lead_time_hours))),
        Some((t!(words, "office-cancelling"), free_until(words, item.cancel_until_hours))),
        Some((t!(words, "office-no-show"), no_show)),
        group.map(|group| (t!(words, "office-group"), group)),
        Some((t!(words, "office-valid"), valid(words, item.valid.from, item.valid.until))),
    ];
    let facts: Vec<_> = facts
        .into_iter()
        .flatten()
        .map(|(name, value)| {
            view! {
                <div>
                    <dt>{name}</dt>
                    <dd>{value}</dd>
                </div>
            }
        })
        .collect();
    view! { <dl class="particulars panel">{facts}</dl> }
}

/// The rule itself, in words.
fn rule_name(words: Words, catalogue: &Catalogue, rule: &Rule) -> String {
    match rule {
        Rule::NeedsClearance { clearance } => {
            t!(words, "office-rule-clearance", name = clearance_name(words, catalogue, clearance))
        }
        Rule::MaxPerDay { count } => t!(words, "office-rule-per-day", count = *count),
        Rule::MaxPerWeek { count } => t!(words, "office-rule-per-week", count = *count),
        Rule::OrderUntil { days, time } => {
            t!(words, "office-rule-order-until", days = *days, time = clock(words, *time))
        }
        Rule::FamilyFree => t!(words, "office-rule-family-free"),
        Rule::Subscription => t!(words, "office-rule-subscription"),
        Rule::WhenFull => t!(words, "office-rule-when-full"),
        Rule::Information => t!(words, "office-rule-information"),
    }
}

fn conditions(
    (words, base): (Words, &'static str),
    item: &Item,
    catalogue: &Catalogue,
    location: LocationId,
) -> AnyView {
    if item.conditions.is_empty() {
        return view! { <p class="panel">{t!(words, "office-no-conditions")}</p> }.into_any();
    }
    let row = |condition: &Condition| {
        let effect = if condition.rule.can_block() { t!(words, "office-blocks") } else { t!(words, "office-informs") };
        let alternative = condition.alternative.and_then(|id| catalogue.item(id)).map(|other| {
            view! { <a href=item_address(base, &other.code, location)>{other.name.get(words.language).to_owned()}</a> }
        });
        view! {
            <tr>
                <th scope="row">{rule_name(words, catalogue, &condition.rule)}</th>
                <td>{effect}</td>
                <td>{condition.message.get(words.language).to_owned()}</td>
                <td>{alternative}</td>
            </tr>
        }
    };
    let rows: Vec<_> = item.conditions.iter().map(row).collect();
    view! {
        <div class="grid" tabindex="0" role="region" aria-label=t!(words, "office-conditions")>
            <table>
                <caption class="visually-hidden">
                    {t!(words, "office-conditions-count", count = count(item.conditions.len()))}
                </caption>
                {head(vec![Named::Text(t!(words, "office-rule")), Named::Text(t!(words, "office-effect")), Named::Text(t!(words, "office-resident-reads")), Named::Text(t!(words, "office-instead"))])}
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}
