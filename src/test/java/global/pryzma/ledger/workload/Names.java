package global.pryzma.ledger.workload;

import global.pryzma.ledger.idempotency.key.DerivedIds;
import global.pryzma.ledger.idempotency.key.IdempotencyKey;
import global.pryzma.ledger.model.Parts;

import java.util.Random;
import java.util.UUID;

/** The keys of one run of a script, and the ids that are made from them. */
record Names(UUID organisation, UUID program, long salt) {
    /** More than any script has. */
    private static final int STEPS = 1 << 20;

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

    /** What that step makes, known before it is made; or a part of it. */
    UUID id(int made) {
        UUID whole =
                DerivedIds.of(organisation, new IdempotencyKey(key(made % STEPS))).id(0).toUuid();
        return made < STEPS ? whole : Parts.id(whole, made / STEPS - 1);
    }

    /**
     * The number of a part of what that step makes, among the numbers of steps.
     *
     * @param place from 0
     */
    static int part(int step, int place) {
        return step + (place + 1) * STEPS;
    }
}
