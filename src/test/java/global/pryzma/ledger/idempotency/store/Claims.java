package global.pryzma.ledger.idempotency.store;

import global.pryzma.ledger.idempotency.key.Fingerprint;
import global.pryzma.ledger.idempotency.key.Reservation;
import global.pryzma.ledger.idempotency.key.ScopedKey;
import global.pryzma.ledger.idempotency.store.KeyWrite.Claim;
import global.pryzma.ledger.idempotency.store.KeyWrite.Ending;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/**
 * Claims as a request makes them that pays and has a reference, or many; and as one that only
 * writes rows.
 */
final class Claims {
    private Claims() {}

    static Claim reserving(ScopedKey key, Fingerprint content, List<Reservation> reservations) {
        return claim(key, content, reservations, null);
    }

    static Claim concluded(ScopedKey key, Fingerprint content, Ending ending) {
        return claim(key, content, List.of(), ending);
    }

    private static Claim claim(
            ScopedKey key,
            Fingerprint content,
            List<Reservation> reservations,
            @Nullable Ending ending) {
        return new Claim(
                key,
                "transfers.create",
                1,
                content,
                WorkColumns.untilRecorded(key, key.ids().id(0), new byte[0], new byte[0]),
                UUID.randomUUID(),
                60_000,
                key.ids().id(0).toUuid(),
                content,
                reservations,
                null,
                null,
                ending,
                null,
                false,
                new CompletableFuture<>());
    }
}
