//! A resident's whole file as one page that needs nothing else: it is saved, printed and taken along. In the language of
//! the resident, who reads it.

use super::figures::euro_amount;
use super::head::{Named, head};
use super::ledger::{account_name, reason_name};
use super::orders::{purse_name, state_name};
use crate::t;
use crate::words::{Words, amount, clock, day_short};
use domain::access::{AuthorityKind, Grade, Role, Theme};
use domain::amount::Amount;
use domain::budget::Segment;
use domain::calendar::{Day, Moment, Validity};
use domain::catalogue::Language;
use domain::household::HelpTopic;
use domain::resident_file::{
    Booked, BudgetOfPeriod, By, Chosen, Deed, DeviceKept, LineKept, OrderKept, Proposed, ResidentFile, Step, WhoTheyAre,
};
use leptos::prelude::*;

const STYLE: &str = include_str!("file.css");

/// The document as text. There is no policy of a server around a saved file: its style stands in it.
#[must_use]
pub fn readable(file: &ResidentFile) -> String {
    let words = Words::new(file.resident.language);
    let title = t!(words, "file-title", name = file.resident.name.get(words.language));
    let owner = Owner::new_root(None);
    let body = owner.with(|| body(words, file, title.clone()).to_html());
    owner.unset_with_forced_cleanup();
    let title = title.replace('&', "&amp;").replace('<', "&lt;");
    format!(
        "<!DOCTYPE html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <title>{title}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>{body}</body>\n</html>\n",
        words.language.code()
    )
}

fn body(words: Words, file: &ResidentFile, title: String) -> impl IntoView + use<> {
    let made = t!(words, "file-made", day = day_year(words, file.made_at.day), time = clock(words, file.made_at.time));
    let note = file.price_note.get(words.language);
    let note = (!note.is_empty()).then(|| view! { <p>{t!(words, "file-note", note = note)}</p> });
    view! {
        <main>
            <h1>{title}</h1>
            <p>{t!(words, "file-intro", home = &file.home)} " " {made}</p>
            <p>{t!(words, "file-mistake")}</p>
            {note}
            {section(t!(words, "file-who"), who(words, &file.resident))}
            {section(t!(words, "file-stay"), stay(words, file))}
            {section(t!(words, "file-periods"), periods(words, file))}
            {section(t!(words, "file-orders"), orders(words, file))}
            {section(t!(words, "file-ledger"), ledger(words, &file.ledger))}
            {section(t!(words, "file-authorities"), authorities(words, file))}
            {section(t!(words, "file-help"), help(words, file))}
            {section(t!(words, "file-devices"), devices(words, file))}
            {section(t!(words, "file-operations"), operations(words, &file.operations))}
            {section(t!(words, "privacy-corrected"), corrections(words, file))}
            {section(t!(words, "file-screen"), screen(words, file))}
            {section(t!(words, "file-tablets"), tablets(words, file))}
            {section(t!(words, "file-private-notes"), private_notes(words, file))}
            {section(t!(words, "file-looks"), looks(words, file))}
            {section(t!(words, "file-imported"), imported(words, file))}
        </main>
    }
}

fn section(title: String, content: AnyView) -> AnyView {
    view! {
        <section>
            <h2>{title}</h2>
            {content}
        </section>
    }
    .into_any()
}

// ---------- words ----------

/// "21 november 2026": who reads this years later wants the year.
pub fn day_year(words: Words, day: Day) -> String {
    t!(words, "office-day-year", day = day_short(words, day), year = i64::from(day.date().year()).to_string())
}

fn moment(words: Words, moment: Moment) -> String {
    t!(words, "file-at", day = day_year(words, moment.day), time = clock(words, moment.time))
}

fn valid(words: Words, valid: Validity) -> String {
    match valid.until {
        Some(until) => {
            t!(words, "file-from-to", from = day_year(words, valid.from), to = day_year(words, until))
        }
        None => t!(words, "file-from", from = day_year(words, valid.from)),
    }
}

fn role_name(words: Words, role: Role) -> String {
    match role {
        Role::Resident => t!(words, "file-role-resident"),
        Role::Family => t!(words, "file-role-family"),
        Role::Carer => t!(words, "file-role-carer"),
        Role::Office => t!(words, "file-role-office"),
        Role::Supporter => t!(words, "file-role-supporter"),
        Role::Provider => t!(words, "file-role-provider"),
        Role::Council => t!(words, "file-role-council"),
        Role::Security => t!(words, "file-role-security"),
        Role::House => t!(words, "file-role-house"),
    }
}

