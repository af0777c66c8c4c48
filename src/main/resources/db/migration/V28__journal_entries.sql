-- The rate of an entry that is an exchange, as the client wrote it: a decimal. Its other words are with those of
-- transfers. Written by the idempotency engine, so that no constraint but the key may be able to fail.
CREATE TABLE journal_entry_rate (
    id   uuid PRIMARY KEY,
    rate text NOT NULL
);
