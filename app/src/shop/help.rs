//! Help: four questions as large buttons, who answers them, what was asked before, and how the screen looks.

use super::settings::settings;
use crate::family::may_read_log;
use crate::replica::mint;
use crate::t;
use crate::ui::line_words::{actor_name, at};
use crate::ui::operation_form::FormOperation;
use crate::ui::{Notice, OperationForm, Page, Pictogram, Scene, Tone, stage};
use crate::words::Words;
use domain::household::{HelpRequest, HelpTopic};
use domain::sync::OperationKind;
use leptos::prelude::*;

const ANSWERED_SHOWN: usize = 2;

#[component]
pub fn Help() -> impl IntoView {
    stage(HelpPage)
}

struct HelpPage;

impl Page for HelpPage {
    fn title(&self, scene: &Scene<'_>) -> String {
        t!(scene.words, "help-title")
    }

    fn main(&self, scene: &Scene<'_>) -> AnyView {
        let words = scene.words;
        let help = &scene.household.help;
        let waiting = help.iter().filter(|request| request.answered.is_none());
        let answered = help.iter().rev().filter(|request| request.answered.is_some()).take(ANSWERED_SHOWN);
        let asked: Vec<AnyView> = waiting.chain(answered).map(|request| asked(scene, request)).collect();
        let topics = HelpTopic::ALL.into_iter().map(|topic| view! { <li>{ask(scene, topic)}</li> }).collect_view();
        view! {
            <main id="content" class="stack">
                <div class="shop-head">
                    <h1 tabindex="-1">{t!(words, "help-title")}</h1>
                    <p>{t!(words, "help-who", ward = &scene.household.resident.ward_name)}</p>
                </div>
                {asked}
                <ul class="help-topics">{topics}</ul>
                {may_read_log(scene.view, scene.household).then(|| who_looked(scene))}
                {settings(scene)} {scene.is_family().then(|| crate::family::leave(words))}
            </main>
        }
        .into_any()
    }
}

/// The page is the server's: an ordinary link.
fn who_looked(scene: &Scene<'_>) -> AnyView {
    view! {
        <a class="button" href=scene.link("who-looked")>
            {t!(scene.words, "help-who-looked")}
        </a>
    }
    .into_any()
}

fn topic_words(words: Words, topic: HelpTopic) -> (&'static str, &'static str, String) {
    match topic {
        HelpTopic::Choosing => ("mint", "storefront", t!(words, "help-choosing")),
        HelpTopic::Budget => ("sky", "hand-coins", t!(words, "help-budget")),
        HelpTopic::Order => ("lilac", "calendar-dots", t!(words, "help-order")),
        HelpTopic::Wish => ("honey", "chats-circle", t!(words, "help-wish")),
    }
}

fn ask(scene: &Scene<'_>, topic: HelpTopic) -> AnyView {
    let (voice, picture, says) = topic_words(scene.words, topic);
    let kind = OperationKind::AskHelp { help: mint::help_id(), topic };
    let operation = FormOperation::complete(scene.household.id, &kind);
    let here = scene.link("help");
    view! {
        <OperationForm operation=operation next=here.clone() back=here>
            <button class=format!("tile voice-{voice}") type="submit">
                <Pictogram name=picture />
                {says}
            </button>
        </OperationForm>
    }
    .into_any()
}

fn asked(scene: &Scene<'_>, request: &HelpRequest) -> AnyView {
    let words = scene.words;
    let (_, _, topic) = topic_words(words, request.topic);
    let asked_at = at(words, request.asked_at, scene.view.now);
    let (tone, says) = match &request.answered {
        None => (Tone::Quiet, t!(words, "help-waiting", ward = &scene.household.resident.ward_name)),
        Some((when, by)) => {
            let at = at(words, *when, scene.view.now);
            (Tone::Good, t!(words, "help-answered", who = actor_name(words, by), at = at))
        }
    };
    view! {
        <Notice tone=tone picture="hand-heart">
            <p>
                <b>{t!(words, "help-asked", topic = topic, at = asked_at)}</b>
                <br />
                {says}
            </p>
        </Notice>
    }
    .into_any()
}
