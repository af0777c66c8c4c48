-- A key may be cancelled before anything is known of what it is for: its row, and its trace, then stand for whatever is
-- asked. Such a row has no operation, and both have 32 bytes of 0 for a fingerprint, which no content has.
ALTER TABLE idempotency_key ALTER COLUMN operation DROP NOT NULL;
ALTER TABLE idempotency_key
    ADD CONSTRAINT idempotency_key_of_anything
        CHECK ((operation IS NULL) = (fingerprint = decode(repeat('00', 32), 'hex'))) NOT VALID;

ALTER TABLE key_trace
    ADD CONSTRAINT key_trace_of_anything
        CHECK (cancelled OR fingerprint <> decode(repeat('00', 32), 'hex')) NOT VALID;
