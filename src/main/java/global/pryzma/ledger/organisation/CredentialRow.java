package global.pryzma.ledger.organisation;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.UUID;

/**
 * A row of {@code credential}.
 *
 * @param secretHash SHA-256 of the secret; not to be changed
 * @param scopes with spaces between
 */
@MappedEntity("credential")
@SuppressWarnings("ArrayRecordComponent") // never compared as a whole
record CredentialRow(
        @Id String clientId,
        UUID organisationId,
        byte[] secretHash,
        String scopes,
        Instant createdAt,
        @Nullable Instant revokedAt) {}
