-- People who come in with the sign-in of the home itself (OpenID Connect). No token of the provider is kept.

-- How the home's own sign-in calls someone, where that is not their code: a name or an e-mail address.
ALTER TABLE person ADD COLUMN signs_in_as TEXT;

-- Whose account it is: made when somebody comes in with it for the first time, because names and addresses change hands.
CREATE TABLE oidc_link (
    issuer TEXT NOT NULL,
    subject TEXT NOT NULL,
    person_id UUID NOT NULL REFERENCES person (person_id),
    linked_at BIGINT NOT NULL,
    PRIMARY KEY (issuer, subject),
    UNIQUE (person_id, issuer)
);

-- Who is on the way to the provider and back, by the hash of what is in the cookie. Whoever came back is not here any more.
CREATE TABLE oidc_way (
    token_hash BYTEA NOT NULL PRIMARY KEY,
    expires_at BIGINT NOT NULL
);

-- What was shown before the second step: a password, or the sign-in of the home.
ALTER TABLE sign_in_step ADD COLUMN first TEXT NOT NULL DEFAULT 'password';

-- Who comes in with the sign-in of the home may have a phone as the second step, and no password.
ALTER TABLE credential ALTER COLUMN password DROP NOT NULL;
ALTER TABLE credential ALTER COLUMN password_at DROP NOT NULL;
