//! What may happen, as data: a run is a list of steps, so that a failing one can be replayed and made smaller.

use crate::store::db::CrashPoint;

/// A small generator of our own: the same seed gives the same run on every machine.
#[derive(Clone, Debug)]
pub struct Chance(u64);

impl Chance {
    pub const fn new(seed: u64) -> Self {
        // Mixed twice: neighbouring seeds would otherwise be one stream, each a step further.
        let mut mixed = Self(seed ^ 0x1234_5678_9abc_def1);
        let high = mixed.next();
        Self(high ^ mixed.next().rotate_left(32))
    }

    pub const fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    pub fn below(&mut self, bound: usize) -> usize {
        usize::try_from(self.next() % u64::try_from(bound).unwrap()).unwrap()
    }

    pub fn one_in(&mut self, n: usize) -> bool {
        self.below(n) == 0
    }
}

/// What the network does to one request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fault {
    None,
    RequestDropped,
    ReplyDropped,
    /// The server gets it twice.
    Duplicated,
    /// The server gets it later, when the device has given up waiting.
    Delayed,
    /// The device gets the answer later, after others.
    ReplyDelayed,
    ReplyTruncated,
    /// Status 200 and a page that asks for a room number.
    Portal,
    /// Status 502 from a proxy, after the server's commit.
    BadGateway,
    /// A proxy that takes no large requests.
    TooLarge,
    /// The operations claim another actor than who did them.
    Forged,
    /// The same numbers come once more with something else in them.
    NumbersReused,
    /// The server is older than the operations.
    OlderServer,
    /// Another carer's PIN, between the making and the sending of the request.
    StaffSwitched,
    Server(CrashOf),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum CrashOf {
    Before,
    Inside,
    AfterCommit,
    /// The commit fails and the server lives on.
    DiskFull,
}

impl CrashOf {
    pub const fn point(self) -> (CrashPoint, bool) {
        match self {
            Self::Before => (CrashPoint::Before, true),
            Self::Inside => (CrashPoint::Inside, true),
            Self::AfterCommit => (CrashPoint::AfterCommit, true),
            Self::DiskFull => (CrashPoint::Inside, false),
        }
    }
}

pub const FAULTS: [Fault; 17] = [
    Fault::Forged,
    Fault::NumbersReused,
    Fault::OlderServer,
    Fault::RequestDropped,
    Fault::ReplyDropped,
    Fault::Duplicated,
    Fault::Delayed,
    Fault::ReplyDelayed,
    Fault::ReplyTruncated,
    Fault::Portal,
    Fault::BadGateway,
    Fault::TooLarge,
    Fault::StaffSwitched,
    Fault::Server(CrashOf::Before),
    Fault::Server(CrashOf::Inside),
    Fault::Server(CrashOf::AfterCommit),
    Fault::Server(CrashOf::DiskFull),
];

/// Which of the things that can be done on a screen; numbers choose among what the screen shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tap {
    Order {
        item: u32,
        own: bool,
        lines: u32,
        days: i64,
    },
    PutInBasket {
        item: u32,
    },
    ChangeBasket {
        quantity: u32,
    },
    CancelOrder(usize),
    CancelLine(usize),
    Accept(usize),
    Decline(usize),
    Reschedule(usize),
    /// The next step of an open line: accept it, or deliver it.
    Forward(usize),
    Deliver(usize),
    NoShow(usize),
    Undo(usize),
    Keep(usize),
    AskHelp,
    AnswerHelp(usize),
    CloseRefusal(usize),
    CloseDecline(usize),
    /// Says yes or no to what was proposed, or takes it back.
    Answer(usize, bool),
    Settle(usize, bool),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    Tap {
        home: usize,
        tap: Tap,
    },
    /// The device dies while it writes what was tapped: either side of the commit.
    TapAndDie {
        home: usize,
        tap: Tap,
        written: bool,
    },
    Push(Fault),
    Pull(Fault),
    /// A request or reply that was under way arrives.
    LateRequest(usize),
    LateReply(usize),
    Restart,
    DiskFull(bool),
    DeviceClock(i64),
    /// Keeps an image of the device's storage, puts it back, or puts it on another device.
    Image,
    PutBack,
    Clone,
    /// The storage is gone; the sealed copy may be left.
    Wiped {
        sealed_left: bool,
    },
    SignOut,
    SwitchStaff,
    Revoke,
    /// So many hours go by, for everyone.
    Hours(i64),
    // The server and the home.
    ServerClock(i64),
    Backup,
    Restore,
    PriceChanged,
    SoldOut,
    BudgetLowered(usize),
    NextPeriod,
}

/// One step; `id` stays when others are taken out, and with it every number that the step draws.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Step {
    pub id: u32,
    pub device: usize,
    pub tab: usize,
    pub what: What,
}

/// The steps of a seed.
pub fn steps(seed: u64, count: u32) -> Vec<Step> {
    let mut chance = Chance::new(seed);
    // Most runs are mostly about a few faults: that is how two rare ones meet.
    let (network, storage, home) = (chance.below(4), chance.below(3), chance.below(3));
    // Some are a busy day for the two tablets of the ward, which do the same work without hearing of each other.
    let is_busy = chance.one_in(3);
    (0..count)
        .map(|id| match morning(&mut chance, id).filter(|_| is_busy) {
            Some((device, what)) => Step { id, device, tab: 0, what },
            None => {
                let device = if is_busy { [0, 1, 0, 1, 2, 4][chance.below(6)] } else { chance.below(6) };
                let what = what(&mut chance, network, storage, home, is_busy);
                Step { id, device, tab: chance.below(2), what }
            }
        })
        .collect()
}

