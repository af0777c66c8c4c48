package global.pryzma.ledger.security;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;

import java.time.Instant;
import java.util.UUID;

/** A row of {@code revoked_token}. */
@MappedEntity("revoked_token")
record RevokedTokenRow(@Id UUID id, Instant expiresAt) {}
