-- When description and metadata were last changed: the ledger's timestamps, nanoseconds since the Unix epoch; null while
-- they are those with which the transfer was made. An earlier change that is recorded later changes nothing.
ALTER TABLE transfer_text ADD COLUMN description_as_of_nanos bigint, ADD COLUMN metadata_as_of_nanos bigint;

-- Whether the row was begun by a change: the words with which the transfer was made, if it was with any, are not here
-- then, until their own record comes, which may be under way, or lost until its request is repeated.
ALTER TABLE transfer_text ADD COLUMN begun_by_change boolean NOT NULL DEFAULT false;
