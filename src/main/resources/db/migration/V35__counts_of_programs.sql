SET LOCAL statement_timeout = 0;

-- How many programs an organisation has; none is ever taken away. Its limit is held against this for each that is made,
-- under a lock, and with tens of thousands to count that kept others' writes waiting. Nothing that changes is indexed, and
-- there is room for that in its page.
CREATE TABLE program_count (
    organisation_id uuid   PRIMARY KEY,
    made            bigint NOT NULL
)
WITH (fillfactor = 50);

-- Whoever makes them: the engine, an instance of an older version.
CREATE FUNCTION count_programs() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO program_count AS counted (organisation_id, made)
    SELECT organisation_id, count(*) FROM added GROUP BY organisation_id ORDER BY organisation_id
    ON CONFLICT (organisation_id) DO UPDATE SET made = counted.made + excluded.made;
    RETURN NULL;
END $$;

-- From here on nobody adds any until this is committed.
CREATE TRIGGER program_counted AFTER INSERT ON program
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION count_programs();

-- Programs that exist.
INSERT INTO program_count (organisation_id, made)
SELECT organisation_id, count(*) FROM program GROUP BY organisation_id;
