//! Who may ask at an address, and the layer that lets nobody else past. Every route carries its [`Askers`]
//! (`http/routes.rs`); handlers that take a typed viewer are the second line.
//!
//! What the gate found stands in the request, so that the session is read once.

use super::routes::Answers;
use super::session::SignedIn;
use crate::error::{ApiError, AppError};
use crate::hole::{Hole, is_open};
use crate::state::AppState;
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use domain::access::Scope;
use std::sync::Arc;

/// Whom a request comes from, as far as addresses differ by it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Asker {
    /// Not signed in.
    Nobody,
    Resident,
    Family,
    Carer,
    Office,
}

impl Asker {
    pub const ALL: [Self; 5] = [Self::Nobody, Self::Resident, Self::Family, Self::Carer, Self::Office];

    const fn bit(self) -> u16 {
        match self {
            Self::Nobody => 1,
            Self::Resident => 1 << 1,
            Self::Family => 1 << 2,
            Self::Carer => 1 << 3,
            Self::Office => 1 << 4,
        }
    }

    #[must_use]
    pub const fn of(signed_in: &SignedIn) -> Self {
        match signed_in.viewer.scope {
            Scope::Resident { .. } => Self::Resident,
            Scope::Family { .. } => Self::Family,
            Scope::Ward { .. } => Self::Carer,
            Scope::Office { .. } => Self::Office,
        }
    }
}

/// A set of askers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Askers(u16);

impl Askers {
    /// Whoever knows the address: nothing behind it is about anyone, or the handler answers each as fits.
    pub const ANYONE: Self = Self::of(&Asker::ALL);
    pub const SIGNED_IN: Self = Self::of(&[Asker::Resident, Asker::Family, Asker::Carer, Asker::Office]);
    /// Those who see a resident's shop: the resident, their family, and the ward that orders with them.
    pub const SHOP: Self = Self::of(&[Asker::Resident, Asker::Family, Asker::Carer]);
    /// Those who sign in as somebody: a resident's tablet does not.
    pub const PEOPLE: Self = Self::of(&[Asker::Family, Asker::Carer, Asker::Office]);
    pub const FAMILY: Self = Self::of(&[Asker::Family]);
    pub const STAFF: Self = Self::of(&[Asker::Carer, Asker::Office]);
    pub const WARD: Self = Self::of(&[Asker::Carer]);
    pub const OFFICE: Self = Self::of(&[Asker::Office]);

    #[must_use]
    pub const fn of(askers: &[Asker]) -> Self {
        let mut bits = 0;
        let mut rest = askers;
        while let [first, others @ ..] = rest {
            bits |= first.bit();
            rest = others;
        }
        Self(bits)
    }

    #[must_use]
    pub const fn lets(self, asker: Asker) -> bool {
        self.0 & asker.bit() != 0
    }

    #[must_use]
    pub fn is_anyone(self) -> bool {
        self == Self::ANYONE
    }
}

/// What stands in front of one route.
pub struct Gate {
    pub state: AppState,
    pub who: Askers,
    pub answers: Answers,
}

/// Lets pass whom the route is for. Others are told that there is no such page; who is not signed in is sent to sign in.
pub async fn gate(State(gate): State<Arc<Gate>>, mut request: Request, next: Next) -> Response {
    let found = SignedIn::find(request.headers(), &gate.state).await;
    let refusal = match found {
        Err(error) => error,
        Ok(None) if gate.who.lets(Asker::Nobody) => return next.run(request).await,
        Ok(None) => AppError::NotSignedIn,
        Ok(Some(signed_in)) if gate.who.lets(Asker::of(&signed_in)) || is_open(Hole::RouteWithoutCheck) => {
            request.extensions_mut().insert(signed_in);
            return next.run(request).await;
        }
        Ok(Some(_)) => AppError::NotFound,
    };
    match gate.answers {
        Answers::Page | Answers::File => refusal.into_response(),
        Answers::Api | Answers::Stream => ApiError(refusal).into_response(),
    }
}