fn by_name(words: Words, by: &By) -> String {
    let relation = by.relation.get(words.language);
    match (by.name.as_str(), relation) {
        ("", _) => role_name(words, by.role),
        (name, "") => name.to_owned(),
        (name, relation) => format!("{name} ({relation})"),
    }
}

/// What someone did, by the kind of the operation. A kind from before this program is told by its own name.
fn did(words: Words, what: &str) -> String {
    match what {
        "put_in_basket" => t!(words, "file-did-put-in-basket"),
        "change_basket_line" => t!(words, "file-did-change-basket"),
        "place_order" => t!(words, "file-did-place-order"),
        "answer_proposal" => t!(words, "file-did-answer-proposal"),
        "cancel_order" => t!(words, "file-did-cancel-order"),
        "cancel_line" => t!(words, "file-did-cancel-line"),
        "keep_line" => t!(words, "file-did-keep-line"),
        "accept_line" => t!(words, "file-did-accept-line"),
        "decline_line" => t!(words, "file-did-decline-line"),
        "reschedule_line" => t!(words, "file-did-reschedule-line"),
        "deliver_line" => t!(words, "file-did-deliver-line"),
        "no_show_line" => t!(words, "file-did-no-show-line"),
        "undo_line" => t!(words, "file-did-undo-line"),
        "close_decline" => t!(words, "file-did-close-decline"),
        "close_refusal" => t!(words, "file-did-close-refusal"),
        "ask_help" => t!(words, "file-did-ask-help"),
        "answer_help" => t!(words, "file-did-answer-help"),
        "settle_exception" => t!(words, "file-did-settle-exception"),
        other => other.replace('_', " "),
    }
}

pub fn language_name(words: Words, language: Language) -> String {
    match language {
        Language::Nl => t!(words, "file-language-nl"),
        Language::En => t!(words, "file-language-en"),
    }
}

fn yes_or_no(words: Words, yes: bool) -> String {
    if yes { t!(words, "file-yes") } else { t!(words, "file-no") }
}

// ---------- shapes ----------

fn nothing(words: Words) -> AnyView {
    view! { <p>{t!(words, "file-nothing")}</p> }.into_any()
}

fn list(facts: Vec<(String, String)>) -> AnyView {
    let rows: Vec<_> = facts
        .into_iter()
        .map(|(name, value)| {
            view! {
                <dt>{name}</dt>
                <dd>{value}</dd>
            }
        })
        .collect();
    view! { <dl>{rows}</dl> }.into_any()
}

/// A cell of a table.
enum Cell {
    Text(String),
    Number(String),
    Shown(AnyView),
}

fn table(words: Words, columns: Vec<Named>, rows: Vec<Vec<Cell>>) -> AnyView {
    if rows.is_empty() {
        return nothing(words);
    }
    let rows: Vec<_> = rows
        .into_iter()
        .map(|cells| {
            let cells: Vec<_> = cells
                .into_iter()
                .map(|cell| match cell {
                    Cell::Text(text) => view! { <td>{text}</td> }.into_any(),
                    Cell::Number(text) => view! { <td class="num">{text}</td> }.into_any(),
                    Cell::Shown(shown) => view! { <td>{shown}</td> }.into_any(),
                })
                .collect();
            view! { <tr>{cells}</tr> }
        })
        .collect();
    view! {
        <div class="scroll" tabindex="0" role="group" aria-label=t!(words, "file-table")>
            <table>{head(columns)} <tbody>{rows}</tbody></table>
        </div>
    }
    .into_any()
}

// ---------- parts ----------

