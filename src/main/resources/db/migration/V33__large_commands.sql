-- What is large enough to be stored outside of its row is a batch's command, which we have packed: Postgres' own compression
-- would make it no smaller, and took most of its processor time. The third bit of the upper byte of encoding_version tells
-- that the command is packed; what there is already stays as it is, and is read as it is.
ALTER TABLE idempotency_key ALTER COLUMN command SET STORAGE EXTERNAL;
