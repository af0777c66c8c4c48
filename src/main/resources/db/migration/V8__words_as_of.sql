-- When the words were last changed: the ledger's timestamps, nanoseconds since the Unix epoch; null while they are
-- those with which the account was opened. An earlier change that is recorded later changes nothing.
ALTER TABLE account ADD COLUMN name_as_of_nanos bigint, ADD COLUMN metadata_as_of_nanos bigint;
