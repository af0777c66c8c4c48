-- An operation by its number, where it has one, in place of its name: a name takes up to 23 bytes of each row, and half of
-- all rows of a day are one operation's. What is there stays as it is, and is read as it is; to instances of the version
-- before, the rows with a number are a newer version's, which they leave alone.
ALTER TABLE idempotency_key ADD COLUMN operation_number smallint;

-- Without a look at the rows that are there, which may be many.
ALTER TABLE idempotency_key
    DROP CONSTRAINT idempotency_key_of_anything,
    ADD CONSTRAINT idempotency_key_of_anything CHECK (
        num_nonnulls(operation, operation_number)
            = CASE WHEN fingerprint = decode(repeat('00', 32), 'hex') THEN 0 ELSE 1 END) NOT VALID;
