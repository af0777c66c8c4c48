-- The words of a journal entry, which the ledger has no place for. An entry without any has no row: it is the
-- ledger's rows. Written by the idempotency engine, so that no constraint but the key may be able to fail.
CREATE TABLE journal_entry_text (
    id              uuid PRIMARY KEY,
    organisation_id uuid NOT NULL,
    description     text,
    reference       text,
    metadata        jsonb,
    -- A decimal, as the client wrote it.
    rate            text
);

CREATE INDEX journal_entry_text_reference ON journal_entry_text (organisation_id, reference)
    WHERE reference IS NOT NULL;
