-- A row in few bytes: what a later try needs of a claim until there is a response, and the response, each packed in a
-- column of its own. The upper byte of encoding_version tells of it, so that instances of the version before, while they
-- run beside this one's, leave such rows alone: to them they are a newer version's, without a response. What there is
-- already stays as it is, and is read as it is.
ALTER TABLE idempotency_key
    ADD COLUMN claim bytea,
    ADD COLUMN response bytea,
    -- Nobody's once there is a response.
    ALTER COLUMN owner DROP NOT NULL;

-- Without a look at the rows that are there, which may be many.
ALTER TABLE idempotency_key
    DROP CONSTRAINT idempotency_key_response,
    ADD CONSTRAINT idempotency_key_response CHECK (
        CASE WHEN response IS NULL THEN num_nonnulls(recorded_at, status, content_type, body) IN (0, 4)
        ELSE recorded_at IS NOT NULL AND num_nonnulls(status, content_type, body, claim) = 0 END) NOT VALID,
    ADD CONSTRAINT idempotency_key_owner CHECK (num_nonnulls(owner, recorded_at) > 0) NOT VALID;

-- A claim takes 244 bytes of its page, the row with its response 204; and most of what a claim took can be used again
-- before the last of its page has its response.
ALTER TABLE idempotency_key SET (fillfactor = 60);
