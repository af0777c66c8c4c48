SET LOCAL statement_timeout = 0;

-- What a use of a key holds, found by the key alone. Another index that begins with the organisation looks like the
-- primary key, which finds all that the organisation holds, to whoever takes the table for a small one.
CREATE INDEX reservation_of_key ON reservation (key);
DROP INDEX reservation_key;
