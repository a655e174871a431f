//! Who asks, and whom they ask about.

use crate::http::gate::Asker;
use crate::http::picture;
use crate::http::session::cookie;
use crate::http::site::Site;
use crate::http::test_shop::Shop;
use crate::notes::Place;
use crate::router::router;
use crate::store::{Method as Signed, NewTablet, SealedNote, Session, TabletFor, Written};
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{Method, Request, StatusCode, header};
use domain::access::{Actor, Beside, Role, Scope, Viewer};
use domain::calendar::Timestamp;
use domain::catalogue::Localized;
use domain::household::HelpTopic;
use domain::ids::{HelpId, HouseholdId, LocationId, NoteId, OpId, PersonId, SessionId, TabletId, WardId};
use domain::sync::wire::PushRequest;
use domain::sync::{LineRef, Operation, OperationKind};
use std::collections::BTreeMap;
use tower::ServiceExt;
use uuid::Uuid;

/// A resident with something of everything that an address can name.
pub struct Target {
    pub code: &'static str,
    pub household: HouseholdId,
    pub location: LocationId,
    pub ward: WardId,
    pub last_name: String,
    pub line: LineRef,
    /// Something on the list of what must be sorted out.
    pub op: OpId,
    /// A tablet of theirs, still without a browser.
    pub tablet: TabletId,
    pub viewer: Viewer,
    pub catalogue_version: i64,
    /// What one supporter wrote down about them.
    pub note: String,
}

/// Who wrote the notes.
pub const WHO_WROTE: &str = "supporter of the location";

impl Target {
    /// What of this resident a text tells. Whoever asked for them by number may read that number back.
    pub fn named_in(&self, text: &str, asked: bool) -> Option<String> {
        let mut marks = vec![self.last_name.clone()];
        if !asked {
            marks.extend([self.household.to_string(), self.line.order.to_string(), self.op.to_string()]);
        }
        marks.into_iter().find(|mark| text.contains(mark.as_str()))
    }
}

/// Someone who asks.
pub struct Person {
    pub name: &'static str,
    pub asker: Asker,
    /// The residents whom they may see, by hand.
    pub sees: &'static [&'static str],
    /// Family who may order, not only propose.
    pub may_order: bool,
    /// `None` for whoever has no session that lives.
    pub viewer: Option<Viewer>,
    /// For reading.
    pub cookie: String,
}

impl Person {
    /// Family who may order may propose too, and does not have to.
    pub fn may_propose(&self) -> bool {
        self.may_order || self.name == "family that may propose"
    }

    /// Whether they belong to the location of this resident.
    pub fn locations(&self, target: &Target) -> bool {
        match self.viewer.as_ref().map(|viewer| &viewer.scope) {
            Some(Scope::Office { locations, .. }) => locations.contains(&target.location),
            Some(Scope::Beside(Beside::Council(council))) => council.locations.contains(&target.location),
            _ => false,
        }
    }

    /// Family whose last authority has ended.
    pub fn sees_nothing(&self) -> bool {
        matches!(&self.viewer, Some(Viewer { scope: Scope::Family { households, .. }, .. }) if households.is_empty())
    }
}

pub struct Answer {
    pub status: StatusCode,
    pub location: String,
    pub body: String,
}

pub struct World {
    pub shop: Shop,
    pub router: Router,
    pub people: Vec<Person>,
    pub targets: Vec<Target>,
    /// Whose card each of the staff could open in an emergency.
    pub openable: BTreeMap<&'static str, HouseholdId>,
    photo: String,
    epoch: Uuid,
    _site: tempfile::TempDir,
}