fn who(words: Words, who: &WhoTheyAre) -> AnyView {
    let language = language_name(words, who.language);
    let mut facts = vec![
        (t!(words, "file-name"), who.name.get(words.language).to_owned()),
        (t!(words, "file-salutation"), who.salutation.clone()),
        (t!(words, "file-first-name"), who.first_name.clone()),
        (t!(words, "file-last-name"), who.last_name.clone()),
        (t!(words, "file-location"), who.location.clone()),
        (t!(words, "file-ward"), who.ward.clone()),
        (t!(words, "file-room"), who.room.clone()),
        (t!(words, "file-language"), language),
        (t!(words, "file-text-size"), t!(words, "file-text-size-of", percent = who.text_size.to_string())),
        (t!(words, "file-wheelchair"), yes_or_no(words, who.wheelchair)),
        (t!(words, "file-partner"), yes_or_no(words, who.has_partner_here)),
        (t!(words, "file-remark"), who.note.clone()),
        (t!(words, "file-code"), who.code.clone()),
    ];
    facts.retain(|(_, value)| !value.is_empty());
    list(facts)
}

fn stay(words: Words, file: &ResidentFile) -> AnyView {
    let mut facts: Vec<(String, String)> = Vec::new();
    facts.extend(file.stay.map(|stay| (t!(words, "file-lives-here"), valid(words, stay))));
    for one in &file.indications {
        facts.push((t!(words, "file-indication", profile = &one.profile), valid(words, one.valid)));
    }
    for away in &file.days_away {
        let kind = if away.kind == "hospital" { t!(words, "file-hospital") } else { t!(words, "file-leave") };
        facts.push((kind, valid(words, away.valid)));
    }
    let may: Vec<_> = file
        .clearances
        .iter()
        .map(|clearance| {
            let what = clearance.name.get(words.language);
            let what = if what.is_empty() { clearance.code.as_str() } else { what };
            let text = match (clearance.granted, clearance.last_day) {
                (false, _) => t!(words, "file-may-not", what = what),
                (true, None) => t!(words, "file-may", what = what),
                (true, Some(day)) => t!(words, "file-may-until", what = what, day = day_year(words, day)),
            };
            view! { <li>{text}</li> }
        })
        .collect();
    let may = (!may.is_empty()).then(|| view! { <ul>{may}</ul> });
    view! {
        {list(facts)}
        {may}
    }
    .into_any()
}

fn periods(words: Words, file: &ResidentFile) -> AnyView {
    let columns = vec![
        Named::Text(t!(words, "file-period")),
        Named::Number(t!(words, "file-granted")),
        Named::Number(t!(words, "file-carried")),
        Named::Number(t!(words, "file-spent")),
        Named::Number(t!(words, "file-lapsed")),
    ];
    let number = |value: Amount| Cell::Number(amount(words, value));
    let rows = file.periods.iter().rev().map(|one| {
        let days = Validity { from: one.period.start, until: Some(one.period.end) };
        let [granted, carried] = [one.granted, one.carried].map(number);
        let [spent, lapsed] = [one.spent, one.lapsed].map(number);
        vec![Cell::Text(valid(words, days)), granted, carried, spent, lapsed]
    });
    let table_of_periods = table(words, columns, rows.collect());
    let balances = file
        .balances
        .iter()
        .filter(|(account, _)| account.is_purse())
        .map(|(account, left)| (account_name(words, *account), amount(words, *left)));
    view! {
        {table_of_periods}
        <h3>{t!(words, "file-made-of")}</h3>
        <p>{t!(words, "file-made-of-note")}</p>
        {made_of(words, &file.periods)}
        <h3>{t!(words, "file-balances")}</h3>
        {list(balances.collect())}
    }
    .into_any()
}

/// The waterfall of every period, by rows of equal days.
fn made_of(words: Words, periods: &[BudgetOfPeriod]) -> AnyView {
    let segments = periods.iter().rev().flat_map(|one| one.waterfall.iter().flat_map(|made| &made.segments));
    let lists: Vec<_> = segments.map(|segment| segment_list(words, segment)).collect();
    if lists.is_empty() { nothing(words) } else { lists.into_any() }
}

fn segment_list(words: Words, segment: &Segment) -> AnyView {
    let day = &segment.per_day;
    let days = Validity { from: segment.period.start, until: Some(segment.period.end) };
    let minus = |value| format!("− {}", euro_amount(words, value));
    list(vec![
        (t!(words, "file-indication", profile = &segment.profile), valid(words, days)),
        (t!(words, "file-days"), segment.period.days().to_string()),
        (t!(words, "file-income"), euro_amount(words, day.income)),
        (t!(words, "file-overhead"), minus(day.overhead)),
        (t!(words, "file-housing"), minus(day.housing)),
        (t!(words, "file-treatment"), minus(day.treatment)),
        (t!(words, "file-agreed-care"), minus(day.agreed_care)),
        (t!(words, "file-hotel"), minus(day.hotel)),
        (t!(words, "file-free"), euro_amount(words, day.free)),
    ])
}

