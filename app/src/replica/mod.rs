//! The page's data: signals over [`domain::sync::Replica`]. Pages read the view and submit operations; nothing else holds
//! server data. On the server it is a snapshot that never changes; in the browser it is kept fresh by the sync loop.

#[cfg(feature = "hydrate")]
mod focus;
pub mod form;
pub mod mint;
#[cfg(feature = "hydrate")]
mod sync_loop;

use crate::facts::{Flash, PageFacts};
use domain::access::Actor;
use domain::household::Household;
use domain::ids::{HouseholdId, OpId};
use domain::sync::{OPERATION_VERSION, Operation, OperationKind, Replica, Snapshot};
use leptos::prelude::*;
use std::sync::Arc;

/// What every page has: the view, what just happened, and a way to do something.
#[derive(Clone, Copy)]
pub struct PageReplica {
    replica: StoredValue<Replica>,
    view: RwSignal<Arc<Snapshot>>,
    flash: RwSignal<Option<Flash>>,
    /// How many operations the server has not judged yet.
    unsent: RwSignal<usize>,
    /// Whether the last exchange with the server went well; `None` before the first.
    online: RwSignal<Option<bool>>,
}

/// Makes the replica of this page and hands it to all components below.
pub fn provide_replica(facts: PageFacts) -> PageReplica {
    let replica = Replica::new(facts.snapshot);
    let page = PageReplica {
        view: RwSignal::new(Arc::new(replica.snapshot().clone())),
        replica: StoredValue::new(replica),
        flash: RwSignal::new(facts.flash),
        unsent: RwSignal::new(0),
        online: RwSignal::new(None),
    };
    provide_context(page);
    #[cfg(feature = "hydrate")]
    sync_loop::start(page);
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
    pub fn online(&self) -> Option<bool> {
        self.online.get()
    }

    /// How many operations of this device the server has not judged yet.
    #[must_use]
    pub fn unsent(&self) -> usize {
        self.unsent.get()
    }

    /// Whether this operation still waits on this device.
    #[must_use]
    pub fn is_unsent(&self, op: OpId) -> bool {
        self.unsent.track();
        self.replica.with_value(|replica| replica.unsent().any(|operation| operation.op_id == op))
    }

    /// Records an operation on this device, shows its prediction and sends it. True when it is expected to be applied;
    /// otherwise the flash says why not, and nothing was recorded.
    pub fn submit(&self, op_id: OpId, household: HouseholdId, kind: OperationKind) -> bool {
        let actor: Actor = self.replica.with_value(|replica| replica.snapshot().viewer.actor.clone());
        let code = kind.code().to_owned();
        let operation = Operation {
            op_id,
            v: OPERATION_VERSION,
            household,
            actor,
            auth: domain::sync::Auth::Online,
            stamp: None,
            depends_on: Vec::new(),
            client_time: None,
            kind,
        };
        let predicted = self.replica.with_value(|replica| replica.predict(&operation));
        match predicted {
            Ok(()) => {
                let _ = self.replica.try_update_value(|replica| replica.record(operation));
                self.flash.set(Some(Flash::Done { op: op_id, kind: code }));
                self.refresh();
                #[cfg(feature = "hydrate")]
                sync_loop::push_soon(*self);
                true
            }
            Err(refusal) => {
                self.flash.set(Some(Flash::Refused { op: op_id, refusal: Box::new(refusal) }));
                false
            }
        }
    }

    /// Recomputes the view after the replica changed. A screen that would look the same is left alone.
    fn refresh(&self) {
        let view = self.replica.with_value(Replica::view);
        if self.view.with_untracked(|shown| shown.shows_the_same(&view)) {
            self.unsent.set(self.replica.with_value(|replica| replica.unsent().count()));
            return;
        }
        #[cfg(feature = "hydrate")]
        focus::keep();
        self.unsent.set(self.replica.with_value(|replica| replica.unsent().count()));
        self.view.set(Arc::new(view));
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
