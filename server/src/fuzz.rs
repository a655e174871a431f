//! What a stranger, a broken tablet or a hand-made file may hand in, as the inputs of a coverage-guided fuzzer: whatever
//! comes, the program answers, and nobody gets further than the door. The fuzzer is in `server/fuzz` (`docs/testing.md`).
//! What it found worth keeping is in `server/fuzz/corpus`, and every test run goes through it again.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test stops at the first thing that is not as expected"
)]

use crate::exchange::{Source, import};
use crate::http::limits::Limits;
use crate::http::test_shop::{Answer, Shop};
use axum::body::Body;
use axum::http::{HeaderValue, Request, Uri, header};
use domain::access::Actor;
use domain::amount::Amount;
use domain::household::HelpTopic;
use domain::ids::{HelpId, HouseholdId, LineId, OpId, OrderId};
use domain::sync::wire::{PullReply, PushRequest, SealedRequest, SecondCopy};
use domain::sync::{LineRef, Operation, OperationKind, Snapshot};
use std::fmt::Write;
use std::sync::OnceLock;
use tokio::runtime::Runtime;
use uuid::Uuid;

/// What an input is taken for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    /// The body of a push; its first byte says whose.
    Push,
    /// What one sealed copy holds, or with a first byte that is odd, the whole body.
    Sealed,
    /// The question of a pull; its first byte says whose.
    Pull,
    /// A form of a page; its first byte says whose.
    Form,
    /// What a browser says that it was given.
    Cookie,
    /// The secret of a link, the code of a tablet.
    Code,
    /// A table of a home; its first byte says which.
    Table,
    Photo,
    /// What a device finds in its own storage.
    Kept,
}

impl Target {
    pub const ALL: [Self; 9] = [
        Self::Push,
        Self::Sealed,
        Self::Pull,
        Self::Form,
        Self::Cookie,
        Self::Code,
        Self::Table,
        Self::Photo,
        Self::Kept,
    ];

    /// The name of its corpus.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Push => "push",
            Self::Sealed => "sealed",
            Self::Pull => "pull",
            Self::Form => "form",
            Self::Cookie => "cookie",
            Self::Code => "code",
            Self::Table => "table",
            Self::Photo => "photo",
            Self::Kept => "kept",
        }
    }

    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|target| target.name() == name)
    }
}

/// Who hands something in, by their door.
const PEOPLE: [&str; 3] = ["R01", "els-vermeer", "fatma"];
/// Behind these is something of somebody.
const GUARDED: [&str; 6] = ["/family", "/ward", "/office", "/sessions", "/api/v1/sync", "/api/v1/pokes"];
/// Whoever has the right code comes in there.
const CODES: [&str; 2] = ["/link/", "/enrol/"];

/// The shop that everything is handed in to.
struct World {
    shop: Shop,
    cookies: Vec<String>,
    household: HouseholdId,
    actor: Actor,
    home: Source,
}

impl World {
    async fn open() -> Self {
        let shop = Shop::open().await;
        let mut cookies = Vec::new();
        for door in PEOPLE {
            cookies.push(shop.enter(door).await);
        }
        let doors = shop.state.store.doors(shop.state.clock.now().local.day).await.unwrap();
        let viewer = doors.into_iter().find(|door| door.code == PEOPLE[0]).unwrap().viewer;
        let snapshot = shop.state.store.snapshot(&viewer, shop.state.clock.now()).await.unwrap();
        Self { household: snapshot.households[0].id, actor: viewer.actor, home: Source::de_linde(), cookies, shop }
    }

    /// Hands something in. How often one may ask is none of our business here.
    async fn ask(&self, request: Request<Body>) -> Answer {
        let mut state = self.shop.state.clone();
        state.limits = Limits::default().into();
        let answer = Shop::send_to(state, request).await;
        assert!(!answer.status.is_server_error(), "{} {}", answer.status, answer.body);
        answer
    }

    async fn post(&self, who: u8, address: &str, kind: &str, body: &[u8]) {
        let request = Request::post(address)
            .header(header::COOKIE, &self.cookies[usize::from(who) % self.cookies.len()])
            .header(header::CONTENT_TYPE, kind)
            .body(Body::from(body.to_vec()));
        self.ask(request.unwrap()).await;
    }

