-- Who did what, when and from where. Only added to, and never deleted by the service. Each row has the hash of the one
-- before it and of itself, over all days and instances: what is missing, changed or in another order shows
-- (java -jar ... verify-audit).
CREATE TABLE audit_event (
    -- Without a gap.
    sequence                bigint      PRIMARY KEY,
    -- Of an event that a request with an idempotency key made: the id that the key gives, so that there is one.
    id                      uuid        NOT NULL,
    -- Never before that of the row before it.
    at                      timestamptz NOT NULL,
    action                  text        NOT NULL,
    -- 'succeeded', or the error code or reason.
    outcome                 text        NOT NULL,
    -- Who; null for the command line, and where nobody has proved who he is.
    organisation_id         uuid,
    client_id               text,
    -- From where.
    address                 text,
    request_id              uuid,
    -- What it was done to, and whose that is.
    subject                 text,
    subject_organisation_id uuid,
    -- How often, since when: of events that are counted and written together.
    occurrences             bigint      NOT NULL CHECK (occurrences > 0),
    since                   timestamptz,
    -- SHA-256 over the hash of the row before it and this row's canonical form.
    hash                    bytea       NOT NULL CHECK (octet_length(hash) = 32)
);

CREATE UNIQUE INDEX audit_event_id ON audit_event (id);
CREATE INDEX audit_event_at ON audit_event (at, sequence);
-- By -sequence, so that these alone give the newest first of what is asked for, whatever the planner thinks of the table.
CREATE INDEX audit_event_of_organisation ON audit_event (organisation_id, (-sequence)) WHERE organisation_id IS NOT NULL;
CREATE INDEX audit_event_of_client ON audit_event (client_id, (-sequence)) WHERE client_id IS NOT NULL;
CREATE INDEX audit_event_of_request ON audit_event (request_id, (-sequence)) WHERE request_id IS NOT NULL;
CREATE INDEX audit_event_of_action ON audit_event (action, (-sequence));
CREATE INDEX audit_event_of_outcome ON audit_event (outcome, (-sequence));

-- For its owner as well: whoever archives old days has to say that he means it (ALTER TABLE ... DISABLE TRIGGER).
CREATE FUNCTION audit_event_is_only_added_to() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'audit_event is only added to' USING ERRCODE = 'insufficient_privilege';
END $$;

CREATE TRIGGER audit_event_is_only_added_to BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_event
    FOR EACH STATEMENT EXECUTE FUNCTION audit_event_is_only_added_to();

-- A role that may write all tables by default, as the service's (infra/postgres/roles.sql), may only add to this one.
DO $$
DECLARE
    other record;
BEGIN
    FOR other IN
        SELECT DISTINCT CASE WHEN a.grantee = 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(a.grantee)) END AS role
        FROM pg_class c CROSS JOIN LATERAL aclexplode(c.relacl) a
        WHERE c.oid = 'audit_event'::regclass AND a.grantee <> c.relowner
    LOOP
        EXECUTE 'REVOKE UPDATE, DELETE, TRUNCATE ON audit_event FROM ' || other.role;
    END LOOP;
END $$;
