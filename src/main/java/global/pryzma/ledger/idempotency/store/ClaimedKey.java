package global.pryzma.ledger.idempotency.store;

import global.pryzma.ledger.idempotency.key.Fingerprint;
import global.pryzma.ledger.idempotency.key.RecordedResponse;
import global.pryzma.ledger.idempotency.key.ScopedKey;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/**
 * A key that was claimed, as Postgres has it. With a response it has no command, but for those
 * mutations whose command tells who may be told of it, no plan and no owner: nobody asks for them
 * any more.
 *
 * @param operation null if the key was cancelled before anybody had asked for anything with it
 * @param command the encoded command, in the form of {@code encodingVersion}
 * @param plan the encoded plan
 * @param owner who works on it, or did last; {@link #NOBODY} once there is a response
 * @param leased whether the owner's lease was running when the row was read
 * @param age since it was claimed when the row was read, by the clock of Postgres
 * @param response the definite response, or null while there is none
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record ClaimedKey(
        ScopedKey key,
        @Nullable String operation,
        int encodingVersion,
        Fingerprint fingerprint,
        byte[] command,
        byte[] plan,
        UUID owner,
        boolean leased,
        Instant claimedAt,
        Duration age,
        @Nullable RecordedResponse response) {
    static final UUID NOBODY = new UUID(0, 0);

    /** Whether the row is for what has this fingerprint. */
    public boolean isFor(Fingerprint asked) {
        return fingerprint.equals(Fingerprint.ANY) || fingerprint.equals(asked);
    }

    public ClaimedKey recorded(RecordedResponse definite) {
        return new ClaimedKey(
                key,
                operation,
                encodingVersion,
                fingerprint,
                command,
                plan,
                owner,
                false,
                claimedAt,
                age,
                definite);
    }
}
