-- Everything the shop knows. The same tables stand in the other database's folder under the same names.
--
-- Identities are UUIDs, amounts whole numbers in the smallest unit of their ledger, moments microseconds since 1970 UTC,
-- days texts like 2026-11-21 (which sort), decimals texts, structures JSON. The location stands in every key of what
-- belongs to a household, so that a distributed database can divide these tables by location.

-- ---------- the home ----------

-- One row.
CREATE TABLE home (
    id BIGINT NOT NULL PRIMARY KEY CHECK (id = 1),
    -- Changes when the database was restored from a backup: devices then send again what it forgot.
    epoch UUID NOT NULL,
    code TEXT NOT NULL,
    name TEXT NOT NULL,
    time_zone TEXT NOT NULL,
    language TEXT NOT NULL,
    price_level BIGINT NOT NULL,
    demo BOOLEAN NOT NULL,
    price_note JSONB NOT NULL,
    -- What devices may do without the server; what is not there is what the program thinks best.
    limits JSONB NOT NULL DEFAULT '{}',
    -- The day of the first import: the day that a demo calls today.
    anchor TEXT NOT NULL,
    -- When this epoch began; nothing for the first, which no backup came before.
    epoch_began_at BIGINT,
    -- This is a copy: whoever starts on it restores a backup.
    is_copy BOOLEAN NOT NULL DEFAULT FALSE
);

CREATE TABLE location (
    location_id UUID NOT NULL PRIMARY KEY,
    code TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    position BIGINT NOT NULL,
    unit TEXT NOT NULL CHECK (unit IN ('euro_cent', 'minute', 'point')),
    policy JSONB NOT NULL,
    accrues_in_hospital BOOLEAN NOT NULL,
    accrues_on_leave BOOLEAN NOT NULL,
    -- Rises with every change of what this location sells.
    catalogue_version BIGINT NOT NULL,
    -- The day up to which prices that begin later were taken into account.
    catalogue_day TEXT NOT NULL,
    -- Rises whenever a place of something with a limit is taken or given back.
    places_version BIGINT NOT NULL
);

CREATE TABLE ward (
    location_id UUID NOT NULL REFERENCES location (location_id),
    ward_id UUID NOT NULL,
    code TEXT NOT NULL,
    name TEXT NOT NULL,
    living_room TEXT NOT NULL,
    position BIGINT NOT NULL,
    -- What must be known of its devices.
    devices JSONB NOT NULL DEFAULT '[]',
    PRIMARY KEY (location_id, ward_id)
);

-- ---------- what can be chosen ----------

CREATE TABLE category (
    code TEXT NOT NULL PRIMARY KEY,
    position BIGINT NOT NULL,
    category JSONB NOT NULL
);

CREATE TABLE provider (
    provider_id UUID NOT NULL PRIMARY KEY,
    code TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    -- The first name that a resident may see; never more.
    contact TEXT NOT NULL,
    provider JSONB NOT NULL
);

-- An item as one location sells it from a day on, with its offers, prices and cost build-up. A later price is another row.
CREATE TABLE item (
    location_id UUID NOT NULL REFERENCES location (location_id),
    item_id UUID NOT NULL,
    code TEXT NOT NULL,
    category TEXT NOT NULL REFERENCES category (code),
    position BIGINT NOT NULL,
    item JSONB NOT NULL,
    valid_from TEXT NOT NULL,
    -- The day of the import that no longer named it: from then on it is not for sale, and kept for what was ordered.
    gone_on TEXT,
    PRIMARY KEY (location_id, item_id, valid_from),
    UNIQUE (location_id, code, valid_from)
);

-- A photo in one of the widths that browsers get. Its name is made from what the home delivered; an item says which it has.
CREATE TABLE picture (
    name TEXT NOT NULL,
    width BIGINT NOT NULL,
    -- The SHA-256 of the content, so that `verify` sees damage.
    digest BYTEA NOT NULL,
    content BYTEA NOT NULL,
    PRIMARY KEY (name, width)
);

-- ---------- where budgets come from ----------

CREATE TABLE tariff (
    profile TEXT NOT NULL,
    valid_from TEXT NOT NULL,
    valid_until TEXT,
    income TEXT NOT NULL,
    overhead TEXT NOT NULL,
    housing TEXT NOT NULL,
    treatment TEXT NOT NULL,
    agreed_care TEXT NOT NULL,
    hotel TEXT NOT NULL,
    PRIMARY KEY (profile, valid_from)
);

CREATE TABLE function_rate (
    function TEXT NOT NULL,
    valid_from TEXT NOT NULL,
    valid_until TEXT,
    name JSONB NOT NULL,
    rate TEXT NOT NULL,
    -- Whether minutes of this function are paid minutes.
    paid BOOLEAN NOT NULL,
    PRIMARY KEY (function, valid_from)
);

