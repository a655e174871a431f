-- People who come in with the sign-in of the home itself (OpenID Connect). No token of the provider is kept.

-- How the home's own sign-in calls someone, where that is not their code: a name or an e-mail address.
ALTER TABLE person ADD COLUMN signs_in_as TEXT;

-- Whose account it is: made when somebody comes in with it for the first time, because names and addresses change hands.
CREATE TABLE oidc_link (
    issuer TEXT NOT NULL,
    subject TEXT NOT NULL,
    person_id BLOB NOT NULL REFERENCES person (person_id),
    linked_at INTEGER NOT NULL,
    PRIMARY KEY (issuer, subject),
    UNIQUE (person_id, issuer)
) STRICT, WITHOUT ROWID;

-- Who is on the way to the provider and back, by the hash of what is in the cookie. Whoever came back is not here any more.
CREATE TABLE oidc_way (
    token_hash BLOB NOT NULL PRIMARY KEY,
    expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- What was shown before the second step: a password, or the sign-in of the home.
ALTER TABLE sign_in_step ADD COLUMN first TEXT NOT NULL DEFAULT 'password';

-- Who comes in with the sign-in of the home may have a phone as the second step, and no password.
CREATE TABLE credential_without_password (
    person_id BLOB NOT NULL PRIMARY KEY REFERENCES person (person_id),
    -- Argon2id, in the form that names its own parameters; nothing for who has none.
    password TEXT,
    password_at INTEGER,
    -- The secret of the authenticator, sealed; nothing for who has none.
    totp BLOB,
    -- The last half minute of which a code was taken: no code is taken twice.
    totp_step INTEGER NOT NULL,
    last_sign_in_at INTEGER
) STRICT;
INSERT INTO credential_without_password (person_id, password, password_at, totp, totp_step, last_sign_in_at)
    SELECT person_id, password, password_at, totp, totp_step, last_sign_in_at FROM credential;
DROP TABLE credential;
ALTER TABLE credential_without_password RENAME TO credential;
