package global.pryzma.ledger.tigerbeetle;

import global.pryzma.ledger.ledger.AccountFields;
import global.pryzma.ledger.ledger.AccountFlags;
import global.pryzma.ledger.ledger.TransferFields;
import global.pryzma.ledger.ledger.TransferFlags;

import java.util.List;

/**
 * The rules for events that share a message with other callers': an event of one must never change
 * what becomes of another's. A breach is the calling code's fault.
 */
final class EventRules {
    private static final int MAX_16_BITS = 0xFFFF;

    private EventRules() {}

    static void checkAccounts(List<AccountFields> accounts) {
        for (AccountFields account : accounts) {
            check16Bits("code", account.code());
            check16Bits("flags", account.flags());
            checkNotImported(account.flags() & AccountFlags.IMPORTED);
        }
        checkChainEnds(accounts.isEmpty() ? 0 : accounts.getLast().flags() & AccountFlags.LINKED);
    }

    static void checkTransfers(List<TransferFields> transfers) {
        for (TransferFields transfer : transfers) {
            check16Bits("code", transfer.code());
            check16Bits("flags", transfer.flags());
            checkNotImported(transfer.flags() & TransferFlags.IMPORTED);
        }
        checkChainEnds(
                transfers.isEmpty() ? 0 : transfers.getLast().flags() & TransferFlags.LINKED);
    }

    /**
     * Refuses a larger number at once; the client does so only when the whole message is encoded.
     */
    private static void check16Bits(String field, int value) {
        if (value < 0 || value > MAX_16_BITS) {
            throw new IllegalArgumentException(field + " has 16 bits: " + value);
        }
    }

    /** Refuses an open chain, which would go on into the next caller's events. */
    private static void checkChainEnds(int linked) {
        if (linked != 0) {
            throw new IllegalArgumentException("a chain must end inside its submission");
        }
    }

    /**
     * Refuses imported events: they can't share a message with others. One kind of them is worse:
     * on an imported post or void that is not later than its pending transfer a real server of
     * 0.16.30 ends by an assertion, and again after each restart. Whoever lets imports in has to
     * keep that one out.
     */
    private static void checkNotImported(int imported) {
        if (imported != 0) {
            throw new IllegalArgumentException("imported events are not supported");
        }
    }
}
