package global.pryzma.ledger.benchmark;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;

/**
 * How much is stored before reading is measured.
 *
 * @param transfers at least twice as many as accounts
 * @param accounts a multiple of {@link FilledBooks#GROUPS}
 * @param folder in which the data are kept from one run to the next; null if they are deleted
 */
record Filling(int transfers, int accounts, @Nullable Path folder) {
    /** An empty ledger has nothing to be asked for: this is next to nothing. */
    static final Filling NEXT_TO_NOTHING = new Filling(2_000, 200, null);

    private static final int FEWEST_ACCOUNTS = 5 * FilledBooks.GROUPS;

    Filling {
        if (accounts % FilledBooks.GROUPS != 0
                || accounts < FEWEST_ACCOUNTS
                || transfers / 2 < accounts) {
            throw new IllegalArgumentException(
                    "%,d transfers between %,d accounts".formatted(transfers, accounts));
        }
    }

    boolean isNextToNothing() {
        return transfers <= NEXT_TO_NOTHING.transfers;
    }
}
