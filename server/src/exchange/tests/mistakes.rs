//! Every mistake gives its own line, and all of them are reported.

use super::{clock, lines, reading, with};
use crate::exchange::Source;

/// A file, what is replaced in it by what, and the one problem that follows.
const MISTAKES: &[(&str, &str, &str, &str)] = &[
    (
        "residents.csv",
        "R12,LINDE,STRAAT,",
        "R12,LINDE,TUIJN,",
        "residents.csv:13, column ward: found \"TUIJN\", expected one of the codes in wards.csv",
    ),
    (
        "residents.csv",
        "R12,LINDE,STRAAT,",
        "R12,LINDE,BOS,",
        "residents.csv:13, column ward: found \"BOS\", expected a ward of the location in this row (TUIN, STRAAT)",
    ),
    (
        "catalogue.csv",
        "2026-01-01,,17.95,30,8",
        "2026-01-01,,17.90,30,8",
        "catalogue.csv:2, column price_eur: found \"17.90\", expected 17.95 (staff 15.6 + overhead 2.34; rounded up to 5 cents)",
    ),
    (
        "catalogue.csv",
        "2026-01-01,,17.95,30,8",
        "2026-01-01,,17.95,31,8",
        "catalogue.csv:2, column price_minutes: found \"31\", expected 30 (minutes that count, shared by 1, rounded up)",
    ),
    (
        "catalogue.csv",
        "2026-01-01,,17.95,30,8",
        "2026-01-01,,17.95,30,7",
        "catalogue.csv:2, column price_points: found \"7\", expected 8 (17.95 / 2.5, rounded up)",
    ),
    (
        "catalogue.csv",
        "person-simple-walk,",
        "person-complex-walk,",
        "catalogue.csv:2, column pictogram: found \"person-complex-walk\", expected the name of a file in public/pictograms, without .svg",
    ),
    (
        "tariffs.csv",
        "72.00,35.70,6.00",
        "72.00,35.70,6.50",
        "tariffs.csv:2, column free_eur_day: found \"6.50\", expected 6.00 (195.00 - 27.30 overhead - the four others)",
    ),
    (
        "tariffs.csv",
        "VV4,2026-01-01,,195.00",
        "VV4,2026-01-01,,\"195,00\"",
        "tariffs.csv:2, column tariff_eur_day: found \"195,00\", expected a number such as 12 or 12.30",
    ),
    (
        "conditions.csv",
        "W03-2,W03,order_before,48,",
        "W03-2,W03,order_before,24,",
        "conditions.csv:6, column parameter: found \"24\", expected 48, as in catalogue.csv:4",
    ),
    (
        "conditions.csv",
        "W02-1,W02,needs_clearance,duo_bike_ok,block,",
        "W02-1,W02,needs_clearance,duo_bike_ok,stop,",
        "conditions.csv:3, column strength: found \"stop\", expected one of block, ask, wait, inform",
    ),
    (
        "offers.csv",
        "LIN-W01-1,W01,LINDE,HOST,",
        "LIN-W01-1,W01,LINDE,GHOST,",
        "offers.csv:2, column provider: found \"GHOST\", expected one of the codes in providers.csv",
    ),
    (
        "indications.csv",
        "I01-1,R01,VV4,2023-03-14,",
        "I01-1,R01,VV4,14-03-2023,",
        "indications.csv:2, column valid_from: found \"14-03-2023\", expected a date such as 2026-11-21, today+3 or period+10",
    ),
    (
        "indications.csv",
        "I09-1,R09,VV4,2024-11-18,period+13",
        "I09-1,R09,VV4,2024-11-18,period+14",
        "indications.csv:11, column valid_from: found \"period+14\", expected a first day after the row on line 10 has ended",
    ),
    (
        "people.csv",
        "fatma,Fatma Aydın,Fatma,host,",
        "fatma,Fatma Aydın,Fatma,hostess,",
        "people.csv:2, column role: found \"hostess\", expected one of family, representative, carer, host, activities, evv, therapist, technician, driver, kitchen, volunteer, supporter, care_manager, controller, council, provider, security_officer",
    ),
    (
        "people.csv",
        "anja,Anja Blok,Anja,provider,,,,nl,ANJA",
        "anja,Anja Blok,Anja,provider,,,,nl,",
        "people.csv:55, column provider: found nothing, expected a code from providers.csv, because this person comes for a provider",
    ),
    (
        "people.csv",
        "jaap,Jaap Ridder,Jaap,council,,,,nl,",
        "jaap,Jaap Ridder,Jaap,council,,,,nl,ANJA",
        "people.csv:53, column provider: found \"ANJA\", expected nothing, because this person comes for no provider",
    ),
    (
        "people.csv",
        "dorien,Dorien Vos,Dorien,security_officer,,,,nl,",
        "dorien,Dorien Vos,Dorien,security_officer,,LINDE,,nl,",
        "people.csv:93, column location: found \"LINDE\", expected nothing, because the log is of the whole home",
    ),
    (
        "authorities.csv",
        "A02-1,R02,emre-ozturk,zoon,son,propose,care",
        "A02-1,R02,emre-ozturk,zoon,son,order,care",
        "authorities.csv:4, column grade: found \"order\", expected at most propose: the proof is family",
    ),
    (
        "own_money.csv",
        "G01-1,R01,today-20,25.00,",
        "G01-1,R01,today-20,,",
        "own_money.csv:2, column amount_eur: found nothing, expected a value",
    ),
    (
        "carry_over.csv",
        "CO01-1,R01,period+0,11.66,euro",
        "CO01-1,R01,period+1,11.66,euro",
        "carry_over.csv:2, column period_start: found \"period+1\", expected the first day of a period, such as 2026-11-02",
    ),
    (
        "carry_over.csv",
        "CO01-1,R01,period+0,11.66,euro",
        "CO01-1,R01,period+0,11.66,minute",
        "carry_over.csv:2, column unit: found \"minute\", expected euro, the unit of LINDE",
    ),
    (
        "carry_over.csv",
        "CO03-1,R03,",
        "CO01-1,R03,",
        "carry_over.csv:3, column code: found \"CO01-1\", expected a key that is not used yet; it stands on line 2 too",
    ),
    (
        "wards.csv",
        "location,code,name,living_room,sort",
        "location,code,naam,living_room,sort",
        "wards.csv:1, column naam: found \"naam\", expected one of location, code, name, living_room, sort",
    ),
    (
        "wards.csv",
        "LINDE,TUIN,Tuinzijde,",
        "LINDE,TUIN,\"Tuin\"zijde,",
        "wards.csv:2: found \"z\", expected a comma or the end of the line after a closing quote",
    ),
    (
        "wards.csv",
        "LINDE,TUIN,Tuinzijde,De Serre,10",
        "LINDE,TUIN,Tuinzijde,De Serre,10,20",
        "wards.csv:2: found \"6 values\", expected 5 values",
    ),
    (
        "home.csv",
        "Europe/Amsterdam",
        "Europe/Appelscha",
        "home.csv:2, column time_zone: found \"Europe/Appelscha\", expected a time zone such as Europe/Amsterdam",
    ),
    (
        "home.csv",
        ",72,50,72,168",
        ",72,0,72,168",
        "home.csv:2, column offline_orders: found \"0\", expected at least 1",
    ),
    (
        "locations.csv",
        "BEUKEN,Beukenhof,minute,0.60,",
        "BEUKEN,Beukenhof,minute,,",
        "locations.csv:3, column unit_value_eur: found nothing, expected what one minute or point of the grant stands for in euros",
    ),
    (
        "opening_orders.csv",
        "O02-1,R02,W02,1,0,14:00,",
        "O02-1,R02,W02,1,0,13:00,",
        "opening_orders.csv:2, column time: found \"13:00\", expected a time of an offer of W02 at LINDE: 11:00, 14:00",
    ),
    (
        "opening_orders.csv",
        "O02-1,R02,W02,1,0,14:00,",
        "O02-1,R02,W02,20,0,14:00,",
        "opening_orders.csv:2, column item: found \"W02\", expected an order that fits: 214.60 is left in the purse, 31.40 too little",
    ),
];

