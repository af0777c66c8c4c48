package global.pryzma.ledger.workload;

import global.pryzma.ledger.idempotency.key.DerivedIds;
import global.pryzma.ledger.idempotency.key.IdempotencyKey;

import java.util.Random;
import java.util.UUID;

/** The keys of one run of a script, and the ids that are made from them. */
record Names(UUID organisation, UUID program, long salt) {
    /** The key of a step's mutation. */
    UUID key(int step) {
        return uuid(2L * step);
    }

    /** Another key of the step's, for what it does to a mutation's. */
    UUID ownKey(int step) {
        return uuid(2L * step + 1);
    }

    private UUID uuid(long number) {
        Random random = new Random(salt * 1_000_003 + number);
        random.nextLong(); // the first of neighbours are alike
        return new UUID(random.nextLong(), random.nextLong());
    }

    /** What that step makes, known before it is made. */
    UUID id(int step) {
        return DerivedIds.of(organisation, new IdempotencyKey(key(step))).id(0).toUuid();
    }
}
