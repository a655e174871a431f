//! The denial matrix: every address, asked in every way, as everyone, for what is theirs, what is others' and what does not
//! exist; and every operation by everyone on everyone (`operations.rs`). What is expected stands here a second time, by
//! hand: a route that lets too many past is caught although the gate believes the route.
//!
//! A new route needs a line in [`who_may`], and in [`body`] when something is sent to it; without them the test fails.

mod operations;
mod world;

use super::gate::Asker;
use super::routes::{self, Answers, Exists, Route, Verb};
use crate::hole::{self, Hole};
use axum::http::{Method, StatusCode};
use domain::calendar::Timestamp;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use world::{Answer, Person, Target, World};

/// Who may ask at an address, by hand and apart from the list of routes.
fn who_may(address: &str) -> &'static [Asker] {
    use Asker::{Carer, Council, Family, Office, Provider, Resident, Security, Supporter};
    let first = address.split('/').nth(1).unwrap_or_default();
    match (first, address) {
        (
            "" | "health" | "revoked" | "app-shell" | "app" | "pkg" | "pictures" | "icon.svg" | "demo" | "sign-in"
            | "sign-out" | "link" | "enrol",
            _,
        )
        | (_, "/api/v1/openapi.json") => &Asker::ALL,
        // Whose shift just began; on any other browser of theirs it leads to the start.
        (_, "/shift/pin") => &[Carer],
        // Known by a cookie of its own, whoever is signed in.
        ("tablet" | "shift", _) => &[],
        ("preferences" | "go", _) => &[Resident, Family, Carer, Office, Supporter, Provider, Council, Security],
        (_, "/r/{household}/who-looked") => &[Resident, Family],
        ("emergency", _) => &[Carer, Office],
        ("do" | "r" | "waiting", _) | (_, "/api/v1/sync" | "/api/v1/sync/sealed" | "/api/v1/pokes") => {
            &[Resident, Family, Carer]
        }
        ("sessions", _) => &[Family, Carer, Office, Supporter, Provider, Council, Security],
        ("family", _) => &[Family],
        (_, "/ward/family/{household}/agree" | "/ward/family/{household}/refuse") => &[Carer],
        ("ward", address) if address.starts_with("/ward/family/") || address.starts_with("/ward/tablets") => {
            &[Carer, Office]
        }
        ("ward", _) => &[Carer],
        ("office", _) => &[Office],
        ("supporter", _) => &[Supporter],
        ("provider", _) => &[Provider],
        ("council", _) => &[Council],
        ("security", _) => &[Security],
        _ => panic!("who may ask at {address}? Say it in http/matrix/mod.rs"),
    }
}

