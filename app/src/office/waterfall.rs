//! The waterfall of the office: every step dated and pro rata by day.

use super::figures::{euro_amount, per_cent};
use super::head::{Named, head};
use super::selection::package;
use crate::t;
use crate::words::{Words, amount, day_short};
use domain::budget::{Period, Segment, Waterfall};
use leptos::prelude::*;
use rust_decimal::Decimal;

/// "van 7 september tot en met 4 oktober".
pub fn days_from_to(words: Words, period: Period) -> String {
    t!(words, "office-from-to", from = day_short(words, period.start), to = day_short(words, period.last_day()))
}

fn times(segment: &Segment, per_day: Decimal) -> Decimal {
    per_day * Decimal::from(segment.period.days())
}

/// One table for each row of equal days: what comes in a day, what is kept, what is free.
pub fn per_day(words: Words, waterfall: &Waterfall) -> impl IntoView + use<> {
    let tables: Vec<_> = waterfall.segments.iter().map(|segment| segment_table(words, segment)).collect();
    view! {
        {tables}
        {without(words, waterfall)}
        {becomes(words, waterfall).map(|text| view! { <p class="opened-note">{text}</p> })}
    }
}

fn segment_table(words: Words, segment: &Segment) -> impl IntoView + use<> {
    let day = &segment.per_day;
    let share = if day.income.is_zero() { Decimal::ZERO } else { day.overhead / day.income };
    let minus = |value: Decimal| format!("− {}", euro_amount(words, value));
    view! {
        <table class="sum">
            <caption>
                <b>{t!(words, "office-days-of-profile", count = segment.period.days(), profile = &segment.profile)}</b>
                " "
                <span>{days_from_to(words, segment.period)}</span>
            </caption>
            <tbody>
                <tr>
                    <th scope="row">{t!(words, "office-tariff-day")}</th>
                    <td>{euro_amount(words, day.income)}</td>
                </tr>
                <tr>
                    <th scope="row">{t!(words, "office-overhead-share", share = per_cent(words, share))}</th>
                    <td>{minus(day.overhead)}</td>
                </tr>
                <tr>
                    <th scope="row">{t!(words, "office-package-parts")}</th>
                    <td>{minus(package(day))}</td>
                </tr>
                <tr>
                    <th scope="row">
                        {t!(words, "office-free-days", day = euro_amount(words, day.free), count = segment.period.days())}
                    </th>
                    <td>{euro_amount(words, times(segment, day.free))}</td>
                </tr>
            </tbody>
        </table>
    }
}

/// How the free euros became what was granted; nothing where both are the same.
pub fn becomes(words: Words, waterfall: &Waterfall) -> Option<String> {
    let (free, granted) = (euro_amount(words, waterfall.total.free), amount(words, waterfall.granted));
    (free != granted).then(|| t!(words, "office-free-becomes", free = free, granted = granted))
}

/// Says how many days have no budget, and what that can mean.
pub fn without(words: Words, waterfall: &Waterfall) -> impl IntoView + use<> {
    (waterfall.days_without > 0).then(
        || view! { <p class="opened-note">{t!(words, "office-days-without", count = waterfall.days_without)}</p> },
    )
}

/// Which part of a day's money a table shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    Income,
    Overhead,
    Housing,
    Treatment,
    AgreedCare,
    Hotel,
    Free,
}

impl Part {
    pub const PACKAGE: [Self; 4] = [Self::Housing, Self::Treatment, Self::AgreedCare, Self::Hotel];

    const fn of(self, segment: &Segment) -> Decimal {
        let day = &segment.per_day;
        match self {
            Self::Income => day.income,
            Self::Overhead => day.overhead,
            Self::Housing => day.housing,
            Self::Treatment => day.treatment,
            Self::AgreedCare => day.agreed_care,
            Self::Hotel => day.hotel,
            Self::Free => day.free,
        }
    }

    fn name(self, words: Words) -> String {
        match self {
            Self::Income => t!(words, "office-tariff"),
            Self::Overhead => t!(words, "office-overhead"),
            Self::Housing => t!(words, "office-housing"),
            Self::Treatment => t!(words, "office-treatment"),
            Self::AgreedCare => t!(words, "office-agreed-care"),
            Self::Hotel => t!(words, "office-hotel"),
            Self::Free => t!(words, "office-free"),
        }
    }
}

/// `parts` of the waterfall, dated: days × amount a day.
pub fn dated(words: Words, waterfall: &Waterfall, parts: &[Part]) -> impl IntoView + use<> {
    let rows: Vec<_> = waterfall
        .segments
        .iter()
        .flat_map(|segment| parts.iter().map(move |part| (segment, *part)))
        .filter(|(segment, part)| !part.of(segment).is_zero())
        .map(|(segment, part)| {
            view! {
                <tr>
                    <th scope="row">{part.name(words)}</th>
                    <td>{segment.profile.clone()}</td>
                    <td>{days_from_to(words, segment.period)}</td>
                    <td class="num">
                        {t!(words, "office-days-times", count = segment.period.days(), day = euro_amount(words, part.of(segment)))}
                    </td>
                    <td class="num">{euro_amount(words, times(segment, part.of(segment)))}</td>
                </tr>
            }
        })
        .collect();
    view! {
        <table class="steps">
            {head(vec![Named::Text(t!(words, "office-step")), Named::Text(t!(words, "office-profile")), Named::Text(t!(words, "office-days")), Named::Number(t!(words, "office-calculation")), Named::Number(t!(words, "office-amount"))])}
            <tbody>{rows}</tbody>
        </table>
        {without(words, waterfall)}
    }
}