impl World {
    pub async fn open() -> Self {
        let (mut shop, photos) = picture::tests::shop().await;
        let (site_folder, site) = site();
        shop.state.site = site.into();
        let epoch = shop.state.store.epoch().await.unwrap();
        let router = router(shop.state.clone());
        let mut world = Self {
            router,
            people: Vec::new(),
            targets: Vec::new(),
            openable: BTreeMap::new(),
            photo: photos[0].address(480).trim_start_matches("/pictures/").to_owned(),
            epoch,
            _site: site_folder,
            shop,
        };
        for (code, carer) in [("R02", "fatma"), ("R03", "fatma"), ("R12", "nadine"), ("R21", "ingrid")] {
            let target = world.target(code, carer).await;
            world.targets.push(target);
        }
        for (name, asker, code, sees, may_order) in [
            ("resident", Asker::Resident, "R02", &["R02"][..], true),
            ("other resident", Asker::Resident, "R12", &["R12"], true),
            ("family that may order", Asker::Family, "jan-willem-bartholomeus", &["R03"], true),
            ("family that may propose", Asker::Family, "emre-ozturk", &["R02"], false),
            ("family of someone else", Asker::Family, "bo-li", &[], false),
            ("carer of the ward", Asker::Carer, "fatma", &["R02", "R03"], true),
            ("carer of another ward", Asker::Carer, "nadine", &["R12"], true),
            ("carer of another location", Asker::Carer, "ingrid", &["R21"], true),
            ("office of the location", Asker::Office, "hanneke", &["R02", "R03", "R12"], false),
            ("office of another location", Asker::Office, "frank", &["R21"], false),
            ("office of the home", Asker::Office, "marieke", &["R02", "R03", "R12", "R21"], false),
            (WHO_WROTE, Asker::Supporter, "nadia", &["R02", "R03", "R12"], false),
            ("supporter of the home", Asker::Supporter, "lotte", &["R02", "R03", "R12", "R21"], false),
            ("somebody of a provider", Asker::Provider, "anja", &[], false),
            ("the council", Asker::Council, "jaap", &[], false),
            ("the security officer", Asker::Security, "dorien", &[], false),
        ] {
            let viewer = world.viewer(code).await;
            let openable = world.shop.state.store.openable(&viewer).await.unwrap().unwrap_or_default();
            world.openable.extend(openable.first().map(|one| (name, one.household)));
            world.let_in(Person { name, asker, sees, may_order, viewer: Some(viewer), cookie: String::new() }).await;
        }
        let mut ended = world.viewer("bo-li").await;
        if let Scope::Family { households, .. } = &mut ended.scope {
            households.clear();
        }
        let name = "family whose authority ended";
        let (asker, cookie) = (Asker::Family, String::new());
        world.let_in(Person { name, asker, sees: &[], may_order: false, viewer: Some(ended), cookie }).await;
        let elsewhere = world.targets[3].location;
        let mut supporter = world.viewer("lotte").await;
        let mut council = world.viewer("jaap").await;
        if let (Scope::Beside(Beside::Supporter(one)), Scope::Beside(Beside::Council(other))) =
            (&mut supporter.scope, &mut council.scope)
        {
            one.locations = vec![elsewhere];
            other.locations = vec![elsewhere];
        }
        for (name, asker, sees, viewer) in [
            ("supporter of another location", Asker::Supporter, &["R21"][..], supporter),
            ("the council of another location", Asker::Council, &[], council),
        ] {
            let viewer = Some(viewer);
            world.let_in(Person { name, asker, sees, may_order: false, viewer, cookie: String::new() }).await;
        }
        let now = world.shop.state.clock.timestamp();
        let expired = world.session(&world.viewer("fatma").await, Timestamp(now.0 - 1)).await;
        let left = world.session(&world.viewer("marieke").await, Timestamp(i64::MAX)).await;
        world.send(Method::POST, "/demo/leave", &left, "", "").await;
        for (name, cookie) in [
            ("nobody", String::new()),
            ("an expired session", expired),
            ("a session that was ended", left),
            ("a made-up cookie", format!("bekertje={}", "5f".repeat(32))),
            ("a cookie of nonsense", "bekertje=é%00; bekertje=".to_owned()),
        ] {
            let asker = Asker::Nobody;
            world.people.push(Person { name, asker, sees: &[], may_order: false, viewer: None, cookie });
        }
        world
    }

    async fn let_in(&mut self, person: Person) {
        let cookie = self.cookie(&person).await;
        self.people.push(Person { cookie, ..person });
    }