fn orders(words: Words, file: &ResidentFile) -> AnyView {
    let orders: Vec<_> = file.orders.iter().rev().map(|order| order_table(words, order)).collect();
    let orders = if orders.is_empty() { nothing(words) } else { orders.into_any() };
    let chosen: Vec<_> = file.baskets.iter().map(|line| chosen_row(words, line)).collect();
    let basket = (!chosen.is_empty()).then(|| {
        let columns = vec![
            Named::Text(t!(words, "file-what")),
            Named::Text(t!(words, "file-when")),
            Named::Number(t!(words, "file-how-many")),
        ];
        view! {
            <h3>{t!(words, "file-in-basket")}</h3>
            {table(words, columns, chosen)}
        }
    });
    let proposed: Vec<_> = file.proposals.iter().flat_map(|proposed| proposed_rows(words, proposed)).collect();
    let proposed = (!proposed.is_empty()).then(|| {
        let columns = vec![
            Named::Text(t!(words, "file-what")),
            Named::Text(t!(words, "file-when")),
            Named::Number(t!(words, "file-how-many")),
            Named::Text(t!(words, "file-proposed-by")),
            Named::Text(t!(words, "file-answer")),
        ];
        view! {
            <h3>{t!(words, "file-proposed")}</h3>
            {table(words, columns, proposed)}
        }
    });
    view! {
        {orders}
        {basket}
        {proposed}
    }
    .into_any()
}

fn proposed_rows(words: Words, proposed: &Proposed) -> Vec<Vec<Cell>> {
    let by = t!(words, "file-at-by", when = moment(words, proposed.at), who = by_name(words, &proposed.by));
    let answer = match proposed.said_yes {
        None => t!(words, "file-no-answer"),
        Some(true) => t!(words, "file-said-yes"),
        Some(false) => t!(words, "file-said-no"),
    };
    let lines = proposed.lines.iter().map(|line| {
        vec![
            Cell::Text(line.item.get(words.language).to_owned()),
            Cell::Text(moment(words, line.moment)),
            Cell::Number(line.quantity.to_string()),
            Cell::Text(by.clone()),
            Cell::Text(answer.clone()),
        ]
    });
    lines.collect()
}

fn chosen_row(words: Words, line: &Chosen) -> Vec<Cell> {
    let item = line.item.get(words.language);
    let item = if line.by_family { format!("{item} ({})", t!(words, "file-of-family")) } else { item.to_owned() };
    vec![Cell::Text(item), Cell::Text(moment(words, line.moment)), Cell::Number(line.quantity.to_string())]
}

fn order_table(words: Words, order: &OrderKept) -> AnyView {
    let title = t!(words, "file-ordered-by", when = moment(words, order.at), who = by_name(words, &order.by));
    let columns = vec![
        Named::Text(t!(words, "file-what")),
        Named::Text(t!(words, "file-when")),
        Named::Number(t!(words, "file-how-many")),
        Named::Number(t!(words, "file-price")),
        Named::Number(t!(words, "file-charged")),
        Named::Text(t!(words, "file-state")),
    ];
    let rows = order.lines.iter().map(|line| {
        let what = match line.performer.get(words.language) {
            "" => line.item.get(words.language).to_owned(),
            performer => format!("{} ({performer})", line.item.get(words.language)),
        };
        let count = line.delivered.unwrap_or(line.quantity);
        vec![
            Cell::Text(what),
            Cell::Text(moment(words, line.moment)),
            Cell::Number(if count == line.quantity {
                count.to_string()
            } else {
                t!(words, "office-of-quantity", delivered = count, quantity = line.quantity)
            }),
            Cell::Number(amount(words, line.unit_price)),
            Cell::Number(line.charged.map_or_else(|| "–".to_owned(), |charged| amount(words, charged))),
            Cell::Shown(how_it_went(words, line)),
        ]
    });
    view! {
        <h3>{title}</h3>
        {table(words, columns, rows.collect())}
    }
    .into_any()
}