/// What the right person sends to an address: the type and the text.
fn body(address: &str, world: &World, person: &Person) -> (&'static str, String) {
    const FORM: &str = "application/x-www-form-urlencoded";
    const JSON: &str = "application/json";
    match address {
        "/preferences" => (FORM, "next=/".to_owned()),
        "/do" => (FORM, operations::form(world, person)),
        "/api/v1/sync" => (JSON, r#"{"operations":[]}"#.to_owned()),
        "/api/v1/sync/sealed" => (JSON, r#"{"sealed":[]}"#.to_owned()),
        // Nothing changes: what is asked is what is there, and nobody has left.
        "/office/resident/{household}/correct" => {
            (FORM, "name_nl=a&name_en=a&first_name=a&last_name=a&room=1&language=nl&reason=".to_owned())
        }
        "/office/resident/{household}/erase" => (FORM, "room=1&why=asked".to_owned()),
        "/demo/enter" => (FORM, "door=R02".to_owned()),
        "/demo/leave" | "/sign-out" | "/enrol/{code}" => (FORM, String::new()),
        "/sign-in" => (FORM, "name=nobody&password=nothing".to_owned()),
        "/sign-in/passkey/ask" | "/link/{secret}/passkey/ask" | "/sessions/passkeys/ask" => (FORM, String::new()),
        "/sign-in/passkey" | "/link/{secret}/passkey" | "/sessions/passkeys" => (FORM, "answer=nothing".to_owned()),
        "/sessions/passkeys/name" | "/sessions/passkeys/remove" => {
            (FORM, format!("passkey={}&name=telefoon", world.unknown()))
        }
        "/sign-in/second" | "/sign-in/set-up" => (FORM, "code=000000".to_owned()),
        "/link/{secret}" => (FORM, "password=zeven+fietsen+op+het+dak".to_owned()),
        "/ward/family/{household}" => (FORM, "name=".to_owned()),
        "/ward/family/{household}/link"
        | "/ward/family/{household}/end"
        | "/ward/family/{household}/agree"
        | "/ward/family/{household}/refuse" => (FORM, format!("which={}", world.unknown())),
        "/sessions/end" => (FORM, format!("session={}", world.unknown())),
        "/sessions/password" => (FORM, "old=nothing&password=zeven+fietsen+op+het+dak".to_owned()),
        "/office/people/{person}/link" | "/office/people/{person}/sign-out" | "/office/people/{person}/unlock" => {
            (FORM, String::new())
        }
        address if ["/tablet/", "/shift/", "/ward/pictures/"].iter().any(|start| address.starts_with(start)) => {
            (FORM, String::new())
        }
        "/ward/tablets" => (FORM, "whose=&name=raam".to_owned()),
        address if address.starts_with("/ward/tablets/{tablet}/") => (FORM, String::new()),
        "/emergency" => {
            let household = world.openable.get(person.name).map_or_else(|| world.unknown(), ToString::to_string);
            (FORM, format!("household={household}&reason=gevallen+in+de+gang"))
        }
        "/office/emergencies/{emergency}" => (FORM, "remark=terecht".to_owned()),
        "/supporter/{household}/notes" => (FORM, "text=Zij+wil+naar+zee.".to_owned()),
        "/supporter/{household}/notes/{note}" => (FORM, "text=Zij+wil+naar+zee.&revision=1".to_owned()),
        "/supporter/{household}/notes/{note}/remove" => (FORM, String::new()),
        _ => panic!("what is sent to {address}? Say it in http/matrix/mod.rs"),
    }
}

/// Addresses that name a resident or a place in what follows the question mark.
fn queries(address: &str) -> &'static [&'static str] {
    match address {
        "/office/residents" | "/office/residents.csv" => &["", "?open={household}"],
        "/office/audit" | "/office/audit.csv" => &["", "?days=31&q=a"],
        "/office/catalogue" | "/office/catalogue/{code}" => &["", "?location={location}"],
        "/council" | "/council/catalogue" | "/council/catalogue/{code}" => &["", "?location={location}"],
        "/supporter" => &["", "?q=a"],
        "/security" => &["", "?days=31"],
        "/api/v1/sync" => &["", "?cursor=0&epoch={epoch}&catalogue={catalogue}"],
        _ => &[""],
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Expect {
    Passes,
    NotFound,
    /// A page leads to the door, the interface says 401.
    SignIn,
    NoSuchMethod,
}

/// One question by one person.
struct Cell {
    person: usize,
    method: Method,
    /// The address as the list has it, and as it is asked.
    pattern: String,
    address: String,
    answers: Answers,
    /// The demo's door shows everyone by design.
    shows_everyone: bool,
    /// What the address names, which the answer may name too.
    asked_for: Option<usize>,
    expect: Expect,
}

/// What came of a run of the matrix.
#[derive(Default)]
struct Report {
    planned: usize,
    executed: usize,
    passed: usize,
    denied: usize,
    per_route: BTreeMap<String, usize>,
    complaints: Vec<String>,
}

impl Report {
    fn note(&mut self, route: &str, is_pass: bool) {
        self.executed += 1;
        *self.per_route.entry(route.to_owned()).or_default() += 1;
        if is_pass { self.passed += 1 } else { self.denied += 1 }
    }
}

/// What an address can be asked for: the address filled in, the target that it names, and who may have it.
struct Variant {
    address: String,
    names: Option<usize>,
    /// The people who may have it, of those who may ask at all.
    seen_by: fn(&Person, Option<&Target>) -> bool,
}

fn variants(route: &Route, world: &World) -> Vec<Variant> {
    let anyone: fn(&Person, Option<&Target>) -> bool = |_, _| true;
    let nobody: fn(&Person, Option<&Target>) -> bool = |_, _| false;
    let who_sees: fn(&Person, Option<&Target>) -> bool =
        |person, target| target.is_some_and(|target| person.sees.contains(&target.code));
    let who_sees_the_place: fn(&Person, Option<&Target>) -> bool =
        |person, target| target.is_some_and(|target| person.locations(target));
    let manages: fn(&Person, Option<&Target>) -> bool = |person, target| {
        let sees = target.is_some_and(|target| person.sees.contains(&target.code));
        sees && (person.asker == Asker::Resident || person.may_order)
    };
    // The office looks after the tablets of wards, and these are residents'.
    let cares: fn(&Person, Option<&Target>) -> bool = |person, target| {
        person.asker == Asker::Carer && target.is_some_and(|target| person.sees.contains(&target.code))
    };
    // Another supporter of the same place does not find a note either.
    let wrote: fn(&Person, Option<&Target>) -> bool = |person, target| {
        person.name == world::WHO_WROTE && target.is_some_and(|target| person.sees.contains(&target.code))
    };
    let is_own = route.address.ends_with("/who-looked");
    let who_sees = if is_own {
        manages
    } else if route.address.contains("{note}") {
        wrote
    } else if route.address.contains("{tablet}") {
        cares
    } else {
        who_sees
    };
    let mut variants = Vec::new();
    if route.address.contains("{emergency}") {
        // One that exists is somebody's: http/emergency/tests.rs.
        for unknown in [world.unknown(), "nonsense".to_owned()] {
            let address = route.address.replace("{emergency}", &unknown);
            variants.push(Variant { address, names: None, seen_by: nobody });
        }
        return variants;
    }
    for query in queries(&route.address) {
        let pattern = format!("{}{query}", route.address);
        // A tablet is a resident's here: who sees one sees the other.
        let names_household = route.address.contains("{household}") || route.address.contains("{tablet}");
        if names_household {
            for (index, target) in world.targets.iter().enumerate() {
                let address = world.fill(&pattern, target, target);
                variants.push(Variant { address, names: Some(index), seen_by: who_sees });
                if pattern.contains("{line}") || pattern.contains("{op}") {
                    // One resident's household with another's line.
                    let other = &world.targets[(index + 1) % world.targets.len()];
                    variants.push(Variant {
                        address: world.fill(&pattern, target, other),
                        names: None,
                        seen_by: nobody,
                    });
                }
            }
            for unknown in [world.unknown(), "nonsense".to_owned(), "..%2f..".to_owned()] {
                let filled = pattern.replace("{household}", &unknown).replace("{tablet}", &unknown);
                let address = world.fill(&filled, &world.targets[0], &world.targets[0]);
                variants.push(Variant { address, names: None, seen_by: nobody });
            }
        } else if query.contains("{household}") || query.contains("{location}") {
            let seen_by = if query.contains("{location}") { who_sees_the_place } else { anyone };
            for (index, target) in world.targets.iter().enumerate() {
                variants.push(Variant { address: world.fill(&pattern, target, target), names: Some(index), seen_by });
            }
            let address = pattern.replace("{household}", &world.unknown()).replace("{location}", &world.unknown());
            let seen_by = if query.contains("{location}") { nobody } else { anyone };
            variants.push(Variant {
                address: world.fill(&address, &world.targets[0], &world.targets[0]),
                names: None,
                seen_by,
            });
        } else if pattern.contains("{person}") {
            // Family of a resident at the place of the first.
            let address = world.fill(&pattern, &world.targets[0], &world.targets[0]);
            variants.push(Variant { address, names: Some(0), seen_by: who_sees_the_place });
            variants.push(Variant { address: pattern.replace("{person}", "not-here"), names: None, seen_by: nobody });
        } else {
            let address = world.fill(&pattern, &world.targets[0], &world.targets[0]);
            variants.push(Variant { address, names: None, seen_by: anyone });
            if pattern.contains('{') && query.is_empty() {
                let unknown = replace_last_name(&pattern);
                // A shortcut that is not known leads to the start; a link or code that is not known is as one that was used.
                let is_answered = ["/go/", "/link/", "/enrol/"].iter().any(|start| pattern.starts_with(start));
                let seen_by = if is_answered { anyone } else { nobody };
                variants.push(Variant { address: unknown, names: None, seen_by });
            }
        }
    }
    variants
}

/// The address with something that does not exist in place of its name.
fn replace_last_name(pattern: &str) -> String {
    let (before, named) = pattern.rsplit_once('{').unwrap();
    let (_, after) = named.split_once('}').unwrap();
    format!("{before}not-here{after}")
}

fn plan(world: &World) -> Vec<Cell> {
    let mut cells = Vec::new();
    let routes: Vec<Route> = routes::all(&world.shop.state).collect();
    for route in &routes {
        let allowed = who_may(&route.address);
        for variant in variants(route, world) {
            for (index, person) in world.people.iter().enumerate() {
                let target = variant.names.map(|index| &world.targets[index]);
                let is_page_of_the_shop = !matches!(route.answers, Answers::File) && allowed.len() < Asker::ALL.len();
                let may_ask = allowed.contains(&person.asker);
                let expect = match (may_ask, person.asker) {
                    (false, Asker::Nobody) => Expect::SignIn,
                    (false, _) if allowed.is_empty() => Expect::SignIn,
                    (false, _) => Expect::NotFound,
                    // Nobody is left to see: there is nothing, whatever is asked.
                    (true, _) if person.sees_nothing() && is_page_of_the_shop && reads_the_snapshot(route) => {
                        Expect::NotFound
                    }
                    (true, _) if (variant.seen_by)(person, target) => Expect::Passes,
                    (true, _) => Expect::NotFound,
                };
                cells.push(Cell {
                    person: index,
                    method: route.verb.method(),
                    pattern: route.address.clone().into_owned(),
                    address: variant.address.clone(),
                    answers: route.answers,
                    shows_everyone: route.exists == Exists::InTheDemo,
                    asked_for: variant.names,
                    expect,
                });
            }
        }
    }
    // Every other way to ask.
    let mut verbs: BTreeMap<&str, Vec<Verb>> = BTreeMap::new();
    for route in &routes {
        verbs.entry(&route.address).or_default().push(route.verb);
    }
    for (address, verbs) in verbs {
        let others = [Method::PUT, Method::PATCH, Method::DELETE]
            .into_iter()
            .chain([Verb::Get, Verb::Post].into_iter().filter(|verb| !verbs.contains(verb)).map(Verb::method));
        for method in others {
            for index in 0..world.people.len() {
                cells.push(Cell {
                    person: index,
                    method: method.clone(),
                    pattern: address.to_owned(),
                    address: world.fill(address, &world.targets[0], &world.targets[0]),
                    answers: Answers::Page,
                    shows_everyone: false,
                    asked_for: None,
                    expect: Expect::NoSuchMethod,
                });
            }
        }
    }
    cells
}

/// Whether an answer is made of the snapshot of whoever asks.
fn reads_the_snapshot(route: &Route) -> bool {
    let is_read = route.verb == Verb::Get;
    is_read && (route.address.starts_with("/r/") || ["/waiting", "/family", "/api/v1/sync"].contains(&&*route.address))
}

/// Every cell; or, with a hole somewhere, until it is found.
async fn run(world: &World, until_found: bool) -> Report {
    // Later, so that nobody has asked too often.
    let clock = &world.shop.state.clock;
    clock.set(Timestamp(clock.timestamp().0 + 300_000_000));
    let cells = plan(world);
    let mut report = Report { planned: cells.len(), ..Report::default() };
    let mut asked_before = "";
    for cell in &cells {
        // Nobody has tried to come in too often either.
        if cell.pattern != asked_before {
            clock.set(Timestamp(clock.timestamp().0 + 20_000_000));
        }
        asked_before = &cell.pattern;
        let complaint = ask(world, cell).await;
        report.note(&format!("{} {}", cell.method, cell.pattern), cell.expect == Expect::Passes);
        report.complaints.extend(complaint);
        if until_found && !report.complaints.is_empty() {
            return report;
        }
    }
    operations::run(world, &mut report).await;
    report
}

/// Asks, and says what is wrong with the answer.
async fn ask(world: &World, cell: &Cell) -> Option<String> {
    let person = &world.people[cell.person];
    let answer = if cell.method == Method::POST && cell.expect != Expect::NoSuchMethod {
        let (kind, text) = body(&cell.pattern, world, person);
        // What is sent may end the session: each time another one.
        let cookie = world.cookie(person).await;
        world.send(Method::POST, &cell.address, &cookie, kind, &text).await
    } else if cell.shows_everyone {
        // Whoever comes in through another door leaves by the one before.
        world.send(cell.method.clone(), &cell.address, &world.cookie(person).await, "", "").await
    } else if cell.answers == Answers::Stream {
        world.status(&cell.address, &person.cookie).await
    } else {
        let mut answer = world.send(cell.method.clone(), &cell.address, &person.cookie, "", "").await;
        // The ward finds the home of a resident at another address.
        let leads_on = cell.pattern.contains("{household}") && answer.status == StatusCode::SEE_OTHER;
        if leads_on && !answer.location.is_empty() && answer.location != "/" {
            answer = world.send(Method::GET, &answer.location.clone(), &person.cookie, "", "").await;
        }
        answer
    };
    let right = match cell.expect {
        // The page for a device that was revoked says so with its status; so does one for a link or a code that was used.
        Expect::Passes if ["/revoked", "/link/", "/enrol/"].iter().any(|start| cell.pattern.starts_with(start)) => {
            answer.status == StatusCode::GONE
        }
        // What is sent there in the matrix changes nothing: the form comes back.
        Expect::Passes
            if cell.method == Method::POST && ["correct", "erase"].iter().any(|end| cell.pattern.ends_with(end)) =>
        {
            answer.status == StatusCode::UNPROCESSABLE_ENTITY
        }
        Expect::Passes => answer.status.is_success() || answer.status.is_redirection(),
        Expect::NotFound => answer.status == StatusCode::NOT_FOUND,
        Expect::SignIn if matches!(cell.answers, Answers::Api | Answers::Stream) => {
            answer.status == StatusCode::UNAUTHORIZED && answer.body.contains("not_signed_in")
        }
        Expect::SignIn => (answer.status, answer.location.as_str()) == (StatusCode::SEE_OTHER, "/"),
        Expect::NoSuchMethod => answer.status == StatusCode::METHOD_NOT_ALLOWED,
    };
    let Cell { method, address, expect, .. } = cell;
    let name = person.name;
    if !right {
        let Answer { status, location, .. } = &answer;
        return Some(format!("{method} {address} by {name}: {expect:?} expected, {status} {location} came"));
    }
    if cell.shows_everyone {
        return None;
    }
    for (index, target) in world.targets.iter().enumerate() {
        if person.sees.contains(&target.code) {
            let must_tell = *expect == Expect::Passes && *method == Method::GET && tells_of_everyone(address);
            if must_tell && !answer.body.contains(&target.last_name) {
                return Some(format!("{method} {address} by {name} does not tell of {}", target.code));
            }
        } else if let Some(told) = target.named_in(&answer.body, cell.asked_for == Some(index) || is_log(address)) {
            return Some(format!("{method} {address} by {name} tells of {}: {told}", target.code));
        }
    }
    None
}

/// The whole log says of whom it is by number, and never by name.
fn is_log(address: &str) -> bool {
    address.starts_with("/security/log.")
}

/// Answers that hold every resident whom the asker sees.
fn tells_of_everyone(address: &str) -> bool {
    address == "/supporter"
        || address.starts_with("/api/v1/sync")
        || address == "/ward/residents"
        || address == "/office/residents.csv"
}

fn told(complaints: &[String]) -> String {
    complaints.iter().take(20).fold(String::new(), |mut text, complaint| {
        let _ = writeln!(text, "  {complaint}");
        text
    })
}

#[tokio::test]
async fn everyone_gets_what_is_theirs_and_nothing_else() {
    let world = World::open().await;
    let report = run(&world, false).await;
    println!(
        "denial matrix: {} cells, {} executed: {} ways to ask, {} people, {} residents; {} may, {} may not",
        report.planned,
        report.executed,
        report.per_route.len(),
        world.people.len(),
        world.targets.len(),
        report.passed,
        report.denied,
    );
    assert_eq!(report.complaints.len(), 0, "complaints:\n{}", told(&report.complaints));
    assert_eq!(report.executed, report.planned, "every cell was executed");
    for route in routes::all(&world.shop.state) {
        let name = format!("{} {}", route.verb.method(), route.address);
        let cells = report.per_route.get(&name).copied().unwrap_or_default();
        assert!(cells >= world.people.len(), "{name} has {cells} cells");
    }
    assert!(report.passed > 500 && report.denied > 2_000, "{} may, {} may not", report.passed, report.denied);

    // A matrix that finds no hole proves nothing.
    for hole in [Hole::QueryWithoutScope, Hole::RouteWithoutCheck, Hole::PullOfAnotherWard] {
        let _open = hole::open(hole);
        let found = run(&world, true).await;
        println!("{hole:?} after {} cells:\n{}", found.executed, told(&found.complaints));
        assert!(!found.complaints.is_empty(), "{hole:?} was not caught");
    }
}

/// The list is the only place where an address is made.
#[test]
fn addresses_are_made_from_the_list_only() {
    let mut makers = BTreeSet::new();
    let mut folders = vec![std::path::PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/src"))];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let text = std::fs::read_to_string(&path).unwrap_or_default();
            let code = text.split("#[cfg(test)]\nmod tests").next().unwrap();
            let is_made = [".route(", ".nest(", ".route_service(", ".nest_service(", ".fallback_service("];
            if is_made.iter().any(|made| code.contains(made)) && !path.ends_with("http/matrix/mod.rs") {
                makers.insert(path.file_name().unwrap().to_string_lossy().into_owned());
            }
        }
    }
    // The metrics have a listener of their own.
    assert_eq!(makers, BTreeSet::from(["router.rs".to_owned(), "serve.rs".to_owned()]));
}
