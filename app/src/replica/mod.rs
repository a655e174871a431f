//! The page's data: the view of [`domain::sync::device::Device`], and what waits on it. Pages read the view and submit
//! operations; nothing else holds server data. On the server it is a snapshot that never changes; in the browser it is kept
//! on the device and fresh by the sync loop.

#[cfg(feature = "hydrate")]
pub mod browser;
#[cfg(feature = "hydrate")]
mod focus;
pub mod form;
#[cfg(feature = "hydrate")]
pub mod keeper;
pub mod mint;
#[cfg(feature = "hydrate")]
mod sync_loop;

use crate::facts::{Flash, PageFacts};
use domain::household::Household;
use domain::ids::{HouseholdId, LineId, OpId, OrderId};
use domain::sync::device::Entry;
use domain::sync::{LineRef, OperationKind, Snapshot, Verdict};
use leptos::prelude::*;
use serde::Serialize;
use std::sync::Arc;

/// Where a session ends.
pub const LEAVE: &str = "/sign-out";
/// Says what it means that a device was revoked. Nobody is signed in there.
pub const REVOKED: &str = "/revoked";

/// Whether the server can be reached.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Link {
    /// Not tried yet.
    #[default]
    Unknown,
    Online,
    Offline,
    /// It can be reached and does not know who this is any more.
    SignedOut,
}

/// What is kept on this device of what people did here.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Kept {
    /// Still to be sent, oldest first.
    pub waiting: Vec<Entry>,
    /// Choices that someone decides about later.
    pub wishes: Vec<Entry>,
    /// Refused, not closed, and told nowhere else.
    pub refused: Vec<Entry>,
    /// The latest that were sent, newest first.
    pub sent: Vec<Entry>,
    /// The storage takes nothing: what is here is lost with the page.
    pub in_memory: bool,
}

/// What every page has: the view, what just happened, and a way to do something.
#[derive(Clone, Copy)]
pub struct PageReplica {
    view: RwSignal<Arc<Snapshot>>,
    flash: RwSignal<Option<Flash>>,
    kept: RwSignal<Arc<Kept>>,
    link: RwSignal<Link>,
    new_version: RwSignal<bool>,
}

/// Makes the replica of this page and hands it to all components below.
pub fn provide_replica(facts: PageFacts) -> PageReplica {
    #[cfg(feature = "hydrate")]
    let embedded = facts.snapshot.clone();
    let page = PageReplica {
        view: RwSignal::new(Arc::new(facts.snapshot)),
        flash: RwSignal::new(facts.flash),
        kept: RwSignal::default(),
        link: RwSignal::default(),
        new_version: RwSignal::new(false),
    };
    provide_context(page);
    #[cfg(feature = "hydrate")]
    Effect::new(move |_| page.come_alive(embedded.clone()));
    page
}

/// The replica of this page.
#[must_use]
pub fn use_replica() -> PageReplica {
    expect_context::<PageReplica>()
}

impl PageReplica {
    /// What the screen shows; reading it in a closure makes the closure follow every change.
    #[must_use]
    pub fn view(&self) -> Arc<Snapshot> {
        self.view.get()
    }

    /// What just happened, until closed.
    #[must_use]
    pub fn flash(&self) -> Option<Flash> {
        self.flash.get()
    }

    pub fn close_flash(&self) {
        self.flash.set(None);
    }

    #[must_use]
    pub fn link(&self) -> Link {
        self.link.get()
    }

    #[must_use]
    pub fn is_offline(&self) -> bool {
        self.link() == Link::Offline
    }

    /// What is done here cannot be sent now.
    #[must_use]
    pub fn is_cut_off(&self) -> bool {
        matches!(self.link(), Link::Offline | Link::SignedOut)
    }

    /// Whether the page of what waits has something that people should see.
    #[must_use]
    pub fn has_more_to_say(&self) -> bool {
        let cut_off = self.is_cut_off();
        self.kept.with(|kept| {
            let waits = cut_off && !kept.in_memory && !kept.waiting.is_empty();
            let held = kept.waiting.iter().any(|entry| matches!(entry.verdict, Some(Verdict::Hold)));
            waits || held || !kept.refused.is_empty() || !kept.wishes.is_empty()
        })
    }