/// Where a line stands, from which purse, and who did what with it.
fn how_it_went(words: Words, line: &LineKept) -> AnyView {
    let steps: Vec<_> = line.steps.iter().map(|step| view! { <li>{step_text(words, step)}</li> }).collect();
    let steps = (!steps.is_empty()).then(|| view! { <ul>{steps}</ul> });
    let note = line.decline.as_ref().map(|decline| decline.note.as_str()).filter(|note| !note.is_empty());
    let note = note.map(|note| view! { <p>{t!(words, "file-declined-because", note = note)}</p> });
    view! {
        {state_name(words, line.state)}
        ". "
        {purse_name(words, line.purse)}
        "."
        {note}
        {steps}
    }
    .into_any()
}

fn step_text(words: Words, step: &Step) -> String {
    let (what, who) = (did(words, &step.what), by_name(words, &step.by));
    t!(words, "file-by", what = what, who = who, when = moment(words, step.at))
}

fn ledger(words: Words, ledger: &[Booked]) -> AnyView {
    let columns = vec![
        Named::Number(t!(words, "file-number")),
        Named::Text(t!(words, "file-when")),
        Named::Text(t!(words, "file-why")),
        Named::Text(t!(words, "file-from-account")),
        Named::Text(t!(words, "file-to-account")),
        Named::Number(t!(words, "file-amount")),
    ];
    let rows = ledger.iter().rev().map(|one| {
        let phase = match one.phase {
            "hold" => format!(" ({})", t!(words, "office-phase-hold")),
            "void" => format!(" ({})", t!(words, "office-phase-void")),
            _ => String::new(),
        };
        vec![
            Cell::Number(one.number.to_string()),
            Cell::Text(day_year(words, one.day)),
            Cell::Text(format!("{}{phase}", reason_name(words, one.reason))),
            Cell::Text(account_name(words, one.from)),
            Cell::Text(account_name(words, one.to)),
            Cell::Number(amount(words, one.amount)),
        ]
    });
    view! {
        <p>{t!(words, "file-ledger-note")}</p>
        {table(words, columns, rows.collect())}
    }
    .into_any()
}

fn authorities(words: Words, file: &ResidentFile) -> AnyView {
    let columns = vec![
        Named::Text(t!(words, "file-name")),
        Named::Text(t!(words, "file-what")),
        Named::Text(t!(words, "file-when")),
        Named::Text(t!(words, "file-proof")),
    ];
    let rows = file.authorities.iter().map(|one| {
        let grade = match one.grade {
            Grade::View => t!(words, "file-may-see"),
            Grade::Propose => t!(words, "file-may-propose"),
            Grade::Order => t!(words, "file-may-order"),
            Grade::Manage => t!(words, "file-may-manage"),
        };
        let kind = match one.kind {
            AuthorityKind::Care => t!(words, "file-about-care"),
            AuthorityKind::Money => t!(words, "file-about-money"),
        };
        let proof = match one.proof.as_str() {
            "written_proxy" => t!(words, "file-proof-written-proxy"),
            "court_decision" => t!(words, "file-proof-court"),
            "partner" => t!(words, "file-proof-partner"),
            "family" => t!(words, "file-proof-family"),
            "first_contact" => t!(words, "file-proof-contact"),
            other => other.to_owned(),
        };
        let name = match one.relation.get(words.language) {
            "" => one.name.clone(),
            relation => format!("{} ({relation})", one.name),
        };
        vec![
            Cell::Text(name),
            Cell::Text(format!("{grade} {kind}")),
            Cell::Text(valid(words, one.valid)),
            Cell::Text(proof),
        ]
    });
    table(words, columns, rows.collect())
}

fn help(words: Words, file: &ResidentFile) -> AnyView {
    let columns = vec![
        Named::Text(t!(words, "file-what")),
        Named::Text(t!(words, "file-asked")),
        Named::Text(t!(words, "file-answered")),
    ];
    let rows = file.help.iter().rev().map(|one| {
        let topic = match one.topic {
            HelpTopic::Choosing => t!(words, "file-help-choosing"),
            HelpTopic::Budget => t!(words, "file-help-budget"),
            HelpTopic::Order => t!(words, "file-help-order"),
            HelpTopic::Wish => t!(words, "file-help-wish"),
        };
        let asked = format!("{}, {}", by_name(words, &one.by), moment(words, one.at));
        let answered = match (&one.answered_by, one.answered_at) {
            (Some(by), Some(at)) => format!("{}, {}", by_name(words, by), moment(words, at)),
            _ => "–".to_owned(),
        };
        vec![Cell::Text(topic), Cell::Text(asked), Cell::Text(answered)]
    });
    table(words, columns, rows.collect())
}