    /// Hands `input` in as `target` says. It panics when something is not as it must be.
    async fn take(&self, target: Target, input: &[u8]) {
        let (first, rest) = input.split_first().map_or((0, input), |(first, rest)| (*first, rest));
        match target {
            Target::Push => self.post(first, "/api/v1/sync", "application/json", rest).await,
            Target::Sealed if first % 2 == 1 => self.post(0, "/api/v1/sync/sealed", "application/json", rest).await,
            Target::Sealed => {
                let sealed = crate::seal::seal(&self.shop.state.seal.public_hex(), rest, &self.shop.state.rng).unwrap();
                let body = serde_json::to_vec(&SealedRequest { sealed: vec![sealed] }).unwrap();
                self.post(0, "/api/v1/sync/sealed", "application/json", &body).await;
            }
            Target::Pull => {
                let address = format!("/api/v1/sync?{}", String::from_utf8_lossy(rest));
                let Ok(address) = Uri::try_from(address) else { return };
                let cookie = &self.cookies[usize::from(first) % self.cookies.len()];
                let request = Request::get(address).header(header::COOKIE, cookie).body(Body::empty());
                self.ask(request.unwrap()).await;
            }
            Target::Form => self.post(first, "/do", "application/x-www-form-urlencoded", rest).await,
            Target::Cookie => {
                let Ok(cookie) = HeaderValue::from_bytes(input) else { return };
                for address in GUARDED {
                    let request = Request::get(address).header(header::COOKIE, &cookie).body(Body::empty());
                    let answer = self.ask(request.unwrap()).await;
                    assert!(!answer.status.is_success(), "{address} opened for {cookie:?}");
                }
                for address in ["/", app::tablet::WHO, "/sign-in", "/sign-in/second"] {
                    let request = Request::get(address).header(header::COOKIE, &cookie).body(Body::empty());
                    self.ask(request.unwrap()).await;
                }
            }
            Target::Code => {
                let code = input.iter().fold(String::new(), |mut code, byte| {
                    let _ = write!(code, "%{byte:02X}");
                    code
                });
                for start in CODES {
                    let address = format!("{start}{code}");
                    let form = "password=een+lang+wachtwoord&again=een+lang+wachtwoord";
                    let posted = Request::post(&address)
                        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
                        .body(Body::from(form));
                    for request in [Request::get(&address).body(Body::empty()), posted] {
                        let answer = self.ask(request.unwrap()).await;
                        assert!(answer.status.is_client_error(), "{address}: {}", answer.status);
                    }
                }
            }
            Target::Table => {
                let mut home = self.home.clone();
                let names: Vec<String> = home.names().map(str::to_owned).collect();
                home.insert(&names[usize::from(first) % names.len()], rest);
                let report = import(&self.shop.state.store, &home, &self.shop.state.clock, true).await.unwrap();
                assert!(report.problems.iter().all(|problem| !problem.expected.is_empty()), "{report}");
            }
            Target::Photo => {
                let _ = crate::picture::pictures(input);
            }
            Target::Kept => {
                let Ok(text) = std::str::from_utf8(input) else { return };
                if let Ok(reply) = domain::json::from_str::<PullReply>(text) {
                    let again = serde_json::to_string(&reply).unwrap();
                    assert_eq!(domain::json::from_str::<PullReply>(&again).unwrap(), reply);
                }
                let _ = domain::json::from_str::<Snapshot>(text);
                let _ = domain::json::from_str::<Operation>(text);
            }
        }
    }

