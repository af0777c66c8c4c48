package global.pryzma.ledger.idempotency.key;

import java.util.Comparator;
import java.util.UUID;

/** A key belongs to an organisation; another organisation's equal key is another key. */
public record ScopedKey(UUID organisation, UUID key) implements Comparable<ScopedKey> {
    /** Any order will do, if every instance uses the same: rows are then locked in one order. */
    private static final Comparator<ScopedKey> ORDER =
            Comparator.comparing(ScopedKey::organisation).thenComparing(ScopedKey::key);

    /** The ids of everything that the key makes. */
    public DerivedIds ids() {
        return DerivedIds.of(organisation, new IdempotencyKey(key));
    }

    @Override
    public int compareTo(ScopedKey other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return organisation + "/" + key;
    }
}