CREATE TABLE cost_policy (
    key TEXT NOT NULL,
    valid_from TEXT NOT NULL,
    valid_until TEXT,
    value TEXT NOT NULL,
    PRIMARY KEY (key, valid_from)
);

-- ---------- residents ----------

CREATE TABLE household (
    location_id UUID NOT NULL,
    household_id UUID NOT NULL,
    ward_id UUID NOT NULL,
    code TEXT NOT NULL,
    -- Rises by one with every change of what a device may see of the household.
    version BIGINT NOT NULL CHECK (version >= 1),
    room TEXT NOT NULL,
    resident JSONB NOT NULL,
    text_size BIGINT NOT NULL CHECK (text_size BETWEEN 100 AND 200),
    -- What the resident card of the ward tells besides.
    card JSONB NOT NULL,
    clearances JSONB NOT NULL,
    baskets JSONB NOT NULL,
    period_start TEXT NOT NULL,
    period_end TEXT NOT NULL,
    granted BIGINT NOT NULL CHECK (granted >= 0),
    carried BIGINT NOT NULL CHECK (carried >= 0),
    waterfall JSONB,
    -- The books did not match their journal: nothing may change until someone has looked.
    frozen BOOLEAN NOT NULL,
    -- So many transfers were there before the current period began.
    transfers_before BIGINT NOT NULL DEFAULT 0,
    -- The end of the hash chain: how many transfers there are, and the hash of the last.
    transfers BIGINT NOT NULL CHECK (transfers >= 0),
    chain BYTEA NOT NULL,
    PRIMARY KEY (location_id, household_id),
    FOREIGN KEY (location_id, ward_id) REFERENCES ward (location_id, ward_id)
);
CREATE INDEX household_by_id ON household (household_id);
CREATE INDEX household_by_ward ON household (location_id, ward_id);

CREATE TABLE stay (
    location_id UUID NOT NULL,
    household_id UUID NOT NULL,
    valid_from TEXT NOT NULL,
    valid_until TEXT,
    PRIMARY KEY (location_id, household_id),
    FOREIGN KEY (location_id, household_id) REFERENCES household (location_id, household_id)
);

CREATE TABLE indication (
    location_id UUID NOT NULL,
    household_id UUID NOT NULL,
    valid_from TEXT NOT NULL,
    valid_until TEXT,
    profile TEXT NOT NULL,
    PRIMARY KEY (location_id, household_id, valid_from),
    FOREIGN KEY (location_id, household_id) REFERENCES household (location_id, household_id)
);

-- Days away; whether the budget goes on is the location's policy.
CREATE TABLE suspension (
    location_id UUID NOT NULL,
    household_id UUID NOT NULL,
    valid_from TEXT NOT NULL,
    valid_until TEXT,
    kind TEXT NOT NULL CHECK (kind IN ('hospital', 'leave')),
    PRIMARY KEY (location_id, household_id, valid_from),
    FOREIGN KEY (location_id, household_id) REFERENCES household (location_id, household_id)
);

-- What was found possible for a resident: the outcome, never the reason.
CREATE TABLE clearance (
    location_id UUID NOT NULL,
    household_id UUID NOT NULL,
    clearance TEXT NOT NULL,
    granted BOOLEAN NOT NULL,
    -- The last day on which it counts.
    last_day TEXT,
    PRIMARY KEY (location_id, household_id, clearance),
    FOREIGN KEY (location_id, household_id) REFERENCES household (location_id, household_id)
);

-- Family, carers, supporters and the office.
CREATE TABLE person (
    person_id UUID NOT NULL PRIMARY KEY,
    code TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    -- The name on screens.
    display TEXT NOT NULL,
    -- What someone does in or for the home, such as host.
    role TEXT NOT NULL,
    -- As whom someone acts in the shop: family, carer or office; nothing for those whose screens do not exist yet.
    acts_as TEXT,
    -- The function whose minutes are sold.
    function TEXT,
    language TEXT NOT NULL,
    -- Where staff work; nothing for family and for who works everywhere.
    location_id UUID,
    ward_id UUID
);

CREATE TABLE authority (
    location_id UUID NOT NULL,
    household_id UUID NOT NULL,
    code TEXT NOT NULL,
    person_id UUID NOT NULL REFERENCES person (person_id),
    authority JSONB NOT NULL,
    -- What shows that it is so.
    proof TEXT NOT NULL,
    PRIMARY KEY (location_id, household_id, code),
    FOREIGN KEY (location_id, household_id) REFERENCES household (location_id, household_id)
);
CREATE INDEX authority_by_person ON authority (person_id);

