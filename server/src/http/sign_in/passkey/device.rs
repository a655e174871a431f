//! A device with a passkey, for tests: it says what a real one says (Web Authentication, level 3), with a key on the curve P-256.

use p256::ecdsa::signature::Signer;
use p256::ecdsa::{DerSignature, SigningKey};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

const PRESENT: u8 = 1;
const VERIFIED: u8 = 1 << 2;
const HAS_KEY: u8 = 1 << 6;

/// It can be cloned, as no device should.
#[derive(Clone)]
pub struct Device {
    key: SigningKey,
    id: [u8; 16],
    user: String,
    count: u32,
    origin: String,
    looks: bool,
}

/// As browsers write bytes: base64, for addresses, without padding.
fn text(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let bits: String = bytes.iter().map(|byte| format!("{byte:08b}")).collect();
    let sixes = bits.as_bytes().chunks(6).map(|six| format!("{:0<6}", std::str::from_utf8(six).unwrap()));
    sixes.map(|six| char::from(LETTERS[usize::from_str_radix(&six, 2).unwrap()])).collect()
}

impl Device {
    pub fn new(number: u8, origin: &str) -> Self {
        let key = SigningKey::from_slice(&[number; 32]).unwrap();
        Self { key, id: [number; 16], user: String::new(), count: 0, origin: origin.to_owned(), looks: true }
    }

    /// The same, in a browser that is elsewhere.
    pub fn at(&self, origin: &str) -> Self {
        Self { origin: origin.to_owned(), ..self.clone() }
    }

    /// The same, in the hand of somebody whom it does not know.
    pub fn in_another_hand(&self) -> Self {
        Self { looks: false, ..self.clone() }
    }

    fn client_data(&self, kind: &str, asked: &Value) -> Vec<u8> {
        let said =
            json!({ "type": kind, "challenge": asked["challenge"], "origin": self.origin, "crossOrigin": false });
        said.to_string().into_bytes()
    }

    fn data(&self, place: &Value, flags: u8) -> Vec<u8> {
        let flags = if self.looks { flags | PRESENT | VERIFIED } else { flags | PRESENT };
        let place = Sha256::digest(place.as_str().unwrap());
        [place.as_slice(), &[flags], &self.count.to_be_bytes()].concat()
    }

    /// The answer to `navigator.credentials.create`.
    pub fn makes(&mut self, asked: &Value) -> String {
        self.user = asked["user"]["id"].as_str().unwrap().to_owned();
        assert_eq!(asked["authenticatorSelection"]["userVerification"], "required");
        assert_eq!(asked["authenticatorSelection"]["residentKey"], "required");
        let point = self.key.verifying_key().to_sec1_point(false);
        let (x, y) = point.as_bytes()[1..].split_at(32);
        // {1: 2, 3: -7, -1: 1, -2: x, -3: y} in CBOR.
        let key = [&[0xa5, 1, 2, 3, 0x26, 0x20, 1, 0x21, 0x58, 32][..], x, &[0x22, 0x58, 32], y].concat();
        let data = [self.data(&asked["rp"]["id"], HAS_KEY).as_slice(), &[0; 16], &[0, 16], &self.id, &key].concat();
        let length = u8::try_from(data.len()).unwrap();
        let object =
            [b"\xa3\x63fmt\x64none\x67attStmt\xa0\x68authData\x58".as_slice(), &[length], data.as_slice()].concat();
        json!({
            "id": text(&self.id), "rawId": text(&self.id), "type": "public-key",
            "response": {
                "clientDataJSON": text(&self.client_data("webauthn.create", asked)),
                "attestationObject": text(&object),
                "transports": ["internal"],
            },
        })
        .to_string()
    }

    /// The answer to `navigator.credentials.get`.
    pub fn uses(&mut self, asked: &Value) -> String {
        self.count += 1;
        let (data, client) = (self.data(&asked["rpId"], 0), self.client_data("webauthn.get", asked));
        let signature: DerSignature = self.key.sign(&[data.as_slice(), Sha256::digest(&client).as_slice()].concat());
        json!({
            "id": text(&self.id), "rawId": text(&self.id), "type": "public-key",
            "response": {
                "clientDataJSON": text(&client),
                "authenticatorData": text(&data),
                "signature": text(signature.as_bytes()),
                "userHandle": self.user,
            },
        })
        .to_string()
    }

    /// The same device, of which somebody says that it is another person's.
    pub fn of_another(&self, device: &Self) -> Self {
        Self { user: device.user.clone(), ..self.clone() }
    }
}
