-- Who looked at what, who came in, what was refused. What someone did stands in `operation`, which is its own log: both are
-- only ever added to, and chained by hashes so that `verify` sees what was changed or removed by hand.

-- The end of the chain: how many entries there are, and the hash of the last. One row.
CREATE TABLE audit_head (
    id INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
    entries INTEGER NOT NULL CHECK (entries >= 0),
    hash BLOB NOT NULL
) STRICT;
INSERT INTO audit_head (id, entries, hash) VALUES (1, 0, zeroblob(32));

-- A set of residents that was in sight, stored once: the same ward is looked at thousands of times.
CREATE TABLE audit_residents (
    -- The SHA-256 of the numbers in order.
    residents BLOB NOT NULL,
    household_id BLOB NOT NULL,
    PRIMARY KEY (residents, household_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX audit_residents_by_household ON audit_residents (household_id, residents);

CREATE TABLE audit (
    sequence INTEGER NOT NULL PRIMARY KEY CHECK (sequence >= 1),
    at INTEGER NOT NULL,
    -- Who; nothing for someone who is not known. Names stand in `person` only.
    role TEXT,
    person_id BLOB,
    -- The resident for whom, or as whom.
    on_behalf_of BLOB,
    -- On which authority: a code such as money-manage, ward, office, emergency.
    authority TEXT,
    scope TEXT NOT NULL,
    residents BLOB,
    what TEXT NOT NULL,
    detail TEXT,
    outcome TEXT NOT NULL,
    session_id BLOB,
    tablet_id BLOB,
    request_id BLOB,
    previous_hash BLOB NOT NULL,
    hash BLOB NOT NULL
) STRICT;
CREATE INDEX audit_by_residents ON audit (residents, at) WHERE residents IS NOT NULL;
CREATE INDEX audit_by_person ON audit (person_id, at) WHERE person_id IS NOT NULL;
CREATE INDEX audit_by_moment ON audit (at);

CREATE TRIGGER audit_is_never_changed BEFORE UPDATE ON audit
BEGIN
    SELECT RAISE(ABORT, 'the log is never changed');
END;

CREATE TRIGGER audit_is_never_removed BEFORE DELETE ON audit
BEGIN
    SELECT RAISE(ABORT, 'the log is never removed');
END;

CREATE TRIGGER audit_residents_are_never_changed BEFORE UPDATE ON audit_residents
BEGIN
    SELECT RAISE(ABORT, 'the log is never changed');
END;

CREATE TRIGGER audit_residents_are_never_removed BEFORE DELETE ON audit_residents
BEGIN
    SELECT RAISE(ABORT, 'the log is never removed');
END;

CREATE TRIGGER audit_head_is_never_removed BEFORE DELETE ON audit_head
BEGIN
    SELECT RAISE(ABORT, 'the log is never removed');
END;

-- ---------- what was done ----------

-- The end of a household's operations, as of its transfers. Those from before this log are only counted.
ALTER TABLE household ADD COLUMN operations INTEGER NOT NULL DEFAULT 0;
ALTER TABLE household ADD COLUMN operations_hash BLOB NOT NULL
    DEFAULT x'0000000000000000000000000000000000000000000000000000000000000000';
ALTER TABLE household ADD COLUMN operations_before INTEGER NOT NULL DEFAULT 0;
UPDATE household SET operations_before = (SELECT COUNT(*) FROM operation o
    WHERE o.location_id = household.location_id AND o.household_id = household.household_id);

ALTER TABLE operation ADD COLUMN household_sequence INTEGER;
ALTER TABLE operation ADD COLUMN chain_hash BLOB;
CREATE UNIQUE INDEX operation_in_order ON operation (location_id, household_id, household_sequence);

-- What stays in sight until someone closes it may change, and what someone wrote may be erased: the hash of it stays.
CREATE TRIGGER operation_is_never_changed BEFORE UPDATE OF location_id, op_id, household_id, device_id, device_epoch,
    device_sequence, auth, version, kind, payload_hash, verdict, applied_version, client_time, recorded_at,
    household_sequence, chain_hash ON operation
BEGIN
    SELECT RAISE(ABORT, 'operations are never changed');
END;

CREATE TRIGGER operation_is_never_removed BEFORE DELETE ON operation
BEGIN
    SELECT RAISE(ABORT, 'operations are never removed');
END;

-- ---------- emergencies ----------

-- Someone opened the card of a resident who is not theirs, for an hour and with a reason. The office looks at each.
CREATE TABLE emergency (
    emergency_id BLOB NOT NULL PRIMARY KEY,
    location_id BLOB NOT NULL,
    household_id BLOB NOT NULL,
    person_id BLOB NOT NULL,
    role TEXT NOT NULL,
    reason TEXT NOT NULL,
    opened_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    reviewed_by BLOB,
    reviewed_at INTEGER,
    remark TEXT,
    FOREIGN KEY (location_id, household_id) REFERENCES household (location_id, household_id),
    CHECK (expires_at > opened_at),
    CHECK ((reviewed_at IS NULL) = (reviewed_by IS NULL)),
    CHECK ((reviewed_at IS NULL) = (remark IS NULL))
) STRICT;
CREATE INDEX emergency_by_household ON emergency (location_id, household_id, opened_at);
CREATE INDEX emergency_by_person ON emergency (person_id, household_id, expires_at);

CREATE TRIGGER emergency_is_never_changed BEFORE UPDATE OF emergency_id, location_id, household_id, person_id, role, reason,
    opened_at, expires_at ON emergency
BEGIN
    SELECT RAISE(ABORT, 'an emergency is never changed');
END;

CREATE TRIGGER emergency_is_reviewed_once BEFORE UPDATE ON emergency WHEN OLD.reviewed_at IS NOT NULL
BEGIN
    SELECT RAISE(ABORT, 'an emergency is reviewed once');
END;

CREATE TRIGGER emergency_is_never_removed BEFORE DELETE ON emergency
BEGIN
    SELECT RAISE(ABORT, 'an emergency is never removed');
END;