    /// What is really handed in: where the fuzzer begins.
    async fn seeds(&self, target: Target) -> Vec<Vec<u8>> {
        let with = |first: u8, rest: &[u8]| [&[first], rest].concat();
        match target {
            Target::Push => {
                let pushed = |operation| PushRequest { operations: vec![operation], device: None, again: Vec::new() };
                let bodies = self.operations().map(|operation| serde_json::to_vec(&pushed(operation)).unwrap());
                bodies.enumerate().map(|(n, body)| with(u8::try_from(n % 3).unwrap(), &body)).collect()
            }
            Target::Sealed => {
                let copy = |operation| serde_json::to_vec(&SecondCopy { operation, again: None }).unwrap();
                let whole = serde_json::to_vec(&SealedRequest { sealed: vec!["00".to_owned()] }).unwrap();
                self.operations().map(|operation| with(0, &copy(operation))).chain([with(1, &whole)]).collect()
            }
            Target::Pull => {
                let ask = "cursor=1&epoch=00000000-0000-7000-8000-000000000001&catalogue=1";
                (0..3).flat_map(|who| [with(who, b""), with(who, ask.as_bytes())]).collect()
            }
            Target::Form => {
                let id = Uuid::from_u128(77);
                let household = self.household;
                ["place_order", "cancel_line", "decline_line", "deliver_line", "ask_help", "change_basket_line"]
                    .map(|kind| format!("op_id={id}&household={household}&kind={kind}&order={id}&line={id}&quantity=1"))
                    .iter()
                    .map(|form| with(0, form.as_bytes()))
                    .collect()
            }
            Target::Cookie => {
                let name = |cookie: &String| cookie.split('=').next().unwrap_or_default().to_owned();
                vec![
                    format!("{}={}", name(&self.cookies[0]), "0".repeat(64)).into_bytes(),
                    b"tablet=abc; lang=nl; theme=dark".to_vec(),
                ]
            }
            Target::Code => {
                vec![b"abcdefghijklmnopqrstuvwxyz234567".to_vec(), Uuid::from_u128(1).to_string().into_bytes()]
            }
            Target::Table => {
                let files = self.home.names().filter_map(|name| self.home.file(name));
                files.enumerate().map(|(n, file)| with(u8::try_from(n).unwrap(), file)).collect()
            }
            Target::Photo => ["png", "jpeg", "webp"].iter().map(|kind| small_photo(kind)).collect(),
            Target::Kept => {
                let operations = self.operations().map(|operation| serde_json::to_vec(&operation).unwrap());
                operations.chain([br#"{"nothing":{"cursor":1}}"#.to_vec()]).collect()
            }
        }
    }

    /// One of several kinds, for the first resident.
    fn operations(&self) -> impl Iterator<Item = Operation> {
        let target = LineRef { order: OrderId(Uuid::from_u128(5)), line: LineId(Uuid::from_u128(6)) };
        let kinds = [
            OperationKind::AskHelp { help: HelpId(Uuid::from_u128(2)), topic: HelpTopic::Choosing },
            OperationKind::PlaceOrder {
                order: target.order,
                lines: Vec::new(),
                catalogue_version: 1,
                max_total: [(domain::catalogue::PurseKind::Basis, Amount::cents(16))].into(),
            },
            OperationKind::ChangeBasketLine { line: target.line, quantity: 2 },
            OperationKind::CancelLine { target },
            OperationKind::AcceptLine { target },
            OperationKind::DeliverLine { target, quantity: Some(1) },
            OperationKind::UndoLine { target, of: OpId(Uuid::from_u128(9)) },
        ];
        let (household, actor) = (self.household, self.actor.clone());
        kinds
            .into_iter()
            .zip(100..)
            .map(move |(kind, n)| Operation::online(OpId(Uuid::from_u128(n)), household, actor.clone(), kind))
    }
}

/// A picture of a few points: large enough to be read, too small to be a photo.
fn small_photo(kind: &str) -> Vec<u8> {
    let format = image::ImageFormat::from_extension(kind).unwrap();
    let mut file = std::io::Cursor::new(Vec::new());
    image::RgbImage::from_fn(8, 6, |x, y| {
        image::Rgb([u8::try_from(x * 30).unwrap(), u8::try_from(y * 40).unwrap(), 90])
    })
    .write_to(&mut file, format)
    .unwrap();
    file.into_inner()
}

fn world() -> &'static (Runtime, World) {
    static WORLD: OnceLock<(Runtime, World)> = OnceLock::new();
    WORLD.get_or_init(|| {
        let runtime = Runtime::new().unwrap();
        let world = runtime.block_on(World::open());
        (runtime, world)
    })
}

/// Hands `input` in. It panics when something is not as it must be.
pub fn take(target: Target, input: &[u8]) {
    let (runtime, world) = world();
    runtime.block_on(world.take(target, input));
}

/// What is really handed in: where the fuzzer begins.
#[must_use]
pub fn seeds(target: Target) -> Vec<Vec<u8>> {
    let (runtime, world) = world();
    runtime.block_on(world.seeds(target))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::Path;

    #[test]
    fn whatever_was_handed_in_before_gets_an_answer() {
        for target in Target::ALL {
            let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus").join(target.name());
            let kept: Vec<_> = std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
            assert!(!kept.is_empty(), "nothing was kept in {}", folder.display());
            for input in seeds(target).into_iter().chain(kept.iter().map(|path| std::fs::read(path).unwrap())) {
                take(target, &input);
            }
        }
    }
}
