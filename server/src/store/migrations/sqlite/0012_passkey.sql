-- Passkeys: keys that a device makes and keeps, and uses for whoever shows it a finger, a face or its code. Here are the public
-- halves only: they open nothing.
CREATE TABLE passkey (
    passkey_id BLOB NOT NULL PRIMARY KEY,
    person_id BLOB NOT NULL REFERENCES person (person_id),
    -- The device's own number for it.
    credential_id BLOB NOT NULL UNIQUE,
    -- The public key and what the device said of it.
    credential TEXT NOT NULL,
    -- What the person calls it.
    name TEXT NOT NULL,
    -- How often it was used, as the device counts; nothing for devices that do not.
    sign_count INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    last_used_at INTEGER
) STRICT;
CREATE INDEX passkey_by_person ON passkey (person_id);

-- What a device was asked, by the hash of what is in the cookie of its browser. What was answered is not here any more.
CREATE TABLE passkey_question (
    token_hash BLOB NOT NULL PRIMARY KEY,
    asked TEXT NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
