package global.pryzma.ledger.idempotency.store;

import static java.util.Map.entry;

import org.jspecify.annotations.Nullable;

import java.util.Map;
import java.util.Map.Entry;
import java.util.stream.Collectors;

/**
 * The numbers that stand for the operations' names in the rows of keys. Permanent: only added to,
 * and no number is ever given to another name. An operation without one is stored by its name.
 */
public final class OperationNumbers {
    /** Of an operation that only a newer version of the service knows; no operation has it. */
    static final String UNKNOWN = "unknown";

    private static final Map<String, Integer> BY_NAME =
            Map.ofEntries(
                    entry("transfers.create", 1),
                    entry("accounts.create", 2),
                    entry("accounts.update", 3),
                    entry("accounts.close", 4),
                    entry("programs.create", 5),
                    entry("idempotency_keys.cancel", 6),
                    entry("organisations.create", 7),
                    entry("organisations.update", 8),
                    entry("credentials.create", 9),
                    entry("credentials.revoke", 10),
                    entry("credentials.rotate", 11),
                    entry("transfers.post", 12),
                    entry("transfers.void", 13),
                    entry("transfers.reverse", 14),
                    entry("journal_entries.create", 15),
                    entry("journal_entries.reverse", 16),
                    entry("transfers.batch_atomic", 17),
                    entry("transfers.batch_independent", 18),
                    entry("transfers.update", 19),
                    entry("currencies.create", 20),
                    entry("programs.update", 21));

    private static final Map<Integer, String> BY_NUMBER =
            BY_NAME.entrySet().stream().collect(Collectors.toMap(Entry::getValue, Entry::getKey));

    private OperationNumbers() {}

    /** The number that stands for the name; null if that is stored itself. */
    public static @Nullable Integer of(@Nullable String operation) {
        return operation == null ? null : BY_NAME.get(operation);
    }

    /** The name for which a number stands. */
    public static String name(int number) {
        return BY_NUMBER.getOrDefault(number, UNKNOWN);
    }
}
