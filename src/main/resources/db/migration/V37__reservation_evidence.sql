-- Who has what is reserved, as the features' own rows tell it: they stand where the reservations were lost.
CREATE VIEW reservation_evidence AS
SELECT organisation_id, 'transfer.reference'::text AS kind, reference AS value, id
FROM transfer_text WHERE reference IS NOT NULL;
