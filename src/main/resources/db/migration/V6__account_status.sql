-- The ledger refuses transfers of an account that is frozen or closed, by one flag; this tells which of the two
-- it is. The ledger's timestamp of the closing: nanoseconds since the Unix epoch. Null while it isn't closed.
ALTER TABLE account ADD COLUMN closed_at_nanos bigint;