-- What can be found possible for a resident, and who finds so.
CREATE TABLE clearance_kind (
    code TEXT NOT NULL PRIMARY KEY,
    name JSONB NOT NULL,
    granted_by TEXT NOT NULL
);

-- ---------- the books ----------

-- What the journal adds up to, kept in the same transaction and recomputed at every start.
CREATE TABLE account (
    location_id UUID NOT NULL,
    household_id UUID NOT NULL,
    account TEXT NOT NULL
        CHECK (account IN ('funding', 'cup', 'delivered', 'lapsed', 'deposits', 'own', 'own_delivered')),
    unit TEXT NOT NULL CHECK (unit IN ('euro_cent', 'minute', 'point')),
    debits_pending BIGINT NOT NULL CHECK (debits_pending >= 0),
    debits_posted BIGINT NOT NULL CHECK (debits_posted >= 0),
    credits_pending BIGINT NOT NULL CHECK (credits_pending >= 0),
    credits_posted BIGINT NOT NULL CHECK (credits_posted >= 0),
    PRIMARY KEY (location_id, household_id, account),
    FOREIGN KEY (location_id, household_id) REFERENCES household (location_id, household_id),
    -- What can be spent from a purse never drops below zero.
    CHECK (account NOT IN ('cup', 'own') OR credits_posted - debits_posted - debits_pending >= 0)
);

-- The journal: only ever added to.
CREATE TABLE transfer (
    location_id UUID NOT NULL,
    household_id UUID NOT NULL,
    sequence BIGINT NOT NULL CHECK (sequence >= 1),
    transfer_id UUID NOT NULL,
    debit TEXT NOT NULL,
    credit TEXT NOT NULL,
    unit TEXT NOT NULL CHECK (unit IN ('euro_cent', 'minute', 'point')),
    amount BIGINT NOT NULL CHECK (amount > 0),
    phase TEXT NOT NULL CHECK (phase IN ('direct', 'hold', 'post', 'void')),
    hold_id UUID,
    reason TEXT NOT NULL,
    order_id UUID,
    line_id UUID,
    op_id UUID,
    at BIGINT NOT NULL,
    day TEXT NOT NULL,
    previous_hash BYTEA NOT NULL,
    hash BYTEA NOT NULL,
    PRIMARY KEY (location_id, household_id, sequence),
    UNIQUE (location_id, household_id, transfer_id, unit),
    FOREIGN KEY (location_id, household_id) REFERENCES household (location_id, household_id),
    -- A reservation is resolved in its own household and unit.
    FOREIGN KEY (location_id, household_id, hold_id, unit)
        REFERENCES transfer (location_id, household_id, transfer_id, unit),
    CHECK (debit <> credit),
    CHECK ((phase IN ('post', 'void')) = (hold_id IS NOT NULL))
);
-- A reservation is posted or voided at most once.
CREATE UNIQUE INDEX transfer_resolves_once ON transfer (location_id, household_id, hold_id) WHERE hold_id IS NOT NULL;

-- ---------- orders ----------

CREATE TABLE orders (
    location_id UUID NOT NULL,
    household_id UUID NOT NULL,
    order_id UUID NOT NULL,
    placed_by JSONB NOT NULL,
    placed_at BIGINT NOT NULL,
    op_id UUID,
    PRIMARY KEY (location_id, household_id, order_id),
    FOREIGN KEY (location_id, household_id) REFERENCES household (location_id, household_id)
);

CREATE TABLE order_line (
    location_id UUID NOT NULL,
    household_id UUID NOT NULL,
    order_id UUID NOT NULL,
    line_id UUID NOT NULL,
    position BIGINT NOT NULL,
    item_id UUID NOT NULL,
    offer_id UUID NOT NULL,
    purse TEXT NOT NULL CHECK (purse IN ('basis', 'cup', 'own')),
    day TEXT NOT NULL,
    at_time TEXT NOT NULL,
    quantity BIGINT NOT NULL CHECK (quantity > 0),
    unit TEXT NOT NULL CHECK (unit IN ('euro_cent', 'minute', 'point')),
    unit_price BIGINT NOT NULL CHECK (unit_price >= 0),
    state TEXT NOT NULL CHECK (state IN
        ('requested', 'accepted', 'delivered', 'partly_delivered', 'no_show', 'cancelled', 'declined')),
    -- Still to come: repeats the state so that an index can lead straight to these few.
    is_open BOOLEAN NOT NULL CHECK (is_open = (state IN ('requested', 'accepted'))),
    delivered BIGINT CHECK (delivered BETWEEN 0 AND quantity),
    hold_id UUID,
    hold_amount BIGINT CHECK (hold_amount > 0),
    charged BIGINT CHECK (charged >= 0),
    cancel_asked BOOLEAN NOT NULL,
    cancel_asked_at TEXT,
    decline JSONB,
    last_step JSONB,
    PRIMARY KEY (location_id, household_id, order_id, line_id),
    FOREIGN KEY (location_id, household_id, order_id) REFERENCES orders (location_id, household_id, order_id),
    CHECK ((hold_id IS NULL) = (hold_amount IS NULL)),
    -- Only what is still to come may hold a reservation.
    CHECK (hold_id IS NULL OR is_open)
);
CREATE INDEX order_line_in_sight ON order_line (location_id, household_id, is_open, day);
-- Counting who has a place at one moment.
CREATE INDEX order_line_places ON order_line (location_id, offer_id, day, at_time, household_id) WHERE is_open = TRUE;

