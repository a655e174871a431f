//! What signing in needs besides the database: hashing passwords in a queue, codes that are shown once, the second step, and
//! how long one waits after wrong tries. Nothing here knows a request or a table.

mod code;
mod key;
pub mod oidc;
pub mod passkey;
mod password;
mod pause;
mod pin;
pub mod totp;

pub use code::SecretCode;
pub use key::{SignInKey, SignInKeyError};
pub use password::{Passwords, TooBusy, Weakness, weakness};
pub use pause::{Subject, Tried};
pub use pin::{LONGEST_PIN, PinWeakness, pin_weakness};

/// What every request may use to let people in.
#[derive(Debug)]
pub struct SignIn {
    pub key: SignInKey,
    pub passwords: Passwords,
    /// Under which people reach the shop, such as `https://bekertje.example.nl`, for links that are carried elsewhere.
    pub address: Option<String>,
    /// The sign-in of the home itself, where it has one.
    pub oidc: Option<oidc::Oidc>,
    /// Where browsers can have passkeys for this shop.
    pub passkeys: Option<passkey::Passkeys>,
}
