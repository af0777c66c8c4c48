package global.pryzma.ledger.idempotency.store;

import global.pryzma.ledger.idempotency.key.Fingerprint;
import global.pryzma.ledger.idempotency.key.Reservation;
import global.pryzma.ledger.idempotency.key.ScopedKey;
import global.pryzma.ledger.idempotency.store.KeyWrite.Claim;

import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/** Claims as a request makes them that pays and has a reference, or many. */
final class Claims {
    private Claims() {}

    static Claim reserving(ScopedKey key, Fingerprint content, List<Reservation> reservations) {
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
                null,
                null,
                false,
                new CompletableFuture<>());
    }
}
