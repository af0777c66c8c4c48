package global.pryzma.ledger.organisation;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.UUID;

/**
 * A row of {@code credential}.
 *
 * @param secretHash SHA-256 of the first secret; not to be changed; one that no secret has for an
 *     external client
 * @param scopes with spaces between
 * @param id by which changes find the row
 * @param networks with spaces between; null for all
 * @param rateLimit requests per second; null for the configured number
 * @param external whether it is a client of the external issuer, which has no secret here
 * @param sequence the order of lists; the database's to give
 */
@MappedEntity("credential")
@SuppressWarnings("ArrayRecordComponent") // never compared as a whole
record CredentialRow(
        @Id String clientId,
        UUID organisationId,
        byte[] secretHash,
        String scopes,
        Instant createdAt,
        @Nullable Instant revokedAt,
        UUID id,
        @Nullable Instant expiresAt,
        @Nullable String networks,
        @Nullable Integer rateLimit,
        boolean external,
        long sequence) {}
