-- The order of lists, as everywhere.
ALTER TABLE organisation ADD COLUMN sequence bigint GENERATED ALWAYS AS IDENTITY;
ALTER TABLE credential ADD COLUMN sequence bigint GENERATED ALWAYS AS IDENTITY;
CREATE UNIQUE INDEX organisation_sequence ON organisation (sequence);
CREATE INDEX credential_list ON credential (organisation_id, sequence);

-- What operators have changed of organisations. Only added to: the latest change counts, and a request that comes
-- again when its record is gone finds its own row and changes nothing.
CREATE TABLE organisation_change (
    id              uuid        PRIMARY KEY,
    sequence        bigint      GENERATED ALWAYS AS IDENTITY,
    organisation_id uuid        NOT NULL,
    -- Null where it stays.
    name            text,
    status          text        CHECK (status IN ('active', 'suspended')),
    created_at      timestamptz NOT NULL DEFAULT now()
);

CREATE INDEX organisation_change_order ON organisation_change (organisation_id, sequence);

-- Organisations as they are now.
CREATE VIEW organisation_now AS
SELECT o.id,
    coalesce((SELECT c.name FROM organisation_change c WHERE c.organisation_id = o.id AND c.name IS NOT NULL
        ORDER BY c.sequence DESC LIMIT 1), o.name) AS name,
    coalesce((SELECT c.status FROM organisation_change c WHERE c.organisation_id = o.id AND c.status IS NOT NULL
        ORDER BY c.sequence DESC LIMIT 1), 'active') AS status,
    o.created_at,
    o.sequence
FROM organisation o;

-- The key by which changes find a credential.
ALTER TABLE credential ADD COLUMN id uuid NOT NULL DEFAULT gen_random_uuid();
CREATE UNIQUE INDEX credential_id ON credential (id);
ALTER TABLE credential ADD COLUMN expires_at timestamptz;
-- The networks from which it may be used, in CIDR notation with spaces between; null for all.
ALTER TABLE credential ADD COLUMN networks text;
-- Requests per second; null for the configured number.
ALTER TABLE credential ADD COLUMN rate_limit integer CHECK (rate_limit > 0);
CREATE INDEX credential_revoked ON credential (revoked_at) WHERE revoked_at IS NOT NULL;
CREATE INDEX credential_expires ON credential (expires_at) WHERE expires_at IS NOT NULL;
CREATE INDEX credential_restricted ON credential (client_id) WHERE networks IS NOT NULL AND revoked_at IS NULL;

-- The secrets that came after a credential's first, by rotation. Only added to: each ends those before it, once its
-- grace is over.
CREATE TABLE credential_secret (
    id            uuid        PRIMARY KEY,
    sequence      bigint      GENERATED ALWAYS AS IDENTITY,
    client_id     text        NOT NULL,
    secret_hash   bytea       NOT NULL CHECK (octet_length(secret_hash) = 32),
    grace_seconds bigint      NOT NULL,
    created_at    timestamptz NOT NULL DEFAULT now()
);

CREATE INDEX credential_secret_order ON credential_secret (client_id, sequence);
