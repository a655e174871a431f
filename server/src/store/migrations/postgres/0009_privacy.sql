-- What goes after its term, what was erased, and what was corrected.

-- How long things are kept where the home wants it otherwise than the program: days by rule.
ALTER TABLE home ADD COLUMN retention JSONB NOT NULL DEFAULT '{}';

-- Since then nothing in this database says whose household it is; its books stay.
ALTER TABLE household ADD COLUMN erased_at BIGINT;

-- Nothing is left of it but what keeps it from happening twice.
ALTER TABLE operation ADD COLUMN is_thinned BOOLEAN NOT NULL DEFAULT FALSE;

-- That someone was erased: by whom, when and why, and never what it was.
CREATE TABLE erasure (
    erasure_id UUID NOT NULL PRIMARY KEY,
    location_id UUID NOT NULL,
    household_id UUID NOT NULL,
    done_by JSONB NOT NULL,
    done_at BIGINT NOT NULL,
    why TEXT NOT NULL CHECK (why IN ('asked', 'term', 'wrong')),
    FOREIGN KEY (location_id, household_id) REFERENCES household (location_id, household_id)
);

-- What the office corrected, before and after, until the home's own files say the same.
CREATE TABLE correction (
    location_id UUID NOT NULL,
    household_id UUID NOT NULL,
    correction_id UUID NOT NULL,
    done_by JSONB NOT NULL,
    done_at BIGINT NOT NULL,
    reason TEXT NOT NULL,
    fields JSONB NOT NULL,
    -- The home's files say it too, or something newer.
    settled_at BIGINT,
    PRIMARY KEY (location_id, household_id, correction_id),
    FOREIGN KEY (location_id, household_id) REFERENCES household (location_id, household_id)
);

-- ---------- what the logs let go of ----------

-- A verdict never changes, except that names in it go when its operation is thinned.
DROP TRIGGER operation_is_never_changed ON operation;
CREATE TRIGGER operation_is_never_changed BEFORE UPDATE OF location_id, op_id, household_id, device_id, device_epoch,
    device_sequence, auth, version, kind, payload_hash, applied_version, client_time, recorded_at, household_sequence,
    chain_hash ON operation
    FOR EACH ROW EXECUTE FUNCTION log_is_append_only();
CREATE TRIGGER operation_verdict_is_never_changed BEFORE UPDATE OF verdict ON operation
    FOR EACH ROW WHEN (OLD.is_thinned OR NOT NEW.is_thinned)
    EXECUTE FUNCTION log_is_append_only();
CREATE TRIGGER operation_stays_thinned BEFORE UPDATE OF is_thinned ON operation
    FOR EACH ROW WHEN (OLD.is_thinned AND NOT NEW.is_thinned)
    EXECUTE FUNCTION log_is_append_only();

-- An emergency stays; the words in it go with the resident that they are about.
CREATE OR REPLACE FUNCTION emergency_keeps_its_facts() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'an emergency is never removed';
    END IF;
    IF (OLD.emergency_id, OLD.location_id, OLD.household_id, OLD.person_id, OLD.role, OLD.opened_at, OLD.expires_at)
        IS DISTINCT FROM (NEW.emergency_id, NEW.location_id, NEW.household_id, NEW.person_id, NEW.role, NEW.opened_at,
            NEW.expires_at)
        OR NEW.reason <> OLD.reason AND NEW.reason <> ''
        OR OLD.reviewed_at IS NOT NULL AND (NEW.reviewed_at IS DISTINCT FROM OLD.reviewed_at
            OR NEW.reviewed_by IS DISTINCT FROM OLD.reviewed_by OR NEW.remark <> '' AND NEW.remark <> OLD.remark) THEN
        RAISE EXCEPTION 'an emergency is reviewed once, and else never changed or removed';
    END IF;
    RETURN NEW;
END;
$$;