fn devices(words: Words, file: &ResidentFile) -> AnyView {
    let columns = vec![
        Named::Text(t!(words, "file-device")),
        Named::Text(t!(words, "file-device-of")),
        Named::Text(t!(words, "file-last-seen")),
        Named::Text(t!(words, "file-revoked")),
    ];
    let rows = file.devices.iter().map(|one| device_row(words, one)).collect();
    let times = vec![
        Named::Text(t!(words, "file-browser")),
        Named::Text(t!(words, "file-since")),
        Named::Text(t!(words, "file-last-seen")),
    ];
    let sessions = file
        .sessions
        .iter()
        .map(|one| {
            vec![
                Cell::Text(one.browser.clone()),
                Cell::Text(moment(words, one.since)),
                Cell::Text(moment(words, one.last_seen)),
            ]
        })
        .collect();
    view! {
        <p>{t!(words, "file-devices-note")}</p>
        {table(words, columns, rows)}
        <h3>{t!(words, "file-sessions")}</h3>
        {table(words, times, sessions)}
    }
    .into_any()
}

fn device_row(words: Words, one: &DeviceKept) -> Vec<Cell> {
    vec![
        Cell::Text(one.device.to_string()),
        Cell::Text(role_name(words, one.of)),
        Cell::Text(one.last_seen.map_or_else(|| "–".to_owned(), |at| moment(words, at))),
        Cell::Text(yes_or_no(words, one.revoked)),
    ]
}

fn operations(words: Words, operations: &[Deed]) -> AnyView {
    let columns = vec![
        Named::Text(t!(words, "file-when")),
        Named::Text(t!(words, "file-who-did")),
        Named::Text(t!(words, "file-what")),
        Named::Text(t!(words, "file-result")),
    ];
    let rows = operations.iter().rev().map(|one| {
        let result = if one.verdict.get("applied").is_some() {
            t!(words, "file-result-yes")
        } else if one.verdict.get("noop").is_some() {
            t!(words, "file-result-already")
        } else {
            t!(words, "file-result-no")
        };
        vec![
            Cell::Text(moment(words, one.at)),
            Cell::Text(by_name(words, &one.by)),
            Cell::Text(did(words, &one.what)),
            Cell::Text(result),
        ]
    });
    view! {
        <p>{t!(words, "file-operations-note")}</p>
        {table(words, columns, rows.collect())}
    }
    .into_any()
}

fn corrections(words: Words, file: &ResidentFile) -> AnyView {
    let columns = vec![
        Named::Text(t!(words, "file-when")),
        Named::Text(t!(words, "file-who-did")),
        Named::Text(t!(words, "privacy-was")),
        Named::Text(t!(words, "privacy-is")),
        Named::Text(t!(words, "privacy-reason")),
    ];
    let rows = file.corrections.iter().rev().flat_map(|one| {
        one.fields.values().map(move |change| {
            vec![
                Cell::Text(moment(words, one.at)),
                Cell::Text(by_name(words, &one.by)),
                Cell::Text(change.before.clone()),
                Cell::Text(change.after.clone()),
                Cell::Text(one.reason.clone()),
            ]
        })
    });
    table(words, columns, rows.collect())
}

/// What the resident chose for their screen; nothing where the home's list counts.
fn screen(words: Words, file: &ResidentFile) -> AnyView {
    let chosen = &file.screen;
    let theme = chosen.theme.map(|theme| match theme {
        Theme::Light => t!(words, "file-theme-light"),
        Theme::Dark => t!(words, "file-theme-dark"),
        Theme::Auto => t!(words, "file-theme-auto"),
    });
    let facts = [
        (t!(words, "file-language"), chosen.language.map(|language| language_name(words, language))),
        (
            t!(words, "file-text-size"),
            chosen.text_size.map(|size| t!(words, "file-text-size-of", percent = size.to_string())),
        ),
        (t!(words, "file-theme"), theme),
        (t!(words, "file-pictogram"), chosen.pictogram.clone()),
        (t!(words, "file-picture-code"), chosen.has_picture_code.then(|| t!(words, "file-yes"))),
    ];
    let facts: Vec<_> = facts.into_iter().filter_map(|(name, value)| Some((name, value?))).collect();
    if facts.is_empty() { nothing(words) } else { list(facts) }
}

