-- When the transfer was made whose words these are: the ledger's timestamp, nanoseconds since the Unix epoch, by which lists
-- are ordered. Null of what an older version has written, until a job has asked the ledger; 0 of what that does not have.
ALTER TABLE transfer_text ADD COLUMN created_at_nanos bigint;

-- What that job looks for: nothing, but after an upgrade and in the middle of one. No other index has this order.
CREATE INDEX transfer_text_undated ON transfer_text (organisation_id, id) WHERE created_at_nanos IS NULL AND metadata IS NOT NULL;

CREATE TRIGGER transfer_text_metadata_made AFTER INSERT ON transfer_text
    FOR EACH ROW WHEN (NEW.metadata IS NOT NULL) EXECUTE FUNCTION keep_metadata_entries(3);
CREATE TRIGGER transfer_text_metadata_changed AFTER UPDATE OF metadata, created_at_nanos ON transfer_text
    FOR EACH ROW WHEN ((OLD.metadata, OLD.created_at_nanos) IS DISTINCT FROM (NEW.metadata, NEW.created_at_nanos))
    EXECUTE FUNCTION keep_metadata_entries(3);
