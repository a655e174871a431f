//! Those beside the shop: a handler takes the one whom it is for, and answers 404 to everyone else.

use crate::audit::{Entry, What};
use crate::error::AppError;
use crate::http::request_id::RequestId;
use crate::http::session::SignedIn;
use crate::state::AppState;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use domain::access::{Beside, CouncilScope, ProviderScope, Scope, SecurityScope, SupporterScope, Viewer};
use domain::calendar::Timestamp;
use domain::ids::HouseholdId;

/// The scope of one kind of viewer beside the shop.
pub trait ScopeBeside: Clone + Send {
    fn of(beside: &Beside) -> Option<&Self>;
}

macro_rules! scopes_beside {
    ($($kind:ident: $scope:ident),* $(,)?) => {$(
        impl ScopeBeside for $scope {
            fn of(beside: &Beside) -> Option<&Self> {
                match beside {
                    Beside::$kind(scope) => Some(scope),
                    _ => None,
                }
            }
        }
    )*};
}
scopes_beside!(
    Supporter: SupporterScope,
    Provider: ProviderScope,
    Council: CouncilScope,
    Security: SecurityScope,
);

/// A viewer with that scope.
pub struct As<S> {
    pub scope: S,
    pub viewer: Viewer,
    signed_in: SignedIn,
    request: RequestId,
}

impl<S> As<S> {
    /// An entry of the audit log by this viewer.
    pub fn entry(&self, at: Timestamp, what: What) -> Entry {
        self.signed_in.entry(at, what).request(self.request.0)
    }

    /// Notes that this viewer looked at a page about residents.
    pub async fn looked_at(
        &self,
        state: &AppState,
        households: impl IntoIterator<Item = HouseholdId>,
        page: &'static str,
    ) -> Result<(), AppError> {
        let entry = self.entry(state.clock.timestamp(), What::Page).about(households).detail(page);
        if entry.households.is_empty() {
            return Ok(());
        }
        Ok(state.audit.looked(entry).await?)
    }
}

impl<S: ScopeBeside> FromRequestParts<AppState> for As<S> {
    type Rejection = AppError;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, AppError> {
        let Ok(request) = RequestId::from_request_parts(parts, state).await;
        let signed_in = SignedIn::from_request_parts(parts, state).await?;
        let viewer = signed_in.viewer.clone();
        let Scope::Beside(beside) = &viewer.scope else { return Err(AppError::NotFound) };
        let scope = S::of(beside).cloned().ok_or(AppError::NotFound)?;
        Ok(Self { scope, viewer, signed_in, request })
    }
}