CREATE TABLE help_request (
    location_id UUID NOT NULL,
    household_id UUID NOT NULL,
    help_id UUID NOT NULL,
    topic TEXT NOT NULL,
    asked_by JSONB NOT NULL,
    asked_at BIGINT NOT NULL,
    answered_at BIGINT,
    answered_by JSONB,
    PRIMARY KEY (location_id, household_id, help_id),
    FOREIGN KEY (location_id, household_id) REFERENCES household (location_id, household_id),
    CHECK ((answered_at IS NULL) = (answered_by IS NULL))
);
CREATE INDEX help_request_recent ON help_request (location_id, household_id, asked_at);

-- ---------- operations ----------

-- What someone did and what became of it: final once it is here.
CREATE TABLE operation (
    location_id UUID NOT NULL,
    op_id UUID NOT NULL,
    household_id UUID NOT NULL,
    device_id UUID,
    device_epoch BIGINT,
    device_sequence BIGINT,
    actor JSONB NOT NULL,
    auth TEXT NOT NULL,
    version BIGINT NOT NULL,
    kind TEXT NOT NULL,
    payload JSONB NOT NULL,
    payload_hash TEXT NOT NULL,
    verdict JSONB NOT NULL,
    -- The version of the household that contains its effects.
    applied_version BIGINT,
    -- What the device's clock said; information only.
    client_time BIGINT,
    recorded_at BIGINT NOT NULL,
    -- An order that was not made, in sight until someone closes it.
    refused_order JSONB,
    -- Who was signed in, when that was another than who did it.
    sent_by JSONB,
    -- What it left to be sorted out, and when that was done.
    exception JSONB,
    exception_settled_at BIGINT,
    PRIMARY KEY (location_id, op_id),
    FOREIGN KEY (location_id, household_id) REFERENCES household (location_id, household_id)
);
CREATE INDEX operation_refused ON operation (location_id, household_id) WHERE refused_order IS NOT NULL;

CREATE INDEX operation_exception ON operation (location_id, household_id) WHERE exception IS NOT NULL;
-- Not unique: a number that comes twice is noticed, the operations count all the same.
CREATE INDEX operation_by_device ON operation (device_id, device_epoch, device_sequence) WHERE device_id IS NOT NULL;

-- Tablets, phones and browsers that send operations.
CREATE TABLE device (
    device_id UUID NOT NULL PRIMARY KEY,
    -- Whose screen it was last.
    viewer JSONB NOT NULL,
    -- The highest epoch that it came in.
    epoch BIGINT NOT NULL,
    -- The last epoch in which a number came with two operations.
    cloned_in BIGINT,
    seen_at BIGINT NOT NULL,
    revoked_at BIGINT
);

-- The feed of a ward: numbers without gaps, in the order of the commits. The last row of a ward is its counter.
CREATE TABLE change (
    location_id UUID NOT NULL,
    ward_id UUID NOT NULL,
    sequence BIGINT NOT NULL CHECK (sequence >= 1),
    household_id UUID NOT NULL,
    PRIMARY KEY (location_id, ward_id, sequence),
    FOREIGN KEY (location_id, ward_id) REFERENCES ward (location_id, ward_id)
);

-- ---------- who is signed in ----------

CREATE TABLE session (
    -- SHA-256 of the token; the token itself is only in the cookie.
    token_hash BYTEA NOT NULL PRIMARY KEY,
    viewer JSONB NOT NULL,
    created_at BIGINT NOT NULL,
    last_seen_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX session_by_expiry ON session (expires_at);

-- ---------- imports ----------

-- The rows of imported files as they were last read: what was booked from one cannot be booked again.
CREATE TABLE import_row (
    file TEXT NOT NULL,
    row_key TEXT NOT NULL,
    cells JSONB NOT NULL,
    PRIMARY KEY (file, row_key)
);
