SET LOCAL statement_timeout = 0;

-- What lists are asked by. Those by -created_at_nanos alone give the newest first of what is asked for, whatever the
-- planner thinks of the table: by created_at_nanos it could as well read an organisation's accounts from the newest on
-- and pass over what is not asked for.
CREATE INDEX account_of_type ON account (organisation_id, type, (-created_at_nanos));
CREATE INDEX account_of_ledger_number ON account (ledger_number, (-created_at_nanos));
CREATE INDEX account_closed ON account (organisation_id, (-created_at_nanos)) WHERE closed_at_nanos IS NOT NULL;

-- By the bytes of names, whatever the database's language: all that begin with a text are next to each other.
CREATE INDEX account_name ON account (organisation_id, name COLLATE "C") WHERE name IS NOT NULL;
CREATE INDEX program_name ON program (organisation_id, name COLLATE "C");

-- Each entry of each metadata, in the order of lists. An index on the metadata themselves (GIN) has no order: of an entry
-- that a million rows have it would find the million before it gave the newest ten.
CREATE TABLE metadata_entry (
    organisation_id uuid     NOT NULL,
    -- Of which table the row is: 1 account, 2 program, 3 transfer_text.
    kind            smallint NOT NULL,
    -- Stands for key and value, which may be long; what has another one by the same hash is told by its own row.
    hash            bigint   NOT NULL,
    -- The row's place in its list, and its id.
    position        bigint   NOT NULL,
    id              uuid     NOT NULL,
    -- And no other index, so that every statement finds rows by this one.
    PRIMARY KEY (organisation_id, kind, hash, position, id)
);

-- That by which Postgres spreads texts over partitions: the same in all its versions.
CREATE FUNCTION metadata_hash(key text, value text) RETURNS bigint LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT hashtextextended(value COLLATE "C", hashtextextended(key COLLATE "C", 0))
$$;

-- Keeps the entries of a row, whoever writes it: the engine, a job, an instance of an older version. They follow what the row
-- comes to have, which is for the row to say: a change that is recorded after a later one alters nothing. A row without
-- metadata never comes here.
CREATE FUNCTION keep_metadata_entries() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    kind_of_row smallint := TG_ARGV[0];
    place bigint;
BEGIN
    IF TG_OP = 'UPDATE' THEN
        IF kind_of_row = 2 THEN place := OLD.sequence; ELSE place := OLD.created_at_nanos; END IF;
        DELETE FROM metadata_entry
        WHERE organisation_id = OLD.organisation_id AND kind = kind_of_row AND position = place AND id = OLD.id
            AND hash IN (SELECT metadata_hash(key, value) FROM jsonb_each_text(OLD.metadata));
    END IF;
    IF kind_of_row = 2 THEN place := NEW.sequence; ELSE place := NEW.created_at_nanos; END IF;
    INSERT INTO metadata_entry (organisation_id, kind, hash, position, id)
    SELECT NEW.organisation_id, kind_of_row, metadata_hash(key, value), place, NEW.id
    FROM jsonb_each_text(NEW.metadata)
    WHERE place IS NOT NULL
    ON CONFLICT DO NOTHING;
    RETURN NULL;
END $$;

CREATE TRIGGER account_metadata_made AFTER INSERT ON account
    FOR EACH ROW WHEN (NEW.metadata IS NOT NULL) EXECUTE FUNCTION keep_metadata_entries(1);
CREATE TRIGGER account_metadata_changed AFTER UPDATE OF metadata ON account
    FOR EACH ROW WHEN (OLD.metadata IS DISTINCT FROM NEW.metadata) EXECUTE FUNCTION keep_metadata_entries(1);
CREATE TRIGGER program_metadata_made AFTER INSERT ON program
    FOR EACH ROW WHEN (NEW.metadata IS NOT NULL) EXECUTE FUNCTION keep_metadata_entries(2);
CREATE TRIGGER program_metadata_changed AFTER UPDATE OF metadata ON program
    FOR EACH ROW WHEN (OLD.metadata IS DISTINCT FROM NEW.metadata) EXECUTE FUNCTION keep_metadata_entries(2);

-- Rows that there are.
INSERT INTO metadata_entry (organisation_id, kind, hash, position, id)
SELECT organisation_id, 1, metadata_hash(e.key, e.value), created_at_nanos, id FROM account, jsonb_each_text(metadata) AS e
UNION ALL
SELECT organisation_id, 2, metadata_hash(e.key, e.value), sequence, id FROM program, jsonb_each_text(metadata) AS e
ON CONFLICT DO NOTHING;
