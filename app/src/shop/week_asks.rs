//! What asks for an answer: a proposal of family, a choice that the ward declined, an order that was refused.

use crate::offline::kept_note;
use crate::t;
use crate::ui::instead::{Choice, choice_links};
use crate::ui::labels::Labels;
use crate::ui::line_words::{actor_name, at, capital, declined, item_and_count, purse_price, when};
use crate::ui::moments::put_in_basket;
use crate::ui::operation_form::FormOperation;
use crate::ui::product::choose_words;
use crate::ui::{BasketSum, OperationForm, Pictogram, PictureOf, Scene, item_picture, refusal_text, under_title};
use domain::calendar::Moment;
use domain::catalogue::PurseKind;
use domain::ids::ItemId;
use domain::order::{BasketLine, Decline, DeclineReason, LineState, Order, OrderLine};
use domain::sync::{LineRef, OperationKind, RefusedOrder};
use leptos::prelude::*;

/// Who proposed hears this long what became of it.
const DAYS_TOLD: i64 = 3;

/// Everything that waits for an answer, the newest order first. Closing a message leads to `here`, a page of the resident.
#[must_use]
pub fn asks(scene: &Scene<'_>, here: &str) -> Vec<AnyView> {
    let mut labels = Labels::new(scene.words);
    let proposals = scene.household.proposals.iter().rev();
    let mut asks: Vec<AnyView> =
        proposals.filter_map(|proposal| proposed(scene, proposal, here, &mut labels)).collect();
    for refused in scene.household.refused.iter().rev() {
        asks.push(refused_order(scene, refused, here, &mut labels));
    }
    for (order, line) in scene.household.lines() {
        if let Some(decline) = line.decline.as_ref().filter(|decline| !decline.seen) {
            asks.push(declined_line(scene, order, line, decline, here, &mut labels));
        }
    }
    asks
}

/// "Wandeling, Koffie".
#[must_use]
pub fn names(scene: &Scene<'_>, lines: &[BasketLine]) -> String {
    lines.iter().map(|line| scene.item_name(line.item)).collect::<Vec<_>>().join(", ")
}

/// "Emre (zoon) stelt voor".
#[must_use]
pub fn proposes(scene: &Scene<'_>, proposal: &Order) -> String {
    if scene.is_viewer(&proposal.placed_by) {
        return t!(scene.words, "proposal-by-you");
    }
    t!(scene.words, "proposal-by", who = actor_name(scene.words, &proposal.placed_by))
}

/// "Mevrouw Vermeer zegt ja of nee."
#[must_use]
pub fn proposal_waits(scene: &Scene<'_>) -> String {
    t!(scene.words, "proposal-waits", name = capital(scene.name()))
}