    async fn viewer(&self, code: &str) -> Viewer {
        let doors = self.shop.state.store.doors(self.shop.state.clock.now().local.day).await.unwrap();
        doors.into_iter().find(|door| door.code == code).unwrap_or_else(|| panic!("nobody is {code}")).viewer
    }

    /// A resident as their ward sees them, with something to sort out.
    async fn target(&self, code: &'static str, carer: &str) -> Target {
        let state = &self.shop.state;
        let (viewer, ward_viewer) = (self.viewer(code).await, self.viewer(carer).await);
        let snapshot = state.store.snapshot(&viewer, state.clock.now()).await.unwrap();
        let catalogue_version = snapshot.catalogue.version;
        let household = snapshot.households.into_iter().next().unwrap();
        let order = household.orders.first().unwrap_or_else(|| panic!("{code} has ordered nothing"));
        let line = LineRef { order: order.id, line: order.lines.first().unwrap().id };
        // Done by someone who does not work here: kept for the ward to look at.
        let stranger = Actor {
            role: Role::Carer,
            person: Some(PersonId(self.new_id())),
            name: String::new(),
            relation: Localized::default(),
        };
        let op = OpId(self.new_id());
        let kind = OperationKind::AskHelp { help: HelpId(self.new_id()), topic: HelpTopic::Order };
        let operation = Operation::online(op, household.id, stranger, kind);
        let request = PushRequest { operations: vec![operation], device: None, again: Vec::new() };
        state.store.push(&ward_viewer, request, &state.clock).await.unwrap();
        let snapshot = state.store.snapshot(&ward_viewer, state.clock.now()).await.unwrap();
        let seen = snapshot.household(household.id).unwrap();
        assert!(seen.exceptions.iter().any(|exception| exception.op == op), "{code} has something to sort out");
        let (id, location, ward) = (household.id, household.location, household.ward);
        let last_name = household.resident.last_name;
        let tablet = TabletId(self.new_id());
        let is_for = TabletFor::Resident(id);
        let new = NewTablet { id: tablet, is_for, name: "raam".to_owned(), at: state.clock.timestamp() };
        state.store.add_tablet(&ward_viewer, new, &state.rng.token().unwrap()).await.unwrap();
        let note = self.note(id).await;
        Target { code, household: id, location, ward, last_name, line, op, tablet, viewer, catalogue_version, note }
    }

    /// Something that the supporter of the location writes down, if she sees them.
    async fn note(&self, household: HouseholdId) -> String {
        let state = &self.shop.state;
        let Scope::Beside(Beside::Supporter(scope)) = self.viewer("nadia").await.scope else { panic!("a supporter") };
        let (note, now) = (NoteId(self.new_id()), state.clock.now());
        let place = Place { note, revision: 1, household, person: scope.person };
        let key = (*state.notes).as_ref().unwrap();
        let sealed = key.seal(&place, "Zij wil naar zee.", &state.rng).unwrap().unwrap();
        let new = SealedNote { place, key: key.number(), sealed, at: now.at };
        match state.store.write_note(&scope, new, now.local.day).await.unwrap() {
            Written::Kept => note.to_string(),
            _ => self.unknown(),
        }
    }

    pub fn new_id(&self) -> Uuid {
        self.shop.state.rng.uuid(self.shop.state.clock.timestamp()).unwrap()
    }

    pub fn unknown(&self) -> String {
        Uuid::from_u128(0x019a_0000_0000_7000_8000_0000_dead_beef).to_string()
    }

    async fn session(&self, viewer: &Viewer, expires_at: Timestamp) -> String {
        let token = self.shop.state.rng.token().unwrap();
        let created_at = self.shop.state.clock.timestamp();
        let session = Session {
            id: SessionId(self.new_id()),
            viewer: viewer.clone(),
            person: viewer.actor.person,
            tablet: None,
            method: Signed::Demo,
            agent: String::new(),
            created_at,
            last_seen_at: created_at,
            expires_at,
        };
        self.shop.state.store.create_session(&token, &session).await.unwrap();
        let cookie = cookie(false, &token);
        format!("{}={}", cookie.name(), cookie.value())
    }