/// Now and then both tablets of the ward know of a new accepted line, before they lose sight of each other.
fn morning(chance: &mut Chance, id: u32) -> Option<(usize, What)> {
    let item = [0, 2][chance.below(2)];
    let tap = |tap| What::Tap { home: 0, tap };
    match id % 16 {
        0 => Some((0, tap(Tap::Order { item, own: false, lines: 1, days: 1 }))),
        1 => Some((0, tap(Tap::Accept(0)))),
        2 => Some((0, What::Push(Fault::None))),
        3 => Some((1, What::Pull(Fault::None))),
        _ => None,
    }
}

fn what(chance: &mut Chance, network: usize, storage: usize, home: usize, is_busy: bool) -> What {
    let fault = |chance: &mut Chance| {
        if chance.below(4) < network { FAULTS[chance.below(FAULTS.len())] } else { Fault::None }
    };
    // Much happens around one resident: that is where people get in each other's way.
    let home_of = |chance: &mut Chance| if is_busy { 0 } else { [0, 0, 0, 1, 1, 2][chance.below(6)] };
    let tap = |chance: &mut Chance| if is_busy { ward_tap(chance) } else { tap(chance) };
    match chance.below(100) {
        0..42 => What::Tap { home: home_of(chance), tap: tap(chance) },
        42..62 => What::Push(fault(chance)),
        62..76 => What::Pull(fault(chance)),
        76..78 => What::LateRequest(chance.below(4)),
        78..81 => What::LateReply(chance.below(4)),
        81..90 if storage == 2 => match chance.below(9) {
            0..3 => What::Image,
            3..6 => What::PutBack,
            6 => What::Clone,
            7 => What::Restart,
            _ => What::Wiped { sealed_left: chance.one_in(2) },
        },
        81..90 if storage == 1 => match chance.below(15) {
            0 | 1 => What::Restart,
            2 => What::TapAndDie { home: home_of(chance), tap: tap(chance), written: chance.one_in(2) },
            3 => What::DiskFull(true),
            4 => What::DiskFull(false),
            5 => What::DeviceClock([0, -86_400, 4_000_000_000, -4_000_000_000, 7_200][chance.below(5)]),
            6 => What::Image,
            7 => What::PutBack,
            8 => What::Clone,
            9 => What::Wiped { sealed_left: chance.one_in(2) },
            10 => What::SignOut,
            11 | 12 => What::Revoke,
            _ => What::SwitchStaff,
        },
        90..98 if home == 2 => match chance.below(6) {
            0..3 => What::Backup,
            3 | 4 => What::Restore,
            _ => What::ServerClock([1_440, -1_440, 90, -30][chance.below(4)]),
        },
        90..98 if home == 1 => match chance.below(9) {
            0 => What::Backup,
            1 => What::Restore,
            2 | 3 => What::PriceChanged,
            4 => What::SoldOut,
            5 => What::BudgetLowered(chance.below(3)),
            6 if chance.one_in(2) => What::NextPeriod,
            _ => What::ServerClock([1_440, -1_440, 90, -30][chance.below(4)]),
        },
        98.. => What::Hours([3, 20, 80][chance.below(3)]),
        _ => What::ServerClock([1, 7, 45][chance.below(3)]),
    }
}

fn tap(chance: &mut Chance) -> Tap {
    let n = chance.below(6);
    match chance.below(40) {
        0..9 => Tap::Order {
            item: [0, 0, 0, 1, 2][chance.below(5)],
            own: chance.one_in(6),
            lines: [1, 1, 2][chance.below(3)],
            days: [1, 1, 2, 5][chance.below(4)],
        },
        9 if chance.one_in(3) => Tap::ChangeBasket { quantity: [0, 2][chance.below(2)] },
        9 => Tap::PutInBasket { item: 0 },
        10 | 11 => Tap::CancelOrder(n),
        12..15 => Tap::CancelLine(n),
        15..18 => Tap::Accept(n),
        18 | 19 => Tap::Forward(n),
        20 | 21 => Tap::Decline(n),
        22 => Tap::Reschedule(n),
        23..28 => Tap::Deliver(n),
        28 => Tap::NoShow(n),
        29 => Tap::Undo(n),
        30 => Tap::Keep(n),
        31 => {
            if chance.one_in(2) {
                Tap::AskHelp
            } else {
                Tap::AnswerHelp(n)
            }
        }
        32 => {
            if chance.one_in(2) {
                Tap::CloseRefusal(n)
            } else {
                Tap::CloseDecline(n)
            }
        }
        33 => Tap::Settle(n, chance.one_in(2)),
        _ => Tap::Answer(n, !chance.one_in(3)),
    }
}

/// Delivering, closing and taking back the same few lines.
fn ward_tap(chance: &mut Chance) -> Tap {
    let n = chance.below(2);
    match chance.below(20) {
        0 => Tap::Order { item: [0, 2][chance.below(2)], own: chance.one_in(6), lines: 1, days: 1 },
        1..4 => Tap::Forward(n),
        4..9 => Tap::Deliver(n),
        9..11 => Tap::Decline(n),
        11..13 => Tap::NoShow(n),
        13 => Tap::CancelLine(n),
        14 | 15 => Tap::Undo(n),
        16 => Tap::Keep(n),
        _ => Tap::Settle(n, chance.one_in(2)),
    }
}
