-- Who works with a tablet of the ward, and until when: from the start of a shift a PIN is enough there. A row stays when the
-- shift is over, for what was done without a network and comes in later.
CREATE TABLE shift (
    shift_id BLOB NOT NULL PRIMARY KEY,
    tablet_id BLOB NOT NULL REFERENCES tablet (tablet_id),
    person_id BLOB NOT NULL,
    -- Argon2id of the PIN, under a secret of the server; nothing before it is chosen and when the shift is over.
    pin TEXT,
    started_at INTEGER NOT NULL,
    ends_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX shift_by_tablet ON shift (tablet_id, person_id, ends_at);
CREATE INDEX shift_by_person ON shift (person_id);