/// What family proposed. The resident nods, or who decides for them; who proposed sees what becomes of it.
fn proposed(scene: &Scene<'_>, proposal: &Order, here: &str, labels: &mut Labels) -> Option<AnyView> {
    let (words, lines, first) = (scene.words, proposal.choices(), proposal.lines.first()?);
    let waits = proposal.waits(&scene.view.catalogue, scene.now());
    let is_own = scene.is_viewer(&proposal.placed_by);
    let says = match first.before.as_deref() {
        _ if waits => {
            let rest = BasketSum::of(scene.household, &lines).left(scene.household, PurseKind::Cup);
            let rest = rest.filter(|rest| scene.is_resident() && !rest.is_negative());
            rest.map_or_else(|| proposal_waits(scene), |rest| format!("{} {}.", scene.then_left(), scene.amount(rest)))
        }
        None if is_own && first.moment.day.days_until(scene.today()) <= DAYS_TOLD => t!(words, "proposal-lapsed"),
        Some(answer)
            if is_own
                && first.state == LineState::Cancelled
                && !scene.is_viewer(&answer.by)
                && scene.view.now.at.0 - answer.at.0 <= DAYS_TOLD * 86_400_000_000 =>
        {
            t!(words, "proposal-no-thanks", name = capital(scene.name()))
        }
        _ => return None,
    };
    let about = names(scene, &lines);
    let mut answer = |yes, says, class| {
        let kind = OperationKind::AnswerProposal { order: proposal.id, yes };
        (waits && scene.may(kind.clone())).then(|| act(scene, &kind, says, class, &about, here, labels))
    };
    let yes = answer(true, t!(words, "proposal-yes"), "button button-primary button-main");
    let no = if yes.is_some() { t!(words, "proposal-no") } else { t!(words, "proposal-back") };
    let no = answer(false, no, "button button-main");
    let mut sentences: Vec<AnyView> = Vec::new();
    for line in &proposal.lines {
        let when = when(words, line.moment, scene.today());
        let price = purse_price(words, line.purse, line.total().unwrap_or(line.unit_price));
        // The title names what it is.
        let is_named = proposal.lines.len() > 1 || line.quantity > 1;
        let name = || item_and_count(words, &scene.view.catalogue, line);
        let when = if is_named { format!("{}, {when}", name()) } else { capital(&when) };
        sentences.push(sentence(format!("{when}. {price}")));
    }
    sentences.push(sentence(says));
    let picture = picture_of(scene, first.item);
    let acts = vec![kept_note(words, proposal, first), yes.into_any(), no.into_any()];
    Some(card("week-item", picture, proposes(scene, proposal), about).with(sentences, ().into_any(), acts))
}

const fn picture(reason: DeclineReason) -> &'static str {
    match reason {
        DeclineReason::Weather => "cloud-rain",
        DeclineReason::Full => "users-three",
        DeclineReason::NoStaff | DeclineReason::ProviderAbsent => "users",
        DeclineReason::NotSafe | DeclineReason::NotPossible => "hand",
    }
}

fn declined_line(
    scene: &Scene<'_>,
    order: &Order,
    line: &OrderLine,
    decline: &Decline,
    here: &str,
    labels: &mut Labels,
) -> AnyView {
    let words = scene.words;
    let name = scene.item_name(line.item);
    let today = scene.today();
    let note = (!decline.note.is_empty()).then(|| t!(words, "week-ward-says", note = &decline.note));
    let money = declined::money_back(words, line);
    let target = LineRef { order: order.id, line: line.id };
    let other_item = decline
        .other_item
        .and_then(|id| scene.item(id))
        .map(|other| choice_links(vec![Choice { words: choose_words(scene, other), href: scene.item_link(other) }]));
    let other_moment = decline.other_moment.and_then(|moment| other_moment(scene, line, moment, labels));
    let when = when(words, line.moment, today);
    let close = close_form(scene, &OperationKind::CloseDecline { target }, &format!("{name}, {when}"), here, labels);
    let sentences = [Some(declined::because(words, decline.reason)), note, money].into_iter().flatten();
    let reason = view! { <Pictogram name=picture(decline.reason) /> }.into_any();
    let acts = vec![other_moment.into_any(), other_item.into_any(), close];
    card("week-item is-amber", picture_of(scene, line.item), capital(&when), t!(words, "week-declined", item = &name))
        .with(sentences.map(sentence).collect(), reason, acts)
}

/// What asks for an answer: a picture, one line above its name, sentences, and what can be done.
struct Card {
    class: &'static str,
    picture: AnyView,
    over: String,
    title: String,
}

const fn card(class: &'static str, picture: AnyView, over: String, title: String) -> Card {
    Card { class, picture, over, title }
}

impl Card {
    fn with(self, sentences: Vec<AnyView>, beside: AnyView, acts: Vec<AnyView>) -> AnyView {
        view! {
            <li class=self.class>
                {self.picture}
                <div>
                    <p class="week-day">{self.over}</p>
                    <h2>{self.title}</h2>
                    {sentences}
                </div>
                {beside}
                <div class="week-acts">{acts}</div>
            </li>
        }
        .into_any()
    }
}

fn sentence(says: String) -> AnyView {
    view! { <p>{says}</p> }.into_any()
}

