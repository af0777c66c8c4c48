-- The tenants. Made by operators; every row of any other table that has an organisation_id belongs to one.
CREATE TABLE organisation (
    id         uuid        PRIMARY KEY,
    name       text        NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now()
);

-- What a client proves itself with at the token endpoint. It belongs to one organisation for ever.
CREATE TABLE credential (
    client_id       text        PRIMARY KEY,
    organisation_id uuid        NOT NULL REFERENCES organisation (id),
    -- SHA-256 of the secret; the secret itself is kept nowhere. A fast hash is enough: the secret is 256 random
    -- bits, so that there is nothing to guess from, and a slow one would only slow the endpoint down.
    secret_hash     bytea       NOT NULL CHECK (octet_length(secret_hash) = 32),
    -- With spaces between, as in RFC 6749.
    scopes          text        NOT NULL,
    created_at      timestamptz NOT NULL DEFAULT now(),
    revoked_at      timestamptz
);

CREATE INDEX credential_organisation ON credential (organisation_id);
