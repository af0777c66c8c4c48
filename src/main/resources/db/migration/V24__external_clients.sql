-- Clients of an external issuer of tokens: the credential says what such a client may do, and the issuer, not we, what
-- it proves itself with. Its secret_hash is 32 zeros, which no secret has: an older instance knows no row without one.
ALTER TABLE credential ADD COLUMN external boolean NOT NULL DEFAULT false;
CREATE INDEX credential_external ON credential (client_id) WHERE external AND revoked_at IS NULL;
