-- The keys that were claimed and have no response, and that nobody works on: a work list for the resolver, and
-- what an operator sees. A key may be listed for a while after it was settled; idempotency_key has the truth.
CREATE TABLE key_in_doubt (
    organisation_id uuid        NOT NULL,
    key             uuid        NOT NULL,
    sequence        bigint      GENERATED ALWAYS AS IDENTITY,
    noted_at        timestamptz NOT NULL DEFAULT now(),
    -- When the resolver last asked the ledger for it.
    checked_at      timestamptz,
    PRIMARY KEY (organisation_id, key)
);

CREATE UNIQUE INDEX key_in_doubt_sequence ON key_in_doubt (sequence);

-- Up to which time of claim the keys have been searched for those that a crash has left in doubt: each key once,
-- in the order of idempotency_key_claimed_at, so that no index on what changes is needed.
CREATE TABLE claim_scan (
    only_row      boolean     PRIMARY KEY DEFAULT true CHECK (only_row),
    scanned_until timestamptz NOT NULL
);

INSERT INTO claim_scan (scanned_until) VALUES ('-infinity');