fn tablets(words: Words, file: &ResidentFile) -> AnyView {
    let columns = vec![
        Named::Text(t!(words, "file-name")),
        Named::Text(t!(words, "file-tablet-given")),
        Named::Text(t!(words, "file-tablet-first-used")),
        Named::Text(t!(words, "file-tablet-taken-back")),
    ];
    let none = || "–".to_owned();
    let rows = file.tablets.iter().map(|one| {
        let given = t!(words, "file-by-whom", when = moment(words, one.added_at), who = by_name(words, &one.added_by));
        let back = match (one.taken_back_at, &one.taken_back_by) {
            (Some(at), Some(by)) => t!(words, "file-by-whom", when = moment(words, at), who = by_name(words, by)),
            (Some(at), None) => moment(words, at),
            (None, _) => none(),
        };
        vec![
            Cell::Text(one.name.clone()),
            Cell::Text(given),
            Cell::Text(one.enrolled_at.map_or_else(none, |at| moment(words, at))),
            Cell::Text(back),
        ]
    });
    table(words, columns, rows.collect())
}

/// That there are notes, and of whom; what they say opens for nobody but the writer.
fn private_notes(words: Words, file: &ResidentFile) -> AnyView {
    let columns = vec![
        Named::Text(t!(words, "file-who-did")),
        Named::Number(t!(words, "file-how-many")),
        Named::Text(t!(words, "file-since")),
        Named::Text(t!(words, "file-last-written")),
    ];
    let rows = file.private_notes.iter().map(|one| {
        let name = if one.name.is_empty() { "–".to_owned() } else { one.name.clone() };
        vec![
            Cell::Text(name),
            Cell::Number(one.notes.to_string()),
            Cell::Text(moment(words, one.since)),
            Cell::Text(moment(words, one.last_written)),
        ]
    });
    view! {
        <p>{t!(words, "file-private-notes-note")}</p>
        {table(words, columns, rows.collect())}
    }
    .into_any()
}

/// Who looked, as the log has it; an emergency with its reason.
fn looks(words: Words, file: &ResidentFile) -> AnyView {
    let columns = || {
        vec![
            Named::Text(t!(words, "file-when")),
            Named::Text(t!(words, "file-who-did")),
            Named::Text(t!(words, "file-what")),
        ]
    };
    let who = |role: &str, name: &str| match (name, Role::from_code(role)) {
        ("", Some(Role::House) | None) => "–".to_owned(),
        ("", Some(role)) => role_name(words, role),
        (name, _) => name.to_owned(),
    };
    let rows = file.looks.iter().rev().map(|one| {
        let what = [Some(one.what.as_str()), one.detail.as_deref()].into_iter().flatten().collect::<Vec<_>>();
        vec![
            Cell::Text(moment(words, one.at)),
            Cell::Text(who(one.role.as_deref().unwrap_or_default(), &one.name)),
            Cell::Text(what.join(": ")),
        ]
    });
    let emergencies = file.emergencies.iter().rev().map(|one| {
        vec![Cell::Text(moment(words, one.at)), Cell::Text(who(&one.role, &one.name)), Cell::Text(one.reason.clone())]
    });
    view! {
        <p>{t!(words, "file-looks-note")}</p>
        {table(words, columns(), rows.collect())}
        <h3>{t!(words, "file-emergencies")}</h3>
        {table(words, columns(), emergencies.collect())}
    }
    .into_any()
}

fn imported(words: Words, file: &ResidentFile) -> AnyView {
    let rows: Vec<_> = file
        .imported
        .iter()
        .map(|row| {
            let cells = row.cells.iter().filter(|(_, cell)| !cell.is_empty());
            view! {
                <h3>{row.file.clone()}</h3>
                {list(cells.map(|(column, cell)| (column.replace('_', " "), cell.clone())).collect())}
            }
        })
        .collect();
    view! {
        <p>{t!(words, "file-imported-note")}</p>
        {rows}
    }
    .into_any()
}