    /// What is kept on this device of what people did here.
    #[must_use]
    pub fn kept(&self) -> Arc<Kept> {
        self.kept.get()
    }

    /// How many operations of this device the server has not judged yet.
    #[must_use]
    pub fn unsent(&self) -> usize {
        self.kept.with(|kept| kept.waiting.len())
    }

    /// Whether something that was done to this line still waits on this device.
    #[must_use]
    pub fn waits(&self, order: OrderId, line: LineId) -> bool {
        self.kept.with(|kept| {
            !kept.in_memory && kept.waiting.iter().any(|entry| concerns(&entry.operation.kind, order, line))
        })
    }

    /// Whether what someone decided about this exception still waits on this device.
    #[must_use]
    pub fn waits_to_settle(&self, exception: OpId) -> bool {
        self.kept.with(|kept| {
            let settles =
                |kind: &OperationKind| matches!(kind, OperationKind::SettleException { op, .. } if *op == exception);
            !kept.in_memory && kept.waiting.iter().any(|entry| settles(&entry.operation.kind))
        })
    }

    /// There is a new version of the program, and a moment to say so.
    #[must_use]
    pub fn has_new_version(&self) -> bool {
        self.new_version.get()
    }
}

fn concerns(kind: &OperationKind, order: OrderId, line: LineId) -> bool {
    match kind {
        OperationKind::PlaceOrder { order: of, .. }
        | OperationKind::AnswerProposal { order: of, .. }
        | OperationKind::CancelOrder { order: of } => *of == order,
        kind => kind.target() == Some(LineRef { order, line }),
    }
}

#[cfg(not(feature = "hydrate"))]
impl PageReplica {
    /// On the server nothing happens by itself.
    #[must_use]
    pub const fn is_ready(&self) -> bool {
        false
    }

    pub fn submit(&self, _: OpId, _: HouseholdId, _: OperationKind) -> bool {
        false
    }

    pub const fn use_new_version(&self) {}
    pub const fn send_now(&self) {}
    pub const fn take_up_wish(&self, _: OpId) {}
    pub const fn drop_wish(&self, _: OpId) {}
    pub const fn close_refusal(&self, _: OpId) {}

    pub const fn sign_out(&self) -> bool {
        false
    }
}

#[cfg(feature = "hydrate")]
mod alive {
    use super::browser::browser;
    use super::keeper::{self, Change};
    use super::{LEAVE, Link, PageReplica, REVOKED, focus, sync_loop};
    use crate::facts::Flash;
    use domain::ids::{HouseholdId, OpId};
    use domain::json::to_text;
    use domain::sync::device::Deed;
    use domain::sync::wire::PullReply;
    use domain::sync::{OperationKind, Snapshot};
    use leptos::prelude::*;
    use std::sync::Arc;
    use wasm_bindgen_futures::spawn_local;

    impl PageReplica {
        /// The page stands as the server, or the shell, made it. Now what the device holds comes in.
        pub(super) fn come_alive(self, embedded: Snapshot) {
            spawn_local(async move {
                let Some(browser) = browser() else { return };
                let from_server = keeper::ask(|_| ()).is_none();
                if from_server {
                    keeper::open(&browser).await;
                    let reply = PullReply::Snapshot(Box::new(embedded));
                    keeper::perform(self, Change::Pulled { asked: None, reply }).await;
                }
                self.refresh();
                sync_loop::start(self, from_server);
            });
        }

        /// Whether what someone does can be kept on this device. Until then forms go to the server.
        #[must_use]
        pub fn is_ready(&self) -> bool {
            keeper::ask(|keeper| keeper.device.snapshot().is_some()) == Some(true)
        }

