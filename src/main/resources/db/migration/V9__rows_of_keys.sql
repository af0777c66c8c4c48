-- What the readers of these rows rely on. Rows that are there already are not looked at: a wrong one must not keep
-- the service from starting.
ALTER TABLE idempotency_key
    ADD CONSTRAINT idempotency_key_fingerprint CHECK (octet_length(fingerprint) = 32) NOT VALID,
    ADD CONSTRAINT idempotency_key_response
        CHECK (num_nonnulls(recorded_at, status, content_type, body) IN (0, 4)) NOT VALID;

ALTER TABLE reservation
    ADD CONSTRAINT reservation_fingerprint CHECK (octet_length(fingerprint) = 32) NOT VALID;
