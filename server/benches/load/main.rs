//! `make bench`: the program as it is released, with a home of 660 residents, and for devices one of 3,060, used over HTTP from a
//! second process.
//!
//! Every figure stands beside what it should be. What depends on the machine is only shown; what must hold on any machine (no
//! failures, one commit per order, an order as fast after a million transfers as after ten thousand, books that balance)
//! makes the bench fail.
#![allow(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::as_conversions,
    clippy::float_arithmetic,
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::indexing_slicing,
    reason = "a benchmark reads the clock, prints rough figures and may stop when it cannot go on"
)]

mod devices;
mod home;
mod orders;
mod pages;
mod program;
mod report;
mod visitor;

use home::Home;
use program::Program;
use report::Report;
use std::path::Path;

/// Transfers in the journal of a young home, of a large home after a month, and after years.
const FEW: usize = 10_000;
const A_MONTH: usize = 100_000;
const MANY: usize = 1_000_000;

fn main() {
    let databases = home::databases();
    let mut report = Report::new(&databases.iter().map(|database| database.name).collect::<Vec<_>>());
    report.machine();
    // `cargo bench -p server -- pages` measures only that.
    let chosen: Vec<String> = std::env::args().skip(1).filter(|word| !word.starts_with('-')).collect();
    let is_chosen = |part: &str| chosen.is_empty() || chosen.iter().any(|word| word == part);
    for (column, database) in databases.iter().enumerate() {
        measure(&mut report, column, database, &is_chosen);
    }
    if !report.print() {
        std::process::exit(1);
    }
}

/// A sign of life: a million transfers take their time.
fn say(database: &home::Database, what: &str) {
    eprintln!("  {}: {what} …", database.name);
}

fn measure(report: &mut Report, column: usize, database: &home::Database, is_chosen: &dyn Fn(&str) -> bool) {
    say(database, "a home with ten thousand transfers");
    let home = Home::make(database, "few", home::RESIDENTS, FEW);
    let program = Program::start(&home);
    let mut residents = visitor::enter(&program, &home.residents);
    orders::warm(&program, &mut residents);
    if is_chosen("orders") {
        say(database, "orders");
        report.orders(column, &orders::measure(&program, &mut residents));
    }
    if is_chosen("pages") && column == 0 {
        say(database, "pages");
        report.pages(&pages::measure(&program, &residents));
    }
    if is_chosen("growth") {
        say(database, "a home with a million transfers");
        let large = Home::make(database, "many", home::RESIDENTS, MANY);
        say(database, "its start, which checks all books");
        let large_program = Program::start(&large);
        say(database, "orders to both homes in turn");
        // Both programs run; orders go to them in turn, so that whatever else the machine does weighs on both alike.
        let mut large_residents = visitor::enter(&large_program, &large.residents);
        orders::warm(&large_program, &mut large_residents);
        let growth = orders::compare((&program, &mut residents), (&large_program, &mut large_residents));
        report.growth(column, &growth);
        large_program.stop();
        finish(report, column, large);
    }
    program.stop();
    finish(report, column, home);
    if is_chosen("devices") {
        say(database, "a home with three thousand residents and its devices");
        let home = Home::make(database, "devices", home::MANY_RESIDENTS, A_MONTH);
        let program = Program::start(&home);
        let mut tablets = visitor::enter(&program, &home.residents[..devices::TABLETS]);
        report.devices(column, &devices::measure(&program, &home, &mut tablets));
        program.stop();
        finish(report, column, home);
    }
}

/// The books must balance after all that.
fn finish(report: &mut Report, column: usize, home: Home) {
    eprintln!("  checking the books …");
    report.books(column, program::verify(&home));
    home.remove();
}

/// A folder of the project.
fn project(path: &str) -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(path)
}
