-- What has a reference: for those who look for it, and to refuse it to others where the reservations were lost.
CREATE INDEX transfer_text_reference ON transfer_text (organisation_id, reference) WHERE reference IS NOT NULL;
