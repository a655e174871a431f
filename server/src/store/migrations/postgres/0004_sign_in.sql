-- How people sign in. Nothing here opens the door to whoever reads it: passwords and codes are hashes, the secret of an
-- authenticator is sealed with a key that is not in the database.

CREATE TABLE credential (
    person_id UUID NOT NULL PRIMARY KEY REFERENCES person (person_id),
    -- Argon2id, in the form that names its own parameters.
    password TEXT NOT NULL,
    password_at BIGINT NOT NULL,
    -- The secret of the authenticator, sealed; nothing for who has none.
    totp BYTEA,
    -- The last half minute of which a code was taken: no code is taken twice.
    totp_step BIGINT NOT NULL,
    last_sign_in_at BIGINT
);

-- What lets someone in who lost the authenticator. A code that was used is not here any more.
CREATE TABLE recovery_code (
    person_id UUID NOT NULL REFERENCES person (person_id),
    code_hash BYTEA NOT NULL,
    PRIMARY KEY (person_id, code_hash)
);

-- Opens the page where a person chooses a password, once. A link that was used is not here any more.
CREATE TABLE sign_in_link (
    code_hash BYTEA NOT NULL PRIMARY KEY,
    person_id UUID NOT NULL REFERENCES person (person_id),
    made_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX sign_in_link_by_person ON sign_in_link (person_id);

-- Between the password and the second step: who it is, and the sealed secret of an authenticator that is being set up.
CREATE TABLE sign_in_step (
    token_hash BYTEA NOT NULL PRIMARY KEY,
    person_id UUID NOT NULL REFERENCES person (person_id),
    secret BYTEA,
    expires_at BIGINT NOT NULL
);

-- Wrong tries, by the hash of what they were about: a person, a name that nobody has, or a browser. They outlive a restart.
CREATE TABLE wrong_try (
    subject BYTEA NOT NULL PRIMARY KEY,
    tries BIGINT NOT NULL,
    last_at BIGINT NOT NULL,
    -- No try is looked at before this moment.
    open_at BIGINT NOT NULL
);
