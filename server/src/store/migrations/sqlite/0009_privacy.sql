-- What goes after its term, what was erased, and what was corrected.

-- How long things are kept where the home wants it otherwise than the program: days by rule.
ALTER TABLE home ADD COLUMN retention TEXT NOT NULL DEFAULT '{}';

-- Since then nothing in this database says whose household it is; its books stay.
ALTER TABLE household ADD COLUMN erased_at INTEGER;

-- Nothing is left of it but what keeps it from happening twice.
ALTER TABLE operation ADD COLUMN is_thinned INTEGER NOT NULL DEFAULT FALSE;

-- That someone was erased: by whom, when and why, and never what it was.
CREATE TABLE erasure (
    erasure_id BLOB NOT NULL PRIMARY KEY,
    location_id BLOB NOT NULL,
    household_id BLOB NOT NULL,
    done_by TEXT NOT NULL,
    done_at INTEGER NOT NULL,
    why TEXT NOT NULL CHECK (why IN ('asked', 'term', 'wrong')),
    FOREIGN KEY (location_id, household_id) REFERENCES household (location_id, household_id)
) STRICT;

-- What the office corrected, before and after, until the home's own files say the same.
CREATE TABLE correction (
    location_id BLOB NOT NULL,
    household_id BLOB NOT NULL,
    correction_id BLOB NOT NULL,
    done_by TEXT NOT NULL,
    done_at INTEGER NOT NULL,
    reason TEXT NOT NULL,
    fields TEXT NOT NULL,
    -- The home's files say it too, or something newer.
    settled_at INTEGER,
    PRIMARY KEY (location_id, household_id, correction_id),
    FOREIGN KEY (location_id, household_id) REFERENCES household (location_id, household_id)
) STRICT, WITHOUT ROWID;

-- ---------- what the logs let go of ----------

-- A verdict never changes, except that names in it go when its operation is thinned.
DROP TRIGGER operation_is_never_changed;
CREATE TRIGGER operation_is_never_changed BEFORE UPDATE OF location_id, op_id, household_id, device_id, device_epoch,
    device_sequence, auth, version, kind, payload_hash, applied_version, client_time, recorded_at, household_sequence,
    chain_hash ON operation
BEGIN
    SELECT RAISE(ABORT, 'operations are never changed');
END;
CREATE TRIGGER operation_verdict_is_never_changed BEFORE UPDATE OF verdict ON operation
    WHEN OLD.is_thinned = TRUE OR NEW.is_thinned = FALSE
BEGIN
    SELECT RAISE(ABORT, 'a verdict is never changed');
END;
CREATE TRIGGER operation_stays_thinned BEFORE UPDATE OF is_thinned ON operation
    WHEN OLD.is_thinned = TRUE AND NEW.is_thinned = FALSE
BEGIN
    SELECT RAISE(ABORT, 'what is gone does not come back');
END;

-- An emergency stays; the words in it go with the resident that they are about.
DROP TRIGGER emergency_is_never_changed;
CREATE TRIGGER emergency_is_never_changed BEFORE UPDATE OF emergency_id, location_id, household_id, person_id, role,
    opened_at, expires_at ON emergency
BEGIN
    SELECT RAISE(ABORT, 'an emergency is never changed');
END;
CREATE TRIGGER emergency_words_only_go BEFORE UPDATE OF reason ON emergency
    WHEN NEW.reason <> OLD.reason AND NEW.reason <> ''
BEGIN
    SELECT RAISE(ABORT, 'an emergency is never changed');
END;
DROP TRIGGER emergency_is_reviewed_once;
CREATE TRIGGER emergency_is_reviewed_once BEFORE UPDATE ON emergency WHEN OLD.reviewed_at IS NOT NULL
    AND (NEW.reviewed_at IS NOT OLD.reviewed_at OR NEW.reviewed_by IS NOT OLD.reviewed_by OR NEW.remark <> ''
        AND NEW.remark IS NOT OLD.remark)
BEGIN
    SELECT RAISE(ABORT, 'an emergency is reviewed once');
END;