fn picture_of(scene: &Scene<'_>, item: ItemId) -> AnyView {
    item_picture(scene.item(item), "calendar-dots", PictureOf::Line).into_any()
}

/// Closes the message about something.
fn close_form(scene: &Scene<'_>, kind: &OperationKind, about: &str, here: &str, labels: &mut Labels) -> AnyView {
    act(scene, kind, t!(scene.words, "week-close"), "button", about, here, labels)
}

/// One button that does something and stays on the page.
fn act(
    scene: &Scene<'_>,
    kind: &OperationKind,
    says: String,
    class: &'static str,
    about: &str,
    here: &str,
    labels: &mut Labels,
) -> AnyView {
    let operation = FormOperation::complete(scene.household.id, kind);
    let label = labels.of(format!("{says}: {about}"));
    let here = scene.link(here);
    view! {
        <OperationForm operation=operation next=here.clone() back=here>
            <button class=class type="submit" aria-label=label>
                {says}
            </button>
        </OperationForm>
    }
    .into_any()
}

/// The moment that the ward proposes: into the basket at once where the shop can, otherwise by way of the product.
fn other_moment(scene: &Scene<'_>, line: &OrderLine, moment: Moment, labels: &mut Labels) -> Option<AnyView> {
    let item = scene.item(line.item)?;
    let says = t!(scene.words, "moment-choose", when = when(scene.words, moment, scene.today()));
    let fits = item.offers.iter().find(|offer| {
        item.check_moment(offer, moment, scene.now()).is_ok() && !item.is_full(offer, moment, &scene.view.places)
    });
    let Some((offer, price)) = fits.and_then(|offer| Some((offer, item.price(offer, line.purse, scene.unit())?)))
    else {
        return Some(choice_links(vec![Choice { words: says, href: scene.item_link(item) }]));
    };
    let kind = put_in_basket(item, offer, line.purse, moment, price);
    let operation = FormOperation::complete(scene.household.id, &kind);
    let label = labels.of(format!("{says}: {}", scene.text(&item.name)));
    let form = view! {
        <OperationForm operation=operation next=scene.link("basket") back=scene.link("week")>
            <button class="button" type="submit" aria-label=label>
                {says}
            </button>
        </OperationForm>
    };
    Some(form.into_any())
}

fn refused_order(scene: &Scene<'_>, refused: &RefusedOrder, here: &str, labels: &mut Labels) -> AnyView {
    let words = scene.words;
    let said = refusal_text(words, &refused.refusal, scene.view, scene.household);
    let names = names(scene, &refused.lines);
    let at = at(words, refused.at, scene.view.now);
    let by = if scene.is_viewer(&refused.by) {
        t!(words, "week-refused-you", at = at)
    } else {
        t!(words, "week-refused-by", who = actor_name(words, &refused.by), at = at)
    };
    let in_basket = refused.lines.iter().any(|line| scene.basket().iter().any(|other| other.line == line.line));
    let mut links = said.links;
    if in_basket {
        links.insert(0, Choice { words: t!(words, "basket-open"), href: scene.link("basket") });
    }
    let mut sentences = vec![sentence(under_title(words, &said.what_happened)), sentence(said.what_to_do)];
    if !scene.is_resident() && refused.is_overdue(scene.view.now.at) {
        let waits_long = view! {
            <p>
                <b>{t!(words, "refused-waits-long")}</b>
            </p>
        };
        sentences.push(waits_long.into_any());
    }
    // The same thing can be refused twice: each message closes by its own name.
    let about = format!("{names}, {by}");
    let close = close_form(scene, &OperationKind::CloseRefusal { op: refused.op }, &about, here, labels);
    let picture = view! {
        <span class="patch voice-honey">
            <Pictogram name="hand-coins" />
        </span>
    };
    let title = t!(words, "week-refused", items = &names);
    let acts = vec![choice_links(links).into_any(), close];
    card("week-item is-amber", picture.into_any(), by, title).with(sentences, ().into_any(), acts)
}
