-- One row for each key that an organisation has used: claimed before anything is done with it, and given
-- its response when that is definite. Touched only by global.pryzma.ledger.idempotency.
CREATE TABLE idempotency_key (
    organisation_id  uuid        NOT NULL,
    key              uuid        NOT NULL,
    operation        text        NOT NULL,
    encoding_version smallint    NOT NULL,
    fingerprint      bytea       NOT NULL,
    command          bytea       NOT NULL,
    plan             bytea       NOT NULL,
    claimed_at       timestamptz NOT NULL DEFAULT now(),
    -- Who works on it, and until when nobody else may; null when nobody does.
    owner            uuid        NOT NULL,
    lease_until      timestamptz,
    -- The first definite response; all four are null until there is one, and never change afterwards.
    recorded_at      timestamptz,
    status           smallint,
    content_type     text,
    body             bytea,
    PRIMARY KEY (organisation_id, key)
)
-- Every row is updated once or twice: room for that in its own page, and no index on what changes, so that
-- the updates stay heap-only.
WITH (fillfactor = 50, autovacuum_vacuum_scale_factor = 0.05, autovacuum_vacuum_insert_scale_factor = 0.05);

-- For the purge, which takes the oldest first. It never changes, and new rows come at its end.
CREATE INDEX idempotency_key_claimed_at ON idempotency_key (claimed_at);

-- What an organisation has only one of, held by the use of a key that has, or may still get, it. The same key
-- may be tried for something else later: that is another use, with another fingerprint.
CREATE TABLE reservation (
    organisation_id uuid NOT NULL,
    kind            text NOT NULL,
    value           text NOT NULL,
    key             uuid NOT NULL,
    fingerprint     bytea NOT NULL,
    PRIMARY KEY (organisation_id, kind, value)
);

CREATE INDEX reservation_key ON reservation (organisation_id, key);
