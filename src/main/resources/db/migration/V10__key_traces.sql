-- What stays for ever of a key whose mutation has no ledger side: what it was used for, or that it never will be.
-- Of every other key the ledger keeps as much, in the ids of its transfers and accounts.
CREATE TABLE key_trace (
    -- The first id that (organisation, key) gives. It stands for the two: it is made from them alone, by 109 bits of
    -- SHA-256 or more, and that two keys share one is as good as impossible; the ledger relies on the same.
    id               uuid     PRIMARY KEY,
    organisation_id  uuid     NOT NULL,
    encoding_version smallint NOT NULL,
    fingerprint      bytea    NOT NULL CHECK (octet_length(fingerprint) = 32),
    -- Whether it was made impossible rather than carried out.
    cancelled        boolean  NOT NULL
);

-- Programs that exist. Their keys may have been forgotten, but their ids are the first ids of these; and what was
-- asked is kept in the form from which the fingerprint of encoding version 1 is made.
INSERT INTO key_trace (id, organisation_id, encoding_version, fingerprint, cancelled)
SELECT id, organisation_id, 1,
    sha256('pryzma-fingerprint'::bytea || '\x01'::bytea || int2send(length(operation)::int2) || operation::bytea
        || convert_to(content, 'UTF8')),
    false
FROM program, (VALUES ('programs.create')) AS made (operation);
