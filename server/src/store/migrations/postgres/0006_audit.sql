-- Who looked at what, who came in, what was refused. What someone did stands in `operation`, which is its own log: both are
-- only ever added to, and chained by hashes so that `verify` sees what was changed or removed by hand.

-- The end of the chain: how many entries there are, and the hash of the last. One row.
CREATE TABLE audit_head (
    id BIGINT NOT NULL PRIMARY KEY CHECK (id = 1),
    entries BIGINT NOT NULL CHECK (entries >= 0),
    hash BYTEA NOT NULL
);
INSERT INTO audit_head (id, entries, hash) VALUES (1, 0, decode(repeat('00', 32), 'hex'));

-- A set of residents that was in sight, stored once: the same ward is looked at thousands of times.
CREATE TABLE audit_residents (
    -- The SHA-256 of the numbers in order.
    residents BYTEA NOT NULL,
    household_id UUID NOT NULL,
    PRIMARY KEY (residents, household_id)
);
CREATE INDEX audit_residents_by_household ON audit_residents (household_id, residents);

CREATE TABLE audit (
    sequence BIGINT NOT NULL PRIMARY KEY CHECK (sequence >= 1),
    at BIGINT NOT NULL,
    -- Who; nothing for someone who is not known. Names stand in `person` only.
    role TEXT,
    person_id UUID,
    -- The resident for whom, or as whom.
    on_behalf_of UUID,
    -- On which authority: a code such as money-manage, ward, office, emergency.
    authority TEXT,
    scope TEXT NOT NULL,
    residents BYTEA,
    what TEXT NOT NULL,
    detail TEXT,
    outcome TEXT NOT NULL,
    session_id UUID,
    tablet_id UUID,
    request_id UUID,
    previous_hash BYTEA NOT NULL,
    hash BYTEA NOT NULL
);
CREATE INDEX audit_by_residents ON audit (residents, at) WHERE residents IS NOT NULL;
CREATE INDEX audit_by_person ON audit (person_id, at) WHERE person_id IS NOT NULL;
CREATE INDEX audit_by_moment ON audit (at);

CREATE FUNCTION log_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the log is never changed or removed';
END;
$$;

CREATE TRIGGER audit_is_never_changed BEFORE UPDATE OR DELETE ON audit
    FOR EACH ROW EXECUTE FUNCTION log_is_append_only();

CREATE TRIGGER audit_is_never_emptied BEFORE TRUNCATE ON audit
    FOR EACH STATEMENT EXECUTE FUNCTION log_is_append_only();

CREATE TRIGGER audit_residents_are_never_changed BEFORE UPDATE OR DELETE ON audit_residents
    FOR EACH ROW EXECUTE FUNCTION log_is_append_only();

CREATE TRIGGER audit_residents_are_never_emptied BEFORE TRUNCATE ON audit_residents
    FOR EACH STATEMENT EXECUTE FUNCTION log_is_append_only();

CREATE TRIGGER audit_head_is_never_removed BEFORE DELETE ON audit_head
    FOR EACH ROW EXECUTE FUNCTION log_is_append_only();

-- ---------- what was done ----------

-- The end of a household's operations, as of its transfers. Those from before this log are only counted.
ALTER TABLE household ADD COLUMN operations BIGINT NOT NULL DEFAULT 0;
ALTER TABLE household ADD COLUMN operations_hash BYTEA NOT NULL
    DEFAULT '\x0000000000000000000000000000000000000000000000000000000000000000';
ALTER TABLE household ADD COLUMN operations_before BIGINT NOT NULL DEFAULT 0;
UPDATE household SET operations_before = (SELECT COUNT(*) FROM operation o
    WHERE o.location_id = household.location_id AND o.household_id = household.household_id);

ALTER TABLE operation ADD COLUMN household_sequence BIGINT;
ALTER TABLE operation ADD COLUMN chain_hash BYTEA;
CREATE UNIQUE INDEX operation_in_order ON operation (location_id, household_id, household_sequence);

-- What stays in sight until someone closes it may change, and what someone wrote may be erased: the hash of it stays.
CREATE TRIGGER operation_is_never_changed BEFORE UPDATE OF location_id, op_id, household_id, device_id, device_epoch,
    device_sequence, auth, version, kind, payload_hash, verdict, applied_version, client_time, recorded_at,
    household_sequence, chain_hash ON operation
    FOR EACH ROW EXECUTE FUNCTION log_is_append_only();

CREATE TRIGGER operation_is_never_removed BEFORE DELETE ON operation
    FOR EACH ROW EXECUTE FUNCTION log_is_append_only();

CREATE TRIGGER operation_is_never_emptied BEFORE TRUNCATE ON operation
    FOR EACH STATEMENT EXECUTE FUNCTION log_is_append_only();

-- ---------- emergencies ----------

-- Someone opened the card of a resident who is not theirs, for an hour and with a reason. The office looks at each.
CREATE TABLE emergency (
    emergency_id UUID NOT NULL PRIMARY KEY,
    location_id UUID NOT NULL,
    household_id UUID NOT NULL,
    person_id UUID NOT NULL,
    role TEXT NOT NULL,
    reason TEXT NOT NULL,
    opened_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    reviewed_by UUID,
    reviewed_at BIGINT,
    remark TEXT,
    FOREIGN KEY (location_id, household_id) REFERENCES household (location_id, household_id),
    CHECK (expires_at > opened_at),
    CHECK ((reviewed_at IS NULL) = (reviewed_by IS NULL)),
    CHECK ((reviewed_at IS NULL) = (remark IS NULL))
);
CREATE INDEX emergency_by_household ON emergency (location_id, household_id, opened_at);
CREATE INDEX emergency_by_person ON emergency (person_id, household_id, expires_at);

CREATE FUNCTION emergency_keeps_its_facts() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR OLD.reviewed_at IS NOT NULL
        OR (OLD.emergency_id, OLD.location_id, OLD.household_id, OLD.person_id, OLD.role, OLD.reason, OLD.opened_at,
            OLD.expires_at)
        IS DISTINCT FROM (NEW.emergency_id, NEW.location_id, NEW.household_id, NEW.person_id, NEW.role, NEW.reason,
            NEW.opened_at, NEW.expires_at) THEN
        RAISE EXCEPTION 'an emergency is reviewed once, and else never changed or removed';
    END IF;
    RETURN NEW;
END;
$$;

CREATE TRIGGER emergency_keeps_its_facts BEFORE UPDATE OR DELETE ON emergency
    FOR EACH ROW EXECUTE FUNCTION emergency_keeps_its_facts();
