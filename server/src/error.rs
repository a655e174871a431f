//! What a request can fail with. The person reads what to do; the log gets the cause.

use crate::audit::AuditError;
use crate::http::problem::{farewell, problem};
use crate::rng::NoRandomness;
use crate::store::StoreError;
use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use serde_json::json;

#[derive(Debug, thiserror::Error)]
pub enum AppError {
    /// Nothing there, or nothing that this viewer may know of.
    #[error("not found")]
    NotFound,
    #[error("not signed in")]
    NotSignedIn,
    /// The ward took this tablet back.
    #[error("this tablet was revoked")]
    Revoked,
    /// A form or body that cannot be read; the text says what is wrong with it.
    #[error("cannot be read: {0}")]
    Unreadable(String),
    #[error("came from another site")]
    ForeignOrigin,
    /// So much is asked at once that it has to wait.
    #[error("too busy")]
    Busy,
    /// So many seconds later there is room again.
    #[error("asked too often: try again in {0} seconds")]
    TooOften(u64),
    #[error(transparent)]
    Audit(#[from] AuditError),
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    NoRandomness(#[from] NoRandomness),
}

impl AppError {
    const fn status(&self) -> StatusCode {
        match self {
            // Whoever may see nothing (any more) is told what someone is told who asks for what is not theirs.
            Self::NotFound | Self::Store(StoreError::NothingToSee) => StatusCode::NOT_FOUND,
            Self::NotSignedIn => StatusCode::UNAUTHORIZED,
            Self::Revoked => StatusCode::GONE,
            Self::Unreadable(_) => StatusCode::UNPROCESSABLE_ENTITY,
            Self::ForeignOrigin => StatusCode::FORBIDDEN,
            Self::Audit(_) | Self::Busy => StatusCode::SERVICE_UNAVAILABLE,
            Self::TooOften(_) => StatusCode::TOO_MANY_REQUESTS,
            Self::Store(_) | Self::NoRandomness(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    const fn code(&self) -> &'static str {
        match self {
            Self::NotFound | Self::Store(StoreError::NothingToSee) => "not_found",
            Self::NotSignedIn => "not_signed_in",
            Self::Revoked => "revoked",
            Self::Unreadable(_) => "unreadable",
            Self::ForeignOrigin => "foreign_origin",
            Self::TooOften(_) => "too_often",
            Self::Audit(_) => "log_behind",
            Self::Busy => "busy",
            Self::Store(_) | Self::NoRandomness(_) => "internal",
        }
    }

    /// The answer, with when to try again.
    fn when_again(&self, mut answer: Response) -> Response {
        if let Self::TooOften(seconds) = self {
            answer.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(*seconds));
        }
        answer
    }

    fn log(&self) {
        if self.status().is_server_error() {
            tracing::error!(error = %self, "request failed");
        }
    }
}

impl IntoResponse for AppError {
    /// For pages: a page that says what happened and offers a way on.
    fn into_response(self) -> Response {
        self.log();
        match self {
            Self::NotSignedIn => Redirect::to("/").into_response(),
            Self::Revoked => farewell(),
            error => error.when_again(problem(error.status())),
        }
    }
}

/// The same for the interface that programs use: JSON with a code and a sentence.
#[derive(Debug)]
pub struct ApiError(pub AppError);

impl<E: Into<AppError>> From<E> for ApiError {
    fn from(error: E) -> Self {
        Self(error.into())
    }
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        self.0.log();
        let status = self.0.status();
        let message =
            if status.is_server_error() { "the server could not do this now".to_owned() } else { self.0.to_string() };
        let answer = (status, Json(json!({ "error": self.0.code(), "message": message }))).into_response();
        self.0.when_again(answer)
    }
}
