-- A session knows whose it is, so that it can be shown to its owner, and ended with everything else of that person or tablet.
-- Nobody stays signed in over this change: no session before it says whose it is.
DROP TABLE session;

CREATE TABLE session (
    -- SHA-256 of the token; the token itself is only in the cookie.
    token_hash BLOB NOT NULL PRIMARY KEY,
    -- By this number it is shown and ended.
    session_id BLOB NOT NULL UNIQUE,
    viewer TEXT NOT NULL,
    -- Nothing for a resident.
    person_id BLOB,
    -- The tablet that staff handed out; nothing for a browser of one's own.
    tablet_id BLOB,
    -- How it was shown who it is.
    method TEXT NOT NULL,
    -- The browser and its system, in words.
    agent TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    last_seen_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX session_by_expiry ON session (expires_at);
CREATE INDEX session_by_person ON session (person_id);
CREATE INDEX session_by_tablet ON session (tablet_id);
