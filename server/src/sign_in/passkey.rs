//! Passkeys: what a device is asked, and whether its answer is believed. The device looks who holds it, by a finger, a face or
//! its code, before it answers: so a passkey counts as two factors. Any kind of device is taken; none has to say what it is.

use domain::ids::PersonId;
use serde_json::Value;
use webauthn_rs::Webauthn;
use webauthn_rs::prelude::{
    DiscoverableAuthentication, Passkey, PasskeyRegistration, PublicKeyCredential, RegisterPublicKeyCredential, Url,
    WebauthnBuilder, WebauthnError,
};

/// The passkeys of this shop: they work at its address and nowhere else.
#[derive(Debug)]
pub struct Passkeys {
    webauthn: Webauthn,
    origin: String,
}

/// A question to a device.
#[derive(Clone, Debug)]
pub struct Asked {
    /// What its browser gets.
    pub options: Value,
    /// What the answer is held against; it stays here.
    pub kept: Value,
}

/// For whom a passkey is made, as the device shows it.
#[derive(Clone, Debug)]
pub struct Owner {
    pub person: PersonId,
    /// The name for signing in.
    pub code: String,
    pub name: String,
    pub home: String,
    /// The passkeys that they have: no device makes a second one.
    pub has: Vec<Vec<u8>>,
    /// They hold a device that others use too: the passkey must lie on one of their own.
    pub on_shared: bool,
}

/// A passkey that was made.
#[derive(Clone, Debug)]
pub struct Made {
    pub credential_id: Vec<u8>,
    pub credential: Value,
}

/// A passkey that was used, as it is to be kept from now on.
#[derive(Clone, Debug)]
pub struct Used {
    pub credential: Value,
    pub sign_count: u32,
}

/// Why an answer is not believed.
#[derive(Debug, thiserror::Error)]
pub enum NotBelieved {
    #[error("the device counts as if there were two of it")]
    Cloned,
    #[error("the answer is not of this passkey to this question: {0}")]
    Wrong(#[from] WebauthnError),
    #[error("it cannot be read: {0}")]
    Unreadable(#[from] serde_json::Error),
}

/// A device's answer to who somebody is.
pub struct Answer(PublicKeyCredential);

impl Answer {
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        serde_json::from_str(text).ok().map(Self)
    }

    /// The device's own number for the passkey.
    #[must_use]
    pub fn credential_id(&self) -> &[u8] {
        self.0.get_credential_id()
    }

    /// Whether the device says that it belongs to this person.
    #[must_use]
    pub fn is_of(&self, person: PersonId) -> bool {
        self.0.get_user_unique_id() == Some(person.0.as_bytes().as_slice())
    }
}

impl Passkeys {
    /// `None` where browsers have no passkeys: at a number instead of a name, and without https but on this computer.
    #[must_use]
    pub fn at(address: &str) -> Option<Self> {
        let url = Url::parse(address).ok()?;
        let host = url.domain()?.to_owned();
        if url.scheme() != "https" && !(url.scheme() == "http" && host == "localhost") {
            return None;
        }
        let webauthn = WebauthnBuilder::new(&host, &url).ok()?.build().ok()?;
        Some(Self { webauthn, origin: url.origin().ascii_serialization() })
    }

    /// The only place where browsers let people use them.
    #[must_use]
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// Asks a device to make one.
    pub fn ask_for_new(&self, owner: Owner) -> Result<Asked, NotBelieved> {
        let Owner { person, code, name, home, has, on_shared } = owner;
        let (mut asked, kept) = self.webauthn.start_passkey_registration(person.0, &code, &name, Some(has))?;
        asked.public_key.rp.name = home;
        let mut options = serde_json::to_value(asked.public_key)?;
        if let Some(wanted) = options.get_mut("authenticatorSelection").and_then(Value::as_object_mut) {
            // The device itself knows whose it is: nobody types a name, and nothing tells which names exist.
            wanted.insert("residentKey".to_owned(), "required".into());
            wanted.insert("requireResidentKey".to_owned(), true.into());
            if on_shared {
                wanted.insert("authenticatorAttachment".to_owned(), "cross-platform".into());
            }
        }
        Ok(Asked { options, kept: serde_json::to_value(kept)? })
    }

    /// The passkey that a device made.
    pub fn made(&self, answer: &str, kept: Value) -> Result<Made, NotBelieved> {
        let answer: RegisterPublicKeyCredential = serde_json::from_str(answer)?;
        let kept: PasskeyRegistration = serde_json::from_value(kept)?;
        let passkey = self.webauthn.finish_passkey_registration(&answer, &kept)?;
        Ok(Made { credential_id: passkey.cred_id().to_vec(), credential: serde_json::to_value(passkey)? })
    }

    /// Asks whatever device is there who holds it.
    pub fn ask_who(&self) -> Result<Asked, NotBelieved> {
        let (asked, kept) = self.webauthn.start_discoverable_authentication()?;
        Ok(Asked { options: serde_json::to_value(asked.public_key)?, kept: serde_json::to_value(kept)? })
    }

    /// The passkey after an answer that is believed.
    pub fn used(&self, answer: &Answer, kept: Value, credential: Value) -> Result<Used, NotBelieved> {
        let kept: DiscoverableAuthentication = serde_json::from_value(kept)?;
        let mut passkey: Passkey = serde_json::from_value(credential)?;
        let told = self.webauthn.finish_discoverable_authentication_v2(&answer.0, kept, &passkey);
        let told = told.map_err(|error| match error {
            WebauthnError::CredentialPossibleCompromise => NotBelieved::Cloned,
            other => NotBelieved::Wrong(other),
        })?;
        passkey.update_credential(&told);
        Ok(Used { credential: serde_json::to_value(passkey)?, sign_count: told.counter() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passkeys_are_had_by_https_or_on_this_computer_and_at_a_name() {
        for (address, origin) in [
            ("https://bekertje.example.nl", "https://bekertje.example.nl"),
            ("https://bekertje.example.nl:8443/shop", "https://bekertje.example.nl:8443"),
            ("http://localhost:3000", "http://localhost:3000"),
        ] {
            assert_eq!(Passkeys::at(address).unwrap().origin(), origin, "{address}");
        }
        for without in [
            "http://bekertje.example.nl",
            "https://192.0.2.7",
            "http://127.0.0.1:3000",
            "https://[::1]",
            "bekertje",
            "",
        ] {
            assert!(Passkeys::at(without).is_none(), "{without}");
        }
    }
}
