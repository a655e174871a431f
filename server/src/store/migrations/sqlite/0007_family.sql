-- Authorities that were made and ended by hand, beside those that an import brings. What holds now stands in `authority`.

-- What the office asks for waits here until the ward agrees.
CREATE TABLE invitation (
    invitation_id BLOB NOT NULL PRIMARY KEY,
    location_id BLOB NOT NULL,
    household_id BLOB NOT NULL,
    person_id BLOB NOT NULL REFERENCES person (person_id),
    authority TEXT NOT NULL,
    proof TEXT NOT NULL,
    made_by TEXT NOT NULL,
    made_at INTEGER NOT NULL,
    FOREIGN KEY (location_id, household_id) REFERENCES household (location_id, household_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX invitation_by_household ON invitation (location_id, household_id);

-- What was ended before its time. An import that still names it does not bring it back.
CREATE TABLE ended_authority (
    location_id BLOB NOT NULL,
    household_id BLOB NOT NULL,
    code TEXT NOT NULL,
    person_id BLOB NOT NULL REFERENCES person (person_id),
    authority TEXT NOT NULL,
    proof TEXT NOT NULL,
    ended_by TEXT NOT NULL,
    ended_at INTEGER NOT NULL,
    PRIMARY KEY (location_id, household_id, code),
    FOREIGN KEY (location_id, household_id) REFERENCES household (location_id, household_id)
) STRICT, WITHOUT ROWID;