    /// The cookie of a new session; for who has none that lives, what they come with.
    pub async fn cookie(&self, person: &Person) -> String {
        match &person.viewer {
            Some(viewer) => self.session(viewer, Timestamp(i64::MAX)).await,
            None => person.cookie.clone(),
        }
    }

    /// The address with `target`'s household in it, and `other`'s lines.
    pub fn fill(&self, pattern: &str, target: &Target, other: &Target) -> String {
        let filled = [
            ("{household}", target.household.to_string()),
            ("{order}", other.line.order.to_string()),
            ("{line}", other.line.line.to_string()),
            ("{op}", other.op.to_string()),
            ("{tablet}", target.tablet.to_string()),
            ("{emergency}", self.unknown()),
            ("{note}", target.note.clone()),
            ("{location}", target.location.to_string()),
            ("{epoch}", self.epoch.to_string()),
            ("{catalogue}", target.catalogue_version.to_string()),
            ("{category}", "out".to_owned()),
            ("{page}", "shop".to_owned()),
            ("{file}", self.photo.clone()),
            ("{manifest}", "ward.nl.webmanifest".to_owned()),
            ("{*name}", "a.js".to_owned()),
            ("/as/{code}", "/as/R02".to_owned()),
            ("{code}", "W01".to_owned()),
            ("{person}", "els-vermeer".to_owned()),
            ("{secret}", "0000-0000-0000-0000-0000-0000".to_owned()),
        ]
        .into_iter()
        .fold(pattern.to_owned(), |address, (name, value)| address.replace(name, &value));
        assert!(!filled.contains('{'), "what stands for the name in {filled}? Say it in http/matrix/world.rs");
        filled
    }

    pub async fn send(&self, method: Method, address: &str, cookie: &str, kind: &str, body: &str) -> Answer {
        let request = request(method, address, cookie, kind, body);
        let (parts, body) = self.router.clone().oneshot(request).await.unwrap().into_parts();
        let body = String::from_utf8_lossy(&to_bytes(body, usize::MAX).await.unwrap()).into_owned();
        let location = parts.headers.get(header::LOCATION).map_or("", |to| to.to_str().unwrap()).to_owned();
        Answer { status: parts.status, location, body }
    }

    /// Only the beginning of an answer that does not end; a refusal is read.
    pub async fn status(&self, address: &str, cookie: &str) -> Answer {
        let response = self.router.clone().oneshot(request(Method::GET, address, cookie, "", "")).await.unwrap();
        let (parts, body) = response.into_parts();
        let body = match parts.status {
            StatusCode::OK => String::new(),
            _ => String::from_utf8_lossy(&to_bytes(body, usize::MAX).await.unwrap()).into_owned(),
        };
        Answer { status: parts.status, location: String::new(), body }
    }
}

fn request(method: Method, address: &str, cookie: &str, kind: &str, body: &str) -> Request<Body> {
    let mut request = Request::builder().method(method).uri(address);
    if !cookie.is_empty() {
        request = request.header(header::COOKIE, cookie.as_bytes());
    }
    if !kind.is_empty() {
        request = request.header(header::CONTENT_TYPE, kind);
    }
    request.body(Body::from(body.to_owned())).unwrap()
}

/// A site with one file of each kind.
fn site() -> (tempfile::TempDir, Site) {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("pkg")).unwrap();
    let mut files = Vec::new();
    for name in ["pkg/a.js", "icon.svg"] {
        std::fs::write(folder.path().join(name), "x").unwrap();
        files.push(format!(
            r#""{name}": {{"path": "/{name}", "content_type": "text/plain", "immutable": false,
            "integrity": "sha384-x", "gzip": null, "brotli": null}}"#
        ));
    }
    let manifest = format!(r#"{{"build": "1", "files": {{ {} }} }}"#, files.join(", "));
    std::fs::write(folder.path().join("manifest.json"), manifest).unwrap();
    let site = Site::read(folder.path()).unwrap();
    (folder, site)
}
