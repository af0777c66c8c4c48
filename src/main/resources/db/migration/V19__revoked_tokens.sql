-- Tokens that were revoked before their end, by their jti. Rows are added, and go when the token would have ended anyway: instances read what is
-- new every two seconds.
CREATE TABLE revoked_token (
    id         uuid        PRIMARY KEY,
    expires_at timestamptz NOT NULL,
    revoked_at timestamptz NOT NULL DEFAULT now(),
    -- What a reader has not seen yet has a transaction that had not ended when it last looked: unlike a time or a sequence, this misses no row
    -- whose commit came late.
    xact       xid8        NOT NULL DEFAULT pg_current_xact_id()
);

CREATE INDEX revoked_token_xact ON revoked_token (xact);
CREATE INDEX revoked_token_end ON revoked_token (expires_at);