#[test]
fn every_mistake_has_its_line() {
    let clock = clock();
    let mut wrong = Vec::new();
    for (file, from, to, expected) in MISTAKES {
        let found = lines(&reading(&with(file, from, to), &clock));
        // A mistake may show in a few more places, but never in a cascade.
        if !found.iter().any(|line| line == expected) || found.len() > 4 {
            wrong.push(format!("expected {expected}\nfound    {}", found.join("\n         ")));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

#[test]
fn all_mistakes_are_reported_together_in_the_order_of_reading() {
    let mut source = with("tariffs.csv", "72.00,35.70,6.00", "72.00,35.70,6.50");
    let wards =
        std::str::from_utf8(source.file("wards.csv").unwrap()).unwrap().replace("LINDE,STRAAT", "LINDEN,STRAAT");
    source.insert("wards.csv", wards);
    source.insert("notes.csv", "a,b\n");
    source.remove("clearances.csv");
    let found = lines(&reading(&source, &clock()));
    let files: Vec<&str> = found.iter().map(|line| line.split([':', ',']).next().unwrap()).collect();
    assert_eq!(files, ["wards.csv", "tariffs.csv", "clearances.csv", "notes.csv"], "{}", found.join("\n"));
}

#[test]
fn relative_dates_are_for_a_demo_only() {
    let found = lines(&reading(&with("home.csv", ",yes,", ",no,"), &clock()));
    let expected = "own_money.csv:2, column date: found \"today-20\", expected a date such as 2026-11-21 (relative dates \
                    are for a demo home only)";
    assert!(found.iter().any(|line| line == expected), "{}", found.join("\n"));
}

#[test]
fn a_file_that_is_not_utf8_names_its_line() {
    let mut source = Source::de_linde();
    let mut bytes = source.file("wards.csv").unwrap().to_vec();
    let second_line = bytes.iter().position(|byte| *byte == b'\n').unwrap() + 3;
    bytes[second_line] = 0xff;
    source.insert("wards.csv", bytes);
    let found = lines(&reading(&source, &clock()));
    assert_eq!(found[0], "wards.csv:2: found \"byte 0xff\", expected a file in UTF-8");
}

/// Numbers out of a seed; the same every time.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % sides
    }
}

#[test]
fn nothing_in_a_cell_makes_it_stop() {
    const NASTY: [&str; 18] = [
        "",
        "-1",
        "0",
        "9999999",
        "99999999999999999999999999",
        "0.0000001",
        "1e9",
        "NaN",
        "today+99999999999",
        "today-3660",
        "period+3660",
        "0000-01-01",
        "9999-12-31",
        "24:00",
        "é🦀\u{301}",
        "\u{0}",
        "R01",
        "W01",
    ];
    let (clock, mut dice) = (clock(), Dice(20_261_121));
    let files: Vec<String> = Source::de_linde().names().map(str::to_owned).collect();
    for round in 0..if cfg!(debug_assertions) { 120 } else { 2000 } {
        let mut source = Source::de_linde();
        for _ in 0..3 {
            let file = &files[dice.roll(files.len())];
            let mut bytes = source.file(file).unwrap().to_vec();
            if round % 4 == 0 {
                for _ in 0..8 {
                    let at = dice.roll(bytes.len());
                    bytes[at] = u8::try_from(dice.roll(256)).unwrap();
                }
            } else {
                let cells: Vec<usize> = (0..bytes.len()).filter(|at| b",\n".contains(&bytes[*at])).collect();
                let start = dice.roll(cells.len() - 1);
                bytes.splice(cells[start] + 1..cells[start + 1], NASTY[dice.roll(NASTY.len())].bytes());
            }
            source.insert(file.clone(), bytes);
        }
        let reading = reading(&source, &clock);
        assert_eq!(reading.home.is_some(), reading.problems.is_empty());
    }
}
