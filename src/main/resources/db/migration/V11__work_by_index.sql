-- What the background jobs take is found by an index and in its order, however much is stored or in doubt.
SET LOCAL statement_timeout = 0;

-- When the ledger is to be asked next. It takes the place of checked_at, which stays for instances of the version
-- before while they run beside this one's.
ALTER TABLE key_in_doubt ADD COLUMN due_at timestamptz NOT NULL DEFAULT now();

CREATE INDEX key_in_doubt_due_at ON key_in_doubt (due_at);

-- Up to which time of claim the purge has come: it looks at each key once, in the order of
-- idempotency_key_claimed_at.
CREATE TABLE claim_purge (
    only_row     boolean     PRIMARY KEY DEFAULT true CHECK (only_row),
    purged_until timestamptz NOT NULL
);

INSERT INTO claim_purge (purged_until) VALUES ('-infinity');

-- The keys that the purge has passed and could not delete, because they have no response or have got it late: it
-- looks at each again when it may have expired.
CREATE TABLE key_kept (
    organisation_id uuid        NOT NULL,
    key             uuid        NOT NULL,
    due_at          timestamptz NOT NULL,
    PRIMARY KEY (organisation_id, key)
);

CREATE INDEX key_kept_due_at ON key_kept (due_at);
