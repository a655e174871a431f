-- Tablets that staff handed out, each for one resident, for a living room or for the ward itself. A row is made with a code
-- that works once. A tablet that was revoked stays revoked: what comes in its place is another row.
CREATE TABLE tablet (
    tablet_id UUID NOT NULL PRIMARY KEY,
    location_id UUID NOT NULL,
    ward_id UUID NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('resident', 'living_room', 'ward')),
    -- Whose own tablet it is.
    household_id UUID,
    name TEXT NOT NULL,
    -- SHA-256 of the code; nothing once it was used.
    code_hash BYTEA UNIQUE,
    -- SHA-256 of the token by which a tablet that several people share is known, whoever uses it.
    token_hash BYTEA UNIQUE,
    code_until BIGINT NOT NULL,
    added_by JSONB NOT NULL,
    added_at BIGINT NOT NULL,
    enrolled_at BIGINT,
    revoked_by JSONB,
    revoked_at BIGINT,
    CHECK ((kind = 'resident') = (household_id IS NOT NULL)),
    FOREIGN KEY (location_id, ward_id) REFERENCES ward (location_id, ward_id),
    FOREIGN KEY (location_id, household_id) REFERENCES household (location_id, household_id)
);
CREATE INDEX tablet_by_ward ON tablet (location_id, ward_id);
CREATE INDEX tablet_by_household ON tablet (location_id, household_id);

-- The tablet that a device was last seen on.
ALTER TABLE device ADD COLUMN tablet_id UUID;
CREATE INDEX device_by_tablet ON device (tablet_id) WHERE tablet_id IS NOT NULL;

-- How a resident likes their screen, as they chose it themselves; nothing before that. Imports leave it alone.
ALTER TABLE household ADD COLUMN preferences JSONB;
-- The picture beside the name on the living room's tablet, for good.
ALTER TABLE household ADD COLUMN pictogram TEXT;
-- Three pictures that open the resident's shop there, under a secret of the server; nothing where one tap does.
ALTER TABLE household ADD COLUMN picture_code BYTEA;

-- Who was mistaken on a shared tablet lately: each time the wait is longer.
CREATE TABLE mistake (
    tablet_id UUID NOT NULL REFERENCES tablet (tablet_id),
    -- The resident or the carer who it was said to be.
    subject_id UUID NOT NULL,
    count BIGINT NOT NULL,
    until BIGINT NOT NULL,
    PRIMARY KEY (tablet_id, subject_id)
);

-- The token that this one came in place of: it ends once this one is used.
ALTER TABLE session ADD COLUMN replaces BYTEA;
