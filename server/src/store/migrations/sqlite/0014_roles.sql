-- For whom somebody from outside comes, and what a supporter writes down for themselves.

-- Nothing for everyone who comes for no provider.
ALTER TABLE person ADD COLUMN provider_id BLOB;

-- A supporter's own notes, each writing a row. Sealed with a key outside the database, and bound to the row it stands in.
CREATE TABLE private_note (
    note_id BLOB NOT NULL,
    -- From 1; the last is what the note says now.
    revision INTEGER NOT NULL CHECK (revision >= 1),
    location_id BLOB NOT NULL,
    household_id BLOB NOT NULL,
    person_id BLOB NOT NULL,
    -- Which key sealed it: a hash, by which another key is known to be another.
    key_number BLOB NOT NULL,
    sealed BLOB NOT NULL,
    written_at INTEGER NOT NULL,
    PRIMARY KEY (note_id, revision),
    FOREIGN KEY (location_id, household_id) REFERENCES household (location_id, household_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX private_note_by_household ON private_note (household_id, person_id);
CREATE INDEX private_note_by_key ON private_note (key_number);

-- A writing is never changed; the whole note can go.
CREATE TRIGGER private_note_is_never_changed BEFORE UPDATE ON private_note
BEGIN
    SELECT RAISE(ABORT, 'a note is never changed');
END;