        /// Records an operation on this device, shows its prediction and sends it. True when it is expected to be applied;
        /// otherwise the flash says why not, and nothing was recorded.
        pub fn submit(&self, op_id: OpId, household: HouseholdId, kind: OperationKind) -> bool {
            let actor = self.view.with_untracked(|view| view.viewer.actor.clone());
            let code = kind.code().to_owned();
            let auth = keeper::ask(keeper::Keeper::auth).unwrap_or_default();
            let deed = Deed { op_id, household, actor, auth, kind };
            let online = self.link.get_untracked() != Link::Offline;
            match keeper::predict(&deed, online) {
                Ok(is_wish) => {
                    keeper::put(*self, Change::Record { deed, online });
                    let said = if is_wish { Flash::Wish { op: op_id } } else { Flash::Done { op: op_id, kind: code } };
                    self.say(said);
                    self.refresh();
                    true
                }
                Err(refusal) => {
                    self.say(Flash::Refused { op: op_id, refusal: Box::new(refusal) });
                    false
                }
            }
        }

        pub fn take_up_wish(&self, op: OpId) {
            keeper::put(*self, Change::TakeUpWish(op));
        }

        pub fn drop_wish(&self, op: OpId) {
            keeper::put(*self, Change::DropWish(op));
        }

        pub fn close_refusal(&self, op: OpId) {
            keeper::put(*self, Change::CloseRefusal(op));
        }

        /// Ends the session, and then wipes what this device keeps; what waits stays. False while forms go to the server.
        pub fn sign_out(&self) -> bool {
            let page = *self;
            if !self.is_ready() {
                return false;
            }
            spawn_local(async move {
                let Some(browser) = browser() else { return };
                if browser.exchange("POST", LEAVE, None).await.0 != 200 {
                    return browser.leave("/");
                }
                keeper::perform(page, Change::Wipe).await;
                browser.leave("/");
            });
            true
        }

        pub fn send_now(&self) {
            if let Some(browser) = browser() {
                browser.send();
            }
        }

        pub fn use_new_version(&self) {
            if let Some(browser) = browser() {
                browser.use_new_version();
            }
        }

        pub(super) fn say(&self, flash: Flash) {
            self.flash.set(Some(flash));
        }

        pub(super) fn note_link(&self, went_well: bool) {
            let link = self.link.get_untracked();
            let now = match (went_well, link) {
                (true, _) => Link::Online,
                (false, Link::SignedOut) => Link::SignedOut,
                (false, _) => Link::Offline,
            };
            if now != link {
                self.link.set(now);
            }
        }

        /// Recomputes the view after the device changed or time passed. A screen that would look the same is left alone.
        pub(super) fn refresh(&self) {
            let Some(browser) = browser() else { return };
            let found = keeper::ask(|keeper| {
                let is_idle = keeper.is_idle();
                (keeper.view(browser.clock()), keeper.kept(), is_idle, is_idle && keeper.device.is_revoked())
            });
            let Some((view, kept, is_idle, is_revoked)) = found else { return };
            if self.kept.with_untracked(|before| to_text(&**before) != to_text(&kept)) {
                self.kept.set(Arc::new(kept));
            }
            match view {
                Some(view) if self.is_of(&view) && self.view.with_untracked(|shown| shown.shows_the_same(&view)) => {}
                Some(view) if self.is_of(&view) => {
                    focus::keep();
                    self.view.set(Arc::new(view));
                }
                // Someone else signed in on this device, or what it kept was wiped or is too old to be shown.
                _ if is_revoked => browser.leave(REVOKED),
                _ if is_idle => browser.leave("/"),
                _ => {}
            }
        }
    }
}

/// The household that a page is about, by the address `/r/:household/…`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Subject(pub HouseholdId);

impl Subject {
    /// The address of a page about this household: `subject.link("shop")`.
    #[must_use]
    pub fn link(self, page: &str) -> String {
        if page.is_empty() { format!("/r/{}", self.0) } else { format!("/r/{}/{page}", self.0) }
    }

    #[must_use]
    pub fn of(self, view: &Snapshot) -> Option<&Household> {
        view.household(self.0)
    }
}
