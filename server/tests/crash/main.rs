//! The real program, killed. What was answered before is answered the same way after, what was not gets its answer, and the
//! books balance. `CRASHES=500 make crash` does it more often; the seed is printed.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::disallowed_methods,
    reason = "a test stops at the first thing that is not as expected, and acts as a device"
)]

mod resident;
mod shop;

use rand::rngs::SmallRng;
use rand::{Rng, SeedableRng};
use resident::Resident;
use shop::{Database, Shop, make_read_only};
use std::fs::{self, OpenOptions};
use std::os::unix::fs::FileExt;
use std::thread;
use std::time::Duration;

const RESIDENTS: [&str; 6] = ["R01", "R02", "R03", "R04", "R05", "R06"];

/// An open shop with tablets that have come in and done nothing yet.
fn with_residents(database: Database) -> (Shop, Vec<Resident>) {
    let mut shop = Shop::new(database);
    shop.open();
    let residents = RESIDENTS.iter().map(|code| Resident::enter(&shop.url, code)).collect();
    (shop, residents)
}

/// Everyone orders and cancels at the same time until the server is gone; `cut` makes it go.
fn under_load(shop: &mut Shop, residents: &mut [Resident], cut: impl FnOnce(&mut Shop)) {
    let url = shop.url.clone();
    thread::scope(|scope| {
        for resident in residents {
            let url = &url;
            scope.spawn(move || resident.act_until_the_end(url));
        }
        cut(shop);
    });
}

/// Opens again; every tablet sends all it has, and what it knew must still be true.
#[track_caller]
fn come_back(shop: &mut Shop, residents: &mut [Resident]) {
    shop.open();
    for resident in residents {
        resident.send_all_again(&shop.url);
    }
}

fn seed() -> u64 {
    let seed = std::env::var("SEED").ok().map_or_else(rand::random, |seed| seed.parse().unwrap());
    println!("SEED={seed}");
    seed
}

fn crashes() -> usize {
    std::env::var("CRASHES").map_or(10, |crashes| crashes.parse().unwrap())
}

#[test]
fn killed_at_every_named_point_it_comes_back_with_everything_it_answered() {
    for database in Database::all() {
        let (mut shop, mut residents) = with_residents(database);
        shop.kill();
        for point in server::crash::POINTS {
            for times in [1, 9] {
                // The first time is often while it opens: the start writes too.
                if shop.open_until(Some(&format!("{point}:{times}"))) {
                    under_load(&mut shop, &mut residents, Shop::await_crash);
                } else {
                    shop.await_crash();
                }
                come_back(&mut shop, &mut residents);
                shop.kill();
            }
        }
        shop.verify();
        assert!(residents.iter().all(|resident| resident.applied() > 0), "nobody could order: nothing was tested");
    }
}

#[test]
fn killed_at_random_under_load_it_comes_back_with_everything_it_answered() {
    let mut rng = SmallRng::seed_from_u64(seed());
    for database in Database::all() {
        let (mut shop, mut residents) = with_residents(database);
        for crash in 1..=crashes() {
            let moment = Duration::from_micros(rng.random_range(0..250_000));
            under_load(&mut shop, &mut residents, |shop| {
                thread::sleep(moment);
                shop.kill();
            });
            come_back(&mut shop, &mut residents);
            if crash % 50 == 0 {
                shop.kill();
                shop.verify();
                shop.open();
                println!("{crash} crashes");
            }
        }
        shop.kill();
        shop.verify();
        let applied: usize = residents.iter().map(Resident::applied).sum();
        println!("{} crashes, {applied} operations applied", crashes());
        assert!(applied > crashes());
    }
}

/// What the tablets do is the same whatever the disk lost; so what they all end with must be too.
#[test]
fn a_torn_or_flipped_log_loses_its_end_and_never_its_balance() {
    let mut rng = SmallRng::seed_from_u64(seed());
    let (mut shop, mut residents) = with_residents(Database::Sqlite);
    shop.kill();
    shop.empty_log();
    shop.open();
    under_load(&mut shop, &mut residents, |shop| {
        thread::sleep(Duration::from_millis(400));
        shop.kill();
    });
    let log = |shop: &Shop| shop.data().join("bekertje.sqlite-wal");
    let length = fs::metadata(log(&shop)).unwrap().len();
    assert!(length > 10_000, "the log holds only {length} bytes: nothing would be tested");
    let mut lost = 0;
    for damage in 0..crashes() {
        let mut copy = shop.copy();
        let file = OpenOptions::new().read(true).write(true).open(log(&copy)).unwrap();
        let place = rng.random_range(0..length);
        if damage % 2 == 0 {
            file.set_len(place).unwrap();
        } else {
            let mut byte = [0];
            file.read_exact_at(&mut byte, place).unwrap();
            file.write_all_at(&[byte[0] ^ (1 << rng.random_range(0..8))], place).unwrap();
        }
        drop(file);
        copy.verify();
        copy.open();
        for resident in &mut residents {
            lost += usize::from(resident.household(&copy.url).version < resident.version_answered());
            resident.forget_answers();
            resident.send_all_again(&copy.url);
            resident.has_what_it_ordered(&copy.url);
        }
        copy.kill();
        copy.verify();
    }
    assert!(lost > 0, "no damage ever lost anything: nothing was tested");
}

#[test]
fn on_a_full_disk_nothing_is_answered_that_is_not_kept_and_reading_goes_on() {
    let (mut shop, mut residents) = with_residents(Database::Sqlite);
    shop.kill();
    shop.empty_log();
    let size = fs::metadata(shop.data().join("bekertje.sqlite")).unwrap().len();
    shop.open_with_room_for(size + 50_000);
    let resident = &mut residents[0];
    let mut turned_away = 0;
    while turned_away < 20 {
        let is_final = resident.act(&shop.url).expect("a full disk does not end the program");
        turned_away += usize::from(!is_final);
        assert!(resident.log.len() < 10_000, "the disk never became full");
    }
    assert!(resident.applied() > 0, "it was full from the start: nothing was tested");
    resident.household(&shop.url);
    shop.kill();
    come_back(&mut shop, &mut residents);
    shop.kill();
    shop.verify();
}

#[test]
fn on_a_read_only_disk_it_says_what_to_do_and_does_not_open() {
    let (mut shop, _) = with_residents(Database::Sqlite);
    shop.kill();
    shop.verify();
    make_read_only(&shop.data());
    let said = shop.fail_to_open_read_only();
    assert!(said.contains("cannot be written"), "{said}");
}

#[test]
fn asked_to_stop_it_ends_by_itself_although_a_screen_listens() {
    let (mut shop, residents) = with_residents(Database::Sqlite);
    let mut listening = residents[0].listen(&shop.url);
    shop.ask_to_stop();
    assert!(shop.await_end().success());
    assert!(listening.next().is_none(), "the stream ended too");
}
