package global.pryzma.ledger.organisation;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;

import java.time.Instant;
import java.util.UUID;

/**
 * A row of {@code credential_secret}: a secret that came after the first one.
 *
 * @param secretHash SHA-256; not to be changed
 * @param graceSeconds how long those before it hold once it is there
 * @param createdAt the database's to give
 * @param sequence the database's to give
 */
@MappedEntity("credential_secret")
@SuppressWarnings("ArrayRecordComponent") // never compared as a whole
record SecretRow(
        @Id UUID id,
        String clientId,
        byte[] secretHash,
        long graceSeconds,
        Instant createdAt,
        long sequence) {}
