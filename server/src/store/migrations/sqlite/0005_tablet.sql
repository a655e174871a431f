-- Tablets that staff handed out, each for one resident, for a living room or for the ward itself. A row is made with a code
-- that works once. A tablet that was revoked stays revoked: what comes in its place is another row.
CREATE TABLE tablet (
    tablet_id BLOB NOT NULL PRIMARY KEY,
    location_id BLOB NOT NULL,
    ward_id BLOB NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('resident', 'living_room', 'ward')),
    -- Whose own tablet it is.
    household_id BLOB,
    name TEXT NOT NULL,
    -- SHA-256 of the code; nothing once it was used.
    code_hash BLOB UNIQUE,
    -- SHA-256 of the token by which a tablet that several people share is known, whoever uses it.
    token_hash BLOB UNIQUE,
    code_until INTEGER NOT NULL,
    added_by TEXT NOT NULL,
    added_at INTEGER NOT NULL,
    enrolled_at INTEGER,
    revoked_by TEXT,
    revoked_at INTEGER,
    CHECK ((kind = 'resident') = (household_id IS NOT NULL)),
    FOREIGN KEY (location_id, ward_id) REFERENCES ward (location_id, ward_id),
    FOREIGN KEY (location_id, household_id) REFERENCES household (location_id, household_id)
) STRICT;
CREATE INDEX tablet_by_ward ON tablet (location_id, ward_id);
CREATE INDEX tablet_by_household ON tablet (location_id, household_id);

-- The tablet that a device was last seen on.
ALTER TABLE device ADD COLUMN tablet_id BLOB;
CREATE INDEX device_by_tablet ON device (tablet_id) WHERE tablet_id IS NOT NULL;

-- How a resident likes their screen, as they chose it themselves; nothing before that. Imports leave it alone.
ALTER TABLE household ADD COLUMN preferences TEXT;
-- The picture beside the name on the living room's tablet, for good.
ALTER TABLE household ADD COLUMN pictogram TEXT;
-- Three pictures that open the resident's shop there, under a secret of the server; nothing where one tap does.
ALTER TABLE household ADD COLUMN picture_code BLOB;

-- Who was mistaken on a shared tablet lately: each time the wait is longer.
CREATE TABLE mistake (
    tablet_id BLOB NOT NULL REFERENCES tablet (tablet_id),
    -- The resident or the carer who it was said to be.
    subject_id BLOB NOT NULL,
    count INTEGER NOT NULL,
    until INTEGER NOT NULL,
    PRIMARY KEY (tablet_id, subject_id)
) STRICT, WITHOUT ROWID;

-- The token that this one came in place of: it ends once this one is used.
ALTER TABLE session ADD COLUMN replaces BLOB;
